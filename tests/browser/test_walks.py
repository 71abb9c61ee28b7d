"""Whole walks in a real browser, few and long because each needs a server: a reader's on a desktop and a phone, one by
keyboard alone, one of an account from a search to its feed and of a curator from a mistake to its undoing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from events.models import Event
from tests.browser.conftest import Watched
from tests.curation.queue import make_pair
from tests.factories import MOMENT, ArticleFactory, EventArticleFactory, SourceFactory, UserFactory
from tests.web.story import LISTS, make_story

pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[..., Watched]
TITLE = "Attack on a prison in Hasakah"
RIGHT_TO_LEFT = "document.documentElement.dir = 'rtl'; document.documentElement.lang = 'ar'"


@pytest.fixture
def opened(browser: Browser, live_server: Any) -> Iterator[Opened]:
    windows: list[Watched] = []

    def open_window(width: int = 1280, height: int = 800, **traits: Any) -> Watched:
        context = browser.new_context(viewport={"width": width, "height": height}, **traits)
        windows.append(Watched(context, live_server.url))
        return windows[-1]

    yield open_window
    for window in windows:
        window.page.context.close()
        assert window.faults == []


@pytest.fixture
def event(transactional_db: None) -> Event:
    made = make_story(source=SourceFactory(name="Harbour Post"))
    second = ArticleFactory(
        title="Guards flee", source=SourceFactory(name="Coast News"), text="Guards fled the prison."
    )
    second.published_at = MOMENT + timedelta(hours=5)
    second.save()
    EventArticleFactory(event=made, article=second)
    return made


@pytest.mark.parametrize("width", [1280, 390])
def test_a_reader_s_walk(event: Event, opened: Opened, width: int) -> None:
    page = opened(width).open("/")
    if width < 900:
        page.locator("label.filter-toggle").click()
    page.locator(".facet[aria-label=Country] a", has_text="Syria").click()
    expect(page.get_by_role("link", name="Take out the filter country: Syria")).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    # figure -> the sentence it stands in
    page.locator("#figures").get_by_role("link", name="70").first.click()
    expect(page.locator(".mark.figure:target")).to_have_text("At least 70 inmates")
    # the speaker, and what they claim
    page.locator(".article-text a.mark", has_text="SDF").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Syrian Democratic Forces")
    page.locator(".words a", has_text="At least 70 inmates were killed").first.click()
    assert "/claims/" in page.url
    page.get_by_role("link", name="Harbour Post").first.click()
    # two outlets side by side
    page.get_by_role("link", name="Compare with…").click()
    page.get_by_role("link", name="Coast News").click()
    expect(page.get_by_text("Of 1 shared event with both times known")).to_contain_text("told 1 first")
    page.get_by_role("link", name="Guards flee").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Guards flee")


def test_the_way_by_keyboard_alone(event: Event, opened: Opened) -> None:
    page = opened().open("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip link
    tab_to(page, TITLE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.wait_for_load_state()  # the heading is there before the script that listens for the key
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search everything")).to_be_focused()
    page.keyboard.type("inmates")
    page.keyboard.press("Enter")
    expect(page.locator("#found-articles")).to_be_visible()
    tab_to(page, "Prison attack in Hasakah")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Prison attack in Hasakah")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until a link of this name has the focus; its outline has to be seen there."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"120 times Tab do not reach {name!r}")


def test_an_account_saves_a_search_makes_a_token_and_undoes_a_merge(event: Event, opened: Opened) -> None:
    UserFactory(username="carla", permissions=["curate"])
    one, other = make_pair(1)
    window = opened()
    page = window.open(f"{reverse('search')}?q=inmates")
    page.get_by_role("link", name="Save it").click()
    page.get_by_label("Username").fill("carla")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Prisons")
    page.locator("main form button", has_text="Save").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prisons")
    feed = page.locator("a[href*='feed'], code:has-text('feed'), input[value*='feed']").first
    path = feed.get_attribute("href") or feed.get_attribute("value") or feed.inner_text()
    answer = page.request.get(path if path.startswith("http") else window.address + path)
    assert answer.status == 200 and ElementTree.fromstring(answer.body()).tag.endswith("feed")
    window.open(reverse("tokens"))
    page.locator("[name=name]").fill("Desk")
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator(".notice code")).to_contain_text("nb_")
    # a mistake, a merge, and both undone
    window.open(reverse("actor_detail", args=[one.pk]))
    page.get_by_role("link", name="Merge with…").click()
    page.locator("#add-q").fill("Ministry")
    page.get_by_role("button", name="Find").click()
    page.locator(".add-record").get_by_role("link").filter(has_text="Harbours").first.click()
    page.get_by_role("button", name="Merge into the record that stays").click()
    expect(page.locator(".messages")).to_contain_text("Merged 1 into this actor")
    page.get_by_role("button", name="Undo").first.click()
    for actor in (one, other):
        actor.refresh_from_db()
        assert actor.canonical_id is None


def test_pages_hold_at_every_size_written_from_the_right_and_on_paper(event: Event, opened: Opened) -> None:
    """320 pixels are 1280 at 400 % (WCAG 1.4.10), 640 are 200 %."""
    window = opened()
    article = first_article(event)
    addresses = [reverse(name) for name in (*LISTS, "event_map", "event_timeline", "help", "status")]
    addresses += [
        reverse("event_detail", args=[event.pk]),
        reverse("article_detail", args=[article]),
        reverse("actor_detail", args=[event.event_actors.get().actor_id]),
        f"{reverse('search')}?q=inmates",
        reverse("compare_sources") + "?one={}&other={}".format(*outlets(event)),
    ]
    for address in addresses:
        page = window.open(address)
        for width in (320, 640):
            page.set_viewport_size({"width": width, "height": 450})
            assert window.overflow() <= 0, f"{address} at {width}"
        page.evaluate(RIGHT_TO_LEFT)
        assert window.overflow() <= 0, f"{address} from the right"
        page.emulate_media(media="print")
        expect(page.locator(".masthead nav")).to_be_hidden()
        expect(page.locator("main")).to_be_visible()
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 800})
        assert window.overflow() <= 0, f"{address} wide from the right"


def first_article(event: Event) -> Any:
    return event.memberships.order_by("article__published_at").values_list("article", flat=True)[0]


def outlets(event: Event) -> list[int]:
    return list(event.memberships.order_by("article").values_list("article__source", flat=True))
