"""Events as cards: headline, place, day, outlets as small marks, people, one line, badges, and how coverage ran."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, Exists, F, OuterRef, When
from django.urls import reverse
from django.utils.translation import gettext

from events.models import Actor, Event, Figure, FigureLink, Source
from events.models.choices import Bound, FigureLinkType, Standing
from events.queries import survivor_of
from events.queries.cards import CardFacts, read_card_facts
from events.web.charts import Spark, draw_spark
from events.web.phrases import tell_figure

LEAD_MEASURES = ("killed", "injured", "missing", "displaced", "arrested", "magnitude", "votes", "money")
"""Measures that may stand beside a headline, the gravest first; the others need their sentence to be understood."""
FIGURE_COLUMNS = (
    *("event_id", "measure", "unit", "value", "low", "high", "bound", "text", "article_id"),
    *("article__source_id", "article__source__name", "article__source__domain"),
)
"""Of a figure, its article and outlet: what a card shows; 12 columns instead of 54."""
SENTENCES = 3
"""Of a summary, under the largest headline."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SMALL = frozenset({"the", "of", "and", "la", "le", "el", "de", "der", "die", "das", "al", "sample"})


@dataclass(frozen=True, slots=True)
class OutletMark:
    """An outlet as a small mark: up to three letters, its whole name, and its page."""

    pk: int
    letters: str
    name: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as a list shows it. `lead` is the first sentence of its summary, `more` the next ones. `figure`: its
    newest figure of the gravest measure, or None, told by `number` and what is `counted`, found at `number_href`; where
    sources contradict each other on that measure, the number is the span between them. `is_disputed`, `figures_differ`:
    sources contradict each other in words, or in numbers."""

    event: Event
    lead: str
    more: Sequence[str]
    outlets: Sequence[OutletMark]
    more_outlets: bool
    actors: Sequence[Actor]
    figure: Figure | None
    number: str
    counted: str
    number_href: str
    number_title: str
    is_disputed: bool
    figures_differ: bool
    coverage: Spark | None


def make_event_rows(events: Sequence[Event]) -> list[EventRow]:
    """Prepare rows of `list_events()`; four queries for all."""
    ids = [event.pk for event in events]
    figures, facts = find_lead_figures(ids), read_card_facts(ids)
    return [_make_row(event, figures.get(event.pk), facts) for event in events]


def find_lead_figures(event_ids: Sequence[int]) -> dict[int, Figure]:
    """Return event -> the figure to show beside its headline: the gravest measure, its newest report that no later one
    replaced and nobody took back. One query."""
    gravity = Case(*(When(measure=measure, then=place) for place, measure in enumerate(LEAD_MEASURES)))
    newest = F("article__published_at").desc(nulls_last=True)
    replaced = FigureLink.objects.standing().filter(type=FigureLinkType.SUPERSEDES, other=OuterRef("pk"))
    current = Figure.objects.current().select_related("article__source").exclude(Exists(replaced))
    current = current.exclude(claim__standing__in=[Standing.SUPERSEDED, Standing.RETRACTED])
    rows = current.filter(event__in=event_ids, measure__in=LEAD_MEASURES).annotate(gravity=gravity)
    chosen = rows.order_by("event_id", "gravity", newest, "start", "pk").distinct("event_id").only(*FIGURE_COLUMNS)
    return {figure.event_id: figure for figure in chosen if figure.event_id is not None}


def _make_row(event: Event, figure: Figure | None, facts: CardFacts) -> EventRow:
    articles = [membership.article for membership in event.top_articles]  # type: ignore[attr-defined]
    outlets = {article.source_id: article.source for article in articles if article.source is not None}
    told = [sentence.text for sentence in event.summary]  # type: ignore[attr-defined]
    lead, more = (told[0] if told else ""), told[1:SENTENCES]
    number, counted, href, title = _tell_lead_figure(event, figure, facts)
    return EventRow(
        event=event,
        lead="" if lead == event.title else lead,
        more=more,
        outlets=[mark_outlet(source) for source in outlets.values()],
        more_outlets=event.size > len(articles),
        actors=[survivor_of(link.actor) for link in event.top_actors],  # type: ignore[attr-defined]
        figure=figure,
        number=number,
        counted=counted,
        number_href=href,
        number_title=title,
        is_disputed=event.pk in facts.disputed,
        figures_differ=any(pk == event.pk for pk, _ in facts.differing),
        coverage=draw_spark(facts.coverage.get(event.pk, [])),
    )


def mark_outlet(source: Source) -> OutletMark:
    """Shorten an outlet's name to a mark: "Harbour Courier" to HC, "Tasnim" to Tas, "BBC News" to BN."""
    name = str(source)
    words = [word for word in _WORD.findall(name) if word.lower() not in _SMALL] or _WORD.findall(name) or ["?"]
    letters = words[0][:3] if len(words) == 1 else "".join(word[0].upper() for word in words[:3])
    return OutletMark(source.pk, letters, name)


def _tell_lead_figure(event: Event, figure: Figure | None, facts: CardFacts) -> tuple[str, str, str, str]:
    """Return the number, what it counts, where it leads and what it says there; one that others contradict stands as
    the span between them, so that no headline has a side's number beside it."""
    if figure is None:
        return "", "", "", ""
    counted = figure.unit or figure.measure if figure.measure == "money" else figure.measure
    span = facts.differing.get((event.pk, figure.measure))
    if span is not None and span[0] != span[1]:
        number = tell_figure(None, span[0], span[1], Bound.EXACT)
        href = reverse("event_detail", args=[event.pk]) + "#figures"
        return number, gettext("%(measure)s, sources differ") % {"measure": gettext(counted)}, href, ""
    number = tell_figure(figure.value, figure.low, figure.high, figure.bound)
    href = f"{reverse('article_detail', args=[figure.article_id])}#f{figure.pk}"
    outlet = figure.article.source or gettext("no outlet named")
    return number, gettext(counted) if counted else "", href, f"“{figure.text}”, {outlet}"
