"""One's own exports: asked for, watched, downloaded, let go."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.exports.files import ask_for_export, delete_export, file_name, list_exports, path_of
from events.models.alert_choices import ExportFormat, ExportState
from events.nudge import nudge_exports
from events.selections import KINDS, SelectionRefused
from events.web.pages.selections import tell_selection
from events.web.views.curators import user_of
from events.web.views.searches import tell_refusal

SHOWN = 50
FORMS = {
    "jsonl": "JSON Lines", "json": "JSON", "csv": "CSV", "geojson": "GeoJSON", "ftm": "FollowTheMoney",
    "ninjs": "IPTC ninjs", "plover": "PLOVER events",
}  # fmt: skip


class ExportForm(forms.Form):
    """What to write, and as what."""

    kind = forms.ChoiceField(choices=[(kind, f"{kind}s") for kind in KINDS], label="What", initial="event")
    query = forms.CharField(
        max_length=2000, required=False, label="Filters", widget=forms.TextInput(attrs={"spellcheck": "false"}),
        help_text="As in the address of a filtered list, behind the question mark: <code>country=IQ&amp;q=flood</code>.",
    )  # fmt: skip
    format = forms.ChoiceField(choices=[(f.value, FORMS[f.value]) for f in ExportFormat], label="As", initial="csv")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """List the account's exports; sent, ask for one more."""
    user = user_of(request)
    form = ExportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            ask_for_export(user, kind=data["kind"], query=data["query"], form=data["format"])
        except SelectionRefused as refused:
            tell_refusal(form, refused)
        else:
            nudge_exports()
            messages.success(request, "The export is being written; this page says when it is ready.")
            return redirect("exports")
    rows = [(one, tell_selection(one.kind, one.query), FORMS[one.format]) for one in list_exports(user)[:SHOWN]]
    return render(request, "accounts/exports.html", {"form": form, "rows": rows}, status=400 if form.errors else 200)


@login_required
@never_cache
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Download one's own export."""
    export = get_object_or_404(list_exports(user_of(request)), pk=pk)
    if export.state != ExportState.DONE:
        raise Http404(f"The export is {export.state}.")
    try:
        file = path_of(export).open("rb")
    except OSError:
        raise Http404("The file cannot be reached from this server.") from None
    return FileResponse(file, as_attachment=True, filename=file_name(export), content_type="application/octet-stream")


@login_required
@require_POST
def export_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an export and its file go."""
    delete_export(get_object_or_404(list_exports(user_of(request)), pk=pk))
    messages.success(request, "The export is deleted, and its file.")
    return redirect("exports")
