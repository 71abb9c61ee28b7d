"""The fetching client against servers of our own: bounded, checked on every hop, polite, and never at a loss for a name.

Longer than 300 lines: one client, and each thing that it refuses is a case with a server of its own.
"""

from __future__ import annotations

import dataclasses
import gzip
import socket
import time
import zlib
from collections.abc import Callable, Iterator

import pytest

from events.pipeline.errors import Reject, Retry
from events.pipeline.fetch import clear_memory, fetch_feed, fetch_page
from events.pipeline.policy import FetchPolicy
from tests.serving import Answer, Site, serve

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site() -> Iterator[Site]:
    clear_memory()
    with serve({"/": Answer(b"<html><p>hello</p></html>")}) as running:
        yield running
    clear_memory()


def policy_for(*sites: Site, **changes: object) -> FetchPolicy:
    allow = frozenset(site.host for site in sites)
    base = FetchPolicy("Newsbase/1 (+https://newsbase.example)", allow=allow, read_seconds=2, total_seconds=5)
    return dataclasses.replace(base, **changes)  # type: ignore[arg-type]


def redirect(target: str, status: int = 302) -> Answer:
    return Answer(b"", status, {"Location": target})


def test_a_page_comes_with_its_address_and_headers(site: Site) -> None:
    page = fetch_page(site.url("/#part"), policy_for(site))
    assert (page.status, page.url, page.body) == (200, site.url("/"), b"<html><p>hello</p></html>")
    assert page.content_type == "text/html; charset=utf-8"
    agents = {headers["user-agent"] for _, headers in site.asked}
    assert agents == {"Newsbase/1 (+https://newsbase.example)"}


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetch_page(site.url("/"), policy_for(site)).status == 200


def test_nothing_on_the_loopback_is_fetched_without_leave(site: Site) -> None:
    with pytest.raises(Reject, match="not in FETCH_ALLOW"):
        fetch_page(site.url("/"), policy_for())
    assert site.asked == []


def test_leave_is_for_one_exact_port(site: Site) -> None:
    with serve({"/": Answer(b"<p>secret</p>")}) as other, pytest.raises(Reject):
        fetch_page(other.url("/"), policy_for(site))
    assert other.asked == []


@pytest.mark.parametrize(
    "target",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:192.168.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "//localhost/",
        "http://localhost:8443/",
    ],
)
def test_a_redirect_to_a_private_address_is_not_followed(site: Site, target: str) -> None:
    site.pages["/away"] = redirect(target)
    with pytest.raises(Reject) as caught:
        fetch_page(site.url("/away"), policy_for(site))
    assert caught.value.reason == "not_public"


@pytest.mark.parametrize(
    "target",
    ["ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "http://example.org:22/", "http://[::1"],
)
def test_a_redirect_to_what_is_no_web_address_is_not_followed(site: Site, target: str) -> None:
    site.pages["/away"] = redirect(target)
    with pytest.raises(Reject) as caught:
        fetch_page(site.url("/away"), policy_for(site))
    assert caught.value.reason == "bad_url"


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["127.0.0.1", "::1"], ["100.100.100.200"], ["64:ff9b::7f00:1"], []])
def test_a_name_with_private_addresses_only_is_not_public(answers: list[str]) -> None:
    with pytest.raises(Reject) as caught:
        fetch_page("http://rebound.example/", policy_for(resolve=lambda host, port: answers))
    assert caught.value.reason == "not_public"


