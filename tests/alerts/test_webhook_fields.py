"""What a webhook may be: what cannot be one is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from events.alerts.webhooks import TYPES, make_webhook
from events.models import Webhook
from events.selections import SelectionRefused
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"url": "ftp://receiver.example/"}, "only http and https"),
        ({"url": "https://user:pw@receiver.example/"}, "user name"),
        ({"url": "http://receiver.example:22/"}, "port 22"),
        ({"url": "x" * 3000}, "cannot be sent to"),
        ({"types": ["event.exploded"]}, "no type of message"),
        ({"types": []}, "is missing"),
        ({"name": "\n"}, "not a name"),
    ],
)
def test_what_cannot_be_a_webhook_is_named(fields: dict[str, Any], named: str) -> None:
    given = {"name": "Mine", "url": "https://receiver.example/", "types": ["event.*"], **fields}
    with pytest.raises(SelectionRefused, match=named):
        make_webhook(UserFactory(), **given)
    assert not Webhook.objects.exists()


def test_every_type_can_be_asked_for() -> None:
    hook, _ = make_webhook(UserFactory(), name="All", url="https://receiver.example/", types=TYPES)
    assert len(hook.types) == 40 == len(set(TYPES))
