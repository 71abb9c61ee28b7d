"""Which addresses may be fetched: web URLs, and IP addresses that belong to the public internet.

`ipaddress.is_global` alone is not enough: its tables differ between Python versions, and it calls multicast, addresses
that carry an IPv4 one inside (mapped, NAT64, 6to4) and some clouds' internal servers global.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from events.pipeline.errors import Reject
from events.pipeline.policy import WEB_PORTS, FetchPolicy

MAX_URL_CHARACTERS = 2000
DEFAULT_PORTS = {"http": 80, "https": 443}

NEVER_PUBLIC = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # protocol assignments; Oracle's metadata server
        "192.88.99.0/24",  # 6to4 relays, withdrawn
        "168.63.129.16/32",  # Azure's internal server: a public address that is not on the public internet
        "::/96",  # IPv4-compatible, withdrawn
        "64:ff9b:1::/48",  # NAT64 for local use
        "2001::/23",  # protocol assignments, Teredo among them
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
        "fec0::/10",  # site-local, withdrawn
    )
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A URL that may be fetched, fragment removed, with its host and port."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what robots.txt and pace hold for."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}"


def check_url(url: str, policy: FetchPolicy) -> WebAddress:
    """Return the address in parts, or raise `Reject` ("bad_url") naming what is wrong with it."""
    url = url.strip()
    if len(url) > MAX_URL_CHARACTERS:
        raise Reject("bad_url", f"longer than {MAX_URL_CHARACTERS} characters")
    if any(ord(character) < 33 or ord(character) == 127 for character in url):
        raise Reject("bad_url", f"white space or control characters in {url!r}")
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise Reject("bad_url", f"{url!r}: {error}") from None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS:
        raise Reject("bad_url", f"{url!r}: only http and https are fetched")
    if not host:
        raise Reject("bad_url", f"{url!r} names no host")
    if "@" in parts.netloc:
        raise Reject("bad_url", "a user name in the address is not sent anywhere; remove it")
    port = DEFAULT_PORTS[scheme] if port is None else port  # a written 0 is no default
    if port not in WEB_PORTS and not policy.allows(host, port):
        ports = ", ".join(map(str, sorted(WEB_PORTS)))
        raise Reject("bad_url", f"port {port} is not a web port ({ports}) and {host}:{port} is not in FETCH_ALLOW")
    return WebAddress(urlunsplit((scheme, parts.netloc, parts.path or "/", parts.query, "")), scheme, host, port)


def is_public(address: str) -> bool:
    """Does this IP address, and any IPv4 address inside it, belong to the public internet?"""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id is not None:
            return False
        inner = _find_inner_ipv4(ip)
        if inner is not None:
            return is_public(str(inner))
    if ip.is_multicast or ip.is_unspecified or not ip.is_global:
        return False
    return not any(ip in network for network in NEVER_PUBLIC if network.version == ip.version)


def _find_inner_ipv4(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.sixtofour
