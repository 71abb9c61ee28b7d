"""What people decided: looked at and undone here."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from events.admin.base import MachineAdmin, shorten
from events.curation import CurationRefused, undo
from events.models import ActorJudgement, Decision, EventJudgement, LocationJudgement


@admin.register(Decision)
class DecisionAdmin(MachineAdmin):
    list_display = ("id", "verb", "account", "made_at", "records", "note", "undone_at", "undone_account")
    list_filter = ("verb", ("undone_at", admin.EmptyFieldListFilter))
    ordering = ("-id",)
    search_fields = ("account",)
    search_help_text = "An id, the name of an account, or a record as actor:5."
    search_condition = staticmethod(lambda words: Q(account=words) | Q(touched__contains=[words]))
    actions = ("undo_chosen",)

    @admin.display
    def records(self, decision: Decision) -> str:
        return shorten(", ".join(decision.touched))

    def has_curate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.curate")

    @admin.action(description="Undo the chosen decisions, newest first", permissions=["curate"])
    def undo_chosen(self, request: HttpRequest, decisions: QuerySet[Decision]) -> None:
        """Undo one after the other; what cannot be undone is told with its reason and left."""
        for pk in decisions.order_by("-pk").values_list("pk", flat=True):
            try:
                undo(pk, cast(User, request.user))
            except CurationRefused as refusal:
                self.message_user(request, f"Decision {pk}: {refusal}", messages.ERROR)
            else:
                self.message_user(request, f"Decision {pk} is undone.", messages.SUCCESS)


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
