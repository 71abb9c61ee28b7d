"""Decisions in the administration: found by their record, undone by those who may, refusals told."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from events import curation
from events.models import Actor, Decision
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST = reverse("admin:events_decision_changelist")


def undo_in_admin(client: Client, *decisions: Decision) -> str:
    chosen = {"action": "undo_chosen", "_selected_action": [d.pk for d in decisions]}
    return client.post(LIST, chosen, follow=True).content.decode()


def test_a_curator_undoes_from_the_list_and_is_told_what_cannot_be(client: Client) -> None:
    curator = make.UserFactory(is_staff=True, permissions=["curate", "view_decision"])
    client.force_login(curator)
    one, other, third = make.ActorFactory.create_batch(3)
    first = curation.merge_actors(one.pk, [other.pk], curator)
    curation.merge_actors(third.pk, [one.pk], curator)
    assert f"{first.pk}</a>" in client.get(LIST, {"q": f"actor:{other.pk}"}).content.decode()
    page = undo_in_admin(client, first)
    assert "cannot be undone exactly" in page and "canonical_id" in page
    page = undo_in_admin(client, *Decision.objects.all())
    assert page.count("is undone.") == 2
    assert not Actor.objects.filter(canonical__isnull=False).exists()
    assert "was undone by" in undo_in_admin(client, first)


def test_staff_without_the_right_undo_nothing(client: Client) -> None:
    staff = make.UserFactory(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="view_decision"))
    client.force_login(staff)
    one, other = make.ActorFactory.create_batch(2)
    decision = curation.merge_actors(one.pk, [other.pk], make.UserFactory())
    undo_in_admin(client, decision)
    decision.refresh_from_db()
    assert decision.undone_at is None
