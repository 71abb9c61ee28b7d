"""No address that anybody can hand in makes us connect to what is not public: one table, every way in.

Articles, feeds, adding a feed and robots.txt fetch by one client; another test sees to it that nothing in the product
opens a connection past it, so that what holds here holds for webhooks and imported subscriptions.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import httpcore
import pytest

from events.feeds.add import add_feed
from events.pipeline.errors import Reject
from events.pipeline.fetch import clear_memory, fetch_feed, fetch_page
from events.pipeline.policy import FetchPolicy
from tests.serving import Answer, Site, serve

ROOT = Path(__file__).parents[2]
PUBLIC = "93.184.215.14"
# Names as an attacker's own name server would answer them.
NAMES = {
    "inside.example": ["10.0.0.5"],
    "localhost.example": ["127.0.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:10.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "both.example": ["192.168.0.1", "127.0.0.1"],
    "cloud.example": ["fd00:ec2::254"],
    "nat.example": ["64:ff9b::a9fe:a9fe"],
    "relay.example": ["2002:7f00:1::"],
    "teredo.example": ["2001:0:4136:e378::1"],
    "link.example": ["fe80::1%2"],
    "nothing.example": [],
    "fine.example": [PUBLIC],
}
# What the system's resolver makes of numbers in odd clothes (inet_aton).
NUMBERS = {
    "2130706433": "127.0.0.1",
    "0x7f000001": "127.0.0.1",
    "017700000001": "127.0.0.1",
    "127.1": "127.0.0.1",
    "0x7f.1": "127.0.0.1",
    "0177.0.0.1": "127.0.0.1",
    "10.1": "10.0.0.1",
    "3232235777": "192.168.1.1",
    "2852039166": "169.254.169.254",
    "0": "0.0.0.0",
    "0xA9FEA9FE": "169.254.169.254",
    "127.0.0.01": "127.0.0.1",
}
ADDRESSES = (
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "0.0.0.0",
    "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.0.192", "168.63.129.16",
    "[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[fe80::1]",
    "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]",
    "[64:ff9b:1::1]", "[0:0:0:0:0:ffff:7f00:0001]",
)  # fmt: skip
ODD = (
    "file:///etc/passwd", "ftp://fine.example/x", "gopher://fine.example:70/_x", "dict://fine.example:11211/stat",
    "data:text/html,<p>x", "javascript:alert(1)", "unix:///run/docker.sock", "//fine.example/x", "http:///x", "http://",
    "jar:http://fine.example!/x", "ldap://fine.example/", "https+unix://x/",
    "http://user@fine.example/", "http://user:secret@fine.example/", "http://fine.example@127.0.0.1/",
    "http://127.0.0.1#@fine.example/", "http://127.0.0.1%23@fine.example/", "http://fine.example%00.inside.example/",
    "http://fine.example:22/", "http://fine.example:6379/", "http://fine.example:5432/", "http://fine.example:25/",
    "http://fine.example:0/", "http://fine.example:99999/", "http://fine.example:80a/", "http://[::1/", "http://[v1.x]/",
    "http://fine.example\r\nHost: inside.example/", "http://fine.example/ HTTP/1.1\r\nX: y", "http://fine.example\\@127.0.0.1/",
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://localhost/", "http://LOCALHOST./", "http://.../",
)  # fmt: skip
TABLE = [
    *(f"http://{address}/" for address in ADDRESSES),
    *(f"https://{address}:8443/x" for address in ADDRESSES[:3]),
    *(f"http://{number}/" for number in NUMBERS),
    *(f"http://{name}/feed" for name in NAMES if name != "fine.example"),
    *ODD,
]


def resolve(host: str, port: int) -> list[str]:
    del port
    if host in NUMBERS:
        return [NUMBERS[host]]
    if host.rstrip(".").lower() == "localhost" or not host.isascii():
        return ["127.0.0.1"]  # the worst that a resolver may make of full-width and circled digits
    return NAMES.get(host.lower(), [host.strip("[]")])


POLICY = FetchPolicy("Newsbase/1", resolve=resolve, connect_seconds=2, read_seconds=2, total_seconds=4, host_delay=0.0)


@pytest.fixture(autouse=True)
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """Record every connection that is tried, and let none out but to servers of the test."""
    tried: list[tuple[str, int]] = []
    real = httpcore.SyncBackend.connect_tcp

    def connect(self: httpcore.SyncBackend, host: str, port: int, *rest: object) -> httpcore.NetworkStream:
        tried.append((host, port))
        if not ALLOWED & {f"{host}:{port}"}:
            raise httpcore.ConnectError("the test lets nothing out")
        return real(self, host, port, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    clear_memory()
    yield tried
    ALLOWED.clear()


ALLOWED: set[str] = set()


def test_the_table_is_long_enough() -> None:
    assert len(set(TABLE)) == len(TABLE) >= 90


@pytest.mark.parametrize("url", TABLE)
@pytest.mark.parametrize("way_in", [fetch_page, fetch_feed, add_feed])
def test_nothing_is_connected_to(way_in: object, url: str, connected: list[tuple[str, int]]) -> None:
    with pytest.raises(Reject) as verdict:
        way_in(url, POLICY)  # type: ignore[operator]
    assert verdict.value.reason in {"bad_url", "not_public", "unknown_host"}
    assert connected == []


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        ALLOWED.add(running.host)
        yield running


@pytest.mark.parametrize("url", [url for url in TABLE if "\r" not in url and url.isascii()])
def test_no_redirect_leads_there(url: str, site: Site, connected: list[tuple[str, int]]) -> None:
    policy = dataclasses.replace(POLICY, allow=frozenset({site.host}))
    site.pages["/go"] = Answer(b"", 302, {"Location": url})
    if url.startswith("//"):
        return  # the address of a public host without a scheme: followed, and public
    with pytest.raises(Reject):
        fetch_feed(site.url("/go"), policy)
    assert set(connected) == {("127.0.0.1", site.port)}


def test_a_name_that_answers_otherwise_the_second_time_gains_nothing(connected: list[tuple[str, int]]) -> None:
    answers = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])
    policy = dataclasses.replace(POLICY, resolve=lambda host, port: next(answers), obey_robots=False)
    with pytest.raises(Exception, match="lets nothing out"):
        fetch_page("http://rebind.example/", policy)
    assert connected == [(PUBLIC, 80)]


def test_nothing_in_the_product_connects_past_the_client() -> None:
    """Whoever needs another connection adds it here, and says in docs/THREATS.md why it is safe."""
    knows = {
        "events/pipeline/client.py", "events/pipeline/transport.py", "events/pipeline/fetch.py",
        # These ask our own web server whether it answers.
        "events/management/commands/up.py", "events/management/bench_steps.py",
    }  # fmt: skip
    networks = {"httpx", "httpcore", "requests", "urllib3", "http.client", "urllib.request", "ftplib", "aiohttp"}
    found = set()
    for file in sorted((ROOT / "events").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if networks & set(names) or any(name.split(".")[0] in networks for name in names):
                found.add(str(file.relative_to(ROOT)))
    assert found <= knows, sorted(found - knows)
