"""Feeds of all makes become plain entries; what is no feed says so."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.feeds.entries import FeedContent, NotAFeed
from events.feeds.read import MAX_ENTRIES, read_feed

FEEDS = Path(__file__).parent.parent / "data" / "feeds"
NOW = datetime(2024, 1, 1, tzinfo=UTC)


def read(name: str, url: str = "https://courier.example/feeds/all.xml") -> FeedContent:
    return read_feed((FEEDS / name).read_bytes(), url, now=NOW)


def test_rss_entries_have_absolute_addresses_once_each() -> None:
    urls = [entry.url for entry in read("rss-2.0.xml").entries]
    assert urls == [
        "https://courier.example/news/harbour-fire",
        "https://courier.example/news/day",
        "https://courier.example/news/zone",
        "https://courier.example/news/none",
        "https://courier.example/news/2099",
        "https://courier.example/news/counted",
        "https://courier.example/news/a%20b",
        "https://courier.example/news/by-guid",
    ]


def test_markup_in_titles_and_summaries_becomes_words() -> None:
    feed = read("rss-2.0.xml")
    assert feed.title == "Lowmouth Courier & Post"
    assert feed.language == "en-GB"
    assert feed.entries[0].title == "Harbour fire & its cause"
    assert feed.entries[0].summary == "Three warehouses burned."
    assert feed.entries[0].id == "c-1"


def test_dates_are_as_exact_as_they_were_written() -> None:
    dates = {
        entry.url.rsplit("/", 1)[1]: (entry.published_at, entry.published_precision)
        for entry in read("rss-2.0.xml").entries
    }
    assert dates["harbour-fire"] == (datetime(2021, 3, 13, 2, 40, tzinfo=UTC), "second")
    assert dates["day"][1] == "day"
    assert dates["zone"][1] == "day"
    assert dates["none"] == (None, "unknown")
    assert dates["2099"] == (None, "unknown")


def test_atom_links_resolve_against_their_base_and_changed_is_not_published() -> None:
    feed = read("atom-1.0.xml", "https://blatt.example/feeds/atom.xml")
    first, second = feed.entries
    assert (feed.title, feed.site_url) == ("Das Blatt", "https://blatt.example/")
    assert (first.url, first.published_at) == (
        "https://blatt.example/artikel/faehre",
        datetime(2019, 9, 30, 5, 30, tzinfo=UTC),
    )
    assert (second.url, second.published_at, second.published_precision) == (
        "https://blatt.example/artikel/nur",
        None,
        "unknown",
    )


def test_json_feeds_are_read() -> None:
    feed = read("feed.json", "https://notes.example/feed.json")
    assert [(entry.url, entry.published_precision) for entry in feed.entries] == [
        ("https://notes.example/2020/storm", "second"),
        ("https://elsewhere.example/a", "day"),
    ]
    assert feed.entries[0].summary == "No damage."


@pytest.mark.parametrize(("name", "title"), [("rss-0.91.xml", "Bridge reopens"), ("rdf-1.0.xml", "Ship arrives")])
def test_old_formats_are_read(name: str, title: str) -> None:
    assert [entry.title for entry in read(name).entries] == [title]


def test_a_broken_feed_gives_what_it_has_and_says_so() -> None:
    feed = read("broken.xml")
    assert [entry.url for entry in feed.entries] == [f"https://bent.example/{n}" for n in (1, 2, 3)]
    assert feed.problem


def test_a_mislabelled_feed_is_read_in_its_real_encoding() -> None:
    feed = read("mislabelled.xml")
    assert (feed.title, feed.entries[0].title) == ("Café du Port", "Élections à l’île")


def test_entities_are_neither_multiplied_nor_read_from_files() -> None:
    feed = read("entity-bomb.xml")
    assert len(feed.title) < 100
    assert all("root:" not in entry.title and len(entry.title) < 100 for entry in feed.entries)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><html><body>hi</body></html>", "web page"),
        (b"just words", "neither RSS, Atom nor JSON Feed"),
        (b'{"version": 1}', "no JSON Feed"),
        (b"[1, 2", "begins like JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "neither"),
    ],
)
def test_what_is_no_feed_says_what_it_is(body: bytes, words: str) -> None:
    with pytest.raises(NotAFeed, match=words):
        read_feed(body, "https://courier.example/", now=NOW)


def test_a_huge_feed_is_read_up_to_its_limit() -> None:
    items = "".join(f"<item><title>{n}</title><link>/news/{n}</link></item>" for n in range(MAX_ENTRIES + 500))
    feed = read_feed(
        f"<rss version='2.0'><channel><title>All</title>{items}</channel></rss>".encode(), "https://c.example/f"
    )
    assert len(feed.entries) == MAX_ENTRIES


@settings(max_examples=80, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_any_bytes_are_a_feed_or_none(body: bytes) -> None:
    item = (
        b"<rss version='2.0'><channel><item><title>"
        + body
        + b"</title><link>"
        + body
        + b"</link></item></channel></rss>"
    )
    for one in (body, item, b'{"version": "https://jsonfeed.org/version/1", "items": [' + body + b"]}"):
        try:
            feed = read_feed(one, "https://courier.example/feed", now=NOW)
        except NotAFeed:
            continue
        assert all(entry.url.startswith(("http://", "https://")) for entry in feed.entries)


@settings(max_examples=40, deadline=None)
@given(
    st.recursive(
        st.none() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner) | st.dictionaries(st.sampled_from(["url", "title", "id", "date_published"]), inner)
        ),
        max_leaves=8,
    )
)
def test_any_json_items_are_survived(items: object) -> None:
    import json

    body = json.dumps({"version": "https://jsonfeed.org/version/1", "title": items, "items": items}).encode()
    read_feed(body, "https://courier.example/feed", now=NOW)