def test_the_address_that_was_checked_is_the_one_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers public first and private next finds nobody asking it a second time."""
    asked: list[str] = []
    connected: list[object] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["10.0.0.7", "93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    def refuse(address: tuple[object, ...], *args: object, **kwargs: object) -> socket.socket:
        connected.append(address[0])
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(Retry) as caught:
        fetch_page("http://rebound.example/", policy_for(resolve=resolve, obey_robots=False))
    assert caught.value.reason == "unreachable"
    assert (asked, connected) == (["rebound.example"], ["93.184.215.14"])


def test_the_name_is_sent_as_host_though_an_address_is_connected_to(site: Site) -> None:
    allow = frozenset({f"news.example:{site.port}"})
    policy = policy_for(allow=allow, resolve=lambda host, port: ["127.0.0.1"])
    assert fetch_page(f"http://news.example:{site.port}/", policy).status == 200
    assert site.asked[-1][1]["host"] == f"news.example:{site.port}"


@pytest.mark.parametrize(
    ("failure", "verdict"),
    [
        (socket.gaierror(socket.EAI_NONAME, "unknown"), "unknown_host"),
        (socket.gaierror(socket.EAI_AGAIN, "try again"), "dns"),
        (UnicodeError("label too long"), "bad_url"),
    ],
)
def test_a_name_that_cannot_be_resolved_has_a_named_outcome(failure: Exception, verdict: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise failure

    with pytest.raises((Reject, Retry)) as caught:
        fetch_page("http://nowhere.example/", policy_for(resolve=resolve, obey_robots=False, host_delay=0))
    assert caught.value.reason == verdict


def test_a_resolver_that_does_not_answer_is_not_waited_for() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(1.0)
        return ["93.184.215.14"]

    with pytest.raises(Retry) as caught:
        fetch_page("http://slow.example/", policy_for(resolve=resolve, connect_seconds=0.1, obey_robots=False))
    assert caught.value.reason == "dns"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "http://",
        "http:///x",
        "http://user:pw@example.org/",
        "http://example.org:99999/",
        "http://exa mple.org/",
        "http://example.org/\x00",
        "http://example.org/" + "x" * 2000,
        "mailto:a@example.org",
        "http://" + "a" * 300 + ".example/",
        "http://a..b/",
        "http://\\127.0.0.1/",
    ],
)
def test_what_is_no_web_address_is_rejected(url: str) -> None:
    with pytest.raises(Reject):
        fetch_page(url, policy_for(resolve=lambda host, port: ["127.0.0.1"]))


def test_redirects_are_followed_and_the_permanent_part_is_told_apart(site: Site) -> None:
    site.pages |= {
        "/a": redirect("/b", 301),
        "/b": redirect("c?x=1", 308),
        "/c?x=1": redirect("/d"),
        "/d": redirect("/", 301),
    }
    page = fetch_page(site.url("/a"), policy_for(site))
    assert (page.requested_url, page.url, page.permanent_url) == (site.url("/a"), site.url("/"), site.url("/c?x=1"))


def test_redirects_in_a_circle_end(site: Site) -> None:
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")}
    with pytest.raises(Reject) as caught:
        fetch_page(site.url("/a"), policy_for(site))
    assert caught.value.reason == "too_many_redirects"
    assert len([path for path in site.paths() if path != "/robots.txt"]) == 6


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        (404, Reject, "not_found"),
        (410, Reject, "gone"),
        (403, Reject, "forbidden"),
        (451, Reject, "forbidden"),
        (418, Reject, "http_error"),
        (301, Reject, "http_error"),
        (304, Reject, "http_error"),
        (500, Retry, "server_error"),
        (503, Retry, "server_error"),
        (408, Retry, "server_error"),
        (429, Retry, "too_many_requests"),
    ],
)
def test_every_status_has_a_named_outcome(site: Site, status: int, verdict: type[Exception], reason: str) -> None:
    site.pages["/s"] = Answer(b"", status, HTML)
    with pytest.raises(verdict) as caught:
        fetch_page(site.url("/s"), policy_for(site))
    assert caught.value.reason == reason  # type: ignore[attr-defined]


@pytest.mark.parametrize(("header", "seconds"), [("120", 120), ("9" * 30, 86_400), ("soon", None), ("-5", None)])
def test_retry_after_is_handed_on(site: Site, header: str, seconds: float | None) -> None:
    site.pages["/busy"] = Answer(b"", 429, {"Retry-After": header})
    with pytest.raises(Retry) as caught:
        fetch_page(site.url("/busy"), policy_for(site))
    assert caught.value.after == seconds


def test_a_page_that_has_not_changed_comes_as_304(site: Site) -> None:
    site.pages["/same"] = Answer(b"", 304, {"ETag": 'W/"x"'})
    page = fetch_page(site.url("/same"), policy_for(site), etag='W/"x"', last_modified="Mon, 06 Sep 2021 00:01:00 GMT")
    assert (page.status, page.body) == (304, b"")
    headers = site.asked[-1][1]
    assert headers["if-none-match"] == 'W/"x"'
    assert headers["if-modified-since"] == "Mon, 06 Sep 2021 00:01:00 GMT"


@pytest.mark.parametrize("etag", ['"a\r\nX-Evil: 1"', '"ü"'])
def test_a_validator_that_is_no_header_is_left_out(site: Site, etag: str) -> None:
    fetch_page(site.url("/"), policy_for(site), etag=etag)
    assert "if-none-match" not in site.asked[-1][1]


def _deflate_raw(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("x-gzip", gzip.compress),
        ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
        ("deflate", zlib.compress),
        ("deflate", _deflate_raw),
        ("identity", bytes),
    ],
)
def test_compressed_pages_are_read(site: Site, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    body = b"<html><p>" + b"news " * 50_000 + b"</p></html>"
    site.pages["/packed"] = Answer(pack(body), 200, {**HTML, "Content-Encoding": encoding})
    assert fetch_page(site.url("/packed"), policy_for(site)).body == body


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"x" * 200_001, 200, HTML),
        Answer(b"x", 200, {**HTML, "Content-Length": "999999999999"}),
        Answer(gzip.compress(b"\0" * 30_000_000), 200, {**HTML, "Content-Encoding": "gzip"}),
        Answer(zlib.compress(b"\0" * 30_000_000), 200, {**HTML, "Content-Encoding": "deflate"}),
    ],
)
def test_what_is_too_large_is_left_after_decompression_too(site: Site, answer: Answer) -> None:
    site.pages["/bomb"] = answer
    with pytest.raises(Reject) as caught:
        fetch_page(site.url("/bomb"), policy_for(site, max_bytes=200_000))
    assert caught.value.reason == "too_large"


@pytest.mark.parametrize(
    ("body", "encoding", "reason"),
    [
        (b"not gzip at all", "gzip", "bad_encoding"),
        (b"x", "br", "bad_encoding"),
        (b"x", "gzip, gzip", "bad_encoding"),
        (gzip.compress(b"<p>" + bytes(range(256)) * 400)[:-300], "gzip", "truncated"),
        (b"", "gzip", "empty"),
    ],
)
def test_broken_encodings_have_a_named_outcome(site: Site, body: bytes, encoding: str, reason: str) -> None:
    site.pages["/broken"] = Answer(body, 200, {**HTML, "Content-Encoding": encoding})
    with pytest.raises((Reject, Retry)) as caught:
        fetch_page(site.url("/broken"), policy_for(site))
    assert caught.value.reason == reason


def test_a_server_that_drips_is_left_when_the_time_is_over(site: Site) -> None:
    def drip(write: Callable[[bytes], object]) -> None:
        for _ in range(600):
            write(b"<p>more</p>")
            time.sleep(0.05)

    site.pages["/drip"] = Answer(drip=drip)
    with pytest.raises(Retry) as caught:
        fetch_page(site.url("/drip"), policy_for(site, total_seconds=0.4))
    assert caught.value.reason == "timeout"


def test_a_body_that_ends_early_is_tried_again(site: Site) -> None:
    site.pages["/short"] = Answer(b"<p>half", 200, {**HTML, "Content-Length": "1000"})
    with pytest.raises(Retry) as caught:
        fetch_page(site.url("/short"), policy_for(site))
    assert caught.value.reason == "broken_answer"


def test_what_does_not_speak_http_is_tried_again() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        policy = policy_for(allow=frozenset({f"127.0.0.1:{port}"}), obey_robots=False, read_seconds=0.2)
        with pytest.raises(Retry) as caught:
            fetch_page(f"http://127.0.0.1:{port}/", policy)
        assert caught.value.reason == "timeout"
    with pytest.raises(Retry) as caught:
        fetch_page(f"http://127.0.0.1:{port}/", policy)
    assert caught.value.reason == "unreachable"


@pytest.mark.parametrize(
    ("content_type", "body", "fine"),
    [
        ("text/html", b"<p>x</p>", True),
        ("application/xhtml+xml; charset=utf-8", b"<p>x</p>", True),
        ("", b"<!DOCTYPE html><p>x</p>", True),
        ("text/plain", b"<html><body>x</body></html>", True),
        ("text/plain", b"only words", False),
        ("application/pdf", b"%PDF-1.7", False),
        ("image/png", b"\x89PNG", False),
        ("application/octet-stream", b"\x7fELF\x02", False),
    ],
)
def test_only_pages_are_taken_for_pages(site: Site, content_type: str, body: bytes, fine: bool) -> None:
    site.pages["/x"] = Answer(body, 200, {"Content-Type": content_type} if content_type else {})
    if fine:
        assert fetch_page(site.url("/x"), policy_for(site)).body == body
        return
    with pytest.raises(Reject) as caught:
        fetch_page(site.url("/x"), policy_for(site))
    assert caught.value.reason == "not_html"


def test_robots_txt_is_asked_once_and_obeyed(site: Site) -> None:
    site.pages["/robots.txt"] = Answer(
        b"User-agent: newsbase\nDisallow: /private\n", 200, {"Content-Type": "text/plain"}
    )
    site.pages |= {"/open": Answer(b"<p>x</p>"), "/hop": redirect("/private/x")}
    fetch_page(site.url("/open"), policy_for(site))
    for path in ("/private/x", "/hop"):
        with pytest.raises(Reject) as caught:
            fetch_page(site.url(path), policy_for(site))
        assert caught.value.reason == "robots"
    assert site.paths() == ["/robots.txt", "/open", "/hop"]


def test_robots_txt_of_a_server_in_trouble_forbids_for_now(site: Site) -> None:
    site.pages["/robots.txt"] = Answer(b"", 503)
    with pytest.raises(Retry) as caught:
        fetch_page(site.url("/"), policy_for(site))
    assert caught.value.reason == "robots_unreachable"
    assert site.paths() == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(site: Site, status: int) -> None:
    site.pages["/robots.txt"] = Answer(b"", status)
    assert fetch_page(site.url("/"), policy_for(site)).status == 200


def test_robots_txt_that_redirects_inward_is_not_followed(site: Site) -> None:
    with serve({"/robots.txt": Answer(b"User-agent: *\nDisallow: /")}) as inner:
        site.pages["/robots.txt"] = redirect(inner.url("/robots.txt"))
        assert fetch_page(site.url("/"), policy_for(site)).status == 200
    assert inner.asked == []


def test_a_feed_may_be_of_any_type_and_is_not_a_matter_of_robots(site: Site) -> None:
    site.pages["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /")
    site.pages["/feed"] = Answer(b"<rss/>", 200, {"Content-Type": "application/rss+xml", "ETag": '"1"'})
    page = fetch_feed(site.url("/feed"), policy_for(site))
    assert (page.body, page.headers["etag"]) == (b"<rss/>", '"1"')
    assert site.paths() == ["/feed"]
