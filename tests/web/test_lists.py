"""Lists say what they hold, narrow by their filters, and lead on when they are empty."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    EventFactory,
    LocationFactory,
)
from tests.web.story import LISTS, make_story, read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", LISTS)
def test_empty_lists_say_what_to_do_next(client: Client, name: str) -> None:
    page = read(client, reverse(name))
    assert "ingest" in page
    assert "stored yet" in page or "has come in" in page


@pytest.mark.parametrize("name", LISTS)
def test_a_filter_that_finds_nothing_offers_the_whole_list(client: Client, name: str) -> None:
    page = read(client, reverse(name) + "?id__in=999999")
    assert f'href="{reverse(name)}"' in page.split('class="empty"')[1]


@pytest.mark.parametrize("name", LISTS)
def test_wrong_parameters_are_named_and_the_list_still_shown(client: Client, name: str) -> None:
    page = read(client, reverse(name) + "?id__in=x&wrong=1&cursor=%00&ordering=nonsense")
    assert "“wrong” is not a filter" in page
    assert "is not an id" in page
    assert "cannot be read" in page
    assert "order “nonsense” is unknown" in page


def test_front_page_row_says_what_when_where_who_and_how_widely_told(client: Client) -> None:
    make_story()
    page = read(client, reverse("event_list"))
    for words in (
        "Attack on a prison in Hasakah",
        "24 January 2022",
        "Al-Hasakah",
        "Syrian Democratic Forces",
        "1 article, 1 independent origin",
        "≥ 70",
        "Rain fell in Hasakah.",
    ):
        assert words in page


def test_htmx_gets_the_results_alone(client: Client) -> None:
    make_story()
    whole = client.get(reverse("event_list"))
    part = client.get(reverse("event_list"), headers={"HX-Request": "true", "HX-Target": "results"})
    assert b"<!doctype" in whole.content and b"<!doctype" not in part.content
    assert part.content.decode().strip() in whole.content.decode()
    assert "HX-Request" in part["Vary"]


def test_facets_and_days_narrow_the_front_page(client: Client) -> None:
    make_story()
    EventFactory(title="Election in Chile", location=LocationFactory(country_code="CL", name="Santiago"))
    page = read(client, reverse("event_list") + "?country=CL")
    assert "Election in Chile" in page and "Attack on a prison" not in page
    page = read(client, reverse("event_list") + "?published_at__gte=2023-01-01")
    assert "No event matches" in page


def test_search_finds_events_articles_actors_and_places(client: Client) -> None:
    make_story()
    page = read(client, reverse("search") + "?q=hasakah")
    assert "Attack on a prison in Hasakah" in page and "Prison attack in Hasakah" in page
    assert "Syrian Democratic Forces" in read(client, reverse("search") + "?q=sdf")
    assert "Nothing matches" in read(client, reverse("search") + "?q=zzzz")


@pytest.mark.parametrize("words", ["", "%00", "'", '"', "a" * 600, "-", "((", "%F0%9F%8E%89"])
def test_search_takes_any_words(client: Client, words: str) -> None:
    read(client, reverse("search") + f"?q={words}")
