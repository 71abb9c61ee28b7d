"""The API of webhooks: secrets shown once, logs and replays for their owner alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from events.alerts.deliver import deliver_due
from events.alerts.dispatch import dispatch_webhooks
from events.models import Delivery, Notice, SavedSearch, Webhook
from tests.alerts.receiver import Receiver, receive
from tests.factories import EventFactory, UserFactory
from tests.web.story import read

pytestmark = pytest.mark.django_db(transaction=True)
HOOKS = "/api/v1/webhooks/"
ONE: dict[str, Any] = {"name": "Desk", "url": "https://desk.example/hook", "types": ["event.created", "claim.*"]}


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receive() as found:
        settings.FETCH_ALLOW = [found.host]
        yield found


def test_a_webhook_is_made_tested_followed_and_replayed(outsider: APIClient, receiver: Receiver) -> None:
    made = outsider.post(HOOKS, {**ONE, "url": receiver.url})
    assert made.status_code == 201 and made.data["secret"].startswith("whsec_"), made.data
    address = f"{HOOKS}{made.data['id']}/"
    assert "secret" not in outsider.get(address).data
    receiver.answers = [500]
    assert outsider.post(f"{address}test/").data["log"][0]["status"] == 500
    assert outsider.post(f"{address}test/").data["state"] == "done"
    EventFactory(location=None)
    dispatch_webhooks()
    assert outsider.get(address).data["waiting"] == 1
    deliver_due()
    sent = outsider.get(f"{address}deliveries/").data["results"]
    assert [row["type"] for row in sent] == ["event.created", "test.ping", "test.ping"]
    again = outsider.post(f"{address}deliveries/{sent[0]['id']}/replay/")
    assert again.status_code == 202 and again.data["state"] == "pending" and again.data["key"] == sent[0]["key"]
    renewed = outsider.post(f"{address}renew-secret/").data["secret"]
    assert renewed != made.data["secret"]
    assert outsider.patch(address, {"enabled": False}).data["disabled_reason"] == "switched off by its owner"
    assert outsider.delete(address).status_code == 204 and not Delivery.objects.exists()


def test_a_webhook_may_follow_a_search_of_ones_own_only(outsider: APIClient, curator: APIClient) -> None:
    mine = outsider.post("/api/v1/searches/", {"name": "Iraq", "query": "country=IQ"}).data["id"]
    hook = {"name": "News", "url": ONE["url"], "search": mine}
    assert curator.post(HOOKS, hook).json()["errors"][0]["field"] == "search"
    made = outsider.post(HOOKS, hook).data
    assert made["search"] == mine and made["types"] == []
    changed = outsider.patch(f"{HOOKS}{made['id']}/", {"types": ["event.*"]})
    assert changed.data["search"] is None, changed.data


def test_nobody_finds_another_accounts_webhook(outsider: APIClient, curator: APIClient, reader: APIClient) -> None:
    made = outsider.post(HOOKS, ONE).data
    address = f"{HOOKS}{made['id']}/"
    assert curator.get(HOOKS).data["results"] == []
    for ask in (curator.get, curator.patch, curator.delete):
        assert ask(address).status_code == 404
    for path in ("test/", "renew-secret/", "deliveries/1/replay/"):
        assert curator.post(address + path).status_code == 404
        assert reader.post(address + path).status_code == 401
    assert curator.get(f"{address}deliveries/").status_code == 404
    assert reader.get(HOOKS).status_code == 401
    assert Webhook.objects.get().name == "Desk"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({**ONE, "url": "http://127.0.0.1:5432/"}, "url"),
        ({**ONE, "types": "event.created"}, "types"),
        ({**ONE, "types": [[]]}, "types"),
        ({**ONE, "types": ["event"]}, "types"),
        ({**ONE, "search": True, "types": []}, "search"),
        ({**ONE, "secret": "mine"}, "secret"),
        ({"name": "x"}, "url"),
        ("x", "body"),
    ],
)
def test_garbage_is_refused_by_name(outsider: APIClient, body: object, named: str) -> None:
    answer = outsider.post(HOOKS, body, format="json")
    assert answer.status_code == 400
    assert named in [error["field"] for error in answer.json()["errors"]]


def test_the_lists_ask_the_same_number_of_questions(sign_in: Callable[..., APIClient]) -> None:
    client, counts = sign_in(), []
    hook = Webhook.objects.get(pk=client.post(HOOKS, ONE).data["id"])
    for number in range(2):
        for at in range(3):
            client.post(HOOKS, {**ONE, "name": f"{number}-{at}"})
            Delivery.objects.create(webhook=hook, type="x", body="{}", next_at=hook.created_at)
        with CaptureQueriesContext(connection) as captured:
            client.get(HOOKS)
            client.get(f"{HOOKS}{hook.pk}/deliveries/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_pages_show_a_secret_once_and_what_was_sent(client: Client, receiver: Receiver) -> None:
    user = UserFactory()
    client.force_login(user)
    made = client.post(reverse("webhooks"), {"name": "<b>Desk", "url": receiver.url, "types": ["event.*"]})
    assert made.status_code == 200 and b"whsec_" in made.content
    hook = Webhook.objects.get()
    assert "whsec_" not in read(client, reverse("webhooks")) and "<b>Desk" not in read(client, reverse("webhooks"))
    client.post(reverse("webhook_test", args=[hook.pk]))
    assert "test.ping" in read(client, reverse("webhook", args=[hook.pk]))
    assert b"whsec_" in client.post(reverse("webhook_secret", args=[hook.pk])).content
    Notice.objects.create(user=user, text="Look <here>", path=reverse("webhook", args=[hook.pk]))
    assert "Look &lt;here&gt;" in read(client, reverse("webhooks"))
    client.post(reverse("dismiss_notice", args=[Notice.objects.get().pk]))
    assert "Look" not in read(client, reverse("webhooks"))
    client.force_login(UserFactory())
    for name in ("webhook", "webhook_test", "webhook_secret", "webhook_delete"):
        assert client.post(reverse(name, args=[hook.pk])).status_code == 404
    delivery = Delivery.objects.get()
    assert client.post(reverse("webhook_replay", args=[hook.pk, delivery.pk])).status_code == 404
    assert client.post(reverse("dismiss_notice", args=[Notice.objects.get().pk])).status_code == 404
    assert SavedSearch.objects.count() == 0
