"""The history of a record, and undoing a decision from it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.curation import CurationRefused, UndoRefused, undo
from events.queries import RECORDS, find_family, find_survivor, get_history
from events.web.pages.history import build_history_page
from events.web.views.curators import back_to, for_curators, user_of
from events.web.views.hidden import answer_hidden


@never_cache
def record_history(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Show what was decided about a record and those merged into it; a merged one leads to its survivor."""
    survivor = find_survivor(RECORDS[table], pk)
    if survivor is None:
        raise Http404(f"no {table} {pk}")
    if survivor != pk:
        return redirect(f"{table}_history", survivor)
    if table == "actor" and not request.user.has_perm("events.curate"):
        answer = answer_hidden(request, pk)
        if answer is not None:
            return answer
    page = build_history_page(
        table,
        RECORDS[table].objects.get(pk=pk),
        get_history(table, find_family(RECORDS[table], [pk])),
        shows_names=request.user.is_authenticated,
        may_undo=request.user.has_perm("events.curate"),
    )
    return render(request, "events/history.html", {"page": page})


@for_curators
@require_http_methods(["POST"])
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a decision; a refusal is told with everything that has changed since."""
    try:
        undo(pk, user_of(request))
    except UndoRefused as refused:
        for change in refused.changes:
            messages.error(request, change)
        messages.error(request, f"Decision {pk} cannot be undone exactly, because of what was changed since:")
    except CurationRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Decision {pk} is undone.")
    return redirect(back_to(request, "/"))
