"""The parts of the fetching client that need no server: addresses, robots.txt rules, pace, bounded decompression."""

from __future__ import annotations

import contextlib
import gzip
import ipaddress
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.addresses import check_url, is_public
from events.pipeline.errors import Reject, Retry
from events.pipeline.inflate import read_body
from events.pipeline.pace import Pace
from events.pipeline.policy import FetchPolicy, make_user_agent
from events.pipeline.robots import parse_robots


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "100.100.100.200",
        "0.0.0.0",
        "192.0.0.192",
        "168.63.129.16",
        "198.18.0.1",
        "192.0.2.1",
        "203.0.113.9",
        "224.0.0.1",
        "240.0.0.1",
        "192.88.99.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
        "2001:db8::1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2001:0:1::1",
        "3fff::1",
        "5f00::1",
        "100::1",
        "",
        "localhost",
        "1.2.3",
        "８.8.8.8",
    ],
)
def test_everything_else_is_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_is_as_public_inside_ipv6_as_alone(address: ipaddress.IPv4Address) -> None:
    for wrapped in (f"::ffff:{address}", f"64:ff9b::{address}"):
        assert is_public(wrapped) == is_public(str(address))
    if ipaddress.ip_address(str(address)).is_private:
        assert not is_public(str(address))


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_rejected(text: str) -> None:
    policy = FetchPolicy("Newsbase/1")
    for url in (text, "http://" + text, "https://example.org/" + text):
        try:
            found = check_url(url, policy)
        except Reject:
            continue
        assert found.port in (80, 443, 8080, 8443)
        assert found.url.startswith(("http://", "https://"))


def test_the_user_agent_says_who_we_are_and_where() -> None:
    assert make_user_agent("0.1", "https://n.example") == "Newsbase/0.1 (+https://n.example)"
    assert make_user_agent("0.1", "") == "Newsbase/0.1"


ROBOTS = b"""\xef\xbb\xbfUser-agent: *
Disallow: /
# a comment
User-Agent: other
User-agent: Newsbase/2.0
Disallow: /archive/*/print$   # not the printing pages
Disallow: /search
Allow: /search/about
Disallow: /caf%C3%A9
Disallow:
crawl-delay: 7
User-agent: x
Disallow: /only-x
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/archive/2020/print", False),
        ("/archive/2020/print?x=1", True),
        ("/archive/2020/printed", True),
        ("/search?q=x", False),
        ("/search/about", True),
        ("/%73earch", False),
        ("/café/menu", False),
        ("/only-x", True),
        ("/robots.txt", True),
    ],
)
def test_the_longest_rule_of_our_own_group_decides(path: str, allowed: bool) -> None:
    rules = parse_robots(ROBOTS, "Newsbase")
    assert rules.allow("https://example.org" + path) is allowed
    assert rules.crawl_delay == 7


def test_others_follow_the_group_for_all() -> None:
    assert not parse_robots(ROBOTS, "Somebody").allow("https://example.org/")


def test_allow_wins_a_tie_and_nothing_means_everything() -> None:
    assert parse_robots(b"User-agent: *\nDisallow: /a\nAllow: /a", "n").allow("http://x/a")
    assert parse_robots(b"", "n").allow("http://x/a")
    assert parse_robots(b"<html>not found</html>", "n").allow("http://x/a")


def test_a_rule_full_of_wildcards_keeps_nobody_busy() -> None:
    rules = parse_robots(b"User-agent: *\nDisallow: /" + b"*a" * 500 + b"$", "n")
    started = time.process_time()
    assert rules.allow("http://x/" + "a" * 1900 + "b")
    assert time.process_time() - started < 5  # a backtracking matcher would need longer than the universe has


@given(st.binary(max_size=300), st.text(max_size=30))
def test_any_bytes_are_rules(body: bytes, path: str) -> None:
    assert parse_robots(body, "newsbase").allow("http://example.org/" + path.replace("[", "")) in (True, False)


@given(st.text(alphabet="ab/*", max_size=8), st.text(alphabet="ab/", max_size=8))
def test_wildcards_match_as_a_regular_expression_would(pattern: str, path: str) -> None:
    import re

    expected = re.match(re.escape("/" + pattern).replace(r"\*", ".*"), "/" + path) is not None
    rules = parse_robots(f"User-agent: *\nDisallow: /{pattern}".encode(), "n")
    assert rules.allow("http://x/" + path) is not expected


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def test_one_host_is_asked_at_its_pace_and_others_at_once() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    for expected in (100.0, 102.0, 104.0):
        pace.wait_turn("http://a", 2.0, max_wait=10)
        assert clock.now == expected
    pace.wait_turn("http://b", 2.0, max_wait=10)
    assert clock.now == 104.0


def test_who_would_wait_too_long_is_told_when_to_come_back() -> None:
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    pace.wait_turn("http://a", 30.0, max_wait=5)
    with pytest.raises(Retry) as caught:
        pace.wait_turn("http://a", 30.0, max_wait=5)
    assert (caught.value.reason, caught.value.after) == ("paced", 30.0)


@given(st.binary(max_size=2000), st.integers(1, 50))
def test_what_was_packed_is_read_whatever_the_chunks(data: bytes, size: int) -> None:
    packed = gzip.compress(data)
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert read_body(chunks, "gzip", 10_000) == data


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "", "br"]))
def test_any_bytes_have_an_outcome(data: bytes, encoding: str) -> None:
    with contextlib.suppress(Reject, Retry):
        assert len(read_body([data], encoding, 1000)) <= 1000


def test_a_cut_body_keeps_its_start() -> None:
    assert read_body([gzip.compress(b"ab" * 100_000)], "gzip", 5, cut=True) == b"ababa"
