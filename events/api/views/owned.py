"""What belongs to an account: only its owner finds it, and only with a token or a session."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from events.api.errors import BadParameters, problem
from events.api.permissions import may_read
from events.api.views.base import ListingViewSet, read_id


class Owner(BasePermission):
    """An account, and a token with the scope read: what is kept here changes nothing that others see."""

    message: Any = "This needs an account, and a token the scope read."

    def has_permission(self, request: Request, view: APIView) -> bool:
        return bool(request.user and request.user.is_authenticated) and may_read(request)


class OwnedViewSet(ListingViewSet):
    """A resource of which everybody sees only what is theirs; another's id is a 404, as if it did not exist."""

    permission_classes: Any = [Owner]
    noun = "record"

    def rows_of(self, user: User) -> QuerySet[Any]:
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        user = self.request.user
        return self.rows_of(user) if isinstance(user, User) else self.listing.rows().none()

    def get_detail_queryset(self) -> QuerySet[Any]:
        return self.get_queryset()

    def find_own(self, pk: str) -> Any:
        record = self.get_queryset().filter(pk=read_id(pk)).first()
        if record is None:
            raise NotFound(f"There is no {self.noun} {pk} of yours.")
        return record


def read_body(body: Any, known: Collection[str], noun: str) -> dict[str, Any]:
    """Check that the body is an object of known fields; raises BadParameters."""
    if not isinstance(body, dict):
        raise BadParameters(
            [problem("body", type(body).__name__, f"is not a {noun}", f"give an object with {', '.join(known)}")]
        )
    if unknown := sorted(set(body) - set(known)):
        way_out = f"give {', '.join(known)}"
        raise BadParameters([problem(str(name)[:100], "", f"is not a field of a {noun}", way_out) for name in unknown])
    return body


def read_text(body: dict[str, Any], name: str, otherwise: str | None = None) -> str:
    """A text of the body; raises BadParameters where it is missing (without `otherwise`) or no text."""
    value = body.get(name, otherwise)
    if not isinstance(value, str) or "\x00" in value:
        what = "is missing" if name not in body else "is not a text"
        raise BadParameters([problem(name, body.get(name, ""), what, "give a text")])
    return value
