"""What a list of the API is made of, and how its rows become answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import F, QuerySet
from rest_framework.request import Request
from rest_framework.serializers import Serializer

from events.api.errors import BadParameters, problem
from events.api.serializers.articles import cut_text
from events.filters import StrictFilterSet
from events.filters.base import find_nearest
from events.models import ArticleRevision
from events.queries import Order, walk

Row = dict[str, Any]
Context = Mapping[str, Any]

# Parameters of lists and of single records besides the filters.
LIST_PARAMETERS = frozenset({"format", "cursor", "page_size", "ordering", "count", "fields", "expand"})
DETAIL_PARAMETERS = frozenset({"format", "fields", "expand"})
# What `fields=` answers: some of a record. Under a name of its own, so that JSON always is the whole record described.
PARTIAL_JSON = "application/vnd.newsbase.fields+json"
PAGE_PARAMETERS = ("cursor", "page_size", "count")
# Rows that are serialized together; their related records are read in one query each.
STREAM_BATCH = 500


class Expansion(Protocol):
    def apply(self, rows: list[Row], context: Context) -> None:
        """Put the full record in the place of its short form, in all rows at once: one read, whatever their number."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The short form (or bare id) at `path` becomes the record that `rows` and `serializer` give."""

    path: tuple[str, ...]
    rows: Callable[[], QuerySet[Any]]
    serializer: type[Serializer[Any]]

    def apply(self, rows: list[Row], context: Context) -> None:
        holders = [holder for row in rows if (holder := self._find_holder(row)) is not None]
        ids = {_id_of(holder[self.path[-1]]) for holder in holders}
        found = self.rows().filter(pk__in=ids)
        full = {record.pk: self.serializer(record, context=context).data for record in found}
        for holder in holders:
            short = holder[self.path[-1]]
            holder[self.path[-1]] = full.get(_id_of(short), short)

    def _find_holder(self, row: Row) -> Row | None:
        holder: Any = row
        for name in self.path[:-1]:
            holder = holder.get(name) if isinstance(holder, dict) else None
        return holder if isinstance(holder, dict) and holder.get(self.path[-1]) is not None else None


@dataclass(frozen=True, slots=True)
class Text:
    """Adds `text` and `text_is_excerpt` to articles."""

    def apply(self, rows: list[Row], context: Context) -> None:
        texts = ArticleRevision.objects.filter(article__revision=F("pk"), article__in=[r["id"] for r in rows])
        by_article = dict(texts.values_list("article", "text"))
        for row in rows:
            whole = by_article.get(row["id"]) or ""
            row["text"] = cut_text(whole, context.get("request"))
            row["text_is_excerpt"] = len(row["text"]) < len(whole)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its rows, their form, what may be asked of it. `filters` None: it takes none."""

    rows: Callable[[], QuerySet[Any]]
    serializer: type[Serializer[Any]]
    orders: dict[str, Order]
    filters: type[StrictFilterSet] | None = None
    expansions: Mapping[str, Expansion] = field(default_factory=dict)
    has_places: bool = False
    # What the list can be counted by (events/queries/aggregate.py), and the time of a histogram.
    columns: Mapping[str, Any] = field(default_factory=dict)
    time: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields the caller wants (None: all) and which related records in full."""

    fields: tuple[str, ...] | None
    expansions: tuple[Expansion, ...]
    expanded: tuple[str, ...]

    @property
    def media_type(self) -> str | None:
        return None if self.fields is None else PARTIAL_JSON


def read_shape(request: Request, listing: Listing, serializer: type[Serializer[Any]]) -> Shape:
    """Read `fields=` and `expand=`; names that do not exist are an error."""
    wanted, expand = _read_names(request, "fields"), _read_names(request, "expand")
    known = [*serializer().fields, *(name for name in expand or () if name in listing.expansions)]
    problems = [
        problem("fields", name, "is not a field", f"give some of {', '.join(known)}", known)
        for name in wanted or ()
        if name not in known
    ]
    choices = ", ".join(listing.expansions) or "nothing: this list has no related records to expand"
    problems += [
        problem("expand", name, "cannot be expanded here", f"give some of {choices}", listing.expansions)
        for name in expand or ()
        if name not in listing.expansions
    ]
    if problems:
        raise BadParameters(problems)
    names = expand or ()
    return Shape(wanted, tuple(listing.expansions[name] for name in names), names)


def serialize_rows(rows: Iterable[Any], serializer: type[Serializer[Any]], shape: Shape, context: Context) -> list[Row]:
    """Turn rows into what the answer holds."""
    form = serializer(context=context)
    _keep_fields(form, shape)
    data = [form.to_representation(row) for row in rows]
    for expansion in shape.expansions:
        expansion.apply(data, context)
    if shape.fields is not None:
        data = [{name: row[name] for name in shape.fields if name in row} for row in data]
    return data


def stream_rows(
    queryset: QuerySet[Any], order: Order, listing: Listing, shape: Shape, context: Context
) -> Iterator[Row]:
    """Yield every row of a list, serialized in batches, so that memory and number of queries stay small."""
    batch: list[Any] = []
    for row in walk(read_apart(queryset), order):
        batch.append(row)
        if len(batch) == STREAM_BATCH:
            yield from serialize_rows(batch, listing.serializer, shape, context)
            batch = []
    yield from serialize_rows(batch, listing.serializer, shape, context)


def read_apart(queryset: QuerySet[Any]) -> QuerySet[Any]:
    """The same rows for reading all of them: related records by a query a batch instead of by joins.

    500 mentions stand in some 20 articles: each is read once, not with each of its mentions.
    """
    joined = queryset.query.select_related
    return (
        queryset.select_related(None).prefetch_related(*_name_paths(joined)) if isinstance(joined, dict) else queryset
    )


def _name_paths(joined: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, inner in joined.items():
        yield f"{before}{name}"
        yield from _name_paths(inner, f"{before}{name}__")


def filter_rows(
    request: Request, queryset: QuerySet[Any], listing: Listing, also: Collection[str] = LIST_PARAMETERS
) -> QuerySet[Any]:
    """Apply the filters; a wrong value, or a parameter that is neither one nor in `also`, is an error that names it."""
    if listing.filters is None:
        refuse_unknown(request, set(request.query_params) - LIST_PARAMETERS, LIST_PARAMETERS)
        return queryset
    filters = listing.filters(request.query_params, queryset=queryset, request=request)
    refuse_unknown(request, filters.find_unknown(also), {*filters.filters, *also})
    if problems := filters.describe_errors():
        raise BadParameters(problems)
    return filters.qs


def refuse_unknown(request: Request, names: Iterable[str], known: Iterable[str]) -> None:
    known = sorted(known)
    way_out = f"this address takes {', '.join(known)}"
    if problems := [
        problem(name[:100], request.query_params.get(name, ""), "is not a parameter here", way_out)
        | find_nearest(name, known)
        for name in sorted(names)
    ]:
        raise BadParameters(problems)


def _read_names(request: Request, parameter: str) -> tuple[str, ...] | None:
    given = [name.strip() for text in request.query_params.getlist(parameter) for name in text.split(",")]
    return tuple(dict.fromkeys(name for name in given if name)) or None


def _keep_fields(form: Serializer[Any], shape: Shape) -> None:
    """Leave out what nobody asked for before it costs anything; `id` stays for the expansions."""
    if shape.fields is not None:
        for name in set(form.fields) - set(shape.fields) - {"id"}:
            form.fields.pop(name)


def _id_of(value: Any) -> Any:
    return value.get("id") if isinstance(value, dict) else value
