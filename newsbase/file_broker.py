"""Celery's messages as files of one folder, each there as a whole or not at all.

kombu's own file transport creates a message, or the table of queues, before it writes it: a worker that looks in between
reads nothing, loses the message and ends with a decoding error. Here each file is written under another name and then
renamed, which is one step for everybody who looks; a file that cannot be read is dropped and said, since work itself
waits in the database.
"""

from __future__ import annotations

import fcntl
import logging
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem, virtual
from kombu.utils.json import dumps, loads

log = logging.getLogger(__name__)

Table = list[tuple[str, str, str]]


class Channel(filesystem.Channel):
    """Reads and writes `NAME.QUEUE.msg`, names in the order of sending; what begins with a dot is being written or taken."""

    def _put(self, queue: str, payload: Any, **kwargs: object) -> None:  # type: ignore[override]  # its bases differ
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        write_whole(Path(self.data_folder_out) / name, dumps(payload))

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        folder = Path(self.data_folder_in)
        for name in sorted(file.name for file in folder.iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f".{name}.taken"
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue  # another worker was faster
            message = read_message(taken)
            taken.unlink(missing_ok=True)
            if message is not None:
                return message
        raise Empty

    def get_table(self, exchange: str) -> Table:  # type: ignore[override]  # its bases differ
        try:
            return list(super().get_table(exchange))
        except ValueError:
            log.warning("the broker's table of queues for %r is damaged; workers write it anew as they start", exchange)
            return []

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: table if row in table else [row, *table])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: object, **kwargs: object
    ) -> None:
        virtual.Channel._delete(self, queue, exchange, routing_key, pattern, *args, **kwargs)
        row = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [other for other in table if other != row])

    def _change_table(self, exchange: str, change: Callable[[Table], Table]) -> None:
        file = self.control_folder / f"{exchange}.exchange"
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (file.parent / ".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                table = self.get_table(exchange)
                changed = change(table)
                if changed != table or not file.exists():
                    write_whole(file, dumps(changed))
            finally:
                # Not left to closing: a child that was forked meanwhile has the file open too and would keep the lock.
                fcntl.flock(lock, fcntl.LOCK_UN)


class Transport(filesystem.Transport):
    """kombu's file transport with whole files."""

    Channel = Channel


def write_whole(file: Path, text: str) -> None:
    """Have `file` hold `text`, in one step; ChannelError (a full disk) leaves what was there and no remains."""
    draft = file.with_name(f".{file.name}.{uuid.uuid4().hex}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ChannelError(f"cannot write {file.name} into the broker's folder {file.parent}: {error}") from error


def read_message(file: Path) -> dict[str, Any] | None:
    """The message in `file`; None, and a warning, where it is none."""
    try:
        message = loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message, why = None, str(error)
    else:
        why = "no message of Celery"
    if isinstance(message, dict) and {"body", "properties"} <= message.keys():
        return message
    log.warning(
        "dropped the broker's unreadable file %s (%s); what it told of is found by the next sweep", file.name, why
    )
    return None
