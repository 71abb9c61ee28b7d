"""Turning changes and hits into messages: a webhook's place moves in the transaction that writes its messages."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.alerts.cards import CARDS, Card, describe_ids
from events.alerts.changes import Position, read_changes
from events.alerts.webhooks import HIT, PING, wants
from events.models import Delivery, Webhook
from events.models.alert_choices import DeliveryState

BATCH = 1_000
MOST_WAITING = 10_000
"""Messages that wait for one receiver; above it its place stays where it is, and nothing is lost."""

Item = tuple[str, str, int]  # type, kind, record


def dispatch_webhooks() -> int:
    """Write the messages of everything that happened since; returns how many."""
    made = 0
    for pk in Webhook.objects.filter(enabled=True, user__is_active=True).values_list("pk", flat=True):
        more = True
        while more:
            written, more = _dispatch(pk)
            made += written
    return made


def make_ping(hook: Webhook) -> Delivery:
    """Write a test message, in nobody's queue: whoever makes it sends it."""
    now = timezone.now()
    key = uuid4()
    body = _write_body(str(key), PING, now, {"webhook": hook.pk, "name": hook.name})
    return Delivery.objects.create(
        webhook=hook, key=key, type=PING, body=body, next_at=now, state=DeliveryState.FAILED, finished_at=now
    )


def _dispatch(pk: int) -> tuple[int, bool]:
    """One batch of one webhook: how many messages, and whether there is more to do for it now."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, enabled=True).first()
        if hook is None or hook.deliveries.filter(state=DeliveryState.PENDING).count() >= MOST_WAITING:
            return 0, False
        items, more = _take_hits(hook) if hook.search_id else _take_changes(hook)
        _write_messages(hook, items)
        hook.save(update_fields=["transaction", "change", "hit"])
        return len(items), more


def _take_changes(hook: Webhook) -> tuple[list[Item], bool]:
    changes = read_changes(Position(hook.transaction, hook.change), BATCH)
    if changes:
        hook.transaction, hook.change = changes[-1].position.transaction, changes[-1].position.change
    told = dict.fromkeys(
        (f"{seen.kind}.{seen.verb}", seen.kind, seen.record) for seen in changes if wants(hook, seen.kind, seen.verb)
    )
    return list(told), len(changes) == BATCH


def _take_hits(hook: Webhook) -> tuple[list[Item], bool]:
    assert hook.search is not None
    hits: QuerySet[Any] = hook.search.hits.filter(found_at__isnull=False, pk__gt=hook.hit).order_by("pk")
    taken = list(hits[:BATCH])
    if taken:
        hook.hit = taken[-1].pk
    return [(HIT, hook.search.kind, hit.record) for hit in taken], len(taken) == BATCH


def _write_messages(hook: Webhook, items: list[Item]) -> None:
    now, cards = timezone.now(), _describe(items)
    made = []
    for type_, kind, record in items:
        key = uuid4()
        data: dict[str, Any] = {"kind": kind, "id": record, "api": f"{settings.PUBLIC_URL}/api/v1/{kind}s/{record}/"}
        if card := cards.get((kind, record)):
            data |= {"title": card.title, "page": settings.PUBLIC_URL + card.path}
        if hook.search is not None:
            data["search"] = {"id": hook.search.pk, "name": hook.search.name}
        made.append(
            Delivery(webhook=hook, key=key, type=type_, body=_write_body(str(key), type_, now, data), next_at=now)
        )
    Delivery.objects.bulk_create(made, batch_size=500)


def _describe(items: list[Item]) -> dict[tuple[str, int], Card]:
    ids: dict[str, list[int]] = defaultdict(list)
    for type_, kind, record in items:
        if kind in CARDS and not type_.endswith((".deleted", ".merged")):
            ids[kind].append(record)
    return {(kind, card.id): card for kind, records in ids.items() for card in describe_ids(kind, records)}


def _write_body(key: str, type_: str, now: datetime, data: dict[str, Any]) -> str:
    told = {"id": key, "type": type_, "created_at": now.isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(told, ensure_ascii=False)
