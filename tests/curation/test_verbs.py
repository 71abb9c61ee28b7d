"""Splitting, linking, naming, editing, locking and judging: what each does, refuses, and takes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from events import curation
from events.curation import CurationConflict, CurationRefused, UndoRefused, undo
from events.curation.alias import MOST_NAMES
from events.models import Actor, ActorName, Claim, Decision, EventActor, Figure, Location, Mention
from events.models.choices import Verdict
from tests import factories as make
from tests.curation.world import World, build_world, take_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def test_a_split_founds_an_actor_and_keeps_the_two_apart(world: World) -> None:
    whole = world.actors[0]
    chosen = [m.pk for m in world.mentions if m.actor_id == whole.pk][:1]
    before = take_picture()
    decision, founded = curation.split_actor(whole.pk, chosen, world.user, name="Bureau of the North")
    moved = Mention.objects.get(pk=chosen[0])
    assert (moved.actor_id, moved.decided_by, moved.link_score) == (founded.pk, "curator", None)
    assert set(Claim.objects.filter(speaker=founded).values_list("speaker_mention", flat=True)) == set(chosen)
    assert Figure.objects.get(speaker=founded).claim.speaker_mention_id == chosen[0]  # type: ignore[union-attr]
    assert EventActor.objects.get(actor=founded).event.memberships.get().article_id == moved.article_id
    whole.refresh_from_db()
    founded.refresh_from_db()
    assert (whole.mention_count, founded.mention_count, founded.origin, founded.kind) == (1, 1, "curator", whole.kind)
    assert curation.verdict_on("actor", founded.pk, whole.pk) == Verdict.DIFFERENT
    assert list(Decision.objects.about("actor", founded.pk)) == [decision]
    undo(decision.pk, world.user)
    assert take_picture() == before


def test_mentions_of_a_merged_record_can_be_split_off_its_survivor(world: World) -> None:
    one, other = world.actors[:2]
    merged = curation.merge_actors(one.pk, [other.pk], world.user)
    chosen = [m.pk for m in world.mentions if m.actor_id == other.pk][:1]
    between = take_picture()
    split, _ = curation.split_actor(one.pk, chosen, world.user, name="Somebody else")
    undo(merged.pk, world.user)
    assert Actor.objects.get(pk=other.pk).mention_count == 1
    undo(split.pk, world.user)
    assert {m.actor_id for m in Mention.objects.filter(pk__in=chosen)} == {other.pk}
    again = curation.merge_actors(one.pk, [other.pk], world.user)
    undo(again.pk, world.user)
    curation.merge_actors(one.pk, [other.pk], world.user)
    now = take_picture()
    assert {k: v for k, v in now.items() if k != "ActorJudgement"} == {
        k: v for k, v in between.items() if k != "ActorJudgement"
    }


def test_a_split_is_not_undone_over_what_came_to_the_new_actor(world: World) -> None:
    whole, other = world.actors[:2]
    chosen = [m.pk for m in world.mentions if m.actor_id == whole.pk][:1]
    decision, founded = curation.split_actor(whole.pk, chosen, world.user, name="Bureau of the North")
    make.MentionFactory(actor=founded)
    with pytest.raises(UndoRefused) as refused:
        undo(decision.pk, world.user)
    assert refused.value.changes == (f"1 mentions came to refer to actor {founded.pk} “Bureau of the North”",)
    Mention.objects.filter(actor=founded).exclude(pk__in=chosen).update(actor=other)
    linked = curation.link_mention(world.mentions[-1].pk, world.user, actor=founded.pk)
    with pytest.raises(UndoRefused, match=f"decision {linked.pk}"):
        undo(decision.pk, world.user)


def test_a_split_refuses_what_is_not_the_actors(world: World) -> None:
    whole, other = world.actors[:2]
    foreign = next(m.pk for m in world.mentions if m.actor_id == other.pk)
    own = next(m for m in world.mentions if m.actor_id == whole.pk)
    before = take_picture()
    cases: list[tuple[list[int], str, type[Exception], str]] = [
        ([], "N", CurationRefused, "Nothing to split"),
        ([10**9], "N", CurationRefused, "no mention"),
        ([foreign], "N", CurationConflict, "Not of actor"),
        ([own.pk], "", CurationRefused, "name"),
        ([own.pk], "x" * 10_000, CurationRefused, "name: .*200"),
        ([own.pk], "a\x00b", CurationRefused, "NUL"),
        ([own.pk], "!!!", CurationRefused, "no letter"),
    ]
    for chosen, name, error, why in cases:
        with pytest.raises(error, match=why):
            curation.split_actor(whole.pk, chosen, world.user, name=name)
    with pytest.raises(CurationRefused, match="kind"):
        curation.split_actor(whole.pk, [own.pk], world.user, name="N", kind="robot")
    assert take_picture() == before
    Mention.objects.filter(pk=own.pk).update(removed_at=timezone.now())
    with pytest.raises(CurationRefused, match="not read in its article"):
        curation.split_actor(whole.pk, [own.pk], world.user, name="N")


def test_links_go_along_to_claims_and_figures_and_come_back(world: World) -> None:
    mention, other, place = world.mentions[0], world.actors[3], world.places[1]
    before = take_picture()
    decision = curation.link_mention(mention.pk, world.user, actor=other.pk, location=place.pk)
    assert Claim.objects.get(speaker_mention=mention).speaker == other
    held = Mention.objects.get(pk=mention.pk)
    assert (held.location, held.precision, held.decided_by) == (place, "city", "curator")
    event = world.events[0]
    event.refresh_from_db()
    assert event.location == place
    with pytest.raises(CurationConflict, match="already"):
        curation.link_mention(mention.pk, world.user, actor=other.pk)
    later = curation.unlink_mention(mention.pk, world.user)
    with pytest.raises(UndoRefused, match="actor_id of mention"):
        undo(decision.pk, world.user)
    undo(later.pk, world.user)
    undo(decision.pk, world.user)
    assert take_picture() == before


def test_unlinking_says_nil_of_the_parts_asked_for(world: World) -> None:
    mention = world.mentions[0]
    before = take_picture()
    decision = curation.unlink_mention(mention.pk, world.user, ["actor"])
    held = Mention.objects.get(pk=mention.pk)
    assert (held.actor_id, held.location_id) == (None, mention.location_id)
    assert Claim.objects.get(speaker_mention=mention).speaker is None
    with pytest.raises(CurationConflict, match="not linked any more"):
        curation.unlink_mention(mention.pk, world.user, ["actor"])
    with pytest.raises(CurationRefused, match="Parts"):
        curation.unlink_mention(mention.pk, world.user, ["speaker"])
    undo(decision.pk, world.user)
    assert take_picture() == before


def test_nobody_links_to_a_merged_record(world: World) -> None:
    one, other = world.actors[:2]
    curation.merge_actors(one.pk, [other.pk], world.user)
    with pytest.raises(CurationConflict, match=f"merged into actor {one.pk}"):
        curation.link_mention(world.mentions[4].pk, world.user, actor=other.pk)
    with pytest.raises(CurationRefused, match="needs an actor or a location"):
        curation.link_mention(world.mentions[4].pk, world.user)


def test_an_actor_is_founded_for_a_mention(world: World) -> None:
    mention = world.mentions[2]
    before = take_picture()
    decision, founded = curation.create_actor_from_mention(mention.pk, world.user, name="  The  Ministry ")
    assert ActorName.objects.get(actor=founded).key == "ministry"
    assert Mention.objects.get(pk=mention.pk).actor == founded
    undo(decision.pk, world.user)
    assert take_picture() == before
    Mention.objects.filter(pk=mention.pk).update(type="location")
    with pytest.raises(CurationRefused, match="kind"):
        curation.create_actor_from_mention(mention.pk, world.user)


def test_aliases_are_added_found_and_taken_back(world: World) -> None:
    actor = world.actors[0]
    before = take_picture()
    decision = curation.add_alias(actor.pk, " Büro  Null ", world.user, strong=False)
    alias = ActorName.objects.get(name="Büro Null")
    assert (alias.key, alias.strong, alias.origin) == ("buro null", False, "curator")
    with pytest.raises(CurationConflict, match="goes by"):
        curation.add_alias(actor.pk, "Büro Null", world.user)
    for name in ("", "   ", "x" * 10_000, "¿?", "a\x00b"):
        with pytest.raises(CurationRefused, match="name"):
            curation.add_alias(actor.pk, name, world.user)
    undo(decision.pk, world.user)
    assert take_picture() == before


def test_a_flood_of_aliases_is_refused(world: World) -> None:
    actor = world.actors[0]
    keys = [f"name {n}" for n in range(MOST_NAMES)]
    ActorName.objects.bulk_create([ActorName(actor=actor, name=key, key=key) for key in keys])
    with pytest.raises(CurationRefused, match="which is the most"):
        curation.add_alias(actor.pk, "One more", world.user)


def test_editing_locks_and_undo_releases(world: World) -> None:
    actor, place = world.actors[0], world.places[0]
    before = take_picture()
    named = curation.edit_fields("actor", actor.pk, {"name": "Bureau Zero"}, world.user, seen={"name": "Bureau 0"})
    told = curation.edit_fields("actor", actor.pk, {"description": "Counts.", "location": place.pk}, world.user)
    actor.refresh_from_db()
    assert actor.locked_fields == ["description", "location", "name"]
    assert (actor.name, actor.location) == ("Bureau Zero", place)
    assert set(actor.names.values_list("name", flat=True)) == {"Bureau 0", "Bureau Zero"}
    undo(named.pk, world.user)
    actor.refresh_from_db()
    assert (actor.name, actor.locked_fields, actor.description) == ("Bureau 0", ["description", "location"], "Counts.")
    undo(told.pk, world.user)
    assert take_picture() == before


def test_an_edit_of_what_somebody_else_changed_is_a_conflict(world: World) -> None:
    actor = world.actors[0].pk
    first = curation.edit_fields("actor", actor, {"description": "One."}, world.user, seen={"description": ""})
    with pytest.raises(CurationConflict, match=r"description of actor .* became 'One\.'"):
        curation.edit_fields("actor", actor, {"description": "Two."}, world.user, seen={"description": ""})
    with pytest.raises(CurationConflict, match="already"):
        curation.edit_fields("actor", actor, {"description": "One."}, world.user)
    curation.edit_fields("actor", actor, {"description": "Three."}, world.user, seen={"description": "One."})
    with pytest.raises(UndoRefused, match=r"description of actor .* became 'Three.' \(was left as 'One.'\)"):
        undo(first.pk, world.user)


@pytest.mark.parametrize(
    ("table", "values", "why"),
    [
        ("actor", {"name": ""}, "name"),
        ("actor", {"name": "x" * 10_000}, "name"),
        ("actor", {"name": "\x00"}, "NUL"),
        ("actor", {"kind": "robot"}, "kind"),
        ("actor", {"country_code": "IRQ"}, "country_code"),
        ("actor", {"location": 10**9}, "no location"),
        ("actor", {"mention_count": 9}, "choose from"),
        ("actor", {"roles": "president"}, "roles"),
        ("actor", {"roles": [{"from": 2014}]}, "roles"),
        ("actor", {"canonical": 1}, "choose from"),
        ("actor", {}, "none given"),
        ("location", {"lat": 91.0}, "point_on_earth"),
        ("location", {"lat": None}, "needs both"),
        ("location", {"lat": "north"}, "lat"),
        ("location", {"precision": "vague"}, "precision"),
        ("event", {"title": ""}, "title"),
        ("event", {"title": "x" * 501}, "title"),
        ("event", {"topic": "x" * 61}, "topic"),
        ("event", {"size": 9}, "choose from"),
    ],
)
def test_values_that_no_record_can_have_are_refused(world: World, table: str, values: dict[str, Any], why: str) -> None:
    before = take_picture()
    pk = {"actor": world.actors[0].pk, "location": world.places[0].pk, "event": world.events[0].pk}[table]
    with pytest.raises(CurationRefused, match=why):
        curation.edit_fields(table, pk, values, world.user)
    assert take_picture() == before


def test_locks_are_put_on_and_taken_off_in_any_order(world: World) -> None:
    place = world.places[0].pk
    before = take_picture()
    lat = curation.lock_fields("location", place, ["lat", "lon"], world.user)
    name = curation.lock_fields("location", place, ["name"], world.user)
    with pytest.raises(CurationConflict, match="already"):
        curation.lock_fields("location", place, ["name"], world.user)
    free = curation.unlock_fields("location", place, ["lon"], world.user)
    assert Location.objects.get(pk=place).locked_fields == ["lat", "name"]
    with pytest.raises(UndoRefused, match="locked_fields"):
        undo(lat.pk, world.user)
    for decision in (name, free, lat):
        undo(decision.pk, world.user)
    assert take_picture() == before
    with pytest.raises(CurationRefused, match="choose from"):
        curation.lock_fields("location", place, ["geonames_id"], world.user)


@pytest.mark.parametrize("table", ["actor", "location", "event"])
def test_a_verdict_is_kept_in_one_row_a_pair(world: World, table: str) -> None:
    one, other = {"actor": world.actors, "location": world.places, "event": world.events}[table][:2]
    before = take_picture()
    first = curation.judge(table, other.pk, one.pk, Verdict.UNSURE, world.user, score=0.61)
    second = curation.judge(table, one.pk, other.pk, Verdict.DIFFERENT, world.user)
    assert curation.verdict_on(table, other.pk, one.pk) == Verdict.DIFFERENT
    with pytest.raises(UndoRefused):
        undo(first.pk, world.user)
    undo(second.pk, world.user)
    assert curation.verdict_on(table, one.pk, other.pk) == Verdict.UNSURE
    undo(first.pk, world.user)
    assert take_picture() == before
    with pytest.raises(CurationRefused, match="itself"):
        curation.judge(table, one.pk, one.pk, Verdict.SAME, world.user)
