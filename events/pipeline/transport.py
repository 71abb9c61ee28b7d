"""The network under the fetching client: connects to the very address it checked, and never past the deadline.

A name is resolved once for each connection, here, and only public answers are used: a name that answers differently
the next time (DNS rebinding) gains nothing. TLS still verifies the name. Every read and write is bounded by the
deadline of the whole fetch, so that a server that drips bytes holds nobody for longer.
"""

from __future__ import annotations

import functools
import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpcore
import httpx

from events.pipeline.addresses import is_public
from events.pipeline.errors import Reject, Retry
from events.pipeline.policy import WEB_PORTS, FetchPolicy

# getaddrinfo cannot be interrupted; in threads of its own a dead resolver delays names, not the worker.
_resolvers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")
MAX_ADDRESSES_TRIED = 3


class Deadline:
    """The moment a whole fetch must be over by, shared by all its connections."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def extend(self, seconds: float) -> None:
        """Give back time that was spent waiting for our own turn."""
        self._ends_at += seconds

    def cap(self, timeout: float | None) -> float:
        """Return the timeout, or what is left if that is less; raises `ReadTimeout` when nothing is."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole page is over")
        return left if timeout is None else min(timeout, left)


class DeadlineStream(httpcore.NetworkStream):
    """A connection whose reads and writes end at the deadline, whatever their own timeout."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._inner.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return DeadlineStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only; raises `Reject` (not_public, unknown_host) or `Retry` (dns)."""

    def __init__(self, policy: FetchPolicy, deadline: Deadline) -> None:
        self._policy = policy
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if port not in WEB_PORTS and not self._policy.allows(host, port):
            raise Reject("not_public", f"port {port} of {host} is no web port")
        failure: Exception | None = None
        for address in self._find_addresses(host, port)[:MAX_ADDRESSES_TRIED]:
            wait = self._deadline.cap(timeout)
            try:
                stream = self._inner.connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return DeadlineStream(stream, self._deadline)
        raise failure or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        raise Reject("not_public", "a local socket")

    def _find_addresses(self, host: str, port: int) -> list[str]:
        answer = _resolvers.submit(self._policy.resolve, host, port)
        try:
            found = answer.result(timeout=self._deadline.cap(self._policy.connect_seconds))
        except TimeoutError:
            answer.cancel()
            raise Retry("dns", f"no answer to who {host} is") from None
        except socket.gaierror as error:
            if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
                raise Reject("unknown_host", f"{host} has no address") from None
            raise Retry("dns", f"{host}: {error.strerror}") from None
        except (UnicodeError, ValueError) as error:
            raise Reject("bad_url", f"{host!r} is no host name: {error}") from None
        if self._policy.allows(host, port):
            return found
        public = [address for address in found if is_public(address)]
        if not public:
            raise Reject(
                "not_public", f"{host} is {', '.join(found[:3]) or 'nowhere'}; list it in FETCH_ALLOW if meant"
            )
        return public


class _BodyStream(httpx.SyncByteStream):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        self._inner.close()


class GuardedTransport(httpx.BaseTransport):
    """httpx over a guarded connection pool; raises httpcore's exceptions as they are. For one fetch, then closed."""

    def __init__(self, policy: FetchPolicy, deadline: Deadline) -> None:
        backend = GuardedBackend(policy, deadline)
        self._pool = httpcore.ConnectionPool(ssl_context=_make_ssl_context(), network_backend=backend, http2=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        asked = httpcore.Request(
            method=request.method,
            url=url,
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_BodyStream(answer.stream), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


@functools.cache
def _make_ssl_context() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
