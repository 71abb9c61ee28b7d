"""Five hundred feeds on the loopback that publish, fail, move and attack, on a clock that the simulation turns."""

from __future__ import annotations

import gzip
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

DAY_SECONDS = 86_400
SHOWN = 30
RATES = (2, 4, 8, 16, 32)
# Kind -> share of the feeds. The first two are what most feeds are.
KINDS = {
    "with validators": 0.55, "without validators": 0.17, "moves for good": 0.05, "gone at noon": 0.03,
    "503 with Retry-After": 0.05, "500 for three hours": 0.05, "cut XML": 0.03, "wrong type": 0.03,
    "gzip bomb": 0.01, "entity bomb": 0.01, "web page": 0.01, "redirects inward": 0.01,
}  # fmt: skip
HOSTILE = {"gzip bomb", "entity bomb", "web page", "redirects inward"}
TROUBLE = (6 * 3600.0, 9 * 3600.0)
NOON = 12 * 3600.0


@dataclass
class MadeFeed:
    """A feed: when (seconds of the day; before it: negative) it publishes what, and how it behaves."""

    number: int
    kind: str
    times: list[float]
    asked: list[tuple[float, float, int]] = field(default_factory=list)  # (real, simulated, status)

    @property
    def host(self) -> str:
        return f"host{self.number // 2}.example"

    def shown(self, now: float) -> list[int]:
        """Return the numbers of the entries in the feed at this second, newest first."""
        return [n for n in range(len(self.times)) if self.times[n] <= now][-SHOWN:][::-1]


def make_feeds(count: int, chance: random.Random) -> list[MadeFeed]:
    """Return the feeds with a week behind them and a day before them; nights are quieter."""
    kinds = [kind for kind, share in KINDS.items() for _ in range(round(share * count))][:count]
    kinds += ["with validators"] * (count - len(kinds))
    chance.shuffle(kinds)
    feeds = []
    for number, kind in enumerate(kinds):
        rate = chance.choice(RATES)
        moments = [chance.uniform(-7 * DAY_SECONDS, DAY_SECONDS) for _ in range(rate * 8)]
        kept = [at for at in moments if 6 <= (at % DAY_SECONDS) / 3600 < 23 or chance.random() < 0.3]
        feeds.append(MadeFeed(number, kind, sorted(kept)))
    return feeds


class DayServer:
    """Serves the feeds; `now` is the simulated second of the day."""

    def __init__(self, feeds: list[MadeFeed]) -> None:
        self.now = 0.0
        self.feeds = feeds
        handler = type("Handler", (FeedHandler,), {"day": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def url(self, feed: MadeFeed, path: str) -> str:
        return f"http://{feed.host}:{self.port}{path}"

    def real(self, simulated: float) -> datetime:
        """Return the real moment that a simulated one is shown as: as long ago as it is there."""
        return datetime.now(UTC) - timedelta(seconds=self.now - simulated)

    def write(self, feed: MadeFeed) -> bytes:
        items = "".join(
            f"<item><title>Story {n} of {feed.number}</title><link>{self.url(feed, f'/story/{feed.number}-{n}')}</link>"
            f"<pubDate>{format_datetime(self.real(feed.times[n]))}</pubDate></item>"
            for n in feed.shown(self.now)
        )
        return f"<rss version='2.0'><channel><title>Feed {feed.number}</title>{items}</channel></rss>".encode()


class FeedHandler(BaseHTTPRequestHandler):
    """Answers /feed/N and /moved/N as the feed's kind says."""

    day: ClassVar[DayServer]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        _, place, number = self.path.split("/")[:3]
        feed = self.day.feeds[int(number)]
        status, headers, body = self.answer(feed, place)
        feed.asked.append((time.monotonic(), self.day.now, status))
        self.send_response(status)
        for name, value in {"Content-Type": "application/rss+xml", **headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self, feed: MadeFeed, place: str) -> tuple[int, dict[str, str], bytes]:
        now, kind = self.day.now, feed.kind
        in_trouble = TROUBLE[0] <= now < TROUBLE[1]
        if kind == "503 with Retry-After" and in_trouble:
            return 503, {"Retry-After": "1800"}, b""
        if kind == "500 for three hours" and in_trouble:
            return 500, {}, b""
        if kind == "gone at noon" and now >= NOON:
            return 410, {}, b""
        if kind == "moves for good" and now >= NOON and place == "feed":
            return 301, {"Location": f"/moved/{feed.number}"}, b""
        if kind == "redirects inward":
            return 302, {"Location": "http://169.254.169.254/latest/meta-data/"}, b""
        if kind == "gzip bomb":
            return 200, {"Content-Encoding": "gzip"}, BOMB
        if kind == "entity bomb":
            return 200, {}, ENTITIES
        if kind == "web page":
            return 200, {"Content-Type": "text/html"}, b"<!doctype html><html><body>This feed has moved.</body></html>"
        body = self.day.write(feed)
        if kind == "cut XML":
            return 200, {}, body[:-40]
        if kind == "wrong type":
            return 200, {"Content-Type": "image/png"}, body
        if kind == "without validators":
            return 200, {}, body
        tag = f'W/"{feed.number}-{len([at for at in feed.times if at <= now])}"'
        if self.headers.get("If-None-Match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, {"ETag": tag}, body

    def log_message(self, *args: object) -> None:
        pass


BOMB = gzip.compress(b"<rss>" + b" " * 30_000_000)
ENTITIES = (
    "<!DOCTYPE rss ["
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 50}">' for n in range(10))
    + "]><rss version='2.0'><channel><title>&a9;</title></channel></rss>"
).encode()
