"""Pages that cost more than a look into an index: so many a minute for each reader, above it 429 with Retry-After."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.throttling import UserRateThrottle

from events.rate_limit import SharedThrottle

View = Callable[..., HttpResponse]


class CostlyPages(SharedThrottle, UserRateThrottle):
    """Counted for each address or account; the API's limit on the same work is `costly_anonymous`."""

    scope = "costly_pages"
    rate = "120/min"


def limited(view: View) -> View:
    """Answer 429 with a page that says when to come back, instead of the view, to whom asks too often."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        throttle = CostlyPages()
        if throttle.allow_request(cast(Any, request), cast(Any, view)):
            return view(request, *args, **kwargs)
        seconds = max(1, math.ceil(throttle.wait() or 1))
        response = render(request, "429.html", {"seconds": seconds}, status=429)
        response["Retry-After"] = str(seconds)
        response["Cache-Control"] = "no-store"
        return response

    return answer
