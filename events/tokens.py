"""API tokens: making, finding, and noting their use. A key has 256 random bits, so a plain hash is enough to keep it."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from events.models import ApiToken
from events.models.choices import TokenScope

PREFIX = "nb_"
KEY_BYTES = 32
SHOWN = 8
# The time of the last use is written no more often, so that reading does not become writing.
NOTE_EVERY = timedelta(minutes=1)
# The right that an account needs for a scope; reading needs none.
RIGHTS = {TokenScope.INGEST: "events.ingest", TokenScope.CURATE: "events.curate"}


class TokenRefused(Exception):
    """The token cannot be made; the message says why and what to do."""


def issue_token(
    user: User, name: str, scopes: Collection[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a token; returns it with its key, which exists nowhere else: show it once and let it go."""
    name = " ".join(name.split())
    if not name or len(name) > 100:
        raise TokenRefused("A token needs a name of at most 100 characters: say what it is for.")
    if unknown := sorted(set(scopes) - set(TokenScope.values)):
        raise TokenRefused(f"{unknown[0]!r} is no scope; give some of {', '.join(TokenScope.values)}.")
    if not scopes:
        raise TokenRefused(f"A token is for something; give some of {', '.join(TokenScope.values)}.")
    lacking = [scope for scope, right in RIGHTS.items() if scope in scopes and not user.has_perm(right)]
    if lacking:
        raise TokenRefused(f"{user.username} may not {lacking[0]}; a token cannot do more than its account.")
    if expires_at is not None and expires_at <= timezone.now():
        raise TokenRefused("The token would have expired already; give a time to come.")
    key = PREFIX + secrets.token_urlsafe(KEY_BYTES)
    held = [scope for scope in TokenScope.values if scope in scopes]
    try:
        with transaction.atomic():
            token = ApiToken.objects.create(
                user=user, name=name, start=key[:SHOWN], digest=digest_key(key), scopes=held, expires_at=expires_at
            )
    except IntegrityError:
        raise TokenRefused(f"{user.username} has a token named {name!r} already; choose another name.") from None
    return token, key


def find_token(key: str) -> ApiToken | None:
    """The token of a key, expired or not, with its account; None where there is none. One query."""
    return ApiToken.objects.select_related("user").filter(digest=digest_key(key)).first()


def note_use(token: ApiToken) -> None:
    """Keep when the token was last used, to within NOTE_EVERY."""
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at < now - NOTE_EVERY:
        seldom = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - NOTE_EVERY)
        ApiToken.objects.filter(seldom, pk=token.pk).update(last_used_at=now)


def digest_key(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()
