"""Mentions, claims and figures: what was read in articles."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q

from events.admin.base import MachineAdmin, ReadOnlyInline, link_to_list, shorten
from events.filters.conditions import claim_matches_words
from events.models import (
    Claim,
    ClaimActor,
    ClaimKeys,
    ClaimLink,
    ClaimLocation,
    Figure,
    FigureLink,
    Mention,
)


class ClaimLinkInline(ReadOnlyInline):
    model = ClaimLink
    fk_name = "claim"
    fields = ("type", "other", "score", "reason", "decided_by")
    readonly_fields = fields


@admin.register(Mention)
class MentionAdmin(MachineAdmin):
    list_display = ("id", "text", "type", "actor", "location", "confidence", "link_score", "article", "decided_by")
    list_filter = (
        "type", "field", "decided_by", ("actor", admin.EmptyFieldListFilter),
        ("location", admin.EmptyFieldListFilter), ("removed_at", admin.EmptyFieldListFilter),
    )  # fmt: skip
    list_select_related = ("actor", "location", "article")
    ordering = ("-id",)
    search_fields = ("text",)
    search_help_text = "The words exactly as written, or an id."
    search_condition = staticmethod(lambda words: Q(text=words))


@admin.register(Claim)
class ClaimAdmin(MachineAdmin):
    list_display = ("id", "short_text", "speaker", "speaker_text", "kind", "modality", "standing", "article", "event")
    list_filter = (
        "kind", "modality", "standing", "negated", "decided_by", ("removed_at", admin.EmptyFieldListFilter)
    )  # fmt: skip
    list_select_related = ("speaker", "article", "event")
    sortable_by = ("id",)
    search_fields = ("text",)
    search_help_text = 'Words of the claim: words, "phrases", -not, or; or an id.'
    search_condition = claim_matches_words
    inlines = (ClaimLinkInline,)
    readonly_fields = ("figures", "linked_from")

    @admin.display(description="text")
    def short_text(self, claim: Claim) -> str:
        return shorten(claim.text)

    @admin.display
    def figures(self, claim: Claim) -> str:
        return link_to_list(Figure, "figures in this claim", claim__id=claim.pk)

    @admin.display(description="claims that bear on it")
    def linked_from(self, claim: Claim) -> str:
        return link_to_list(ClaimLink, "links from other claims", other__id=claim.pk)


@admin.register(ClaimLink)
class ClaimLinkAdmin(MachineAdmin):
    list_display = ("id", "claim", "type", "other", "score", "reason", "decided_by")
    list_filter = ("type", "decided_by")
    list_select_related = ("claim", "other")
    ordering = ("-id",)
    search_fields = ("reason",)
    search_help_text = "An id, or the reason exactly."
    search_condition = staticmethod(lambda words: Q(reason=words))


@admin.register(Figure)
class FigureAdmin(MachineAdmin):
    list_display = ("id", "text", "measure", "value", "bound", "unit", "who", "speaker", "event", "article")
    list_filter = ("measure", "bound", "decided_by", ("removed_at", admin.EmptyFieldListFilter))
    list_select_related = ("speaker", "event", "article")
    ordering = ("-id",)
    search_fields = ("text",)
    search_help_text = "The words exactly as written, or an id."
    search_condition = staticmethod(lambda words: Q(text=words))


@admin.register(FigureLink)
class FigureLinkAdmin(MachineAdmin):
    list_display = ("id", "figure", "type", "other", "score", "reason", "decided_by", "rejected")
    list_filter = ("type", "decided_by", "rejected")
    list_select_related = ("figure", "other")
    ordering = ("-id",)
    search_fields = ("reason",)
    search_help_text = "An id, or the reason exactly."
    search_condition = staticmethod(lambda words: Q(reason=words))


class ClaimPartAdmin(MachineAdmin):
    """Tables beside the claim; found by the claim's exact words."""

    list_display: Any = ("pk", "claim")
    list_select_related: ClassVar[Any] = ("claim",)
    ordering = ("-claim",)
    search_fields = ("claim__text",)
    search_help_text = "A claim's exact words, or an id."
    search_condition = staticmethod(lambda words: Q(claim__text=words))


@admin.register(ClaimActor)
class ClaimActorAdmin(ClaimPartAdmin):
    list_display = ("id", "claim", "actor")
    list_select_related = ("claim", "actor")
    sortable_by = ("id",)


@admin.register(ClaimLocation)
class ClaimLocationAdmin(ClaimPartAdmin):
    list_display = ("id", "claim", "location")
    list_select_related = ("claim", "location")
    sortable_by = ("id",)


@admin.register(ClaimKeys)
class ClaimKeysAdmin(ClaimPartAdmin):
    hidden = ("keys",)
    list_display = ("claim_id", "claim")
    sortable_by = ("claim_id",)
