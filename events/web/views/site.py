"""Pages about the site itself: search, help, status, taking out the sample text."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.views.decorators import staff_member_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from events.demo import has_demo, remove_demo
from events.web.pages.search import build_search_page
from events.web.pages.status import build_status_page
from events.web.pages.styleguide import build_styleguide
from events.web.pages.suggest import suggest
from events.web.phrases import list_standings
from events.web.throttles import limited


@limited
def search(request: HttpRequest) -> HttpResponse:
    """Search events, actors, places, claims and articles for `?q=`."""
    sees_all = settings.ANONYMOUS_BODY == "full" or request.user.is_authenticated
    by_date = request.GET.get("order") == "date"
    page = build_search_page(request.GET.get("q", ""), by_date, None if sees_all else settings.EXCERPT_CHARACTERS)
    return render(request, "events/search.html", {"page": page})


def search_suggest(request: HttpRequest) -> HttpResponse:
    """Offer names that begin like `?q=`, for the list below the search box."""
    words = request.GET.get("q", "").replace("\x00", "")
    return render(request, "events/_suggestions.html", {"groups": suggest(words), "words": words.strip()})


def status(request: HttpRequest) -> HttpResponse:
    """Show how much is stored and what waits."""
    return render(request, "events/status.html", {"page": build_status_page()})


def read_help(request: HttpRequest) -> HttpResponse:
    """Say in plain words how events, claims and standings come about."""
    return render(request, "events/help.html", {"standings": list_standings()})


def demo(request: HttpRequest) -> HttpResponse:
    """Explain the sample text; staff get the button that takes it out."""
    return render(request, "events/demo.html", {"is_there": has_demo()})


def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the language that the reader wants in a cookie, and go back to the page they came from."""
    if code not in dict(settings.LANGUAGES):
        raise Http404(f"no language {code[:20]!r}; {', '.join(dict(settings.LANGUAGES))}")
    wanted = urlsplit(request.headers.get("Referer", ""))
    back = wanted.path + (f"?{wanted.query}" if wanted.query else "")
    ours = wanted.netloc == request.get_host() and url_has_allowed_host_and_scheme(back, None)
    response = redirect(back if ours else "event_list")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, max_age=settings.LANGUAGE_COOKIE_AGE, samesite="Lax")
    response["Cache-Control"] = "no-store"
    return response


def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states, where DEBUG is on."""
    if not settings.DEBUG:
        raise Http404("the style guide is served with DEBUG only")
    return render(request, "events/styleguide.html", {"page": build_styleguide()})


@require_http_methods(["POST"])
@staff_member_required(login_url="login")
def demo_remove(request: HttpRequest) -> HttpResponse:
    """Take out the sample text wholly."""
    removed = remove_demo()
    messages.success(
        request,
        f"Removed: {removed.articles} sample article{pluralize(removed.articles)} with all that was read there.",
    )
    return redirect("event_list")
