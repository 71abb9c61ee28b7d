"""The API of saved searches: kept by their owner, invisible to others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from events.alerts.match import match_searches
from events.models import SavedSearch
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db(transaction=True)
SEARCHES = "/api/v1/searches/"
ONE = {"name": "Floods", "kind": "event", "query": "country=IQ&ordering=id&page_size=3", "digest": "day"}


def test_a_search_is_kept_read_changed_and_deleted(outsider: APIClient) -> None:
    made = outsider.post(SEARCHES, ONE)
    assert made.status_code == 201, made.data
    assert made.data["query"] == "country=IQ" and made.data["next_mail_at"]
    assert outsider.get(made.data["feed"]).status_code == 200
    address = f"{SEARCHES}{made.data['id']}/"
    changed = outsider.patch(address, {"name": "Iraq", "digest": "never"}).data
    assert (changed["name"], changed["query"], changed["next_mail_at"]) == ("Iraq", "country=IQ", None)
    assert [row["name"] for row in outsider.get(SEARCHES).data["results"]] == ["Iraq"]
    assert outsider.delete(address).status_code == 204
    assert outsider.get(address).status_code == 404


def test_what_is_new_is_told_and_can_be_marked_as_seen(outsider: APIClient) -> None:
    address = f"{SEARCHES}{outsider.post(SEARCHES, ONE).data['id']}/"
    events = [EventFactory(country_code="IQ", location=None) for _ in range(3)]
    match_searches()
    first = outsider.get(f"{address}new/?page_size=2").data
    assert [row["id"] for row in first["results"]] == [event.pk for event in events[:2]]
    assert first["results"][0]["url"].endswith(f"/events/{events[0].pk}/")
    rest = outsider.get(f"{address}new/?since={first['last']}").data
    assert [row["id"] for row in rest["results"]] == [events[2].pk]
    assert outsider.get(address).data["unseen"] == 3
    assert outsider.post(f"{address}seen/", {"up_to": first["last"]}).data["unseen"] == 1
    assert outsider.post(f"{address}seen/").data["unseen"] == 0


def test_nobody_finds_another_accounts_search(outsider: APIClient, curator: APIClient, reader: APIClient) -> None:
    made = outsider.post(SEARCHES, ONE).data
    address = f"{SEARCHES}{made['id']}/"
    assert curator.get(SEARCHES).data["results"] == []
    for ask in (curator.get, curator.patch, curator.delete):
        assert ask(address).status_code == 404
    for path in ("seen/", "renew-feed/"):
        assert curator.post(address + path).status_code == 404
    assert curator.get(f"{address}new/").status_code == 404
    for client in (reader,):
        assert client.get(SEARCHES).status_code == 401 and client.post(SEARCHES, ONE).status_code == 401
    assert SavedSearch.objects.get().name == "Floods"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({**ONE, "query": "contry=IQ"}, "contry"),
        ({**ONE, "name": 7}, "name"),
        ({**ONE, "nam": "x"}, "nam"),
        ([1], "body"),
        ({"kind": "event"}, "name"),
        ({**ONE, "query": "country=IQ\x00"}, "query"),
    ],
)
def test_garbage_is_refused_by_name(outsider: APIClient, body: object, named: str) -> None:
    answer = outsider.post(SEARCHES, body)
    assert answer.status_code == 400
    assert named in [error["field"] for error in answer.json()["errors"]]


def test_garbage_in_addresses_is_refused(outsider: APIClient) -> None:
    address = f"{SEARCHES}{outsider.post(SEARCHES, ONE).data['id']}/"
    assert outsider.get(f"{address}new/?since=x").status_code == 400
    assert outsider.get(f"{address}new/?sinc=1").status_code == 400
    assert outsider.post(f"{address}seen/", {"up_to": True}).status_code == 400
    assert outsider.get(f"{SEARCHES}99999999999999999999/").status_code == 404


def test_the_list_asks_the_same_number_of_questions(sign_in: Callable[..., APIClient]) -> None:
    client, counts = sign_in(), []
    for number in range(2):
        for at in range(3):
            client.post(SEARCHES, {**ONE, "name": f"{number}-{at}"})
        with CaptureQueriesContext(connection) as captured:
            client.get(SEARCHES)
        counts.append(len(captured))
    assert counts[0] == counts[1]
