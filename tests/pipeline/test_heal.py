"""Healing joins events that grew together, with redirects, and never undoes what people decided."""

from __future__ import annotations

import pytest

from events.models import Event, EventArticle, EventProfile
from events.pipeline.conclude_all import regroup_all
from events.pipeline.event_candidates import add_up_profiles, save_event_profiles
from events.pipeline.heal import heal_events
from events.pipeline.store_events import recompute_events
from tests.pipeline.test_cluster import ELECTION, MINE, MINE_LATER
from tests.pipeline.test_conclude import hand_in, work_off

pytestmark = pytest.mark.django_db


def tear_apart() -> tuple[Event, Event]:
    """Two reports of one accident and one of an election; the second report in an event of its own."""
    first, second, _ = hand_in(MINE, MINE_LATER, ELECTION)
    work_off()
    one = EventArticle.objects.get(article=first).event
    assert EventArticle.objects.get(article=second).event == one
    other = Event.objects.create(title="Torn off")
    EventArticle.objects.filter(article=second).update(event=other)
    save_event_profiles(add_up_profiles([one.pk, other.pk]))
    recompute_events([one.pk, other.pk])
    return one, other


def test_events_that_are_one_are_joined_and_the_other_redirects() -> None:
    one, other = tear_apart()
    assert not heal_events()
    other.refresh_from_db()
    one.refresh_from_db()
    assert (other.canonical, one.canonical, one.size) == (one, None, 2)
    assert Event.objects.filter(canonical=None).count() == 2
    assert not EventProfile.objects.filter(is_stale=True).exists()


def test_an_event_that_a_person_holds_keeps_its_articles() -> None:
    one, other = tear_apart()
    Event.objects.filter(pk__in=[one.pk, other.pk]).update(locked_fields=["title"])
    heal_events()
    regroup_all()
    assert Event.objects.filter(canonical=None).count() == 3
    assert list(EventArticle.objects.filter(event=other).values_list("event", flat=True)) == [other.pk]


def test_a_large_event_that_grew_by_less_than_a_tenth_tells_of_all_once_it_is_healed() -> None:
    one, _ = tear_apart()
    heal_events()
    Event.objects.filter(pk=one.pk).update(size=1)
    EventProfile.objects.filter(event=one).update(is_stale=True)
    heal_events()
    one.refresh_from_db()
    assert one.size == 2


def test_grouping_everything_anew_twice_changes_nothing_the_second_time() -> None:
    tear_apart()
    assert regroup_all() == 1
    assert regroup_all() == 0
