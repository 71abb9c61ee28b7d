"""The fetching client's policy as this installation's settings have it."""

from __future__ import annotations

from django.conf import settings

from events.pipeline.host_turns import SharedTurns
from events.pipeline.policy import FetchPolicy, make_user_agent


def policy_from_settings() -> FetchPolicy:
    """Return the policy for FETCH_ALLOW, our version and our public address."""
    agent = make_user_agent(settings.VERSION, settings.PUBLIC_URL)
    return FetchPolicy(user_agent=agent, allow=frozenset(settings.FETCH_ALLOW), turns=SharedTurns())
