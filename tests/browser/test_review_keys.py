"""Thirty questions of the review queue answered by keyboard in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from events.curation.review import refresh_queue
from events.models import Decision, ReviewItem
from tests.browser.conftest import Watched
from tests.curation.queue import make_doubt, make_new_name, make_pair, make_place_doubt
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
Opened = Callable[..., Watched]


@pytest.fixture
def curator(transactional_db: None) -> User:
    user: User = UserFactory(username="anna", permissions=["curate"])
    return user


@pytest.fixture
def opened(browser: Browser, live_server: Any, curator: User) -> Iterator[Opened]:
    """Windows of the curator, signed in; none may have had a fault at the end."""
    windows: list[Watched] = []

    def open_window(width: int = 1280, **traits: Any) -> Watched:
        client = Client()
        client.force_login(curator)
        context = browser.new_context(viewport={"width": width, "height": 900}, **traits)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        windows.append(Watched(context, live_server.url))
        return windows[-1]

    yield open_window
    for window in windows:
        window.page.context.close()
        assert window.faults == []


def press(page: Page, key: str) -> None:
    """Press a key and wait for the page that follows."""
    with page.expect_navigation():
        page.keyboard.press(key)


def test_thirty_questions_by_keyboard(opened: Opened) -> None:
    for number in range(9):
        make_pair(number), make_doubt(number), make_new_name(number)
    for number in range(5):
        make_place_doubt(number)
    refresh_queue()
    total = ReviewItem.objects.count()
    assert total == 32
    page = opened().open("/review/")
    keys = ["s", "d", "u", "s", "n", "s", "z", "d"]
    pressed = 0
    while ReviewItem.objects.filter(state="decided").count() < 30:
        key = keys[pressed % len(keys)]
        pressed += 1
        if key == "s" and page.locator('[data-key="2"]').count():
            page.keyboard.press("2")
            expect(page.locator('[data-key="2"]')).to_be_checked()
        press(page, key)
        assert pressed < 80
    expect(page.locator(".review-bar")).to_contain_text("30 decided by you today")
    expect(page.locator(".review-bar")).to_contain_text(f"{total - 30} left")
    answers = set(ReviewItem.objects.filter(state="decided").values_list("answer", flat=True))
    assert answers == {"same", "different", "unsure"}
    assert Decision.objects.filter(undone_at=None).count() + ReviewItem.objects.filter(
        state="decided", decision=None
    ).count() == 30  # fmt: skip
    assert Decision.objects.exclude(undone_at=None).exists(), "z undid some"


def test_keys_do_nothing_while_typing_and_pages_fit_a_phone(opened: Opened) -> None:
    one, other = make_pair(1)
    make_doubt(1)
    refresh_queue()
    window = opened(390)
    page = window.open("/review/")
    assert window.overflow() <= 0
    page.locator("#site-search").press_sequentially("sdu")
    expect(page.locator("#site-search")).to_have_value("sdu")
    assert not Decision.objects.exists()
    for address in (f"/merge/actor/?ids={one.pk},{other.pk}", f"/actors/{one.pk}/history/", f"/actors/{one.pk}/split/"):
        window.open(address)
        assert window.overflow() <= 0, address


def test_the_same_by_buttons_without_javascript(opened: Opened) -> None:
    make_pair(1)
    refresh_queue()
    page = opened(java_script_enabled=False).open("/review/")
    page.get_by_role("button", name="Same: merge").click()
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    page.get_by_role("button", name="Undo last").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are these one and the same?")
