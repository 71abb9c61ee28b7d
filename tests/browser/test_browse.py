"""A reader's way through the pages in a real browser: event, article, actor; on a phone, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from events.models import Event
from tests.browser.conftest import Watched
from tests.factories import ArticleWorkFactory, RunItemFactory, UnreadArticleFactory, UserFactory
from tests.web.story import LISTS, make_story, story_article

pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[..., Watched]


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Opened]:
    """Open windows with given traits; at the end none may have had a fault."""
    windows: list[Watched] = []

    def open_window(width: int = 1280, **traits: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": 800}, **traits)
        window = Watched(context, live_server.url)
        windows.append(window)
        return window

    yield open_window
    for window in windows:
        window.page.context.close()
        assert window.faults == []


@pytest.fixture
def event(transactional_db: None) -> Event:
    return make_story()


def walk_to_the_actor(window: Watched) -> None:
    page = window.open("/")
    page.get_by_role("link", name="Attack on a prison in Hasakah").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Attack on a prison in Hasakah")
    page.locator(".words a", has_text="At least 70 inmates were killed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Prison attack in Hasakah")
    assert "#c" in page.url
    page.locator(".article-text a.mark", has_text="SDF").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Syrian Democratic Forces")
    expect(page.locator("main")).to_contain_text("Attack on a prison in Hasakah")


def test_from_the_front_page_to_event_article_and_actor(event: Event, opened: Opened) -> None:
    walk_to_the_actor(opened())


def test_the_same_way_without_javascript(event: Event, opened: Opened) -> None:
    window = opened(java_script_enabled=False)
    walk_to_the_actor(window)
    page = window.open("/?country=SY")
    page.get_by_role("link", name="Take out the filter country: Syria").click()
    expect(page.get_by_role("link", name="Attack on a prison in Hasakah")).to_be_visible()


def test_a_link_to_words_shows_every_part_of_the_claim(event: Event, opened: Opened) -> None:
    window = opened()
    article = story_article(event)
    claim = article.claims.get()
    page = window.open(f"{reverse('article_detail', args=[article.pk])}#c{claim.pk}")
    expect(page.locator(f"#c{claim.pk}")).to_be_in_viewport()
    shown = page.locator(".mark.targeted")
    expect(shown.first).to_be_visible()
    assert "".join(shown.all_inner_texts()) == claim.text


def test_focus_shows_who_is_meant(event: Event, opened: Opened) -> None:
    window = opened()
    page = window.open(reverse("article_detail", args=[story_article(event).pk]))
    mark = page.locator(".article-text a.mark", has_text="SDF")
    page.keyboard.press("Tab")
    mark.focus()
    shown = mark.evaluate("mark => getComputedStyle(mark, '::after').content")
    assert "Syrian Democratic Forces" in shown and "92 % sure" in shown


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_scrolls_sideways(event: Event, opened: Opened, width: int) -> None:
    window = opened(width)
    link = event.memberships.get()
    details = {
        "event_detail": event.pk,
        "article_detail": link.article_id,
        "actor_detail": event.event_actors.get().actor_id,
        "location_detail": event.location_id,
        "claim_detail": link.article.claims.get().pk,
        "source_detail": link.article.source_id,
        "run_detail": RunItemFactory(reference="https://example.org/" + "long" * 40, article=None).run_id,
    }
    addresses = [reverse(name) for name in (*LISTS, "search", "status", "demo", "login")]
    addresses += [reverse(name, args=[pk]) for name, pk in details.items()]
    for address in addresses:
        window.open(address)
        assert window.overflow() <= 0, address


def test_facets_change_the_list_in_place_and_the_address_with_it(event: Event, opened: Opened) -> None:
    window = opened()
    page = window.open("/")
    page.evaluate("window.same = true")
    page.locator(".facet[aria-label=Country] a", has_text="Syria").click()
    expect(page.get_by_role("link", name="Take out the filter country: Syria")).to_be_visible()
    assert page.url.endswith("/?country=SY")
    assert page.evaluate("window.same") is True
    page.go_back()
    expect(page.get_by_role("link", name="Take out the filter country: Syria")).to_have_count(0)
    expect(page.get_by_role("link", name="Attack on a prison in Hasakah")).to_be_visible()


def test_only_the_list_s_own_links_are_answered_in_place(event: Event, opened: Opened) -> None:
    page = opened().open("/?country=AQ")
    page.get_by_role("link", name="Show all events").click()
    page.get_by_role("link", name="Attack on a prison in Hasakah").click()
    expect(page.locator("header.masthead")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)


def test_filters_open_on_a_phone_without_javascript(event: Event, opened: Opened) -> None:
    window = opened(360, java_script_enabled=False)
    page = window.open("/")
    expect(page.locator(".facets")).to_be_hidden()
    page.locator("label.filter-toggle").click()
    expect(page.locator(".facets")).to_be_visible()
    assert window.overflow() <= 0


def test_keyboard_reaches_the_content_first(event: Event, opened: Opened) -> None:
    page = opened().open("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_run_page_follows_the_workers_and_stops_when_done(opened: Opened) -> None:
    work = ArticleWorkFactory(article=UnreadArticleFactory(), stage="read", status="pending")
    item = RunItemFactory(article=work.article)
    page = opened().open(reverse("run_detail", args=[item.run_id]))
    expect(page.locator("#run-progress")).to_contain_text("0 of 1 articles settled")
    work.status = "rejected"
    work.reason = "no text"
    work.save()
    expect(page.locator("#run-progress")).to_contain_text("Finished", timeout=10_000)
    expect(page.locator("#run-progress")).to_contain_text("no text")
    assert page.locator("#run-progress[hx-trigger]").count() == 0


def test_handing_in_a_text(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.tasks.nudge_readers", lambda: None)
    UserFactory(username="giver", permissions=["ingest"])
    page = opened(390).open("/")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Username").fill("giver")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("banner").get_by_role("link", name="Add articles").click()
    page.get_by_role("textbox", name="Text", exact=True).fill("Rain fell in Hasakah.")
    page.get_by_role("button", name="Add this text").click()
    expect(page.locator("#run-progress")).to_contain_text("1 new")
