"""A selection in words, and the address of the list that it selects from."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from events.selections import KINDS, SHAPE, SelectionRefused, read_selection


@dataclass(frozen=True, slots=True)
class ToldSelection:
    """`filters` are (name, value) pairs in force; `problem` says why it selects nothing any more."""

    kind: str
    filters: tuple[tuple[str, str], ...]
    href: str
    problem: str = ""


def tell_selection(kind: str, query: str) -> ToldSelection:
    """Say what is selected; no query."""
    data = QueryDict(query)
    told = tuple((name.replace("__gte", " from").replace("__lte", " until").replace("_", " "), ", ".join(values))
                 for name, values in data.lists() if name not in SHAPE)  # fmt: skip
    page = KINDS[kind].page if kind in KINDS else ""
    href = f"{reverse(page)}?{query}" if page and query else reverse(page) if page else ""
    try:
        read_selection(kind, query, with_shape=True)
    except SelectionRefused as refused:
        return ToldSelection(f"{kind}s", told, "", str(refused))
    return ToldSelection(f"{kind}s", told, href)
