"""Fetches robots.txt and remembers it for a while, once for each process."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from urllib.parse import urljoin

from events.pipeline.addresses import WebAddress, check_url
from events.pipeline.client import REDIRECTS, name_failures, open_client
from events.pipeline.errors import Reject, Retry
from events.pipeline.inflate import read_body
from events.pipeline.policy import FetchPolicy
from events.pipeline.robots import MAX_BYTES, RobotsRules, parse_robots
from events.pipeline.transport import Deadline

TOTAL_SECONDS = 15.0
KEPT_SECONDS = 6 * 3600.0  # RFC 9309 asks for no more than a day
UNREACHABLE_SECONDS = 600.0
MAX_KEPT = 2_000

# Until when (monotonic seconds) what holds for an origin; text says why its robots.txt could not be had.
_memory: OrderedDict[str, tuple[float, RobotsRules | str]] = OrderedDict()
_lock = threading.Lock()


def check_robots(address: WebAddress, policy: FetchPolicy) -> float:
    """Return the delay that the host asks for; raises `Reject` ("robots") or `Retry` ("robots_unreachable")."""
    rules = _find_rules(address, policy)
    if isinstance(rules, str):
        detail = f"nothing is fetched from {address.origin} while its robots.txt cannot be read: {rules}"
        raise Retry("robots_unreachable", detail, after=UNREACHABLE_SECONDS)
    if not rules.allow(address.url):
        raise Reject("robots", f"{address.origin}/robots.txt does not allow {address.url}")
    return rules.crawl_delay


def forget_robots() -> None:
    """Forget every host's rules."""
    with _lock:
        _memory.clear()


def _find_rules(address: WebAddress, policy: FetchPolicy) -> RobotsRules | str:
    with _lock:
        until, rules = _memory.get(address.origin, (0.0, ""))
        if time.monotonic() < until:
            _memory.move_to_end(address.origin)
            return rules
    try:
        rules = _fetch_rules(address, policy)
        kept = KEPT_SECONDS
    except Retry as verdict:
        rules, kept = str(verdict), UNREACHABLE_SECONDS
    with _lock:
        _memory[address.origin] = (time.monotonic() + kept, rules)
        if len(_memory) > MAX_KEPT:
            _memory.popitem(last=False)
    return rules


def _fetch_rules(address: WebAddress, policy: FetchPolicy) -> RobotsRules:
    """Return the rules: a 4xx means none, a server in trouble is a `Retry` (RFC 9309, 2.3.1)."""
    hop = check_url(address.origin + "/robots.txt", policy)
    deadline = Deadline(min(TOTAL_SECONDS, policy.total_seconds))
    with open_client(policy, deadline) as client:
        for _ in range(policy.max_redirects + 1):
            with name_failures(hop), client.stream("GET", hop.url) as answer:
                if answer.status_code == 429 or answer.status_code >= 500:
                    raise Retry("server_error", f"{hop.url} answered {answer.status_code}")
                if answer.status_code == 200:
                    encoding = answer.headers.get("content-encoding", "")
                    body = read_body(answer.iter_raw(), encoding, MAX_BYTES, cut=True)
                    return parse_robots(body, policy.user_agent.split("/")[0])
                if answer.status_code not in REDIRECTS:
                    return RobotsRules()
                target = urljoin(hop.url, answer.headers.get("location", "").strip())
            try:
                hop = check_url(target, policy)
            except Reject:
                return RobotsRules()
    return RobotsRules()
