"""A day of five hundred feeds, in minutes: `manage.py test tests/faults/test_day.py -m faults -s` prints its figures.

Time is turned by moving what is stored into the past: all decisions are relative to the present. NEWSBASE_DAY_FEEDS and
NEWSBASE_DAY_HOURS make it smaller.
"""

from __future__ import annotations

import itertools
import os
import random
import threading
from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection

from events.feeds.poll import poll_due
from events.models import Article, Feed
from events.pipeline.fetch import clear_memory
from events.pipeline.host_turns import SharedTurns
from events.pipeline.policy import FetchPolicy
from tests.faults.day_server import HOSTILE, NOON, SHOWN, DayServer, make_feeds

FEEDS = int(os.environ.get("NEWSBASE_DAY_FEEDS", "500"))
HOURS = float(os.environ.get("NEWSBASE_DAY_HOURS", "24"))
WORKERS = 3
# Beat looks for due feeds every half minute; here time moves in steps of five, and a second of pace is a quarter. A request
# arrives some hundredths of a second after its turn came, more on a busy machine: half the pace is let through.
STEP = 300.0
PACE = 0.25
JITTER_SHARE = 0.5
TURN = """
UPDATE events_feed SET next_check_at = next_check_at - %(by)s * interval '1 second',
       checked_at = checked_at - %(by)s * interval '1 second', newest_at = newest_at - %(by)s * interval '1 second',
       succeeded_at = succeeded_at - %(by)s * interval '1 second'
"""

pytestmark = pytest.mark.faults


@pytest.fixture
def day() -> Iterator[DayServer]:
    clear_memory()
    server = DayServer(make_feeds(FEEDS, random.Random(7)))
    yield server
    server.close()


def poll_all(policy: FetchPolicy, polled: list[int]) -> None:
    def work() -> None:
        try:
            polled.append(poll_due(600.0, policy))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_day_of_feeds_misses_nothing_and_presses_nobody(day: DayServer) -> None:
    Feed.objects.bulk_create(Feed(url=day.url(feed, f"/feed/{feed.number}")) for feed in day.feeds)
    hosts = frozenset(f"{feed.host}:{day.port}" for feed in day.feeds)
    policy = FetchPolicy(
        "Newsbase/1", allow=hosts, resolve=lambda host, port: ["127.0.0.1"], host_delay=PACE, turns=SharedTurns(),
        spare_allowed=True,
    )  # fmt: skip
    polled: list[int] = []
    while day.now < HOURS * 3600:
        poll_all(policy, polled)
        day.now += STEP
        with connection.cursor() as cursor:
            cursor.execute(TURN, {"by": STEP})
    report(day, sum(polled))


def report(day: DayServer, polled: int) -> None:
    """Print the figures and hold the day to what was promised."""
    requests = sum(len(feed.asked) for feed in day.feeds)
    statuses = Counter(status for feed in day.feeds for _, _, status in feed.asked)
    published, missed, waiting = count_stories(day)
    found = Article.objects.count()
    doubled = found - Article.objects.values("url").distinct().count()
    pressed = [host for host, gap in least_gaps(day).items() if gap < PACE * JITTER_SHARE]
    retired = Feed.objects.filter(retired_at__isnull=False).count()
    print(
        f"\n{len(day.feeds)} feeds, {day.now / 3600:.0f} h, {polled} polls, {requests} requests "
        f"({requests / len(day.feeds):.1f} a feed); answers {dict(statuses)}; not modified "
        f"{statuses[304] / requests:.2f}; stories published {published}, found {found}, missed {missed}, not looked for "
        f"yet {waiting}, doubled {doubled}; hosts over pace {len(pressed)}; retired {retired}"
    )
    assert doubled == 0
    assert pressed == []
    assert missed <= published * 0.002
    if day.now > NOON + 7200:
        assert retired == sum(feed.kind == "gone at noon" for feed in day.feeds)
    hostile = [f"/feed/{feed.number}" for feed in day.feeds if feed.kind in HOSTILE]
    for path in hostile:
        feed = Feed.objects.get(url__endswith=path)
        assert feed.enabled and feed.articles_added == 0
        assert feed.error_count > 3 or feed.title == "&a9;"  # the bomb of entities is a feed, and stays unexpanded


def count_stories(day: DayServer) -> tuple[int, int, int]:
    """Return how many stories stood in a feed at any time of the day, were never found, and came after its last look."""
    known = {url.rsplit("/", 1)[1] for url in Article.objects.values_list("url", flat=True)}
    published = missed = waiting = 0
    for feed in day.feeds:
        if feed.kind in HOSTILE or not feed.asked:
            continue
        last_look = max((now for _, now, status in feed.asked if status in (200, 304)), default=-1.0)
        first = max(0, sum(at <= 0 for at in feed.times) - SHOWN)
        for number in range(first, len(feed.times)):
            if feed.times[number] > day.now or (feed.kind == "gone at noon" and feed.times[number] > NOON):
                continue
            published += 1
            if f"{feed.number}-{number}" not in known:
                late = feed.times[number] > last_look
                waiting, missed = waiting + late, missed + (not late)
    return published, missed, waiting


def least_gaps(day: DayServer) -> dict[str, float]:
    """Return the least real seconds between two requests for each host."""
    asked: dict[str, list[float]] = {}
    for feed in day.feeds:
        asked.setdefault(feed.host, []).extend(at for at, _, _ in feed.asked)
    gaps = {}
    for host, times in asked.items():
        times.sort()
        gaps[host] = min((later - earlier for earlier, later in itertools.pairwise(times)), default=1e9)
    return gaps
