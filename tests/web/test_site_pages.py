"""Pages about the site itself: help, status, style guide, and the page for those who ask too often."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from events.models.choices import Standing
from events.web.pages.status import describe_work
from events.web.throttles import CostlyPages
from tests.factories import FeedFactory, IngestRunFactory
from tests.web.story import HOSTILE, read

pytestmark = pytest.mark.django_db


def test_help_explains_each_standing(client: Client) -> None:
    page = read(client, reverse("help"))
    for standing in Standing.values:
        assert f"<dt>{standing.replace('_', ' ')}</dt><dd>" in page


def test_who_searches_too_often_is_told_when_to_come_back(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CostlyPages, "rate", "2/min")
    for _ in range(2):
        read(client, reverse("search") + "?q=rain")
    answer = client.get(reverse("search") + "?q=rain")
    assert answer.status_code == 429 and 1 <= int(answer["Retry-After"]) <= 60
    assert f"Try again in {answer['Retry-After']} second" in answer.content.decode()
    read(client, reverse("event_list"))  # reading goes on
    other = Client(REMOTE_ADDR="203.0.113.9")
    assert other.get(reverse("search") + "?q=rain").status_code == 200


def test_status_names_what_came_in_and_which_feeds_fail(client: Client) -> None:
    IngestRunFactory(label="monday.jsonl", created=3, revised=1)
    FeedFactory(error_count=4, error_message=HOSTILE)
    page = read(client, reverse("status"))
    assert "4 documents in the last 14 days" in page and "monday.jsonl" in page
    assert "failed 4 times" in page and "1 polled, 1 failing" in page and HOSTILE not in page


def test_states_of_work_are_told_in_words_with_their_shares() -> None:
    rows = [("conclude", "done", 98), ("read", "done", 1), ("read", "failed", 1)]
    states = describe_work(rows)
    assert [(state.words, state.count, state.is_trouble) for state in states] == [
        ("done", 99, False),
        ("failed while being read", 1, True),
    ]
    assert [state.share for state in states] == [99, 1]
    assert describe_work([]) == []


def test_the_style_guide_is_there_for_developers_alone(client: Client, settings: Any) -> None:
    read(client, reverse("styleguide"), 404)
    settings.DEBUG = True
    page = read(client, reverse("styleguide"))
    html5lib.HTMLParser(strict=True).parse(page)
    assert "3,252 to 11,300" in page and "retracted" in page
