"""The groups reader, curator and admin: made once, completed again, never cut."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission

from events import accounts
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_roles_are_made_and_completed_without_taking_anything_away() -> None:
    accounts.ensure_roles()
    curators = Group.objects.get(name=accounts.CURATOR)
    extra = Permission.objects.get(codename="ingest", content_type__app_label="events")
    curators.permissions.add(extra)
    curators.permissions.remove(Permission.objects.get(codename="curate"))
    accounts.ensure_roles()
    assert Group.objects.filter(name__in=[accounts.READER, accounts.CURATOR, accounts.ADMIN]).count() == 3
    assert {"ingest", "curate"} <= set(curators.permissions.values_list("codename", flat=True))


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (accounts.READER, [], ["events.ingest", "events.curate", "events.view_actor"]),
        (accounts.CURATOR, ["events.curate", "events.view_decision"], ["events.ingest", "events.change_actor"]),
        (accounts.ADMIN, ["events.curate", "events.ingest", "auth.change_user", "events.change_feed"], []),
    ],
)
def test_each_role_may_what_it_says(role: str, may: list[str], may_not: list[str]) -> None:
    accounts.ensure_roles()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=role))
    assert user.has_perms(may)
    assert not any(user.has_perm(permission) for permission in may_not)
