"""Every page against what machines can check: accessibility by axe-core in both themes, strict HTML, no dead link."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import axe_playwright_python
import html5lib
import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from events.models import Event
from tests.browser.conftest import Watched
from tests.factories import ArticleRevisionFactory, EventArticleFactory, RunItemFactory
from tests.web.story import LISTS, TEXT, make_story, story_article

AXE = next(Path(axe_playwright_python.__file__).parent.glob("**/axe.min.js")).read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MOST_PAGES = 150
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(transactional_db: None) -> Event:
    made = make_story()
    other = story_article(make_story(title="Another report"))
    EventArticleFactory(event=made, article=other, primary=False)
    made.claims.update(standing="disputed")
    ArticleRevisionFactory(article=made.memberships.get(primary=True).article, text=TEXT.replace("70", "81"))
    return made


def list_pages(event: Event) -> list[str]:
    article = event.memberships.get(primary=True).article
    details = {
        "event_detail": event.pk,
        "article_detail": article.pk,
        "article_revisions": article.pk,
        "actor_detail": event.event_actors.get().actor_id,
        "location_detail": event.location_id,
        "claim_detail": article.claims.get().pk,
        "source_detail": article.source_id,
        "actor_history": event.event_actors.get().actor_id,
        "run_detail": RunItemFactory(article=article).run_id,
    }
    pages = [reverse(name) for name in (*LISTS, "event_map", "event_timeline", "search", "status", "help", "login")]
    pages += [reverse(name, args=[pk]) for name, pk in details.items()]
    one, other = event.memberships.order_by("pk").values_list("article__source", flat=True)[:2]
    actor = event.event_actors.get().actor_id
    pages += [f"{reverse('compare_sources')}?one={one}&other={other}", f"{reverse('compare_actors')}?one={actor}"]
    return [*pages, f"{reverse('search')}?q=inmates", f"{reverse('event_list')}?country=AQ", "/events/999999/"]


def test_axe_finds_nothing_in_either_theme(event: Event, browser: Browser, live_server: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    window = Watched(context, live_server.url)
    found = []
    for address in list_pages(event):
        page = window.open(address)
        if "map" in address:
            page.locator(".leaflet-marker-icon").first.wait_for()
        page.evaluate(AXE)
        found += [f"{address}: {fault}" for fault in find_faults(page)]
        page.set_viewport_size({"width": 390, "height": 800})
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"{address}, dark on a phone: {fault}" for fault in find_faults(page)]
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")
    context.close()
    assert not found, "\n".join(found)


def find_faults(page: Page) -> list[str]:
    faults = page.evaluate("rules => axe.run({runOnly: rules}).then(found => found.violations)", RULES)
    return [f"{fault['id']}: {node['html'][:160]}" for fault in faults for node in fault["nodes"][:3]]


def test_every_page_is_strict_html(event: Event, client: Client) -> None:
    for address in list_pages(event):
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        parser.parse(client.get(address).content.decode())  # raises ParseError at the first fault


def test_no_link_is_dead(event: Event, client: Client) -> None:
    """Follow every link of our own from the front page, as a reader who is not signed in."""
    waiting, seen = ["/"], {"/"}
    dead = []
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop()
        answer = client.get(address, follow=True)
        if answer.status_code != 200:
            dead.append(f"{address} answers {answer.status_code}")
        elif answer["Content-Type"].startswith("text/html"):
            for link in find_links(answer.content.decode(), address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)
    assert dead == []
    assert len(seen) > 60


def find_links(text: str, base: str) -> Iterator[str]:
    tree = html5lib.parse(text, namespaceHTMLElements=False)
    for element in tree.iter():
        if element.tag not in ("a", "link", "script", "form"):
            continue
        target = (
            element.get("href")
            or element.get("src")
            or (element.get("action") if element.get("method") != "post" else None)
        )
        if not target or urlsplit(target).netloc or target.startswith(("#", "mailto:", "javascript:")):
            continue
        path = urldefrag(urljoin(base, target))[0]
        if not path.startswith(("/static/", "/api/", "/admin/")):
            yield path


def test_fragments_lead_to_something(event: Event, client: Client) -> None:
    """Links inside the article and event pages point at words that are there."""
    article = event.memberships.get(primary=True).article
    for address in (reverse("event_detail", args=[event.pk]), reverse("article_detail", args=[article.pk])):
        tree = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
        ids = {element.get("id") for element in tree.iter() if element.get("id")}
        for element in tree.iter("a"):
            target = element.get("href") or ""
            assert not target.startswith("#") or target[1:] in ids, f"{address}: {target}"
