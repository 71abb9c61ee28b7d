"""Handing in over the API: a body becomes documents, documents become a run, all of it or nothing."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import connection, transaction
from rest_framework.request import Request

from events.api.errors import BadParameters, problem
from events.intake import (
    BadDocument,
    FetchRequest,
    InvalidDocument,
    SuppliedDocument,
    close_run,
    open_run,
    parse_request,
    take_in,
)
from events.models import IngestRun
from events.models.choices import RunKind

# One request is one transaction; at about 1 ms a document this many stay near a second.
MAX_DOCUMENTS = 1_000
# As long as the column that keeps it.
MAX_KEY = 200
LABEL = "POST /api/v1/articles/"
Document = SuppliedDocument | FetchRequest | BadDocument


def read_documents(body: Any) -> list[Document]:
    """Read one document or a list. A bad one in a list is rejected alone; a single bad one raises BadParameters."""
    if isinstance(body, Mapping):
        try:
            return [parse_request(body, max_characters=settings.MAX_TEXT_CHARACTERS)]
        except InvalidDocument as error:
            raise BadParameters([_describe(error)]) from None
    if not isinstance(body, list) or not body:
        way_out = 'give an object such as {"text": "…"}, {"html": "…"} or {"url": "…"}, or a list of them'
        raise BadParameters([problem("body", type(body).__name__, "is not a document or a list with some", way_out)])
    if len(body) > MAX_DOCUMENTS:
        way_out = f"send at most {MAX_DOCUMENTS} at a time"
        raise BadParameters([problem("body", f"{len(body)} documents", "are too many", way_out)])
    return [_read_one(index, row) for index, row in enumerate(body)]


def read_key(request: Request) -> str | None:
    """The header Idempotency-Key, None where there is none."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > MAX_KEY or not key.isprintable():
        what = f"is longer than {MAX_KEY} characters or not printable"
        raise BadParameters([problem("Idempotency-Key", key, what, "give a short unique text such as a UUID")])
    return key or None


def hand_in(documents: list[Document], user: AbstractBaseUser | AnonymousUser, key: str | None) -> IngestRun:
    """Take documents in as one run; with a key seen before from this account, return that run and take nothing in.

    All in one transaction, so that a request that dies leaves no half run under its key, and two at once make one run.
    """
    account = user.get_username()
    with transaction.atomic():
        if key is not None:
            _wait_for_twin(account, key)
            if known := IngestRun.objects.filter(account=account, idempotency_key=key).first():
                return known
        run = open_run(RunKind.API, account=account, label=LABEL, user=user, idempotency_key=key)
        take_in(run, documents)
        close_run(run)
    return run


def _read_one(index: int, row: Any) -> Document:
    reference = f"[{index}]"
    if isinstance(row, Mapping) and isinstance(row.get("id"), str | int) and row["id"] != "":
        reference = f"[{index}] {row['id']}"[:300].replace("\x00", "\ufffd")
    try:
        return parse_request(row, reference, settings.MAX_TEXT_CHARACTERS)
    except InvalidDocument as error:
        return BadDocument(reference, str(error))


def _describe(error: InvalidDocument) -> dict[str, str]:
    return problem(error.field, "", error.why, "see POST /api/v1/articles/ in /api/docs/") | {"problem": str(error)}


def _wait_for_twin(account: str, key: str) -> None:
    """Let a request with the same key finish first; the lock goes with the transaction."""
    number = zlib.crc32(f"{account}\n{key}".encode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [zlib.crc32(b"idempotency") % 2**31, number % 2**31])
