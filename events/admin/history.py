"""What is kept about curators' work: row history, the review queue, decisions under way. Looked at, not changed."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from events.admin.base import MachineAdmin, shorten
from events.models import (
    ActorHistory,
    ActorNameHistory,
    CurationJob,
    DecisionHistory,
    EventHistory,
    LocationHistory,
    ReviewItem,
    ReviewMark,
)


def is_record(words: str) -> Q:
    """The rows of the record with this id."""
    return Q(pgh_obj_id=int(words)) if words.isascii() and words.isdigit() and len(words) < 19 else Q(pk__in=[])


class HistoryAdmin(MachineAdmin):
    """One tracked table; a row says how a record stood after (for `delete`: before) a change."""

    list_display = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "who", "shown")
    list_filter = ("pgh_label",)
    sortable_by = ("pgh_id",)
    ordering: ClassVar[Any] = ("-pgh_id",)
    search_fields = ("pgh_obj_id",)
    search_help_text = "The id of a history row or of the record."
    search_condition = staticmethod(is_record)
    readonly_fields = ("pgh_obj_id",)
    hidden = ("pgh_obj",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Nothing deferred: a deferred record would be one query a row for its id."""
        return super().get_queryset(request).defer(None)

    @admin.display(description="account, decision")
    def who(self, row: Any) -> str:
        context = row.pgh_context or {}
        return f"{context.get('account', '')}, {context.get('decision', '')}" if context else "no decision"

    @admin.display(description="row")
    def shown(self, row: Any) -> str:
        skipped = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context")
        values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname not in skipped}
        return shorten(json.dumps({k: v for k, v in values.items() if v not in (None, "", [])}, default=str), 200)


for tracked in (ActorHistory, ActorNameHistory, LocationHistory, EventHistory, DecisionHistory):
    admin.site.register(tracked, HistoryAdmin)


@admin.register(ReviewItem)
class ReviewItemAdmin(MachineAdmin):
    list_display = ("id", "kind", "key", "reason", "weight", "state", "answer", "account", "leased_by", "lease_until")
    list_filter = ("kind", "state", "answer")
    list_select_related = ("leased_by",)
    ordering = ("-id",)
    search_fields = ("account",)
    search_help_text = "An id, the name of an account, or a key such as duplicate:5:9."
    search_condition = staticmethod(lambda words: Q(account=words) | Q(key=words))


@admin.register(ReviewMark)
class ReviewMarkAdmin(MachineAdmin):
    list_display = ("name", "last_id", "run_at")
    sortable_by = ("name",)
    search_fields = ("name",)
    search_condition = staticmethod(lambda words: Q(name=words))


@admin.register(CurationJob)
class CurationJobAdmin(MachineAdmin):
    list_display = ("id", "verb", "account", "state", "done", "total", "left_out", "made_at", "finished_at", "message")
    list_filter = ("state", "verb")
    ordering = ("-id",)
    search_fields = ("account",)
    search_help_text = "An id, or the name of an account."
    search_condition = staticmethod(lambda words: Q(account=words))
