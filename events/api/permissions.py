"""Who may do what: everybody reads, adding needs events.ingest, deciding events.curate (DESIGN 5.11), a token its scope."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from events.api.authentication import allows
from events.models.choices import TokenScope
from events.tokens import RIGHTS


class Read(BasePermission):
    """For what changes nothing: everybody, where the installation reads to strangers; a token needs the scope read."""

    message: Any = "Reading needs an account here, and a token with the scope read."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return may_read(request)


class ReadOrIngest(BasePermission):
    message: Any = "Adding needs the permission events.ingest, and a token the scope ingest."

    def has_permission(self, request: Request, view: APIView) -> bool:
        # A method nobody may use is answered with 405 further on, not with a request for a password.
        if request.method not in view.allowed_methods:
            return True
        if request.method not in SAFE_METHODS:
            return may_ingest(request)
        self.message = Read.message
        return may_read(request)


class ReadOrCurate(BasePermission):
    message: Any = "Deciding needs the permission events.curate, and a token the scope curate."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.method not in view.allowed_methods:
            return True
        if request.method not in SAFE_METHODS:
            return may_curate(request)
        self.message = Read.message
        return may_read(request)


def may_read(request: Request) -> bool:
    known = bool(request.user and request.user.is_authenticated)
    return (known or settings.ANONYMOUS_READING) and allows(request, TokenScope.READ)


def may_ingest(request: Request | None) -> bool:
    return _may(request, TokenScope.INGEST)


def may_curate(request: Request | None) -> bool:
    return _may(request, TokenScope.CURATE)


def _may(request: Request | None, scope: TokenScope) -> bool:
    return request is not None and bool(
        request.user
        and request.user.is_authenticated
        and request.user.has_perm(RIGHTS[scope])
        and allows(request, scope)
    )
