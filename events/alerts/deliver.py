"""Delivering messages: claimed in batches, tried again at growing intervals, given up with a notice.

A claim is a conditional update with a lease that commits at once; what a killed worker held is sent again when the
lease ends, under the same Idempotency-Key.
"""

from __future__ import annotations

import logging
import random
import time
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from events import work
from events.alerts.notices import notify
from events.alerts.post import Outcome, post_message
from events.alerts.webhooks import has_its_secret, signing_secret
from events.models import Delivery, Webhook
from events.models.alert_choices import DeliveryState
from events.pipeline.fetch_settings import policy_from_settings
from events.pipeline.policy import FetchPolicy

log = logging.getLogger(__name__)

# 3, 9, 27, 81, 243, 729 and 2,187 minutes: seven more tries in two days and seven hours.
RETRIES = 7
RETRY_BASE = 3
JITTER = 0.1
# A claimed batch takes at most 10 x 15 seconds.
BATCH, OF_ONE = 10, 5
LEASE = timedelta(minutes=4)
# After a failure the receiver's other messages wait as long as the shortest retry does: it is probably down for all.
QUIET = timedelta(minutes=RETRY_BASE)
MOST_SECONDS = 120.0
KEEP = timedelta(days=30)
GONE = 410
CLAIM = """
WITH waiting AS (
     SELECT d.id, row_number() OVER (PARTITION BY d.webhook_id ORDER BY d.next_at, d.id) AS place
       FROM events_delivery AS d JOIN events_webhook AS w ON w.id = d.webhook_id
      WHERE d.state = 'pending' AND d.next_at <= now() AND (d.lease_until IS NULL OR d.lease_until < now())
            AND w.enabled AND (w.quiet_until IS NULL OR w.quiet_until <= now())),
due AS MATERIALIZED (
     SELECT id FROM events_delivery
      WHERE id IN (SELECT id FROM waiting WHERE place <= %(of_one)s ORDER BY place, id LIMIT %(limit)s)
            AND state = 'pending' AND (lease_until IS NULL OR lease_until < now())
        FOR UPDATE SKIP LOCKED)
UPDATE events_delivery AS d
   SET claimed_by = %(token)s, lease_until = now() + %(lease)s::interval, attempts = attempts + 1
  FROM due WHERE d.id = due.id RETURNING d.id
"""


def deliver_due() -> int:
    """Send what is due until nothing is, or the time of one task is up; returns how many messages were tried."""
    tried, until = 0, time.monotonic() + MOST_SECONDS
    policy = policy_from_settings()
    while time.monotonic() < until and (claimed := claim_deliveries()):
        token, ids = claimed
        for delivery in Delivery.objects.filter(pk__in=ids).select_related("webhook__user").order_by("next_at", "pk"):
            tried += 1
            _try(delivery, token, policy)
    return tried


def claim_deliveries() -> tuple[str, list[int]] | None:
    """Take a batch of due messages, a few of each receiver; None when nothing is due. Commits at once."""
    token = work.new_token()
    values: dict[str, str | int] = {
        "token": token,
        "lease": f"{LEASE.total_seconds():.0f} seconds",
        "limit": BATCH,
        "of_one": OF_ONE,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, values)
        ids = sorted(row[0] for row in cursor.fetchall())
    return (token, ids) if ids else None


def send_now(delivery: Delivery) -> Outcome:
    """Send a message at once, whatever its state, and note it in its log; it is not tried again by itself."""
    outcome = _post(delivery, policy_from_settings())
    now = timezone.now()
    delivery.log = [*delivery.log, _note(outcome)]
    delivery.attempts += 1
    delivery.state = DeliveryState.DONE if outcome.arrived else DeliveryState.FAILED
    delivery.finished_at = now
    delivery.save(update_fields=["log", "attempts", "state", "finished_at"])
    return outcome


