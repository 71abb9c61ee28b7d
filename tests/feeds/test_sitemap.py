"""News sitemaps are read as feeds; an index names its sitemaps, those of news first."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.feeds.entries import NotAFeed
from events.feeds.read import read_feed
from events.feeds.sitemap import list_named_sitemaps

SITEMAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc> https://courier.example/a </loc><news:news><news:publication><news:name>Courier</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2023-05-01T10:00:00+02:00</news:publication_date>
<news:title>Ferry sinks</news:title></news:news></url>
<url><loc>https://courier.example/b</loc><news:news><news:publication_date>2023-05-02</news:publication_date></news:news></url>
<url><loc>javascript:alert(1)</loc></url>"""
NOW = datetime(2024, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("end", [b"</urlset>", b"", b"<url><loc>https://cour"])
def test_a_news_sitemap_whole_or_cut_is_a_feed(end: bytes) -> None:
    feed = read_feed(SITEMAP + end, "https://courier.example/news.xml", now=NOW)
    assert (feed.title, feed.language) == ("Courier", "en")
    assert [(entry.url, entry.title) for entry in feed.entries][:2] == [
        ("https://courier.example/a", "Ferry sinks"),
        ("https://courier.example/b", ""),
    ]
    assert feed.entries[0].published_at == datetime(2023, 5, 1, 8, tzinfo=UTC)
    assert feed.entries[1].published_precision == "day"


def test_an_index_is_no_feed_and_names_its_sitemaps() -> None:
    index = b"<sitemapindex><sitemap><loc>https://c.example/pages.xml</loc></sitemap><sitemap><loc>https://c.example/news.xml</loc></sitemap></sitemapindex>"
    with pytest.raises(NotAFeed, match="index"):
        read_feed(index, "https://c.example/sitemap.xml")
    assert list_named_sitemaps(index) == ["https://c.example/news.xml", "https://c.example/pages.xml"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_sitemap_or_say_why_not(body: bytes) -> None:
    with contextlib.suppress(NotAFeed):
        read_feed(b"<urlset>" + body, "https://c.example/")
    assert isinstance(list_named_sitemaps(body), list)
