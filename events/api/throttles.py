"""How often somebody may ask: each address, account or token by itself; and what the answers say of it.

Counted in each process (docs/ARCHITECTURE.md). Reads that cost more than a look into an index have a limit of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, UserRateThrottle

from events.models import ApiToken


class EachAddress(AnonRateThrottle):
    """Whoever shows no account, by address."""


class EachToken(UserRateThrottle):
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
        history = getattr(throttle, "history", None)
        if history is None or not throttle.num_requests or not throttle.duration:
            continue
        left = max(0, throttle.num_requests - len(history))
        first = history[-1] if history else throttle.now
        reset = max(0, int(throttle.duration - (throttle.now - first)) + 1)
        policies.append(f'"{throttle.scope}";q={throttle.num_requests};w={throttle.duration}')
        states.append(f'"{throttle.scope}";r={left};t={reset}')
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(states)} if states else {}
