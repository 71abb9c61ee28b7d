"""Errors as problem+json (RFC 9457) that names the field, the value, the way out and the nearest valid value."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response

from events.filters.base import find_nearest

Problem = dict[str, str]
MEDIA_TYPE = "application/problem+json"
# Its members beside those of RFC 9457 are `code`, `way_out` and `errors`; the code stands in the type too.
TYPE = "urn:newsbase:problem:"


class BadParameters(exceptions.APIException):
    """Query parameters or fields of a document that cannot be used. `problems`: see `problem`."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_code = "invalid"

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(describe(problem) for problem in problems))
        self.problems = problems


class PayloadTooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class RecordGone(exceptions.APIException):
    """A record that a curator hid or took down."""

    status_code = status.HTTP_410_GONE
    default_code = "gone"


class CursorGone(RecordGone):
    """A place in the feed of changes that nobody can go on from."""

    default_code = "cursor_gone"


def describe(problem: Problem) -> str:
    """Say a problem in one line."""
    shown = f"{problem['field']}: {problem['value']!r} " if problem["value"] else f"{problem['field']}: "
    return f"{shown}{problem['problem']}" + (f"; {problem['way_out']}" if problem["way_out"] else "")


def problem(field: str, value: object, what: str, way_out: str = "", choices: Iterable[str] = ()) -> Problem:
    """One thing that is wrong. `choices`: what could stand there, of which the likest is named as `nearest`."""
    shown = str(value)[:100]
    return {"field": field, "value": shown, "problem": what, "way_out": way_out} | find_nearest(shown, choices)


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an exception of a view into the answer (None: not ours, let it rise). DRF's EXCEPTION_HANDLER."""
    if isinstance(error, Http404):
        error = exceptions.NotFound(str(error) or "There is nothing here.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = PayloadTooLarge(f"The body is larger than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE} bytes.")
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header  # type: ignore[attr-defined]
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)  # type: ignore[attr-defined]
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else error.default_code
    return Response(
        {
            "type": f"{TYPE}{code}",
            "title": HTTPStatus(error.status_code).phrase,
            "status": error.status_code,
            "code": code,
            "detail": _detail(error),
            "instance": context["request"].path if "request" in context else "",
            "way_out": _find_way_out(error, context),
            "errors": _list_problems(error),
        },
        status=error.status_code,
        headers=headers,
        content_type=MEDIA_TYPE,
    )


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error.detail, str):
        return error.detail
    return "; ".join(describe(found) for found in _list_problems(error))


def _list_problems(error: exceptions.APIException) -> list[Problem]:
    if isinstance(error, BadParameters):
        return error.problems
    if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, dict):
        return [
            problem(str(field), "", str(message))
            for field, messages in error.detail.items()
            for message in (messages if isinstance(messages, list) else [messages])
        ]
    if isinstance(error, exceptions.ValidationError) and isinstance(error.detail, list):
        return [problem("", "", str(message)) for message in error.detail]
    return []


def _find_way_out(error: exceptions.APIException, context: dict[str, Any]) -> str:
    """Say what the caller can do; from the most particular to the general."""
    match error:
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            return "Send the header 'Authorization: Token …' with a key: /accounts/tokens/ makes one."
        case exceptions.PermissionDenied():
            return "Ask an administrator for the permission that is named; a session also needs its CSRF token."
        case exceptions.NotFound():
            return "Look the id up in the list above it; /api/v1/ names the lists, /api/docs/ documents them."
        case exceptions.MethodNotAllowed():
            view = context.get("view")
            return f"This address answers {', '.join(getattr(view, 'allowed_methods', ['GET']))}."
        case exceptions.UnsupportedMediaType() | exceptions.ParseError():
            return "Send JSON in UTF-8 with the header 'Content-Type: application/json'."
        case exceptions.NotAcceptable():
            return "Ask for application/json, or leave out the Accept header and use ?format=."
        case exceptions.Throttled():
            return "Wait as long as the header Retry-After says."
        case CursorGone():
            return "Take /api/v1/changes/?after=now, read the lists anew, and follow from there."
        case RecordGone():
            return "Remove your copy of it."
        case PayloadTooLarge():
            return "Send fewer documents at a time, or use manage.py ingest on the server."
        case BadParameters():
            return "See /api/docs/ for what each parameter takes."
    return ""
