"""Whose request it is behind proxies of ours: what a client writes into X-Forwarded-For itself counts for nothing."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def find_client_address(request: HttpRequest) -> str:
    """Return the address that the outermost of our own proxies saw; without proxies the one that connected."""
    proxies = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and len(seen) >= proxies:
        return str(seen[-proxies])[:45]
    return str(request.META.get("REMOTE_ADDR", ""))
