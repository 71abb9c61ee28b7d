"""Linking the figures of a batch with those of their events: supersedes, contradicts, refines. Nothing is added up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import connection
from django.db.models import Q

from events.models import Figure, FigureLink, Location
from events.models.choices import DecidedBy, PlacePrecision, TimePrecision
from events.pipeline.figure_bounds import find_interval
from events.pipeline.figure_places import Where, name_places
from events.pipeline.judge_figures import COMPARED, FigurePair, FigureSide, is_whole, judge_figures
from events.pipeline.origins import find_origin

# A count of so long before its article is no state of what the article reports ("two weeks after the quakes that killed").
OTHER_TIME = timedelta(days=7)
# Figures of one event and measure that a new one is compared with: the newest.
MOST_COMPARED = 60

FIND_FIGURES = """
SELECT wanted.id, near.id
  FROM events_figure AS wanted
 CROSS JOIN LATERAL (
       SELECT held.id FROM events_figure AS held
        WHERE held.event_id = wanted.event_id AND held.measure = wanted.measure AND held.id <> wanted.id
          AND held.removed_at IS NULL
        ORDER BY held.id DESC LIMIT %(most)s) AS near
 WHERE wanted.article_id = ANY(%(articles)s) AND wanted.measure = ANY(%(measures)s) AND wanted.removed_at IS NULL
"""


def link_figures(article_ids: Iterable[int]) -> None:
    """Renew the machine's links of the current figures of these articles. Queries: constant, 5."""
    articles = sorted(set(article_ids))
    with connection.cursor() as cursor:
        cursor.execute(FIND_FIGURES, {"articles": articles, "most": MOST_COMPARED, "measures": sorted(COMPARED)})
        pairs = sorted({(min(pair), max(pair)) for pair in cursor.fetchall()})
    wanted = set(Figure.objects.filter(article__in=articles).values_list("pk", flat=True))
    sides = load_figure_sides({pk for pair in pairs for pk in pair})
    judged = (judge_figures(sides[a], sides[b]) for a, b in pairs if a in sides and b in sides)
    save_figure_links(wanted, [link for link in judged if link is not None])


def load_figure_sides(figure_ids: Iterable[int]) -> dict[int, FigureSide]:
    """Current figures as linking sees them; in each article only the first of a measure and people counts. One query."""
    rows = Figure.objects.current().filter(pk__in=list(figure_ids))
    rows = rows.select_related(
        "article__source", "article__copy_of__source", "speaker", "claim", "location__canonical",
        "event__location", "event__canonical__location",
    )  # fmt: skip
    by_event: dict[int | None, list[Figure]] = {}
    for figure in rows.order_by("article", "start"):
        by_event.setdefault(figure.event_id, []).append(figure)
    found: dict[int, FigureSide] = {}
    seen: dict[tuple[int, str, str], int] = {}
    for figures in by_event.values():
        event = figures[0].event
        main = (event.canonical or event).location if event else None
        for figure, side in zip(figures, make_figure_sides(figures, main), strict=True):
            key = (
                figure.article_id,
                figure.measure,
                f"{side.who}|{side.counter_actor}|{side.counter_words}|{side.place}",
            )
            if not is_whole(side) or seen.setdefault(key, figure.pk) == figure.pk:
                found[figure.pk] = side
    return found


def make_figure_sides(figures: Sequence[Figure], main: Location | None) -> list[FigureSide]:
    """The stored figures of one event; `main`: where it happened. Select article, source, speaker, claim, place along."""
    named = [find_where(figure.location) for figure in figures]
    return [_make_side(f, place) for f, place in zip(figures, name_places(find_where(main), named), strict=True)]


def find_where(location: Location | None) -> Where | None:
    """A stored place as figures need it, the survivor for a merged one."""
    if location is None:
        return None
    place = location.canonical or location
    country = place.precision == PlacePrecision.COUNTRY
    return Where(
        key=place.pk,
        lat=place.lat,
        lon=place.lon,
        country=place.country_code,
        region="" if country else place.admin1_code,
        is_wide=country or place.precision == PlacePrecision.REGION,
    )


def _make_side(figure: Figure, place: str) -> FigureSide:
    article, speaker = figure.article, figure.speaker
    return FigureSide(
        figure_id=figure.pk,
        article_id=figure.article_id,
        origin=find_origin(article),
        measure=figure.measure,
        unit=figure.unit,
        who=figure.who,
        text=figure.text,
        interval=find_interval(figure),
        bound=figure.bound,
        counter_actor=(speaker.canonical_id or speaker.pk) if speaker else None,
        counter_words=figure.claim.speaker_text if figure.claim else "",
        outlet=str(article.source_id or ""),
        place=place,
        published=article.published_at,
        at=article.published_at,
        is_background=_is_background(figure),
        article_key=article.key,
    )


def _is_background(figure: Figure) -> bool:
    """Whether it was counted at another time; of an undated article a month or year that it names is another."""
    if figure.as_of is None:
        return False
    published = figure.article.published_at
    if published is None:
        return figure.as_of_precision in {TimePrecision.MONTH, TimePrecision.YEAR}
    return published - figure.as_of > OTHER_TIME


def save_figure_links(wanted: set[int], found: Sequence[FigurePair]) -> None:
    """Write the links found and remove the machine's others of these figures; a curator's stay, rejected ones too."""
    known = list(FigureLink.objects.filter(Q(figure__in=wanted) | Q(other__in=wanted)))
    decided = {frozenset((k.figure_id, k.other_id)) for k in known if k.decided_by == DecidedBy.CURATOR}
    machine = {(k.figure_id, k.other_id, k.type): k for k in known if k.decided_by == DecidedBy.MACHINE}
    rows = {
        (link.figure, link.other, link.type): FigureLink(
            figure_id=link.figure, other_id=link.other, type=link.type, score=link.score, reason=link.reason
        )
        for link in found
        if frozenset((link.figure, link.other)) not in decided
    }
    FigureLink.objects.filter(pk__in=[k.pk for key, k in machine.items() if key not in rows]).delete()
    fresh = [row for key, row in rows.items() if key not in machine or machine[key].reason != row.reason]
    FigureLink.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["figure", "other", "type"], update_fields=["score", "reason"]
    )
