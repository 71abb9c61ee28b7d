"""How often somebody may ask: each address, account or token by itself; and what the answers say of it.

Counted for all web processes together (events/rate_limit.py). Reads that cost more than a look into an index have a limit
of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from events.models import ApiToken
from events.rate_limit import SharedThrottle


class EachAddress(SharedThrottle, AnonRateThrottle):
    """Whoever shows no account, by address."""


class EachToken(SharedThrottle, UserRateThrottle):
    """Each token by itself, so that one program cannot use up what another of the same account needs."""

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        if isinstance(request.auth, ApiToken):
            return self.cache_format % {"scope": self.scope, "ident": f"token-{request.auth.pk}"}
        # Somebody who is not signed in counts by address, elsewhere.
        return super().get_cache_key(request, view) if request.user and request.user.is_authenticated else None


class CostlyAnonymous(EachAddress):
    """Reading a text of 200,000 characters takes about a second of a core."""

    scope = "costly_anonymous"
    rate = "60/min"


class CostlySignedIn(EachToken):
    scope = "costly_signed_in"
    rate = "600/min"


def describe_limits(throttles: Iterable[Any]) -> dict[str, str]:
    """Return the headers RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers) of what was counted."""
    policies, states = [], []
    for throttle in throttles:
        taken = getattr(throttle, "taken", None)
        if taken is None:
            continue
        policies.append(f'"{throttle.scope}";q={throttle.limit};w={throttle.window}')
        states.append(f'"{throttle.scope}";r={taken.left};t={math.ceil(taken.full_in)}')
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(states)} if states else {}
