"""Two outlets, or two actors, side by side; and the page that asks for the second one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from events.models import Actor, Source
from events.queries import find_by_name, find_family, list_actors, list_sources, survivor_of
from events.queries.company import read_company
from events.queries.compare_actors import ComparedActors, OneSide, compare_actors
from events.queries.compare_sources import ComparedSources, compare_sources, list_near_sources
from events.web import charts
from events.web.pages.cards import EventRow, make_event_rows
from events.web.phrases import tell_country, tell_topic
from events.web.preferred_words import PreferredWord, find_preferred

OFFERED = 12
MOST_SHARES = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """A record to compare with, and how many events both are in (0: found by its name)."""

    record: Actor | Source
    events: int


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """`kind`: sources or actors; `one` is None where both are still to be chosen."""

    kind: str
    one: Actor | Source | None
    words: str
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """Events of the one and of the other under one topic or country; widths and where the one's bar begins
    are shares of the largest, 0 to 100."""

    label: str
    value: str
    one: int
    other: int
    one_width: int
    one_from: int
    other_width: int


@dataclass(frozen=True, slots=True)
class SourcesPage:
    found: ComparedSources
    topics: Sequence[ShareRow]
    countries: Sequence[ShareRow]
    words_one: Sequence[PreferredWord]
    words_other: Sequence[PreferredWord]


@dataclass(frozen=True, slots=True)
class ActorsPage:
    """`company`, `places`: whom and where both appear, with the events of the one and of the other."""

    found: ComparedActors
    events: Sequence[EventRow]
    activity: tuple[charts.Sparkline | None, charts.Sparkline | None]
    company: Sequence[tuple[Actor, int, int]]
    places: Sequence[ShareRow]


def build_choose_page(kind: str, one: Actor | Source | None, words: str) -> ChoosePage:
    """Offer what the record shares the most events with; asked for a name, what goes by it. Queries: 4 at most."""
    if words.strip():
        offers = [Offer(record, 0) for record in _find(kind, words) if one is None or record.pk != one.pk]
    elif isinstance(one, Source):
        offers = [Offer(source, n) for source, n in list_near_sources(one, OFFERED)]
    elif isinstance(one, Actor):
        near = read_company(find_family(Actor, [one.pk])).companions[:OFFERED]
        offers = [Offer(companion.actor, companion.events) for companion in near]
    elif kind == "sources":
        offers = [Offer(source, 0) for source in list_sources()[: 2 * OFFERED]]
    else:
        named = list_actors().filter(mention_count__gt=0).order_by("-mention_count", "-pk")
        offers = [Offer(actor, 0) for actor in named[: 2 * OFFERED]]
    return ChoosePage(kind, one, words, offers)


def _find(kind: str, words: str) -> Sequence[Actor | Source]:
    if kind == "actors":
        return [
            actor for actor in find_by_name("actor", words, OFFERED) if not (actor.is_suppressed or actor.is_private)
        ]
    return list(list_sources().filter(name__icontains=words.strip()[:100])[:OFFERED])


def build_sources_page(one: Source, other: Source) -> SourcesPage:
    found = compare_sources(one, other)
    openings = {"one": "\n".join(found.openings[0]), "other": "\n".join(found.openings[1])}
    words = find_preferred(openings, ignored=[str(one), str(other), one.domain, other.domain], most=12)
    return SourcesPage(
        found=found,
        topics=make_shares({tell_topic(code): (code, *both) for code, both in found.topics.items()}),
        countries=make_shares({tell_country(code): (code, *both) for code, both in found.countries.items()}),
        words_one=words["one"],
        words_other=words["other"],
    )


def make_shares(counts: dict[str, tuple[str, int, int]]) -> list[ShareRow]:
    """Prepare label -> (value, events of the one, of the other) for bars that face each other."""
    peak = max((max(one, other) for _, one, other in counts.values()), default=1)
    rows = [
        ShareRow(label, value, one, other, width := round(100 * one / peak), 100 - width, round(100 * other / peak))
        for label, (value, one, other) in counts.items()
    ]
    return rows[:MOST_SHARES]


def build_actors_page(one: Actor, other: Actor) -> ActorsPage:
    found = compare_actors(one, other)
    ends = [day for side in (found.one, found.other) for day, _ in side.days]
    return ActorsPage(
        found=found,
        events=make_event_rows(found.events),
        activity=(_draw(found.one, ends), _draw(found.other, ends)),
        company=_common_company(found),
        places=_common_places(found),
    )


def _draw(side: OneSide, ends: Sequence[date]) -> charts.Sparkline | None:
    """Both lines run over the same days, so that they can be read against each other."""
    if not ends:
        return None
    counts = [(min(ends), 0), *side.days, (max(ends), 0)]
    return charts.draw_sparkline(side.days, charts.choose_step(counts), span=(min(ends), max(ends)))


def _common_company(found: ComparedActors) -> list[tuple[Actor, int, int]]:
    ours = {companion.actor.pk: companion for companion in found.one.company.companions}
    both = [
        (survivor_of(theirs.actor), ours[theirs.actor.pk].events, theirs.events)
        for theirs in found.other.company.companions
        if theirs.actor.pk in ours
    ]
    return sorted(both, key=lambda row: (-min(row[1], row[2]), row[0].pk))


def _common_places(found: ComparedActors) -> list[ShareRow]:
    counts: dict[str, tuple[str, int, int]] = {}
    for place, here in found.one.company.places:
        counts[str(place)] = (str(place.pk), here, 0)
    for place, there in found.other.company.places:
        counts[str(place)] = (str(place.pk), counts.get(str(place), ("", 0, 0))[1], there)
    return make_shares(dict(sorted(counts.items(), key=lambda pair: -(pair[1][1] + pair[1][2]))))
