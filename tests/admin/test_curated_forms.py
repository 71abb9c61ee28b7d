"""Correcting records in the administration: every save is a decision, with its locks, conflicts told, names added."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from events import accounts, curation, models
from events.models import Actor, ActorName, Decision, Event, Location
from tests import factories as make
from tests.curation.world import World, build_world, take_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> User:
    accounts.ensure_roles()
    user: User = make.UserFactory(is_staff=True)
    user.groups.add(Group.objects.get(name=accounts.CURATOR))
    client.force_login(user)
    return user


@pytest.fixture
def world(curator: User) -> World:
    return build_world()


def address(row: Any) -> str:
    return reverse(f"admin:events_{row._meta.model_name}_change", args=[row.pk])


def form_data(client: Client, row: Any) -> dict[str, Any]:
    """What a browser sends of the form as it is."""
    shown = client.get(address(row))
    form = shown.context["adminform"].form
    data: dict[str, Any] = {}
    for name in form.fields:
        data[name] = form[name].value()
        if form.fields[name].show_hidden_initial:
            data[f"initial-{name}"] = data[name]
    for inline in shown.context["inline_admin_formsets"]:
        formset = inline.formset
        prefix = formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": len(formset.forms), f"{prefix}-INITIAL_FORMS": formset.initial_form_count()}
        for row_form in formset.forms:
            data |= {row_form.add_prefix(n): row_form[n].value() for n in row_form.fields}
    return {name: value for name, value in data.items() if value is not None and value is not False}


def save(client: Client, row: Any, **values: Any) -> Any:
    return client.post(address(row), form_data(client, row) | values, follow=True)


def test_an_edit_is_a_decision_that_locks_and_can_be_undone(client: Client, world: World, curator: User) -> None:
    actor = world.actors[0]
    before = take_picture()
    page = save(client, actor, description="A ministry.", name="Bureau of Bridges")
    assert "was changed successfully" in page.content.decode()
    decision = Decision.objects.get()
    assert (decision.verb, decision.account) == ("edit", curator.username)
    actor.refresh_from_db()
    assert (actor.name, actor.description) == ("Bureau of Bridges", "A ministry.")
    assert set(actor.locked_fields) == {"name", "description"}
    assert actor.names.filter(name="Bureau of Bridges").exists()
    curation.undo(decision.pk, curator)
    assert take_picture() == before


def test_saving_an_unchanged_form_decides_nothing(client: Client, world: World) -> None:
    before = take_picture()
    for row in (world.actors[0], world.places[0], world.events[0]):
        page = save(client, row)
        assert page.redirect_chain, page.context["errors"]
    assert not Decision.objects.exists()
    assert take_picture() == before


def test_places_and_events_are_edited_alike(client: Client, world: World) -> None:
    place, event = world.places[0], world.events[0]
    save(client, place, lat="1.5", lon="2.5")
    save(client, event, title="What a person calls it")
    place.refresh_from_db()
    event.refresh_from_db()
    assert (place.lat, place.lon, set(place.locked_fields)) == (1.5, 2.5, {"lat", "lon"})
    assert (event.title, event.locked_fields) == ("What a person calls it", ["title"])
    page = save(client, place, lat="")
    assert not page.redirect_chain and "location_point_on_earth" in page.content.decode()


def test_locks_are_shown_set_and_released(client: Client, world: World) -> None:
    actor = world.actors[0]
    assert not re.search(r'value="kind"[^>]*checked', client.get(address(actor)).content.decode())
    save(client, actor, locks=["kind", "names"])
    actor.refresh_from_db()
    assert actor.locked_fields == ["kind", "names"]
    assert re.search(r'value="kind"[^>]*checked', client.get(address(actor)).content.decode())
    save(client, actor, locks=["names"])
    actor.refresh_from_db()
    assert actor.locked_fields == ["names"]
    assert list(Decision.objects.order_by("pk").values_list("verb", flat=True)) == ["lock", "unlock"]


def test_names_are_added_and_weakened_by_decisions(client: Client, world: World) -> None:
    actor = world.actors[0]
    first = form_data(client, actor)
    held = next(name for name in first if name.endswith("-0-name"))
    page = client.post(
        address(actor),
        {k: v for k, v in first.items() if not k.endswith("-0-strong")}
        | {"names-1-name": "The Bridges", "names-1-strong": "on"},
        follow=True,
    )
    assert page.redirect_chain, page.context["errors"]
    assert held and set(actor.names.values_list("name", "strong")) == {(actor.name, False), ("The Bridges", True)}
    assert set(Decision.objects.values_list("verb", flat=True)) == {"alias"}
    page = save(client, actor, **{"names-2-name": "…", "names-2-strong": "on"})
    assert "no letter or digit" in page.content.decode()
    assert ActorName.objects.filter(actor=actor).count() == 2


def test_who_comes_second_is_told_what_the_first_one_did(client: Client, world: World) -> None:
    actor = world.actors[0]
    stale = form_data(client, actor)
    rival = make.UserFactory()
    curation.edit_fields("actor", actor.pk, {"description": "First"}, rival)
    page = client.post(address(actor), stale | {"description": "Second"})
    assert f"edit by {rival.username}" in page.content.decode()
    actor.refresh_from_db()
    assert actor.description == "First"


def test_a_refusal_while_writing_is_told_and_leaves_nothing(
    client: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise curation.CurationConflict("somebody was faster by a hair")

    monkeypatch.setattr(curation, "lock_fields", refuse)
    before = take_picture()
    page = save(client, world.actors[0], description="Half of it", locks=["kind"])
    assert "faster by a hair" in page.content.decode()
    assert take_picture() == before


def test_selected_records_are_led_to_the_preview(client: Client, world: World) -> None:
    for model, rows in ((Actor, world.actors[:2]), (Location, world.places), (Event, world.events[:2])):
        chosen = {"action": "merge_selected", "_selected_action": [row.pk for row in rows]}
        answer = client.post(reverse(f"admin:events_{model._meta.model_name}_changelist"), chosen, follow=True)
        assert answer.status_code == 200
        assert f"/merge/{model._meta.model_name}/" in answer.redirect_chain[-1][0]
        page = client.post(
            reverse(f"admin:events_{model._meta.model_name}_changelist"),
            chosen | {"_selected_action": [rows[0].pk]},
            follow=True,
        )
        assert "Choose 2 to 10 records" in page.content.decode()


def test_staff_without_the_right_look_and_change_nothing(client: Client, world: World) -> None:
    accounts.ensure_roles()
    looker = make.UserFactory(is_staff=True)
    looker.user_permissions.add(*models_permissions("view_actor"))
    client.force_login(looker)
    assert client.get(address(world.actors[0])).status_code == 200
    assert client.post(address(world.actors[0]), {"description": "x"}).status_code == 403
    assert not Decision.objects.exists()


def models_permissions(*names: str) -> list[Any]:
    from django.contrib.auth.models import Permission

    return list(Permission.objects.filter(codename__in=names))


def test_a_merged_record_is_not_corrected(client: Client, world: World, curator: User) -> None:
    one, other = world.actors[:2]
    curation.merge_actors(one.pk, [other.pk], curator)
    assert client.get(address(other)).status_code == 200
    assert client.post(address(other), {"description": "x"}).status_code == 403
    assert models.Actor.objects.get(pk=other.pk).description == ""
