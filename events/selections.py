"""Selections: a kind of record and the filters of its list, kept as text and read again by the same filter sets.

Saved searches, webhooks and exports all hold a selection; what a list's address selects, they select.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db.models import QuerySet
from django.http import QueryDict

from events import filters, queries
from events.queries import Order

MAX_QUERY = 2000
# Of a list's address, what says how to page through it and not what is in it.
PAGING = frozenset({"cursor", "page_size", "count", "format"})
# What says in which order and form: exports take it, searches drop it.
SHAPE = frozenset({"ordering", "fields", "expand"})

Problem = dict[str, str]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its whole list, its filters, its orders, and where its list's page is ("" for none)."""

    rows: Callable[[], QuerySet[Any]]
    filters: type[filters.StrictFilterSet]
    orders: Mapping[str, Order]
    page: str = ""


KINDS: dict[str, Kind] = {
    "event": Kind(queries.list_events, filters.EventFilter, queries.EVENT_ORDERS, "event_list"),
    "article": Kind(queries.list_articles, filters.ArticleFilter, queries.ARTICLE_ORDERS, "article_list"),
    "claim": Kind(queries.list_claims, filters.ClaimFilter, queries.CLAIM_ORDERS, "claim_list"),
    "actor": Kind(queries.list_actors, filters.ActorFilter, queries.ACTOR_ORDERS, "actor_list"),
    "location": Kind(queries.list_locations, filters.LocationFilter, queries.LOCATION_ORDERS, "location_list"),
    "figure": Kind(queries.list_figures, filters.FigureFilter, queries.FIGURE_ORDERS),
    "mention": Kind(queries.list_mentions, filters.MentionFilter, queries.MENTION_ORDERS),
    "source": Kind(queries.list_sources, filters.SourceFilter, queries.SOURCE_ORDERS, "source_list"),
}


class SelectionRefused(ValueError):
    """A selection cannot be used. `problems`: field, value, problem, way_out each."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{p['field']}: {p['value']!r} {p['problem']}; {p['way_out']}" for p in problems))


@dataclass(frozen=True, slots=True)
class Selection:
    """A checked selection; `query` is its text without paging, in the order given."""

    kind: str
    query: str

    @property
    def data(self) -> QueryDict:
        return QueryDict(self.query)

    def rows(self) -> QuerySet[Any]:
        """The selected rows with all that a list shows of them, in the list's own order."""
        held = KINDS[self.kind]
        return held.filters(self.data, queryset=held.rows()).qs


def read_selection(kind: str, query: str, *, with_shape: bool = False) -> Selection:
    """Check a kind and the filters of its list, given as in an address; raises SelectionRefused naming all problems."""
    held = KINDS.get(kind)
    if held is None:
        raise SelectionRefused([name_problem("kind", kind, "is no kind of record", f"give one of {', '.join(KINDS)}")])
    data = _read_query(query.strip().removeprefix("?"))
    for name in list(data):
        if name in PAGING or (name in SHAPE and not with_shape) or not any(v.strip() for v in data.getlist(name)):
            del data[name]
    asked = held.filters(data, queryset=held.rows())
    problems = [_name_unknown(name, data, asked) for name in asked.find_unknown(SHAPE)] + asked.describe_errors()
    if with_shape and (order := data.get("ordering")) and order not in held.orders:
        way_out = f"give one of {', '.join(held.orders)}"
        problems.append(name_problem("ordering", order, "is not an order of this list", way_out))
    if problems:
        raise SelectionRefused(problems)
    return Selection(kind, data.urlencode(safe=",:"))


def name_problem(field: str, value: object, problem: str, way_out: str) -> Problem:
    return {"field": field, "value": str(value)[:100], "problem": problem, "way_out": way_out}


def _read_query(query: str) -> QueryDict:
    if len(query) > MAX_QUERY:
        way_out = f"give at most {MAX_QUERY} characters of filters"
        raise SelectionRefused([name_problem("query", query, f"has {len(query)} characters", way_out)])
    try:
        data = QueryDict(query, mutable=True)
    except (SuspiciousOperation, ValueError, UnicodeError):
        raise SelectionRefused(
            [
                name_problem(
                    "query", query, "cannot be read", "give it as in the list's address, as in country=IQ&q=flood"
                )
            ]
        ) from None
    if "\x00" in "".join(part for name, values in data.lists() for part in (name, *values)):
        raise SelectionRefused([name_problem("query", query, "holds a NUL character", "take it out")])
    return data


def _name_unknown(name: str, data: QueryDict, asked: filters.StrictFilterSet) -> Problem:
    near = get_close_matches(name, list(asked.filters), 1)
    hint = f"did you mean {near[0]}? " if near else ""
    return name_problem(
        name[:100], data.get(name, ""), "is not a filter of this list", f"{hint}give some of {', '.join(asked.filters)}"
    )
