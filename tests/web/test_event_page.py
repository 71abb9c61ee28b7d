"""What an event's page gives away: words each outlet prefers, linked data, how to cite and follow it, and 304."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse

from events.web.pages.wording import LEAD_CHARACTERS, cut_lead
from tests.factories import MOMENT, ArticleFactory, EventArticleFactory, EventFactory, SourceFactory
from tests.web.story import HOSTILE, make_story, read

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def test_outlets_wording_stands_side_by_side_with_the_words_each_prefers(client: Client) -> None:
    event = EventFactory()
    for name, word in (("Harbour Post", "militants"), ("Coast News", "fighters")):
        text = f"The {word} came at dawn. {word.capitalize()} took the gate, and the {word} left again."
        EventArticleFactory(event=event, article=ArticleFactory(source=SourceFactory(name=name), text=text))
    page = read(client, reverse("event_detail", args=[event.pk]))
    assert re.search(r'class="preferred">.*?militants <span class="soft">3<', page, re.DOTALL)
    assert "3 times here, 0 in all the others" in page


def test_linked_data_tells_when_and_where_as_exactly_as_known(client: Client) -> None:
    event = make_story(title=HOSTILE)
    event.start_at, event.time_precision = MOMENT, "month"
    event.save()
    page = read(client, reverse("event_detail", args=[event.pk]))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    data = json.loads(found[1])
    assert data["@type"] == "Event" and data["name"] == event.title
    assert data["startDate"] == f"{MOMENT:%Y-%m}"
    assert data["location"]["geo"]["latitude"] == 36.5
    assert data["subjectOf"][0]["headline"] == HOSTILE
    assert data["about"] == [{"@type": "Thing", "name": "Syrian Democratic Forces"}]


def test_an_event_says_how_to_cite_and_follow_it_and_answers_304(client: Client) -> None:
    event = make_story()
    address = reverse("event_detail", args=[event.pk])
    page = read(client, address)
    assert f"http://testserver{address}</span>" in page
    for link in re.findall(r'href="(/api/v1/events/[^"]*)"', page):
        assert client.get(link).status_code == 200, link
    answer = client.get(address)
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_the_feed_of_an_event_has_its_articles_newest_first(client: Client) -> None:
    event = make_story()
    late = ArticleFactory(title=HOSTILE, published_at=MOMENT + timedelta(days=1))
    EventArticleFactory(event=event, article=late, reason="same people")
    undated = ArticleFactory(title="Undated", published_at=None)
    EventArticleFactory(event=event, article=undated)
    feed = ElementTree.fromstring(read(client, reverse("event_articles_feed", args=[event.pk])))
    entries = feed.findall(f"{ATOM}entry")
    assert entries[0].findtext(f"{ATOM}title") == HOSTILE
    assert entries[0].findtext(f"{ATOM}summary") == "joined: same people"
    assert entries[-1].findtext(f"{ATOM}title") == "Undated" and entries[-1].find(f"{ATOM}published") is None
    merged = EventFactory(canonical=event)
    assert client.get(reverse("event_articles_feed", args=[merged.pk])).status_code == 302
    read(client, reverse("event_articles_feed", args=[999_999]), 404)


def test_a_lead_is_cut_at_a_word() -> None:
    assert cut_lead("Rain\n fell. ") == "Rain fell."
    cut = cut_lead("seven words of nothing in particular here " * 20)
    assert len(cut) <= LEAD_CHARACTERS + 2 and cut.endswith(" …")
