"""The figures of an event as series: one for each measure and people counted, its latest of each counter, its range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from events.models import Figure, Location
from events.models.choices import Measure
from events.pipeline.compare_counts import count_same_people
from events.pipeline.judge_figures import FigureSide, is_same_counter, is_whole, read_who
from events.pipeline.link_figures import make_figure_sides
from events.pipeline.origins import counts_as_origin
from events.queries import survivor_of
from events.web.figure_chart import LOOKS, FigureChart, Point, draw_figures
from events.web.phrases import tell_figure, tell_number

FEWEST_POINTS = 2
"""A chart of one point would say nothing that the table does not."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One figure with who counted it; `replaced` by a later one, or `disputed` by another."""

    figure: Figure
    side: FigureSide
    counter: str
    replaced: bool
    disputed: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter's name and the look of its marks."""

    name: str
    look: int


@dataclass(frozen=True, slots=True)
class Series:
    """`place`: the other place that it is limited to, "" for the event's own. `latest`: the newest figure of each counter;
    `origins_say`: the span of these over independent origins, in words.
    """

    measure: str
    who: str
    place: str
    figures: Sequence[Counted]
    latest: Sequence[Counted]
    origins_say: str
    origins: int
    counters: Sequence[Counter]
    chart: FigureChart | None


def build_series(figures: Sequence[Figure], main: Location | None = None) -> list[Series]:
    """Group figures that count the whole of one place; gravest measure first, the event's own place (`main`) before others.

    Select article, claim, speaker, location and links with the figures.
    """
    linked: dict[tuple[int, str], bool] = {}
    for figure in figures:
        for link in figure.links.all():
            linked[link.other_id, link.type] = True
            if link.type == "contradicts":
                linked[figure.pk, link.type] = True
    groups: list[list[Counted]] = []
    for figure, side in zip(figures, make_figure_sides(figures, main), strict=True):
        if is_whole(side):
            put_into_group(groups, _count(figure, side, linked))
    groups.sort(
        key=lambda group: (
            list(Measure.values).index(group[0].figure.measure), group[0].side.place != "", -len(group)
        )
    )  # fmt: skip
    return [make_series(group) for group in groups]


def _count(figure: Figure, side: FigureSide, linked: dict[tuple[int, str], bool]) -> Counted:
    return Counted(
        figure=figure,
        side=side,
        counter=name_counter(figure),
        replaced=(figure.pk, "supersedes") in linked,
        disputed=(figure.pk, "contradicts") in linked,
    )


def put_into_group(groups: list[list[Counted]], counted: Counted) -> None:
    """Add a figure to the series of its measure, place and people, or begin one."""
    for group in groups:
        first = group[0].side
        if (first.measure, first.unit, first.place) == (
            counted.side.measure,
            counted.side.unit,
            counted.side.place,
        ) and (first.measure == "magnitude" or count_same_people(read_who(first.who), read_who(counted.side.who))):
            group.append(counted)
            return
    groups.append([counted])


def name_counter(figure: Figure) -> str:
    """Who counted, in words: the speaker, else the source as written, else the outlet's own voice."""
    if figure.speaker is not None:
        return str(survivor_of(figure.speaker))
    if figure.claim is not None and figure.claim.speaker_text:
        return figure.claim.speaker_text
    return str(figure.article.source or figure.article.reference)


def make_series(group: Sequence[Counted]) -> Series:
    """Order a group in time and find the newest of each counter. Never a sum, never an average."""
    ordered = sorted(group, key=lambda c: (_moment(c), c.figure.article_id, c.figure.start))
    latest: list[Counted] = []
    for counted in ordered:
        if any(is_same_counter(one.side, counted.side) and _moment(one) == _moment(counted) for one in latest):
            continue  # of one article the first figure is the whole, the next ones are parts of it
        latest = [one for one in latest if not is_same_counter(one.side, counted.side)]
        latest.append(counted)
    counting = [one for one in latest if counts_as_origin(one.figure.article)]
    numbers = [n for one in counting for n in _ends(one.figure)]
    counters = list(dict.fromkeys(counted.counter for counted in ordered))
    return Series(
        measure=group[0].figure.measure,
        who=max((counted.figure.who for counted in group), key=len) if group else "",
        place=_name_place(group),
        figures=ordered,
        latest=latest,
        origins_say=_say_range(numbers),
        origins=len({one.side.origin for one in counting}),
        counters=[Counter(name, min(place, LOOKS - 1)) for place, name in enumerate(counters)],
        chart=draw_figures([_point(c, counters) for c in ordered]) if len(ordered) >= FEWEST_POINTS else None,
    )


def _name_place(group: Sequence[Counted]) -> str:
    if not group[0].side.place:
        return ""
    return next((str(survivor_of(c.figure.location)) for c in group if c.figure.location is not None), "")


def _moment(counted: Counted) -> float:
    return counted.side.at.timestamp() if counted.side.at else float("inf")


def _ends(figure: Figure) -> list[float]:
    return [n for n in (figure.value, figure.low, figure.high) if n is not None]


def _say_range(numbers: Sequence[float]) -> str:
    if not numbers:
        return ""
    low, high = min(numbers), max(numbers)
    return tell_number(low) if low == high else f"{tell_number(low)} to {tell_number(high)}"


def _point(counted: Counted, counters: Sequence[str]) -> Point:
    figure = counted.figure
    at: datetime | None = counted.side.at
    ends = _ends(figure)
    told = tell_figure(figure.value, figure.low, figure.high, figure.bound, figure.unit)
    return Point(
        at=at,
        value=figure.value if figure.value is not None else (ends[0] if ends else 0.0),
        low=min(ends, default=0.0),
        high=max(ends, default=0.0),
        opens_up=figure.bound == "at_least",
        opens_down=figure.bound == "at_most",
        group=counters.index(counted.counter),
        label=f"{told}, {counted.counter}",
        words=figure.text,
        href=f"{reverse('article_detail', args=[figure.article_id])}#f{figure.pk}",
        faded=counted.replaced,
    )
