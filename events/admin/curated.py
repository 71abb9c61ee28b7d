"""Forms for records that people correct: saving makes decisions, and nothing here writes a curated table itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from events import curation
from events.admin.base import BoundedAdmin
from events.curation import EDITABLE, LOCKABLE, CurationRefused, find_versions
from events.curation.alias import new_name
from events.curation.seen import check_seen

# The preview shows so many records side by side.
MOST_MERGED = 10


class CuratedForm(forms.ModelForm):
    """The record's fields, which of them are locked, and a mark of what the person saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    locks = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Kept from the machine",
        help_text="A field that you change is locked by that; untick it another time to let the machine write it again.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        table, pk = self.table, self.instance.pk
        locks = cast(forms.MultipleChoiceField, self.fields["locks"])
        locks.choices = [(name, name.replace("_", " ")) for name in LOCKABLE[table]]
        self.initial["locks"] = list(self.instance.locked_fields)
        self.initial["seen"] = find_versions(table, [pk]).get(pk, "") if pk else ""

    @property
    def table(self) -> str:
        return str(self._meta.model._meta.model_name)

    def clean(self) -> dict[str, Any]:
        """Tell beside the form, before anything is written, that somebody was faster."""
        cleaned = super().clean() or {}
        if self.instance.pk and self.is_bound:
            try:
                check_seen(self.table, {self.instance.pk: self.instance}, {self.instance.pk: cleaned.get("seen", "")})
            except CurationRefused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return cleaned

    def changed_values(self) -> dict[str, Any]:
        """The changed fields as decisions hold them: records by id."""
        named = {name: self.cleaned_data[name] for name in EDITABLE[self.table] if name in self.changed_data}
        if "roles" in named:
            named["roles"] = named["roles"] or []
        return {name: value.pk if isinstance(value, Model) else value for name, value in named.items()}


class CuratedAdmin(BoundedAdmin):
    """Actors, places and events: changed by decisions alone, by whoever has the curate right."""

    form = CuratedForm
    actions = ("merge_selected",)
    # Shown besides the table's own columns.
    shown: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        return str(self.model._meta.model_name)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        may = self.has_change_permission(request, obj)
        rest = [f.name for f in self.model._meta.fields if f.name not in (*EDITABLE[self.table], "locked_fields")]
        return [*EDITABLE[self.table], *(("locks", "seen") if may else ("locked_fields",)), *rest, *self.shown]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        columns = [field.name for field in self.model._meta.fields if field.name not in EDITABLE[self.table]]
        return [*columns, *self.shown]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Merged records answer with their survivor: that one is corrected."""
        return request.user.has_perm("events.curate") and getattr(obj, "canonical_id", None) is None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("events.curate") or super().has_view_permission(request, obj)

    def has_curate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("events.curate")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except CurationRefused as refusal:  # decided by somebody between the form's check and the writing
            self.message_user(request, str(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Make the decisions that lead from the record as it is to what the form says."""
        user, table = cast(User, request.user), self.table
        values: Mapping[str, Any] = form.changed_values()
        if values:
            curation.edit_fields(table, obj.pk, values, user, version=form.cleaned_data["seen"])
        before, after = set(form.initial["locks"]), set(form.cleaned_data["locks"])
        held = before | values.keys()
        if after - held:
            curation.lock_fields(table, obj.pk, after - held, user)
        if before - after - values.keys():
            curation.unlock_fields(table, obj.pk, before - after - values.keys(), user)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Add names, and make them strong or weak."""
        user = cast(User, request.user)
        formset.save(commit=False)  # only tells what is new and what changed
        for row in formset.new_objects:
            curation.add_alias(row.actor_id, row.name, user, strong=row.strong)
        for row, changed in formset.changed_objects:
            if "strong" in changed:
                curation.set_strength(row.pk, user, strong=row.strong)

    @admin.action(description="Merge selected …", permissions=["curate"])
    def merge_selected(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
        """Lead to the preview, where the survivor is chosen."""
        ids = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST_MERGED + 1])
        if not 2 <= len(ids) <= MOST_MERGED:
            self.message_user(request, f"Choose 2 to {MOST_MERGED} records to be merged.", messages.ERROR)
            return None
        return HttpResponseRedirect(
            f"{reverse('merge', args=[self.table])}?{urlencode({'ids': ','.join(map(str, ids))})}"
        )


class NameForm(forms.ModelForm):
    """A name of an actor: a new one is checked as adding it would."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("name") and not self.instance.pk:
            try:
                new_name(self.instance.actor, cleaned["name"], strong=bool(cleaned.get("strong")))
            except CurationRefused as refusal:
                raise ValidationError({"name": str(refusal)}) from refusal
        return cleaned


class CuratedNameInline(admin.TabularInline):
    """Names: added and made strong or weak by decisions, never removed (a wrong one is made weak)."""

    form = NameForm
    extra = 1
    can_delete = False
    fields = ("name", "strong", "origin", "key")
    readonly_fields = ("origin", "key")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("events.curate") and getattr(obj, "canonical_id", None) is None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_add_permission(request, obj)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True
