"""The HTTP client of one fetch, and the names of what may go wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from events.pipeline.addresses import WebAddress
from events.pipeline.errors import Reject, Retry
from events.pipeline.inflate import ACCEPT_ENCODING
from events.pipeline.policy import FetchPolicy
from events.pipeline.transport import Deadline, GuardedTransport

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_RETRY_AFTER = 86_400.0


def open_client(policy: FetchPolicy, deadline: Deadline) -> httpx.Client:
    """Return a client for one fetch that ends at `deadline`; close it after use."""
    timeout = httpx.Timeout(policy.read_seconds, connect=policy.connect_seconds)
    headers = {"User-Agent": policy.user_agent, "Accept-Encoding": ACCEPT_ENCODING}
    transport = GuardedTransport(policy, deadline)
    return httpx.Client(transport=transport, trust_env=False, follow_redirects=False, timeout=timeout, headers=headers)


def read_retry_after(value: str) -> float | None:
    """Return the seconds a Retry-After header asks for (a number or a date), at most a day; None if it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:10]), MAX_RETRY_AFTER)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), MAX_RETRY_AFTER)


@contextmanager
def name_failures(address: WebAddress) -> Iterator[None]:
    """Turn what the network may raise into our two verdicts."""
    try:
        yield
    except (httpcore.TimeoutException, httpx.TimeoutException) as error:
        raise Retry("timeout", f"{address.url}: {error or 'no answer in time'}") from None
    except (httpcore.ConnectError, httpx.ConnectError) as error:
        words = str(error)
        reason = "tls" if "SSL" in words or "certificate" in words.lower() else "unreachable"
        raise Retry(reason, f"{address.url}: {words}") from None
    except (
        httpx.RemoteProtocolError
    ) as error:  # httpx's own: it reads the Location header even where it does not follow
        raise Reject("bad_url", f"{address.url}: {error}") from None
    except (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError) as error:
        raise Retry("broken_answer", f"{address.url}: {error or type(error).__name__}") from None
    except (httpx.InvalidURL, httpx.DecodingError, UnicodeError) as error:
        raise Reject("bad_url", f"{address.url}: {error}") from None
