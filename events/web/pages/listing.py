"""What every list page has: filtered rows cut by a cursor, the filters in force, and what was wrong with the address."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from events.filters import StrictFilterSet
from events.models import Actor, Article, Event, Location, Source
from events.queries import CursorError, FacetValue, Order, Page, read_page
from events.web.phrases import tell_country, tell_topic

M = TypeVar("M", bound=Model)
PAGE_SIZE = 20
"""Rows a page: about four screens of a phone. The front page takes 84 ms of CPU with 30 rows, most of it in templates."""
CONTROLS = frozenset({"cursor", "ordering", "revision"})
"""Parameters of a page's address that are not filters."""
NAMED_RECORDS: Mapping[str, type[Model]] = {
    "actor": Actor,
    "speaker": Actor,
    "about": Actor,
    "medium": Actor,
    "location": Location,
    "event": Event,
    "article": Article,
    "source": Source,
}
WORDS: Mapping[str, str] = {
    "q": "words",
    "published_at__gte": "from",
    "published_at__lte": "until",
    "start_at__gte": "began from",
    "start_at__lte": "began until",
    "is_copy": "copies",
    "mention_count__gte": "in at least so many articles",
    "id__in": "ids",
    "bbox": "on the map",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force, in words, and the address without it."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a facet offers; `href` sets it, or takes it out where it is `chosen`."""

    label: str
    href: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Listing(Generic[M]):
    rows: Sequence[M]
    next: str
    previous: str
    chips: Sequence[Chip]
    errors: Sequence[str]
    values: Mapping[str, str]
    is_filtered: bool
    clear: str


def build_listing(
    request: HttpRequest,
    filters: StrictFilterSet,
    orders: Mapping[str, Order],
    default: str,
    size: int = PAGE_SIZE,
    without: Collection[int] = (),
) -> Listing[Any]:
    """Read one page of a filtered list. A wrong value or cursor is left out, and said. `without`: ids that stand
    elsewhere on the page; a `size` of 0 reads none, for views that fetch their rows in another way."""
    errors = [f"{e['field']}: “{e['value']}” {e['problem']}; {e['way_out']}." for e in filters.describe_errors()]
    errors += [f"“{name}” is not a filter of this list." for name in filters.find_unknown(CONTROLS)]
    name = request.GET.get("ordering", default)
    if name not in orders:
        errors.append(f"The order “{name[:40]}” is unknown; give one of {', '.join(orders)}.")
        name = default
    rows = filters.qs.exclude(pk__in=without) if without else filters.qs
    page, trouble = _read(rows, orders[name], size, request.GET.get("cursor")) if size else (Page([], None, None), [])
    given = {key: request.GET[key] for key in request.GET if key not in CONTROLS and request.GET[key].strip()}
    return Listing(
        rows=page.rows,
        next=link_to(request, cursor=page.next) if page.next else "",
        previous=link_to(request, cursor=page.previous) if page.previous else "",
        chips=[Chip(_describe(key, value), link_to(request, **{key: None})) for key, value in given.items()],
        errors=errors + trouble,
        values=given,
        is_filtered=bool(given),
        clear=request.path,
    )


def _read(queryset: QuerySet[M], order: Order, size: int, cursor: str | None) -> tuple[Page[M], list[str]]:
    try:
        return read_page(queryset, order, size, cursor), []
    except CursorError as error:
        trouble = f"The link to this page cannot be read ({error}); this is the first page."
        return read_page(queryset, order, size), [trouble]


def link_to(request: HttpRequest, **changes: object) -> str:
    """Return this page's address with some parameters set; None takes one out. A change starts from the first page."""
    query: QueryDict = request.GET.copy()
    query.pop("cursor", None)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def offer_values(
    request: HttpRequest, name: str, values: Sequence[str], say: Callable[[str], str] | None = None
) -> list[Choice]:
    """Offer the values of a closed list as a facet without counts."""
    chosen = request.GET.get(name, "")
    return [
        Choice((say or _plain)(value), link_to(request, **{name: None if value == chosen else value}), value == chosen)
        for value in values
    ]


def offer_counts(request: HttpRequest, name: str, values: Sequence[FacetValue]) -> list[Choice]:
    """Offer counted records as a facet."""
    chosen = request.GET.get(name, "")
    return [
        Choice(
            value.label,
            link_to(request, **{name: None if value.value == chosen else value.value}),
            value.value == chosen,
            value.count,
        )
        for value in values
    ]


def _plain(value: str) -> str:
    return value.replace("_", " ")


def _name_region(value: str) -> str:
    """Name a region given as SY-02; one query."""
    country, _, code = value[:40].replace("\x00", "").partition("-")
    found = Location.objects.filter(country_code=country.upper(), admin1_code=code, precision="region")
    return next(iter(found.order_by("pk").values_list("name", flat=True)[:1]), value[:80])


def _describe(name: str, value: str) -> str:
    """Say a filter in words; ids are looked up, one query each."""
    shown = value[:80]
    if name in NAMED_RECORDS and value.isascii() and value.isdigit() and len(value) < 19:
        record = NAMED_RECORDS[name]._default_manager.filter(pk=int(value)).first()
        shown = str(record) if record is not None else f"no {name} with the id {value}"
    elif name == "country":
        shown = tell_country(value.upper())
    elif name == "region":
        shown = _name_region(value)
    elif name == "topic":
        shown = tell_topic(value)
    elif name == "disputed":
        return "only where sources disagree" if value.lower() in {"true", "1", "yes", "on"} else "no dispute known"
    return f"{WORDS.get(name, _plain(name))}: {_plain(shown) if name in {'standing', 'kind'} else shown}"
