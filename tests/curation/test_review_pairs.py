"""Likely duplicates of places and events: found once, explained, shown, answered, taken back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from events import curation
from events.curation.review import answer_item, claim_item, refresh_queue, take_back
from events.curation.review.find_event_pairs import LEAST, find_event_pairs
from events.curation.review.find_place_pairs import find_place_pairs
from events.models import EventJudgement, EventVector, Location, LocationJudgement, ReviewItem
from events.models.choices import ReviewAnswer, Verdict
from events.tagger.vectors import VECTOR_SIZE
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator() -> User:
    user: User = make.UserFactory(permissions=["curate"])
    return user


def make_place(name: str, lat: float, *, named: bool = True, **traits: object) -> Location:
    place: Location = make.LocationFactory(
        **{"name": name, "lat": lat, "lon": 42.8, "country_code": "IQ", "precision": "city", **traits}
    )
    make.LocationNameFactory(location=place, name=name, key="hit", is_primary=True)
    if named:
        make.MentionFactory(actor=None, location=place, text=name, type="location")
    return place


def test_two_places_of_one_name_close_to_each_other_are_asked_about_once(curator: User) -> None:
    old, new = make_place("Hit", 33.64), make_place("Hīt", 33.66, geonames_id=None)
    assert find_place_pairs() == 1
    assert find_place_pairs() == 0
    item = ReviewItem.objects.get()
    assert {item.place, item.other_place} == {old, new}
    assert "same name" in item.reason and "2 km apart" in item.reason
    assert item.score is not None and 0 < item.score < 1


@pytest.mark.parametrize(
    "traits",
    [{"lat": 34.5}, {"country_code": "SY"}, {"precision": "region"}, {"named": False}, {"feature_class": "H"}],
)
def test_places_far_apart_of_other_kinds_or_unnamed_are_not_asked_about(traits: dict[str, object]) -> None:
    make_place("Hit", 33.64)
    make_place("Hīt", **{"lat": 33.66, **traits})  # type: ignore[arg-type]
    assert find_place_pairs() == 0


def test_judged_places_are_not_asked_about_again(curator: User) -> None:
    one, other = make_place("Hit", 33.64), make_place("Hīt", 33.66)
    curation.judge("location", one.pk, other.pk, Verdict.DIFFERENT, curator)
    assert find_place_pairs() == 0


def test_an_answer_merges_places_and_can_be_taken_back(client: Client, curator: User) -> None:
    one, other = make_place("Hit", 33.64), make_place("Hīt", 33.66)
    refresh_queue()
    client.force_login(curator)
    page = client.get(reverse("review")).content.decode()
    assert "Are these one and the same?" in page and "Hīt" in page and "2 km apart" in page
    item = claim_item(curator, "duplicate")
    assert item is not None
    answer_item(item.pk, ReviewAnswer.SAME, curator)
    merged = Location.objects.exclude(canonical=None).get()
    assert merged in (one, other)
    take_back(curator)
    assert not Location.objects.exclude(canonical=None).exists()
    answer_item(item.pk, ReviewAnswer.DIFFERENT, curator)
    assert LocationJudgement.objects.get().verdict == Verdict.DIFFERENT


def test_a_pair_that_was_merged_elsewhere_leaves_the_queue(curator: User) -> None:
    one, other = make_place("Hit", 33.64), make_place("Hīt", 33.66)
    refresh_queue()
    curation.merge_locations(one.pk, [other.pk], curator)
    found = refresh_queue()
    assert found is not None and found.settled == 1
    assert claim_item(curator, "duplicate") is None


def test_events_nearly_alike_are_asked_about_and_judged(
    client: Client, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, far = (make.EventFactory(title=title) for title in ("Fire in port", "Port burns", "Vote in Norland"))
    module = "events.curation.review.find_event_pairs"
    profiles = {event.pk: event.pk for event in (one, other, far)}
    scores = {other.pk: LEAST / 2, far.pk: LEAST * 3, one.pk: LEAST / 2}
    monkeypatch.setattr(f"{module}.load_event_profiles", lambda ids: {pk: profiles[pk] for pk in ids})
    monkeypatch.setattr(f"{module}.keys_to_look_up", lambda profile: [profile])
    monkeypatch.setattr(f"{module}.find_events_in_reach", lambda wanted: {pk: list(profiles) for pk in wanted})
    ranked = lambda mine, others, model: [(n, scores[o] if mine != far.pk else LEAST * 3) for n, o in enumerate(others)]  # noqa: E731
    monkeypatch.setattr(f"{module}.rank_events", ranked)
    for event in (one, other, far):
        EventVector.objects.create(event=event, vector=[1.0] + [0.0] * (VECTOR_SIZE - 1))
    assert find_event_pairs() == 1
    assert find_event_pairs() == 0
    item = ReviewItem.objects.get()
    assert {item.event, item.other_event} == {one, other}
    assert "alike to" in item.reason and "share 0 actors" in item.reason
    client.force_login(curator)
    page = client.get(reverse("review")).content.decode()
    assert "Fire in port" in page and "Port burns" in page
    held = claim_item(curator)
    assert held is not None
    answer_item(held.pk, ReviewAnswer.DIFFERENT, curator)
    assert EventJudgement.objects.get().verdict == Verdict.DIFFERENT
