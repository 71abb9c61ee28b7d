"""Figures for Prometheus; not for everybody, since they name the hosts that are read and how the queue stands."""

from __future__ import annotations

import hmac
import ipaddress

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from events.queries.metrics import write_metrics
from newsbase.client_address import find_client_address

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@login_not_required
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer whoever has the token of the settings; without one set, this machine alone, and staff."""
    if not may_read(request):
        return HttpResponse("not for everybody: send NEWSBASE_METRICS_TOKEN as a bearer token\n", status=403)
    return HttpResponse(write_metrics(), content_type=CONTENT_TYPE)


def may_read(request: HttpRequest) -> bool:
    """Is it staff, the bearer of the token, or, where no token is set, a process of this machine?"""
    if request.user.is_authenticated and getattr(request.user, "is_staff", False):
        return True
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    if request.headers.get("X-Forwarded-For") and not settings.TRUSTED_PROXIES:
        return False
    try:
        return ipaddress.ip_address(find_client_address(request)).is_loopback
    except ValueError:
        return False
