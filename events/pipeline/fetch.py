"""The one client that fetches from the web: articles, feeds and robots.txt.

Every answer is bounded in size and time, every hop of a redirect is checked like the first address, and every failure
has a name: `Reject` where the page can never be had, `Retry` where it may be had later.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from urllib.parse import urljoin

import httpx

from events.pipeline.addresses import WebAddress, check_url
from events.pipeline.client import REDIRECTS, name_failures, open_client, read_retry_after
from events.pipeline.errors import Reject, Retry
from events.pipeline.inflate import read_body
from events.pipeline.pace import Pace
from events.pipeline.policy import FetchPolicy
from events.pipeline.records import FetchedPage
from events.pipeline.robots_memory import check_robots, forget_robots
from events.pipeline.transport import Deadline

PERMANENT_REDIRECTS = frozenset({301, 308})
FORBIDDEN = frozenset({401, 402, 403, 451})
# Where a 429 or 503 names no time.
UNASKED_REST = 30.0
PASSING = frozenset({408, 421, 425, 429})
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
ACCEPT_PAGE = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
ACCEPT_FEED = (
    "application/rss+xml,application/atom+xml,application/feed+json,application/xml;q=0.9,text/xml;q=0.9,*/*;q=0.5"
)


pace = Pace()


def fetch_page(url: str, policy: FetchPolicy, etag: str = "", last_modified: str = "") -> FetchedPage:
    """Fetch an HTML page, robots.txt obeyed.

    With a validator that still holds the answer has status 304 and no body. Raises `Reject` (bad_url, not_public,
    unknown_host, robots, not_found, gone, forbidden, http_error, too_many_redirects, too_large, bad_encoding, not_html,
    empty) or `Retry` (timeout, unreachable, tls, dns, broken_answer, truncated, server_error, too_many_requests, paced,
    robots_unreachable).
    """
    page = _fetch(url, policy, ACCEPT_PAGE, _validators(etag, last_modified), robots=policy.obey_robots, html_only=True)
    if page.status != 304 and not page.body.strip():
        raise Reject("empty", "the page has no content")
    return page


def fetch_feed(url: str, policy: FetchPolicy, etag: str = "", last_modified: str = "") -> FetchedPage:
    """Fetch what a person subscribed to: as `fetch_page`, but any content type, robots.txt not asked."""
    return _fetch(url, policy, ACCEPT_FEED, _validators(etag, last_modified), robots=False, html_only=False)


def clear_memory() -> None:
    """Forget what was learned of hosts: their pace and their robots.txt."""
    pace.clear()
    forget_robots()


def _validators(etag: str, last_modified: str) -> dict[str, str]:
    pairs = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in pairs.items() if value and value.isascii() and value.isprintable()}


def _fetch(
    url: str, policy: FetchPolicy, accept: str, validators: dict[str, str], *, robots: bool, html_only: bool
) -> FetchedPage:
    address = check_url(url, policy)
    permanent = address.url
    still_permanent = True
    deadline = Deadline(policy.total_seconds)
    with open_client(policy, deadline) as client:
        for _ in range(policy.max_redirects + 1):
            before = time.monotonic()
            delay = check_robots(address, policy) if robots else 0.0
            with (
                _turn(address, policy, delay),
                _give_back(deadline, before),
                name_failures(address),
                client.stream("GET", address.url, headers={"Accept": accept, **validators}) as answer,
            ):
                _heed(answer, address, policy)
                if answer.status_code not in REDIRECTS:
                    return _read_answer(answer, url, address, permanent, policy, bool(validators), html_only)
                target = urljoin(address.url, answer.headers.get("location", "").strip())
                still_permanent = still_permanent and answer.status_code in PERMANENT_REDIRECTS
            if not answer.headers.get("location"):
                raise Reject("http_error", f"{address.url} redirects to nowhere")
            address = check_url(target, policy)
            permanent = address.url if still_permanent else permanent
    raise Reject("too_many_redirects", f"more than {policy.max_redirects}, the last to {address.url}")


def _turn(address: WebAddress, policy: FetchPolicy, crawl_delay: float) -> AbstractContextManager[None]:
    if policy.allows(address.host, address.port) and not policy.spare_allowed:
        return nullcontext()
    return (policy.turns or pace).turn(address.host, max(policy.host_delay, crawl_delay), policy.max_wait)


@contextmanager
def _give_back(deadline: Deadline, since: float) -> Iterator[None]:
    """Waiting for our own turn is no fault of the server's."""
    deadline.extend(time.monotonic() - since)
    yield


def _heed(answer: httpx.Response, address: WebAddress, policy: FetchPolicy) -> None:
    """A server that is asked too much is left alone by everybody, not by this one article only."""
    if answer.status_code in (429, 503) and not policy.allows(address.host, address.port):
        seconds = read_retry_after(answer.headers.get("retry-after", ""))
        (policy.turns or pace).rest(address.host, seconds if seconds is not None else UNASKED_REST)


def _read_answer(
    answer: httpx.Response,
    requested: str,
    address: WebAddress,
    permanent: str,
    policy: FetchPolicy,
    conditional: bool,
    html_only: bool,
) -> FetchedPage:
    status = answer.status_code
    headers = {name.lower(): value for name, value in answer.headers.items()}
    content_type = headers.get("content-type", "")
    body = b""
    if status != 304 or not conditional:
        _check_status(status, headers, address)
        body = _read_checked_body(answer, headers, policy, html_only)
    return FetchedPage(requested, address.url, status, content_type, body, headers, permanent)


def _read_checked_body(
    answer: httpx.Response, headers: Mapping[str, str], policy: FetchPolicy, html_only: bool
) -> bytes:
    content_type = headers.get("content-type", "")
    kind = content_type.split(";")[0].strip().lower()
    if html_only and kind not in HTML_TYPES and kind not in ("", "application/octet-stream", "text/plain"):
        raise Reject("not_html", f"it is {kind[:100]}")
    length = headers.get("content-length", "")
    if length.isdigit() and int(length[:20]) > policy.max_bytes:
        raise Reject("too_large", f"{length[:20]} bytes announced, at most {policy.max_bytes:,} are read")
    body = read_body(answer.iter_raw(), headers.get("content-encoding", ""), policy.max_bytes)
    if (
        html_only
        and kind not in HTML_TYPES
        and body.strip()
        and not re.search(rb"<(html|body|p|div|!doctype)\b", body[:4096], re.I)
    ):
        raise Reject("not_html", f"it says {kind or 'nothing'} and does not look like a page")
    return body


def _check_status(status: int, headers: Mapping[str, str], address: WebAddress) -> None:
    if status == 200 or status == 203:
        return
    said = f"{address.url} answered {status}"
    if status == 404:
        raise Reject("not_found", said)
    if status == 410:
        raise Reject("gone", said)
    if status in FORBIDDEN:
        raise Reject("forbidden", said)
    if status == 429:
        raise Retry("too_many_requests", said, after=read_retry_after(headers.get("retry-after", "")))
    if status >= 500 or status in PASSING:
        raise Retry("server_error", said, after=read_retry_after(headers.get("retry-after", "")))
    raise Reject("http_error", said)
