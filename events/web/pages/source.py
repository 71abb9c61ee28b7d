"""The outlet page: what it covers, how often alone or first, its feeds and its newest articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.models import Source
from events.queries import SourceDetail
from events.queries.outlet_record import OutletRecord, read_outlet_record
from events.web import charts
from events.web.pages.feed_health import FeedLines, tell_feed_health
from events.web.phrases import tell_country, tell_topic


@dataclass(frozen=True, slots=True)
class Share:
    """A value of the outlet's coverage: what to call it, the filter's value, events, and a share of the largest."""

    label: str
    value: str
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class SourcePage:
    detail: SourceDetail
    source: Source
    record: OutletRecord
    topics: Sequence[Share]
    countries: Sequence[Share]
    activity: charts.Sparkline | None
    feeds: Sequence[FeedLines]


def build_source_page(detail: SourceDetail) -> SourcePage:
    """Prepare an outlet's page; four queries beyond the detail's own."""
    record = read_outlet_record(detail.source)
    return SourcePage(
        detail=detail,
        source=detail.source,
        record=record,
        topics=[Share(tell_topic(code), code, n, _share(n, record.topics)) for code, n in record.topics],
        countries=[Share(tell_country(code), code, n, _share(n, record.countries)) for code, n in record.countries],
        activity=charts.draw_sparkline(record.days, charts.choose_step(record.days)),
        feeds=tell_feed_health(detail.feeds),
    )


def _share(count: int, counts: Sequence[tuple[str, int]]) -> int:
    return round(100 * count / counts[0][1])
