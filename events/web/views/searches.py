"""One's own saved searches: kept, looked at, changed, let go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.alerts.searches import (
    change_search,
    feed_key,
    list_searches,
    mark_seen,
    read_newest,
    renew_feed,
    save_search,
)
from events.models import SavedSearch
from events.models.alert_choices import DigestEvery, SearchKind
from events.selections import PAGING, SHAPE, SelectionRefused
from events.web.pages.selections import tell_selection
from events.web.views.curators import user_of

SHOWN = 30
KINDS = [(kind.value, f"{kind.value}s") for kind in SearchKind]
RHYTHMS = [("never", "no mail"), ("hour", "at most once an hour"), ("day", "once a day"), ("week", "once a week")]


class SearchForm(forms.Form):
    """A search under its name; the filters are those of the list's address."""

    name = forms.CharField(max_length=100, label="Name")
    kind = forms.ChoiceField(choices=KINDS, label="It finds", initial=SearchKind.EVENT)
    query = forms.CharField(
        max_length=2000, required=False, label="Filters", widget=forms.TextInput(attrs={"spellcheck": "false"}),
        help_text="As in the address of a filtered list, behind the question mark: <code>country=IQ&amp;q=flood</code>.",
    )  # fmt: skip
    digest = forms.ChoiceField(choices=RHYTHMS, required=False, initial=DigestEvery.NEVER, label="Mail what is new")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def searches(request: HttpRequest) -> HttpResponse:
    """List the account's searches; sent, keep one more. `?kind=event&country=IQ` fills the form in."""
    user = user_of(request)
    form = SearchForm(request.POST if request.method == "POST" else None, initial=_read_offer(request.GET))
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_search(user, **_fields(form))
        except SelectionRefused as refused:
            tell_refusal(form, refused)
        else:
            messages.success(request, f"“{kept.name}” is saved: what it finds from now on is new.")
            return redirect("saved_search", kept.pk)
    rows = [(search, tell_selection(search.kind, search.query)) for search in list_searches(user)]
    context = {"form": form, "rows": rows, "mail": describe_mail(request)}
    return render(request, "accounts/searches.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a search found, newest first; sent, change it."""
    search = get_object_or_404(list_searches(user_of(request)), pk=pk)
    held = {"name": search.name, "kind": search.kind, "query": search.query, "digest": search.digest}
    form = SearchForm(request.POST if request.method == "POST" else None, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            change_search(search, **_fields(form))
        except SelectionRefused as refused:
            tell_refusal(form, refused)
        else:
            messages.success(request, f"“{search.name}” is changed.")
            return redirect("saved_search", search.pk)
    context = {
        "form": form,
        "search": search,
        "told": tell_selection(search.kind, search.query),
        "news": read_newest(search, SHOWN),
        "feed": request.build_absolute_uri(_feed_path(search)),
        "mail": describe_mail(request),
    }
    return render(request, "accounts/search.html", context, status=400 if form.errors else 200)


@login_required
@require_POST
def search_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark what is shown as seen."""
    search = get_object_or_404(SavedSearch, pk=pk, user=user_of(request))
    up_to = request.POST.get("up_to", "")
    mark_seen(search, int(up_to) if up_to.isascii() and up_to.isdigit() and len(up_to) < 19 else None)
    return redirect("saved_search", pk)


@login_required
@require_POST
def search_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a search of one's own go, its feed with it."""
    search = get_object_or_404(SavedSearch, pk=pk, user=user_of(request))
    search.delete()
    messages.success(request, f"“{search.name}” is deleted, and its feed with it.")
    return redirect("searches")


@login_required
@require_POST
def search_renew_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the feed another secret address."""
    search = get_object_or_404(SavedSearch, pk=pk, user=user_of(request))
    renew_feed(search)
    messages.success(request, "The feed has a new address; the old one leads nowhere from now on.")
    return redirect("saved_search", pk)


def tell_refusal(form: forms.Form, refused: SelectionRefused) -> None:
    """Put what was wrong beside its field; a filter's trouble stands beside the filters."""
    for problem in refused.problems:
        name, shown = problem["field"], f": “{problem['value']}”" if problem["value"] else ""
        beside = name if name in form.fields else "query" if "query" in form.fields else None
        form.add_error(beside, f"{name}{shown} {problem['problem']}; {problem['way_out']}.")


def describe_mail(request: HttpRequest) -> str:
    """Say why no mail would come, "" where it would."""
    if not settings.EMAIL_HOST:
        return "This installation sends no mail: its operator has set no EMAIL_HOST."
    if not user_of(request).email:
        return "Your account has no e-mail address: an administrator can give it one."
    return ""


def _feed_path(search: SavedSearch) -> str:
    return reverse("search_feed", args=[search.pk, feed_key(search)])


def _fields(form: forms.Form) -> dict[str, Any]:
    data = form.cleaned_data
    return {n: data[n] for n in ("name", "kind", "query")} | {"digest": data["digest"] or DigestEvery.NEVER}


def _read_offer(asked: QueryDict) -> dict[str, str]:
    """Read a list's address into the form's first values; `kind` names the list."""
    kind = asked.get("kind_of_record", "")
    given = asked.copy()
    for name in (*PAGING, *SHAPE, "kind_of_record"):
        given.pop(name, None)
    return {"kind": kind if kind in SearchKind.values else SearchKind.EVENT, "query": given.urlencode(safe=",:")[:2000]}
