"""What the fetching client may do and for how long: passed in, so that fetching needs no settings of its own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

# Where web servers listen; anything else is as likely a database or a mail server inside somebody's network.
WEB_PORTS = frozenset({80, 443, 8080, 8443})

Resolver = Callable[[str, int], list[str]]


class Turns(Protocol):
    """Who says when a host may be asked: one process for itself, or all workers together through the database."""

    def turn(self, host: str, delay: float, max_wait: float) -> AbstractContextManager[None]:
        """Wait for the turn and hold it for the block; raises `Retry` ("paced") when it is more than `max_wait` off."""

    def rest(self, host: str, seconds: float) -> None:
        """Ask nothing of this host for so long: its server said so."""


def resolve_host(host: str, port: int) -> list[str]:
    """Return the host's addresses in the system's order of preference; raises `socket.gaierror`."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """Limits of one fetch. Times in seconds, sizes in bytes after decompression; `allow` holds exact "host:port".

    `turns`: who paces the requests; None: this process alone.

    `total_seconds` bounds everything that happens on the network, redirects included, but not the waiting for a turn.
    """

    user_agent: str
    allow: frozenset[str] = field(default_factory=frozenset)
    max_bytes: int = 10 * 1024 * 1024
    max_redirects: int = 5
    connect_seconds: float = 10.0
    read_seconds: float = 15.0
    total_seconds: float = 40.0
    # Between two requests to one host; and how long a fetch may sleep for its turn before it is handed back. A worker's
    # batch of 20 addresses of one host fits in.
    host_delay: float = 1.0
    max_wait: float = 25.0
    obey_robots: bool = True
    resolve: Resolver = resolve_host
    turns: Turns | None = None
    # The operator's own hosts need no sparing; a rehearsal wants to see that it would work.
    spare_allowed: bool = False

    def allows(self, host: str, port: int) -> bool:
        """Is this host and port one of the exceptions that the operator named?"""
        name = f"[{host}]" if ":" in host else host
        return f"{name}:{port}" in self.allow


def make_user_agent(version: str, public_url: str) -> str:
    """Return how we introduce ourselves: the product, its version, and where its operator can be found."""
    return f"Newsbase/{version} (+{public_url})" if public_url else f"Newsbase/{version}"
