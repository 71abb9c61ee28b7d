"""Story and timeline of an event: what they show, in what order, and where they lead."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Event
from tests import factories as make
from tests.web.story import make_story, read

pytestmark = pytest.mark.django_db


def make_chain(length: int) -> list[Event]:
    events = [
        make.EventFactory(title=f"Chapter {n}", start_at=make.MOMENT + timedelta(days=3 * n)) for n in range(length)
    ]
    for earlier, later in pairwise(events):
        make.EventLinkFactory(earlier=earlier, later=later)
    return events


def test_a_story_chains_events_in_order_of_time(client: Client) -> None:
    events = make_chain(4)
    page = read(client, reverse("event_story", args=[events[1].pk]))
    places = [page.index(f">{event.title}</a>") for event in events]
    assert places == sorted(places)
    assert "1 shared person (Anna Lee), 9 days later" in page
    assert "4 events of one story" in page


def test_the_event_page_leads_to_what_came_before_and_after(client: Client) -> None:
    first, middle, last = make_chain(3)
    page = read(client, reverse("event_detail", args=[middle.pk]))
    before, after = page.split("What came after")
    assert first.title in before and last.title in after
    assert reverse("event_story", args=[middle.pk]) in page


def test_a_merged_chapter_is_no_part_of_the_story(client: Client) -> None:
    first, middle, last = make_chain(3)
    middle.canonical = last
    middle.save()
    assert client.get(reverse("event_story", args=[middle.pk])).headers["Location"] == reverse(
        "event_story", args=[last.pk]
    )
    assert "1 event of one story" in read(client, reverse("event_story", args=[first.pk]))


def test_the_timeline_has_articles_claims_and_figures_in_order_of_time(client: Client) -> None:
    event = make_story()
    later = make.ArticleFactory(title="A later report", published_at=make.MOMENT + timedelta(days=2))
    make.EventArticleFactory(event=event, article=later)
    make.EventArticleFactory(event=event, article=make.ArticleFactory(title="No date here", published_at=None))
    page = read(client, reverse("event_record", args=[event.pk]))
    places = [page.index(words) for words in ("Prison attack in Hasakah", "A later report", "No date here")]
    assert places == sorted(places)
    assert 'class="entry claim"' in page and 'class="entry figure"' in page
    assert "Without a date" in page


def test_a_long_timeline_is_read_by_pages_and_loses_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.web.pages.story.ENTRIES", 2)
    event = make_story()
    for n in range(3):
        make.EventArticleFactory(event=event, article=make.ArticleFactory(title=f"Report {n}"))
    address: str | None = reverse("event_record", args=[event.pk])
    seen = ""
    while address:
        page = read(client, address)
        seen += page.split('<ol class="record">')[1]
        found = page.split('rel="next" href="')
        address = found[1].split('"')[0].replace("&amp;", "&") if len(found) > 1 else None
    assert [seen.count(f">Report {n}</a>") for n in range(3)] == [1, 1, 1]
    assert seen.count('class="entry ') == 6


def test_a_damaged_cursor_is_not_found_and_not_an_error(client: Client) -> None:
    address = reverse("event_record", args=[make_story().pk])
    for cursor in ("x", "W10", "WzEsMiwzXQ", "é", "A" * 9_000):
        assert client.get(address, {"cursor": cursor}).status_code == 404


@pytest.mark.parametrize("name", ["event_record", "event_story"])
def test_more_rows_take_no_more_queries(client: Client, name: str) -> None:
    def count(event: Event) -> int:
        with CaptureQueriesContext(connection) as asked:
            read(client, reverse(name, args=[event.pk]))
        return len(asked)

    short, long = make_chain(2)[0], make_chain(4)[1]
    for event, articles in ((short, 1), (long, 6)):
        for _ in range(articles):
            make.EventArticleFactory(event=event)
            make.ClaimFactory(event=event)
            make.FigureFactory(event=event)
    count(short)
    assert count(long) <= count(short) + (4 if name == "event_story" else 0)
    read(client, reverse(name, args=[10**12]), 404)
