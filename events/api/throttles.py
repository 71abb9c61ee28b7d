"""Reads that cost more than a look into an index: fewer of them a minute, for everybody."""

from __future__ import annotations

from rest_framework.throttling import AnonRateThrottle, UserRateThrottle


class CostlyAnonymous(AnonRateThrottle):
    """Reading a text of 200,000 characters takes about a second of a core."""

    scope = "costly_anonymous"
    rate = "60/min"


class CostlySignedIn(UserRateThrottle):
    scope = "costly_signed_in"
    rate = "600/min"
