"""Who may do what: everybody reads, adding needs the permission events.ingest (DESIGN 5.11)."""

from __future__ import annotations

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

INGEST = "events.ingest"


class ReadOrIngest(BasePermission):
    message = "Adding needs the permission events.ingest."

    def has_permission(self, request: Request, view: APIView) -> bool:
        # A method nobody may use is answered with 405 further on, not with a request for a password.
        if request.method in SAFE_METHODS or request.method not in view.allowed_methods:
            return True
        return may_ingest(request)


def may_ingest(request: Request | None) -> bool:
    return request is not None and bool(
        request.user and request.user.is_authenticated and request.user.has_perm(INGEST)
    )
