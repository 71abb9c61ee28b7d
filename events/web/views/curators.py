"""What the pages for curators share: who may, reading ids, telling refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]
BIGGEST_DIGITS = 18


def for_curators(view: View) -> View:
    """Ask for the curate right: others sign in, or get 403. The answer is never cached."""
    allowed: Any = login_required(permission_required("events.curate", raise_exception=True)(view))
    return cast(View, never_cache(allowed))


def user_of(request: HttpRequest) -> User:
    return cast(User, request.user)


def read_ids(text: str, most: int) -> list[int]:
    """Read "5,9" into ids without doubles; 404 for what is no id, or more than `most`."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if any(not part.isascii() or not part.isdigit() or len(part) > BIGGEST_DIGITS for part in parts):
        raise Http404(f"ids {text[:60]!r} are no numbers")
    ids = list(dict.fromkeys(int(part) for part in parts))
    if len(ids) > most:
        raise Http404(f"{len(ids)} records at once; at most {most}")
    return ids


def read_id(text: str | None) -> int | None:
    """Read one id, None where there is none or it is no number."""
    ok = text and text.isascii() and text.isdigit() and len(text) <= BIGGEST_DIGITS
    return int(text) if ok and text else None


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the page of ours that the form asks to come back to."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if wanted.startswith("/") and ours else otherwise
