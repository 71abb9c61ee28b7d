"""Sending one message: signed, bounded, to a checked public address only, no redirect followed."""

from __future__ import annotations

import hmac
import time
from dataclasses import dataclass, replace
from hashlib import sha256

from events.pipeline.addresses import check_url
from events.pipeline.client import name_failures, open_client
from events.pipeline.errors import Reject, Retry
from events.pipeline.policy import FetchPolicy
from events.pipeline.transport import Deadline

CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 5.0, 10.0, 15.0
MAX_ANSWER = 300
"""Bytes of the answer that are read, for the log."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one try. `status` is None where nobody answered; then `error` says why."""

    status: int | None
    error: str
    milliseconds: int

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a dot and the body, as the header carries it."""
    return "v1=" + hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()


def post_message(url: str, secret: str, type_: str, key: str, body: bytes, policy: FetchPolicy) -> Outcome:
    """POST the message; never raises for what the receiver or the network does."""
    now = int(time.time())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Newsbase-Event": type_,
        "Newsbase-Timestamp": str(now),
        "Newsbase-Signature": sign(secret, now, body),
        "Idempotency-Key": key,
    }
    bounded = replace(policy, connect_seconds=CONNECT_SECONDS, read_seconds=READ_SECONDS, total_seconds=TOTAL_SECONDS)
    before = time.monotonic()
    try:
        address = check_url(url, bounded)
        with (
            open_client(bounded, Deadline(bounded.total_seconds)) as client,
            name_failures(address),
            client.stream("POST", address.url, content=body, headers=headers) as answer,
        ):
            status = answer.status_code
            excerpt = b"" if 200 <= status < 300 else next(answer.iter_raw(MAX_ANSWER), b"")[:MAX_ANSWER]
    except (Reject, Retry) as error:
        return Outcome(None, str(error)[:300], _since(before))
    told = "" if 200 <= status < 300 else excerpt.decode("utf-8", "replace").replace("\x00", "")
    if 300 <= status < 400:
        told = "a redirect is not followed; give the address that it leads to"
    return Outcome(status, told, _since(before))


def _since(before: float) -> int:
    return int((time.monotonic() - before) * 1000)