def replay(delivery: Delivery) -> bool:
    """Queue a finished message again, with all its tries; False where it waits already."""
    again = Delivery.objects.filter(pk=delivery.pk).exclude(state=DeliveryState.PENDING)
    return bool(
        again.update(
            state=DeliveryState.PENDING, attempts=0, next_at=timezone.now(), finished_at=None, claimed_by="",
            lease_until=None,
        )
    )  # fmt: skip


def tidy_deliveries() -> int:
    """Let go of messages that ended a month ago."""
    return Delivery.objects.filter(finished_at__lt=timezone.now() - KEEP).delete()[0]


def next_try(attempts: int) -> timedelta:
    """How long to wait after so many failed tries: 3, 9, 27 … minutes, give or take a tenth."""
    minutes = RETRY_BASE ** max(attempts, 1)
    return timedelta(minutes=minutes * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 - spreads load, hides nothing


def _try(delivery: Delivery, token: str, policy: FetchPolicy) -> None:
    if not has_its_secret(delivery.webhook):
        _give_back(delivery, token)
        _disable(delivery.webhook, "the SECRET_KEY of this installation has changed: renew the webhook's secret")
        return
    outcome = _post(delivery, policy)
    now = timezone.now()
    with transaction.atomic():
        held = Delivery.objects.select_for_update().filter(pk=delivery.pk, claimed_by=token).first()
        if held is None:
            return  # our lease ended meanwhile, another worker has it
        held.log = [*held.log, _note(outcome)]
        held.claimed_by, held.lease_until = "", None
        spent = held.attempts > RETRIES
        if outcome.arrived:
            held.state, held.finished_at = DeliveryState.DONE, now
        elif spent:
            held.state, held.finished_at = DeliveryState.FAILED, now
        else:
            held.next_at = now + next_try(held.attempts)
        held.save()
        hook = Webhook.objects.filter(pk=held.webhook_id)
        if outcome.arrived:
            hook.update(last_success_at=now, quiet_until=None, failing_since=None)
        else:
            hook.filter(failing_since__isnull=True).update(failing_since=now)
            hook.update(quiet_until=now + QUIET)
    if outcome.status == GONE:
        _disable(delivery.webhook, "its address answered 410 Gone")
    elif spent and not outcome.arrived:
        _disable_where_nothing_arrived(held)


def _disable_where_nothing_arrived(delivery: Delivery) -> None:
    """A receiver that took nothing in all the time of this message's tries is switched off."""
    hook = Webhook.objects.select_related("user").get(pk=delivery.webhook_id)
    if hook.last_success_at is None or hook.last_success_at < delivery.made_at:
        last = delivery.log[-1] if delivery.log else {}
        told = f"it answered {last['status']}" if last.get("status") else "nobody answered"
        _disable(hook, f"a message failed {RETRIES + 1} times in two days ({told}) and nothing else arrived")


def _disable(hook: Webhook, reason: str) -> None:
    """Switch off, keep what waits, and tell the owner, once."""
    with transaction.atomic():
        if Webhook.objects.filter(pk=hook.pk, enabled=True).update(enabled=False, disabled_reason=reason[:300]):
            log.warning("webhook %s is switched off: %s", hook.pk, reason)
            told = f"The webhook “{hook.name}” is switched off: {reason}. Nothing is lost while it is off."
            notify(hook.user, told, reverse("webhook", args=[hook.pk]))


def _give_back(delivery: Delivery, token: str) -> None:
    Delivery.objects.filter(pk=delivery.pk, claimed_by=token).update(
        claimed_by="", lease_until=None, attempts=max(delivery.attempts - 1, 0)
    )


def _post(delivery: Delivery, policy: FetchPolicy) -> Outcome:
    hook = delivery.webhook
    return post_message(
        hook.url, signing_secret(hook), delivery.type, str(delivery.key), delivery.body.encode(), policy
    )


def _note(outcome: Outcome) -> dict[str, Any]:
    return {
        "at": timezone.now().isoformat().replace("+00:00", "Z"),
        "status": outcome.status,
        "milliseconds": outcome.milliseconds,
        "error": outcome.error,
    }
