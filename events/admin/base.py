"""What our admin pages do alike: bounded counting, fast search, links between records, and machine records read-only.

Records that curators correct have forms of their own (curated.py); else people edit here only what no machine writes.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html

# Counting fewer rows takes a few milliseconds, so it is done exactly; PostgreSQL's estimate is off by up to a tenth.
COUNT_EXACTLY_BELOW = 50_000
ESTIMATED = "The number of all records is PostgreSQL's estimate; filtered and small lists are counted."


class EstimatingPaginator(Paginator):
    """Takes the number of rows of a large, unfiltered table from the statistics instead of counting them."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        estimate = 0 if rows.query.where else estimate_rows(rows.model)
        return estimate if estimate >= COUNT_EXACTLY_BELOW else int(rows.order_by().count())


def estimate_rows(model: type[Model]) -> int:
    """Return the planner's number of rows of a table; -1 or 0 for one that was never analysed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table])
        return int(cursor.fetchone()[0])


class BoundedAdmin(admin.ModelAdmin):
    """Lists that stay fast on large tables: no full counts, no N+1, sorting only where an index helps."""

    paginator = EstimatingPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 200
    sortable_by: ClassVar[Any] = ("id",)
    # A search of its own instead of LIKE over `search_fields`, which then only make the box appear.
    search_condition: ClassVar[Any] = None  # words -> Q

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.replace("\x00", "").strip()
        if not words:
            return queryset, False
        if words.isascii() and words.isdigit() and len(words) < 19:
            by_id = queryset.filter(pk=int(words))
            if by_id.exists():
                return by_id, False
        condition = type(self).search_condition
        if condition is None:
            return super().get_search_results(request, queryset, words)
        return queryset.filter(condition(words)), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        large = estimate_rows(self.model) >= COUNT_EXACTLY_BELOW
        return super().changelist_view(request, {"subtitle": ESTIMATED if large else None} | (extra_context or {}))


class MachineAdmin(BoundedAdmin):
    """Records that the pipeline writes: looked at, not changed."""

    # Columns that are never shown: vectors, raw pages.
    hidden: tuple[str, ...] = ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        columns = [field.name for field in self.model._meta.fields if field.name not in self.hidden]
        return [*columns, *(name for name in self.readonly_fields if name not in columns)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).defer(*self.hidden)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_view_permission(request, obj) or super().has_change_permission(request, obj)


class ReadOnlyInline(admin.TabularInline):
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def link_to_list(model: type[Model], label: str, **filters: object) -> str:
    """A link to another list, narrowed to what belongs to this record."""
    address = reverse(f"admin:events_{model._meta.model_name}_changelist")
    query = "&".join(f"{name}__exact={value}" for name, value in filters.items())
    return format_html('<a href="{}?{}">{}</a>', address, query, label)


def shorten(text: str, limit: int = 100) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
