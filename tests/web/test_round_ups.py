"""An article of several events names them all and its main one; the others' pages mark it as a round-up."""

from __future__ import annotations

import re

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import EventArticleFactory, EventFactory
from tests.web.story import make_story, read, story_article

pytestmark = pytest.mark.django_db


def test_a_round_up_names_its_events_and_is_marked_where_it_is_told_in_passing(client: Client) -> None:
    main = make_story()
    article = story_article(main)
    other = EventFactory(title="Storm over Lagos", size=2)
    EventArticleFactory(event=other, article=article, primary=False, reason="one of 6 items of a round-up")
    page = read(client, reverse("article_detail", args=[article.pk]))
    html5lib.HTMLParser(strict=True).parse(page)
    head, section = page.split("</h1>")[1].split("</header>")[0], page.split("Why it is part of an event")[1]
    assert all(reverse("event_detail", args=[event.pk]) in head for event in (main, other))
    said = re.findall(r">([^<>]+)</a> <span class=\"badge[^>]*>([^<]+)<", section)
    assert said[:2] == [(main.title, "main event"), ("Storm over Lagos", "by one of its items")]
    assert "one of 6 items of a round-up" in section
    assert ">round-up<" in read(client, reverse("event_detail", args=[other.pk]))
    assert ">round-up<" not in read(client, reverse("event_detail", args=[main.pk]))


def test_an_article_of_one_event_is_no_round_up(client: Client) -> None:
    page = read(client, reverse("article_detail", args=[story_article(make_story()).pk]))
    assert "main event" not in page and "round-up" not in page
