"""The map in a real browser: marks, areas, the span of time, and the list beside it; and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from events.models import Event
from tests.browser.conftest import Watched
from tests.factories import MOMENT, EventFactory, LocationFactory
from tests.web.story import make_story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def story(transactional_db: None) -> Event:
    event = make_story()
    near = LocationFactory(name="Near Hasakah", lat=36.9, lon=41.9)
    EventFactory(title="Near by", location=near, latest_at=MOMENT - timedelta(days=40))
    country = LocationFactory(name="Chile", precision="country", country_code="CL", lat=-30.0, lon=-71.0)
    EventFactory(title="Somewhere in Chile", location=country, latest_at=MOMENT - timedelta(days=80))
    return event


@pytest.fixture
def window(browser: Browser, live_server: Any) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = Watched(context, live_server.url)
    yield opened
    context.close()
    assert opened.faults == []


def test_near_places_are_one_mark_that_opens_into_them(story: Event, window: Watched) -> None:
    page = window.open(reverse("event_map"))
    both = page.locator(".map-dot.many")
    expect(both).to_have_text("2")
    expect(page.locator(".map-area")).to_have_text("1")  # a country is an area with a number, no dot
    expect(page.locator(".outline.has-events")).to_have_count(1)
    both.click()
    expect(both).to_have_count(0)
    expect(page.locator(".map-dot")).to_have_count(2)
    page.get_by_role("button", name="Al-Hasakah").click()
    page.locator(".leaflet-popup").get_by_role("link", name=story.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.title)


def test_the_span_of_time_narrows_map_and_list(story: Event, window: Watched) -> None:
    page = window.open(reverse("event_map"))
    expect(page.locator(".map-count")).to_have_text("3 of 3 events in view")
    page.get_by_role("slider", name="Until").focus()
    page.keyboard.press("Home")
    expect(page.locator(".map-count")).to_have_text("1 of 3 events in view")
    expect(page.locator("[data-event]:visible")).to_have_count(1)
    expect(page.locator("[data-event]:visible")).to_contain_text("Somewhere in Chile")
    page.get_by_role("link", name="Filter by what is shown").click()
    assert "published_at__lte=" in page.url and "bbox=" in page.url
    expect(page.get_by_role("link", name="Take out the filter on the map")).to_be_visible()


def test_a_facet_redraws_the_map_in_place(story: Event, window: Watched) -> None:
    page = window.open(reverse("event_map"))
    expect(page.locator(".map-area")).to_have_count(1)
    page.locator(".facet[aria-label=Country] a", has_text="Syria").click()
    expect(page.locator(".map-area")).to_have_count(0)
    expect(page.locator("#event-map.leaflet-container")).to_have_count(1)
    assert page.url.endswith("?country=SY")


def test_marks_are_reached_and_opened_by_keyboard(story: Event, window: Watched) -> None:
    page = window.open(reverse("event_map"))
    page.locator(".map-area").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup")).to_contain_text("Somewhere in Chile")


def test_without_scripts_the_list_has_every_event(story: Event, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + reverse("event_map"))
    expect(page.locator("[data-event]:visible")).to_have_count(3)
    expect(page.locator("#event-map")).to_contain_text("The map itself needs JavaScript")
    page.get_by_role("link", name=story.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.title)
    context.close()


def test_what_came_since_the_last_visit_is_marked(story: Event, window: Watched) -> None:
    page = window.open("/")
    expect(page.locator(".is-new")).to_have_count(0)  # a first visit has no last one
    long_ago = "JSON.stringify({last: Math.floor(Date.now() / 1000) - 7200})"
    page.evaluate(f"localStorage.setItem('newsbase:visit', {long_ago})")
    page.reload()
    expect(page.locator(".is-new")).to_have_count(3)
    expect(page.locator(".new-since")).to_contain_text("3 of these are new since your last visit")


def test_the_search_box_answers_to_its_key_and_offers_names(story: Event, window: Watched) -> None:
    page = window.open("/")
    page.keyboard.press("/")
    expect(page.locator("#site-search")).to_be_focused()
    page.keyboard.type("sdf")
    page.locator("#suggestions").get_by_role("link", name="Syrian Democratic Forces").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Syrian Democratic Forces")
