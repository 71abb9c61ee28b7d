"""The merge preview: what it shows, what it does, and what it refuses in words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events import curation
from events.models import Actor, Decision
from tests import factories as make
from tests.curation.queue import make_pair
from tests.curation.world import build_world, take_picture
from tests.web.curators import hidden, merge_page
from tests.web.story import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> User:
    user: User = make.UserFactory(permissions=["curate"])
    client.force_login(user)
    return user


def test_the_preview_shows_differences_with_their_sources_and_what_is_joined(client: Client, curator: User) -> None:
    one, other = make_pair(1)
    Actor.objects.filter(pk=other.pk).update(origin="vocabulary", description="In charge of harbours")
    curation.edit_fields("actor", one.pk, {"country_code": "SE"}, curator)
    page = read(client, merge_page("actor", one, other))
    assert page.count('class="conflict"') == 2  # name and country
    assert f"set by {curator.username}" in page and "locked" in page and "from the vocabulary" in page
    assert "<mark>Harbours 1 Ministry of</mark>" in page and "was read aloud" in page
    assert "Council hears" in page
    assert re.search(rf'value="{other.pk}" checked', page), "the vocabulary's record is proposed to stay"
    assert "It will also answer to “Ministry of Harbours 1”" in page


@pytest.mark.parametrize("table", ["actor", "location", "event"])
def test_merging_leads_to_the_history_where_it_is_undone(client: Client, curator: User, table: str) -> None:
    world = build_world()
    rows = {"actor": world.actors, "location": world.places, "event": world.events}[table][:2]
    before = take_picture()
    page = read(client, merge_page(table, *rows))
    sent = hidden(page) | {"ids": ",".join(str(r.pk) for r in rows), "survivor": rows[0].pk, "note": "one and the same"}
    answer = client.post(reverse("merge", args=[table]), sent, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(f"{table}_history", args=[rows[0].pk])
    history = answer.content.decode()
    assert "Merged: " in history and "one and the same" in history and "Undo this" in history
    decision = Decision.objects.get()
    undone = client.post(
        reverse("undo_decision", args=[decision.pk]),
        {"next": reverse(f"{table}_history", args=[rows[0].pk])},
        follow=True,
    )
    assert f"Decision {decision.pk} is undone." in undone.content.decode()
    assert take_picture() == before


def test_merges_that_cannot_be_are_refused_in_words(client: Client, curator: User) -> None:
    world = build_world()
    one, other, third, person = (world.actors[n] for n in (0, 1, 2, 3))

    def try_merge(ids: list[int], survivor: int, seen: dict[str, str] | None = None) -> Any:
        marks = seen or {f"seen-{k}": v for k, v in curation.find_versions("actor", ids).items()}
        return client.post(
            reverse("merge", args=["actor"]), {**marks, "ids": ",".join(map(str, ids)), "survivor": survivor}
        )

    refused = try_merge([one.pk, person.pk], one.pk)
    assert refused.status_code == 409 and "cannot be one" in refused.content.decode()
    refused = try_merge([one.pk], one.pk)
    assert refused.status_code == 409 and "Nothing to merge" in refused.content.decode()
    seen = hidden(read(client, merge_page("actor", one, other)))
    rival = make.UserFactory()
    curation.merge_actors(third.pk, [other.pk], rival)
    for marks in (seen, None):
        refused = try_merge([one.pk, other.pk], one.pk, marks)
        assert refused.status_code == 409
        assert f"merged into actor {third.pk} by {rival.username}" in refused.content.decode()
    refused = try_merge([other.pk, third.pk], other.pk)
    assert refused.status_code == 409, "a circle cannot come about"
    assert Decision.objects.count() == 1
    for address in ("/merge/actor/?ids=", "/merge/actor/?ids=x", "/merge/article/?ids=1", "/merge/actor/?ids=" + "9" * 30,
                    "/merge/actor/?ids=" + ",".join(map(str, range(1, 40)))):  # fmt: skip
        assert client.get(address).status_code == 404, address


def test_the_second_of_two_is_told_what_the_first_did(client: Client, curator: User) -> None:
    world = build_world()
    one, other = world.actors[:2]
    seen = hidden(read(client, merge_page("actor", one, other)))
    rival = make.UserFactory()
    curation.edit_fields("actor", other.pk, {"description": "Not the same"}, rival)
    sent = seen | {"ids": f"{one.pk},{other.pk}", "survivor": one.pk}
    refused = client.post(reverse("merge", args=["actor"]), sent)
    assert refused.status_code == 409
    assert f"edit by {rival.username}" in refused.content.decode() and "Look again" in refused.content.decode()
    sent = hidden(refused.content.decode()) | {"ids": f"{one.pk},{other.pk}", "survivor": one.pk}
    assert client.post(reverse("merge", args=["actor"]), sent).status_code == 302


def test_another_record_is_found_by_name(client: Client, curator: User) -> None:
    one, other = make_pair(1)
    page = read(client, f"{merge_page('actor', one)}&q=harbours")
    assert f"ids={one.pk},{other.pk}" in page
