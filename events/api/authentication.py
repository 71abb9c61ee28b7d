"""Who asks: the account of a token in the header `Authorization: Token …`."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from events.models import ApiToken
from events.models.choices import TokenScope
from events.tokens import find_token, note_use


class KeyAuthentication(TokenAuthentication):
    """`request.auth` is then the ApiToken, whose scopes bound what the account's rights allow."""

    def authenticate_credentials(self, key: str) -> tuple[User, ApiToken]:
        token = find_token(key)
        if token is None:
            raise AuthenticationFailed("There is no such token.")
        if token.expires_at is not None and token.expires_at <= timezone.now():
            raise AuthenticationFailed(f"The token expired on {token.expires_at:%Y-%m-%d}.")
        if not token.user.is_active:
            raise AuthenticationFailed("The token's account is closed.")
        note_use(token)
        return token.user, token


def allows(request: Request, scope: TokenScope) -> bool:
    """Whether what the request shows may be used for this; a session may do all that its account may."""
    return not isinstance(request.auth, ApiToken) or scope in request.auth.scopes
