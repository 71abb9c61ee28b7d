"""Ending a search's mails from the mail itself, without signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.alerts import digests


@csrf_exempt  # the link's own secret is the proof; mail programs post without a cookie (RFC 8058)
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_mail(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Ask; sent, end the mails. Following the link alone changes nothing: mail scanners follow links."""
    search = digests.find_by_stop_key(pk, key) if pk < 2**63 else None
    if search is None:
        raise Http404("There are no such mails, or the link was renewed with the feed's.")
    if request.method == "POST":
        digests.stop_mail(search)
    return render(request, "accounts/stop_mail.html", {"search": search, "stopped": request.method == "POST"})
