"""The merge preview, and the merge itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from events.curation import CurationRefused, find_versions, merge
from events.curation.review import choose_survivor
from events.queries import RECORDS, Side, find_by_name, list_sides
from events.web.pages.merge import build_merge_page
from events.web.views.curators import for_curators, read_id, read_ids, user_of

# Side by side on one page.
MOST_RECORDS = 10


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def merge_records(request: HttpRequest, table: str) -> HttpResponse:
    """Show two or more records side by side; sent, merge the others into the survivor and say how to undo it."""
    if table not in RECORDS:
        raise Http404(f"{table[:40]!r} cannot be merged; actor, location or event")
    sent = request.POST if request.method == "POST" else request.GET
    ids = read_ids(",".join(sent.getlist("ids")), MOST_RECORDS)
    sides = list_sides(table, ids)
    if not sides:
        raise Http404(f"no {table} {ids}")
    survivor = read_id(sent.get("survivor")) or _propose(table, sides)
    refusal = ""
    if request.method == "POST":
        seen = {pk: request.POST.get(f"seen-{pk}", "") for pk in ids}
        others = [pk for pk in ids if pk != survivor]
        try:
            decision = merge(table, survivor, others, user_of(request), request.POST.get("note", ""), seen=seen)
        except CurationRefused as refused:
            refusal = str(refused)
        else:
            messages.success(
                request, f"Merged {len(others)} into this {table} (decision {decision.pk}). Undo it below."
            )
            return redirect(f"{table}_history", survivor)
    words = request.GET.get("q", "")[:200]
    found = [row for row in find_by_name(table, words) if row.pk not in ids]
    versions = find_versions(table, [side.record.pk for side in sides])
    page = build_merge_page(table, sides, survivor, versions, refusal=refusal, found=found, words=words)
    return render(request, "events/merge.html", {"page": page}, status=409 if refusal else 200)


def _propose(table: str, sides: Sequence[Side]) -> int:
    records = [side.record for side in sides if side.record.canonical_id is None] or [sides[0].record]
    if table == "actor":
        return choose_survivor(records).pk
    weight = "size" if table == "event" else "population"
    return int(max(records, key=lambda record: (getattr(record, weight), -record.pk)).pk)
