"""Lists and pages ask the database the same number of questions however many records they show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import EventArticleFactory, IngestRunFactory, RunItemFactory
from tests.web.story import LISTS, make_story

pytestmark = pytest.mark.django_db


def count_queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", [*LISTS, "event_map", "event_timeline", "search", "status"])
def test_lists_ask_a_constant_number_of_questions(client: Client, name: str) -> None:
    address = reverse(name) + ("?q=hasakah" if name == "search" else "")
    for _ in range(6):  # more than the leads of the front page, so that its list has rows too
        make_story()
        IngestRunFactory()
    few = count_queries(client, address)
    for _ in range(5):
        make_story()
        IngestRunFactory()
    assert count_queries(client, address) == few


def test_detail_pages_ask_a_constant_number_of_questions(client: Client) -> None:
    event = make_story()
    run = RunItemFactory().run
    link = event.memberships.get()
    addresses = [
        reverse("event_detail", args=[event.pk]),
        reverse("actor_detail", args=[event.event_actors.get().actor_id]),
        reverse("location_detail", args=[event.location_id]),
        reverse("source_detail", args=[link.article.source_id]),
        reverse("run_detail", args=[run.pk]),
    ]
    for _ in range(2):
        grow(event, run, link.article.source)
    few = [count_queries(client, address) for address in addresses]
    for _ in range(5):
        grow(event, run, link.article.source)
    assert [count_queries(client, address) for address in addresses] == few


def grow(event: object, run: object, source: object) -> None:
    """Add an event's worth of records to everything the detail pages show."""
    other = make_story(source=source)
    article = other.memberships.get().article
    actor = event.event_actors.first().actor  # type: ignore[attr-defined]
    EventArticleFactory(event=event, article=article, primary=False)
    other.event_actors.update(actor=actor)
    other.event_locations.update(location=event.location)  # type: ignore[attr-defined]
    article.claims.update(event=event, speaker=actor)
    article.figures.update(event=event)
    RunItemFactory(run=run, article=article)
