"""Writing exports: claimed like articles, a page of rows at a time, gone on with where a killed worker stopped."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from typing import BinaryIO

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from events import work
from events.alerts.notices import notify
from events.api.errors import BadParameters
from events.api.export_rows import Source, open_source
from events.api.export_writers import Writer, make_writer
from events.clock import from_now
from events.exports.files import KEEP, path_of
from events.models import Export
from events.models.alert_choices import ExportState
from events.queries import CursorError

log = logging.getLogger(__name__)

# Related records are read once a page. Mentions for each second of a busy core: pages of 500 rows 15,700, of 1,000 18,600,
# of 2,000 15,600, of 4,000 16,800; one run each, so that these do not tell them apart.
PAGE = 1_000
# How far it is, is noted each so many pages: 10,000 rows, about a second.
NOTE_PAGES = 10
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 5
# A task may not run for longer than TASK_LIMIT_SECONDS; what is not ready by then, the next task goes on with.
MOST_SECONDS = 240.0
KEEP_FREE = 500 * 1024 * 1024
CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM events_export
      WHERE state IN ('pending', 'running') AND (lease_until IS NULL OR lease_until < now())
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE events_export AS export
   SET state = 'running', claimed_by = %(token)s, lease_until = now() + %(lease)s::interval, attempts = attempts + 1
  FROM due WHERE export.id = due.id RETURNING export.id
"""


class LostClaim(Exception):
    """The export was deleted, or another worker has it."""


def make_exports() -> bool:
    """Write what waits, one export after the other; returns whether time was up before the work."""
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until:
        token = work.new_token()
        with connection.cursor() as cursor:
            cursor.execute(CLAIM, {"token": token, "lease": f"{LEASE.total_seconds():.0f} seconds"})
            row = cursor.fetchone()
        if row is None:
            return False
        _make(Export.objects.select_related("user").get(pk=row[0]), token, until)
    return True


def _make(export: Export, token: str, until: float) -> None:
    try:
        if export.attempts > MOST_ATTEMPTS:
            _end(export, token, f"its worker died {MOST_ATTEMPTS} times while writing it")
        elif not export.user.is_active:
            _end(export, token, "the account is closed")
        elif _write(export, token, until):
            _finish(export, token)
        else:
            _note(export, token, give_back=True)
    except LostClaim:
        return
    except BadParameters as error:
        _end(export, token, str(error))
    except OSError as error:
        _end(export, token, f"the file could not be written: {error.strerror or error}")
    except Exception as error:
        log.exception("export %s failed", export.pk)
        _end(export, token, f"{type(error).__name__}: {error}")


def _write(export: Export, token: str, until: float) -> bool:
    """Write pages until the last (True) or until time is up (False)."""
    source = open_source(export)
    writer = make_writer(export.format, source.columns)
    with _open(export) as file:
        if not export.written:
            export.written = file.write(writer.head.encode())
        try:
            return _write_pages(export, token, until, source, writer, file)
        except CursorError:
            raise OSError("the place where it stopped is unknown in this order") from None


def _write_pages(export: Export, token: str, until: float, source: Source, writer: Writer, file: BinaryIO) -> bool:
    pages = 0
    while True:
        rows, export.position = source.read(export.position, PAGE)
        if rows:
            text = (writer.between if export.rows else "") + writer.write(rows)
            export.written += file.write(text.encode("utf-8", "surrogatepass"))
            export.rows += len(rows)
        if not export.position:
            export.written += file.write(writer.tail.encode())
            file.flush()
            os.fsync(file.fileno())
            return True
        pages += 1
        if pages % NOTE_PAGES == 0 or time.monotonic() > until:
            file.flush()
            if shutil.disk_usage(path_of(export).parent).free < KEEP_FREE:
                raise OSError("the disk is nearly full")
            _note(export, token)
            if time.monotonic() > until:
                return False


@contextmanager
def _open(export: Export) -> Iterator[BinaryIO]:
    """Open the file cut to what was noted; one that is missing or too short (another machine's) is begun anew."""
    path = path_of(export)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "r+b") as file:
        if os.fstat(descriptor).st_size < export.written:
            export.rows, export.written, export.position = 0, 0, ""
        file.truncate(export.written)
        file.seek(export.written)
        yield file


def _note(export: Export, token: str, give_back: bool = False) -> None:
    """Note how far it is and renew the lease, or give it back for the next task. A given-back one did not fail."""
    held = Export.objects.filter(pk=export.pk, claimed_by=token, state=ExportState.RUNNING)
    ours = held.update(
        rows=export.rows,
        written=export.written,
        position=export.position,
        attempts=0,
        claimed_by="" if give_back else token,
        lease_until=None if give_back else from_now(LEASE),
    )
    if not ours:
        raise LostClaim


def _finish(export: Export, token: str) -> None:
    digest = sha256()
    with path_of(export).open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    now = timezone.now()
    with transaction.atomic():
        ours = Export.objects.filter(pk=export.pk, claimed_by=token, state=ExportState.RUNNING).update(
            state=ExportState.DONE, rows=export.rows, written=export.written, sha256=digest.hexdigest(), position="",
            claimed_by="", lease_until=None, finished_at=now, expires_at=now + KEEP, message="",
        )  # fmt: skip
        if ours:
            told = (
                f"Your export of {export.rows:,} {export.kind}s as {export.format} is ready, until {now + KEEP:%d %B}."
            )
            notify(export.user, told, reverse("exports"))


def _end(export: Export, token: str, why: str) -> None:
    """Give an export up and say so; its file goes."""
    with transaction.atomic():
        ours = Export.objects.filter(pk=export.pk, claimed_by=token, state=ExportState.RUNNING).update(
            state=ExportState.FAILED, message=why[:500], claimed_by="", lease_until=None, finished_at=timezone.now()
        )
        if ours:
            path_of(export).unlink(missing_ok=True)
            notify(export.user, f"Your export of {export.kind}s as {export.format} failed: {why}", reverse("exports"))
