"""Counting a filtered list by some of its columns, exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate, TruncMonth, TruncWeek, TruncYear

from events.models import EventArticle

# Columns at once, and groups in one answer: a chart of more is not read.
MOST_COLUMNS = 2
MOST_GROUPS = 1_000
# Bars in one histogram: eleven years by day. Bars, not rows, bound the answer; only filled ones count.
MOST_BARS = 4_000
Columns = Mapping[str, Any]


class TooManyBars(Exception):
    """More than MOST_BARS intervals hold rows."""


INTERVALS: dict[str, Any] = {"day": TruncDate, "week": TruncWeek, "month": TruncMonth, "year": TruncYear}


def by_time(column: str) -> dict[str, Any]:
    """Days, months and years of a time, in UTC."""
    return {
        "day": TruncDate(column, tzinfo=UTC),
        "month": TruncMonth(column, tzinfo=UTC),
        "year": TruncYear(column, tzinfo=UTC),
    }


def _survivor(column: str) -> Any:
    return Coalesce(F(f"{column}__canonical"), F(column))


_TOLD = EventArticle.objects.filter(article=OuterRef("pk"), primary=True)
ARTICLE_COLUMNS: Columns = {
    "source": F("source__domain"), "country": F("source__country_code"), "language": F("language"),
    "topic": Subquery(_TOLD.values("event__topic")[:1]), "provenance": F("provenance"), **by_time("published_at"),
}  # fmt: skip
EVENT_COLUMNS: Columns = {
    "country": F("country_code"), "topic": F("topic"), "plover_type": F("plover_type"), "size": F("size"),
    **by_time("latest_at"),
}  # fmt: skip
CLAIM_COLUMNS: Columns = {
    "kind": F("kind"), "modality": F("modality"), "standing": F("standing"), "speaker": _survivor("speaker"),
    "source": F("article__source__domain"), **by_time("published_at"),
}  # fmt: skip
FIGURE_COLUMNS: Columns = {"measure": F("measure"), "bound": F("bound"), "unit": F("unit"), "event": _survivor("event")}
MENTION_COLUMNS: Columns = {
    "type": F("type"), "actor": _survivor("actor"), "location": _survivor("location"), "text": F("text"),
    "source": F("article__source__domain"), "country": F("location__country_code"),
}  # fmt: skip
ACTOR_COLUMNS: Columns = {"kind": F("kind"), "country": F("country_code"), "origin": F("origin")}
SOURCE_COLUMNS: Columns = {"country": F("country_code"), "kind": F("kind"), "language": F("language")}


def count_groups(rows: QuerySet[Any], columns: Columns, names: Sequence[str]) -> tuple[list[dict[str, Any]], bool]:
    """Count rows by the columns named, most first: (groups with their `count`, whether there were more). One query."""
    keys = {f"by_{name}": columns[name] for name in names}
    plain = rows.order_by().select_related(None).prefetch_related(None)
    # By key first: the lists' own joins and annotations must not multiply or group anything.
    counted = (
        rows.model._default_manager.filter(pk__in=plain.values("pk")).order_by().annotate(**keys).values(*keys)
        .annotate(count=Count("pk")).order_by("-count", *keys)
    )  # fmt: skip
    try:
        found = list(counted[: MOST_GROUPS + 1])
    except EmptyResultSet:
        return [], False
    groups = [{name: row[f"by_{name}"] for name in names} | {"count": row["count"]} for row in found[:MOST_GROUPS]]
    return groups, len(found) > MOST_GROUPS


def count_over_time(rows: QuerySet[Any], column: str, interval: str) -> tuple[list[tuple[Any, int]], int]:
    """Count rows by day, week, month or year (UTC): (first day, count) in order, and how many have no time. One query.

    Raises TooManyBars above MOST_BARS.
    """
    plain = rows.order_by().select_related(None).prefetch_related(None)
    counted = (
        rows.model._default_manager.filter(pk__in=plain.values("pk")).order_by()
        .annotate(start=INTERVALS[interval](column, tzinfo=UTC)).values_list("start").annotate(n=Count("pk"))
        .order_by("start")
    )  # fmt: skip
    # One more for the bar that is too many, one for the rows without a time.
    found = list(counted[: MOST_BARS + 2])
    dated = [(start.date() if hasattr(start, "date") else start, n) for start, n in found if start is not None]
    if len(dated) > MOST_BARS:
        raise TooManyBars
    return dated, sum(n for start, n in found if start is None)
