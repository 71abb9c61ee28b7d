"""The search page and what leads out of it: passages, narrowing, "did you mean", suggestions, feeds, site map."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from events.queries.snippets import Snippet
from events.queries.spelling import find_similar_names
from events.web.pages.search import mark_hits
from tests.factories import ActorFactory, ActorNameFactory, EventFactory, LocationFactory, LocationNameFactory
from tests.web.story import HOSTILE, TEXT, make_story, read, story_article

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db


def search(client: Client, words: str) -> str:
    answer = client.get(reverse("search"), {"q": words})
    assert answer.status_code == 200
    return answer.content.decode()


def test_hits_are_marked_in_their_passages(client: Client) -> None:
    make_story()
    page = search(client, "inmates")
    assert "<mark>inmates</mark>" in page
    assert "Claims" in page and "Articles" in page and "Events" in page


def test_readers_of_excerpts_see_no_passage_beyond_them(client: Client, settings: Any) -> None:
    settings.ANONYMOUS_BODY = "excerpt"
    make_story(text=TEXT + " word" * 300 + " Zanzibar burned.")
    page = search(client, "zanzibar")
    assert "Prison attack in Hasakah" in page and "Zanzibar</mark>" not in page


def test_marks_of_a_passage_are_escaped() -> None:
    shown = mark_hits(Snippet(f"a {HOSTILE} b", ((2, 10),)))
    assert "<script>" not in shown and shown.startswith("a <mark>&lt;script&gt;</mark>")


def test_facets_of_a_search_lead_to_the_list_with_its_words(client: Client) -> None:
    make_story()
    page = search(client, "inmates killed")
    assert f"{reverse('event_list')}?q=inmates+killed&amp;country=SY" in page


def test_a_misspelt_name_is_answered_with_the_right_one(client: Client) -> None:
    ActorNameFactory(actor=ActorFactory(name="Qassem Musleh", mention_count=3), name="Qassem Musleh")
    assert "Did you mean" not in search(client, "Qassem Musleh")
    page = search(client, "Qassem Muslah")
    assert "Did you mean" in page and ">Qassem Musleh</a>" in page


def test_names_of_nobody_in_the_news_and_short_ones_are_not_offered() -> None:
    ActorNameFactory(actor=ActorFactory(name="Qassem Musleh", mention_count=0), name="Qassem Musleh")
    ActorNameFactory(actor=ActorFactory(name="Ali", mention_count=9), name="Ali")
    assert find_similar_names("Qassem Muslah") == [] and find_similar_names("Ale") == []


def test_suggestions_are_grouped_by_kind(client: Client) -> None:
    event = make_story()
    LocationNameFactory(location=event.location, name="Al-Hasakah")
    page = read(client, reverse("search_suggest") + "?q=has")
    assert "Places" in page and "Al-Hasakah" in page and "Actors" not in page
    assert "Syrian Democratic Forces" in read(client, reverse("search_suggest") + "?q=sdf")


@pytest.mark.parametrize("words", ["", "x", "%00", "%F0%9F%8E%89%F0%9F%8E%89", "a" * 5000, "%25_", "'"])
def test_suggestions_take_any_words(client: Client, words: str) -> None:
    page = read(client, reverse("search_suggest") + f"?q={words}")
    assert "<li>" not in page


def test_a_selection_is_a_feed(client: Client) -> None:
    event = make_story()
    EventFactory(title="Election in Chile", location=LocationFactory(country_code="CL"))
    answer = client.get(reverse("event_feed") + "?country=SY")
    feed = ElementTree.fromstring(answer.content)
    assert [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")] == [event.title]
    assert feed.findtext(f"{ATOM}title") == "Newsbase: country: Syria"
    again = client.get(reverse("event_feed") + "?country=SY", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304
    assert client.get(reverse("event_feed") + "?nonsense=1").status_code == 404
    assert f'href="{reverse("event_feed")}?country=SY"' in read(client, reverse("event_list") + "?country=SY")


def test_a_feed_of_hostile_titles_is_well_formed(client: Client) -> None:
    EventFactory(title=HOSTILE + " & ]]>")
    feed = ElementTree.fromstring(client.get(reverse("event_feed")).content)
    assert feed.find(f"{ATOM}entry").findtext(f"{ATOM}title") == HOSTILE + " & ]]>"  # type: ignore[union-attr]


def test_search_engines_find_the_records(client: Client) -> None:
    event = make_story()
    robots = read(client, reverse("robots"))
    assert "Disallow: /admin/" in robots and f"Sitemap: http://testserver{reverse('site_map')}" in robots
    site_map = ElementTree.fromstring(read(client, reverse("site_map")))
    addresses = {element.text for element in site_map.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
    for path in (reverse("event_detail", args=[event.pk]), reverse("article_detail", args=[story_article(event).pk])):
        assert f"http://testserver{path}" in addresses


def test_articles_come_best_first_or_newest_first(client: Client) -> None:
    make_story(title="Weather", published_at=datetime(2026, 1, 1, tzinfo=UTC), published_precision="day")
    make_story(
        title="Inmates, inmates, inmates", published_at=datetime(2025, 1, 1, tzinfo=UTC), published_precision="day"
    )
    best = search(client, "inmates")
    newest = read(client, reverse("search") + "?q=inmates&order=date")
    assert best.index(">Inmates, inmates, inmates</a>") < best.index(">Weather</a>")
    assert newest.index(">Inmates, inmates, inmates</a>") > newest.index(">Weather</a>")
    assert f"{reverse('search')}?q=inmates&amp;order=date" in best
