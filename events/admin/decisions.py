"""What people decided: looked at here, undone from the record's history."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q

from events.admin.base import MachineAdmin, shorten
from events.models import ActorJudgement, Decision, EventJudgement, LocationJudgement


@admin.register(Decision)
class DecisionAdmin(MachineAdmin):
    list_display = ("id", "verb", "account", "made_at", "records", "note", "undone_at", "undone_account")
    list_filter = ("verb", ("undone_at", admin.EmptyFieldListFilter))
    ordering = ("-id",)
    search_fields = ("account",)
    search_help_text = "An id, the name of an account, or a record as actor:5."
    search_condition = staticmethod(lambda words: Q(account=words) | Q(touched__contains=[words]))

    @admin.display
    def records(self, decision: Decision) -> str:
        return shorten(", ".join(decision.touched))


class JudgementAdmin(MachineAdmin):
    list_display = ("id", "left", "right", "verdict", "score", "account", "decision")
    list_filter = ("verdict",)
    list_select_related = ("left", "right", "decision")
    ordering: ClassVar[Any] = ("-id",)
    search_fields = ("account",)
    search_help_text = "An id, or the name of an account."
    search_condition = staticmethod(lambda words: Q(account=words))


admin.site.register(ActorJudgement, JudgementAdmin)
admin.site.register(LocationJudgement, JudgementAdmin)
admin.site.register(EventJudgement, JudgementAdmin)
