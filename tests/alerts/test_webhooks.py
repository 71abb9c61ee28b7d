"""Webhooks: each change once and signed, tried again, given up with a notice, never sent into a private network."""

from __future__ import annotations

import hmac
import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from events.alerts import deliver, dispatch
from events.alerts.deliver import claim_deliveries, deliver_due, next_try, replay, send_now
from events.alerts.dispatch import dispatch_webhooks, make_ping
from events.alerts.match import match_searches
from events.alerts.searches import save_search
from events.alerts.webhooks import change_webhook, make_webhook, renew_secret
from events.models import Delivery, Event, Notice, Webhook
from events.selections import SelectionRefused
from tests.alerts.receiver import Receiver, receive
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receive() as found:
        settings.FETCH_ALLOW = [found.host]
        settings.PUBLIC_URL = "https://news.example.org"
        yield found


def hook_to(receiver: Receiver, types: list[str] | None = None, user: User | None = None) -> tuple[Webhook, str]:
    wanted = ["event.created"] if types is None else types
    return make_webhook(user or UserFactory(), name="Mine", url=receiver.url, types=wanted)


def make_event(**fields: Any) -> Event:
    return EventFactory(**{"country_code": "IQ", "location": None, **fields})


def make_due() -> None:
    Delivery.objects.filter(state="pending").update(next_at=timezone.now() - timedelta(seconds=1))
    Webhook.objects.update(quiet_until=None)


def test_each_change_is_sent_once_and_signed(receiver: Receiver) -> None:
    make_event(title="Before")
    hook, secret = hook_to(receiver)
    event = make_event(title="Fire \N{SNOWMAN}")
    assert dispatch_webhooks() == 1 and dispatch_webhooks() == 0
    assert deliver_due() == 1 and deliver_due() == 0
    ((headers, body),) = receiver.got
    told = json.loads(body)
    assert told["type"] == headers["newsbase-event"] == "event.created"
    assert told["id"] == headers["idempotency-key"] == str(Delivery.objects.get().key)
    assert told["data"]["title"] == "Fire \N{SNOWMAN}"
    assert told["data"]["api"] == f"https://news.example.org/api/v1/events/{event.pk}/"
    signed = f"{headers['newsbase-timestamp']}.".encode() + body
    assert headers["newsbase-signature"] == "v1=" + hmac.new(secret.encode(), signed, sha256).hexdigest()
    assert abs(int(headers["newsbase-timestamp"]) - time.time()) < 60
    hook.refresh_from_db()
    assert hook.last_success_at and Delivery.objects.get().state == "done"


def test_a_webhook_hears_of_what_it_asked_for(receiver: Receiver) -> None:
    hook_to(receiver, ["event.*"])
    event = make_event()
    event.title = "Other"
    event.save()
    event.delete()
    dispatch_webhooks()
    assert list(Delivery.objects.order_by("pk").values_list("type", flat=True)) == [
        "event.created", "event.updated", "event.deleted",
    ]  # fmt: skip


def test_a_search_is_followed_by_a_webhook(receiver: Receiver) -> None:
    user = UserFactory()
    search = save_search(user, name="Iraq", kind="event", query="country=IQ")
    make_webhook(user, name="News", url=receiver.url, search=search)
    event = make_event()
    make_event(country_code="FR")
    match_searches()
    assert dispatch_webhooks() == 1
    body = json.loads(Delivery.objects.get().body)
    assert body["type"] == "search.hit" and body["data"]["id"] == event.pk and body["data"]["search"]["name"] == "Iraq"


def test_what_fails_is_tried_again_later_and_meanwhile_the_rest_waits(receiver: Receiver) -> None:
    hook_to(receiver)
    make_event()
    dispatch_webhooks()
    receiver.answers = [500]
    assert deliver_due() == 1 and deliver_due() == 0
    delivery = Delivery.objects.get()
    assert delivery.state == "pending" and delivery.log[0]["status"] == 500 and "\x00" not in delivery.log[0]["error"]
    assert timedelta(minutes=2) < delivery.next_at - timezone.now() < timedelta(minutes=4)
    make_event()
    dispatch_webhooks()
    assert deliver_due() == 0, "the receiver is left in peace"
    make_due()
    deliver_due()
    assert {headers["idempotency-key"] for headers, _ in receiver.got} == {str(d.key) for d in Delivery.objects.all()}
    assert len(receiver.got) == 3 and not Delivery.objects.filter(state="pending").exists()


def test_the_intervals_are_those_that_are_documented() -> None:
    for attempt, minutes in enumerate((3, 9, 27, 81, 243, 729, 2187), 1):
        waits = {next_try(attempt) for _ in range(20)}
        assert all(0.9 <= wait / timedelta(minutes=minutes) <= 1.1 for wait in waits) and len(waits) > 1


def test_a_receiver_that_takes_nothing_is_switched_off_and_its_owner_told_once(receiver: Receiver) -> None:
    hook, _ = hook_to(receiver)
    make_event()
    dispatch_webhooks()
    receiver.answers = [503] * 20
    for _ in range(8):
        make_due()
        deliver_due()
    make_due()
    assert deliver_due() == 0 and len(receiver.got) == 8
    hook.refresh_from_db()
    assert not hook.enabled and "failed 8 times" in hook.disabled_reason and "503" in hook.disabled_reason
    assert Notice.objects.filter(user=hook.user).count() == 1
    make_event()
    assert dispatch_webhooks() == 0
    change_webhook(hook, name="Mine", url=receiver.url, types=["event.created"], search=None, enabled=True)
    receiver.answers = []
    assert dispatch_webhooks() == 1 and deliver_due() == 1, "it goes on where it stopped"


