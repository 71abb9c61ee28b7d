"""A curator says on the article's own page that a name was linked wrongly."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from events.curation import CurationConflict, CurationRefused, link_mentions, unlink_mentions
from events.models import Actor, Location, Mention
from events.queries import find_by_name
from events.web.views.curators import for_curators, read_id, read_ids, user_of

MOST = 200
"""Mentions of one name that one form corrects: more than any article has."""


@require_POST
@for_curators
def article_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the link of some mentions of this article off, or link them to another record; then show it again."""
    ids = read_ids(request.POST.get("mentions", ""), MOST)
    if not ids or Mention.objects.current().filter(pk__in=ids, article=pk).count() != len(ids):
        raise Http404(f"article {pk} has no such names in its current text")
    try:
        messages.success(
            request, correct(request.POST.get("means", "").strip(), request.POST.get("part", ""), ids, user_of(request))
        )
    except (CurationRefused, CurationConflict) as refusal:
        messages.error(request, str(refusal))
    return redirect("article_detail", pk)


def correct(means: str, part: str, ids: list[int], user: User) -> str:
    """Carry the correction out: `means` is "" for nobody that we know of, a record's number, or a name of one record."""
    if part not in ("actor", "location"):
        raise CurationRefused(f"part: {part[:20]!r} is neither actor nor location.")
    if not means:
        unlink_mentions(ids, user, [part])
        return "The link is taken off; reading again will keep it so."
    found = find_record(means, part)
    if part == "actor":
        link_mentions(ids, user, actor=found.pk)
    else:
        link_mentions(ids, user, location=found.pk)
    return f"Linked to {found} (number {found.pk}); reading again will keep it."


def find_record(means: str, part: str) -> Actor | Location:
    """Return the one record with this number or name; CurationRefused says which ones there are where it is not one."""
    model: type[Actor] | type[Location] = Actor if part == "actor" else Location
    number = read_id(means)
    named = list(model.objects.filter(pk=number, canonical=None)) if number else find_by_name(part, means, most=6)
    exact = [record for record in named if record.name.casefold() == means.casefold()] or named
    if len(exact) == 1:
        return exact[0]
    if not exact:
        raise CurationRefused(f"means: no {part} is called {means[:80]!r}; give its number, or another name.")
    known = ", ".join(f"{record} (number {record.pk})" for record in exact)
    raise CurationRefused(f"means: {means[:80]!r} may be {known}; give the number of one.")