def test_one_failing_message_does_not_switch_off_a_receiver_that_takes_others(receiver: Receiver) -> None:
    hook, _ = hook_to(receiver)
    make_event()
    dispatch_webhooks()
    receiver.answers = [400] * 8
    for _ in range(8):
        make_due()
        Webhook.objects.update(last_success_at=timezone.now())
        deliver_due()
    hook.refresh_from_db()
    assert hook.enabled and Delivery.objects.get().state == "failed"
    assert replay(Delivery.objects.get()) and not replay(Delivery.objects.get())
    make_due()
    deliver_due()
    assert Delivery.objects.get().state == "done" and len(receiver.got) == 9
    assert len({headers["idempotency-key"] for headers, _ in receiver.got}) == 1


def test_gone_switches_off_at_once(receiver: Receiver) -> None:
    hook, _ = hook_to(receiver)
    make_event()
    dispatch_webhooks()
    receiver.answers = [410]
    deliver_due()
    hook.refresh_from_db()
    assert not hook.enabled and "410" in hook.disabled_reason


def test_private_addresses_and_redirects_are_not_followed(receiver: Receiver, settings: Any) -> None:
    hook, _ = hook_to(receiver)
    receiver.answers = [302]
    outcome = send_now(make_ping(hook))
    assert outcome.status == 302 and "not followed" in outcome.error and len(receiver.got) == 1
    settings.FETCH_ALLOW = []
    Webhook.objects.filter(pk=hook.pk).update(url="http://127.0.0.1/hook")
    hook.refresh_from_db()
    outcome = send_now(make_ping(hook))
    assert outcome.status is None and "not_public" in outcome.error and len(receiver.got) == 1
    with pytest.raises(SelectionRefused, match="cannot be sent to"):
        hook_to(receiver, user=UserFactory())


def test_a_name_that_turns_private_after_the_check_gains_nothing(receiver: Receiver, monkeypatch: Any) -> None:
    """DNS rebinding: the address is looked up once, at the connection, and that one is checked."""
    hook, _ = hook_to(receiver)
    Webhook.objects.filter(pk=hook.pk).update(url="http://rebind.example/")
    hook.refresh_from_db()
    monkeypatch.setattr("events.pipeline.policy.socket.getaddrinfo", lambda *a, **k: [(2, 1, 6, "", ("10.0.0.7", 80))])
    assert "10.0.0.7" in send_now(make_ping(hook)).error


def test_a_batch_that_breaks_off_while_it_writes_messages_leaves_none(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook_to(receiver)
    events = [make_event() for _ in range(5)]
    monkeypatch.setattr(dispatch, "BATCH", 2)
    whole, calls = dispatch._write_messages, []

    def die_once(*args: Any) -> None:
        whole(*args)
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(dispatch, "_write_messages", die_once)
    with pytest.raises(KeyboardInterrupt):
        dispatch_webhooks()
    dispatch_webhooks()
    told = [json.loads(body)["data"]["id"] for body in Delivery.objects.order_by("pk").values_list("body", flat=True)]
    assert told == [event.pk for event in events]


def test_too_many_waiting_messages_hold_the_place(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    hook_to(receiver)
    monkeypatch.setattr(dispatch, "BATCH", 1)
    monkeypatch.setattr(dispatch, "MOST_WAITING", 2)
    for _ in range(4):
        make_event()
    assert dispatch_webhooks() == 2
    deliver_due()
    assert dispatch_webhooks() == 2 and deliver_due() == 2


KILLED = """
import django, os, sys
django.setup()
from events.alerts import deliver
real = deliver.post_message
def post(*args, **kwargs):
    outcome = real(*args, **kwargs)
    print("sent", flush=True)
    import time; time.sleep(60)
    return outcome
deliver.post_message = post
deliver.deliver_due()
"""


def test_a_killed_worker_loses_nothing(receiver: Receiver, child_environment: dict[str, str]) -> None:
    hook_to(receiver)
    make_event()
    dispatch_webhooks()
    environment = {**child_environment, "FETCH_ALLOW": receiver.host, "SECRET_KEY": _secret_key()}
    worker = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout and worker.stdout.readline() == "sent\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert deliver_due() == 0, "its lease holds"
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert deliver_due() == 1
    keys = [headers["idempotency-key"] for headers, _ in receiver.got]
    assert len(keys) == 2 and len(set(keys)) == 1, "sent twice, under one key"
    assert Delivery.objects.get().state == "done"


def _secret_key() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)


def test_two_workers_take_different_messages(receiver: Receiver) -> None:
    hook_to(receiver)
    for _ in range(7):
        make_event()
    dispatch_webhooks()
    first, second = claim_deliveries(), claim_deliveries()
    assert first and second and not set(first[1]) & set(second[1])
    assert len(first[1]) == deliver.OF_ONE and len(second[1]) == 2


def test_the_secret_is_shown_once_and_stands_nowhere(
    receiver: Receiver, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    hook, secret = hook_to(receiver)
    make_event()
    dispatch_webhooks()
    receiver.answers = [500]
    deliver_due()
    with connection.cursor() as cursor:
        for table in ("events_webhook", "events_delivery", "events_notice"):
            cursor.execute(f"SELECT coalesce(string_agg(to_jsonb(t)::text, ''), '') FROM {table} AS t")
            assert secret not in cursor.fetchone()[0]
    assert secret not in caplog.text
    settings.SECRET_KEY = "another"
    make_due()
    deliver_due()
    hook.refresh_from_db()
    assert not hook.enabled and "renew" in hook.disabled_reason and len(receiver.got) == 1
    assert renew_secret(hook) != secret
