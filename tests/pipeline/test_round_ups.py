"""A round-up belongs to the events of its items, and tells none of them what they are."""

from __future__ import annotations

from typing import Any

import pytest

from events.models import Event, EventActor, EventArticle
from events.models.choices import DecidedBy
from events.pipeline.conclude_all import conclude_all, regroup_all
from events.pipeline.heal import heal_events
from tests.pipeline.test_cluster import BOMB_A, ELECTION, MINE, MINE_LATER, QUARTER_2, STORM
from tests.pipeline.test_conclude import hand_in, work_off

pytestmark = pytest.mark.django_db

STORIES = [MINE, ELECTION, QUARTER_2, BOMB_A]
BRIEFS = [
    "Rescue teams reached the first of fourteen miners trapped when a tunnel of the Karsholt copper mine collapsed; Governor"
    " Ilse Maran thanked Brenna Metals.",
    "The party of Premier Oskar Dehn lost its majority as Tolmania chose a new parliament on Sunday, and talks about a"
    " coalition begin, the election commission said.",
    "Profit at Aldor Systems fell to 212 million euros from 268 million in the second quarter: sales of pumps in Asia were"
    " weak, said chief executive Marta Lindqvist.",
    "Nine people died when a car bomb exploded outside the police station in Darvand on Monday, said the provincial governor"
    " Rashid Omari; no group said that it was behind the attack.",
]
ROUND_UP = "\n\n".join(["Four stories of the week in brief", *BRIEFS])


def settle() -> None:
    work_off()
    heal_events()


def belongings(article: int) -> dict[int, EventArticle]:
    """The events that an article belongs to by an item, by their first article."""
    rows = EventArticle.objects.filter(article=article, primary=False).select_related("event")
    return {min(row.event.memberships.filter(primary=True).values_list("article", flat=True)): row for row in rows}


def tell(event: int) -> tuple[Any, ...]:
    held = Event.objects.get(pk=event)
    actors = EventActor.objects.filter(event=event).order_by("actor").values_list("actor", "articles")
    return held.title, held.topic, held.start_at, held.country_code, list(actors)


def test_a_round_up_counts_in_the_events_of_its_items_and_changes_nothing_that_they_say() -> None:
    stories = hand_in(*STORIES)
    settle()
    events = {a: EventArticle.objects.get(article=a).event_id for a in stories}
    before = {event: tell(event) for event in events.values()}
    *_, round_up = hand_in(*STORIES, ROUND_UP)
    settle()
    found = belongings(round_up)
    home = EventArticle.objects.get(article=round_up, primary=True).event_id
    others = {article for article, event in events.items() if event != home}
    assert set(found) <= others
    assert len(found) >= 2
    for row in found.values():
        assert row.reason.startswith("one of 4 items of a round-up: ")
        assert Event.objects.get(pk=row.event_id).size == 2
        assert tell(row.event_id) == before[row.event_id]


def test_what_a_round_up_belongs_to_does_not_depend_on_when_it_came() -> None:
    *_, round_up = hand_in(*STORIES, ROUND_UP)
    settle()
    conclude_all()
    late = {article: (row.score, row.reason) for article, row in belongings(round_up).items()}
    assert late
    EventArticle.objects.filter(article=round_up, primary=False).delete()
    conclude_all()
    assert {article: (row.score, row.reason) for article, row in belongings(round_up).items()} == late


def test_what_a_person_decided_of_a_round_up_stays() -> None:
    *_, round_up = hand_in(*STORIES, ROUND_UP)
    settle()
    row = next(iter(belongings(round_up).values()))
    other = Event.objects.create(title="Chosen by a person")
    EventArticle.objects.filter(pk=row.pk).update(decided_by=DecidedBy.CURATOR, reason="mine", event=other)
    regroup_all()
    row.refresh_from_db()
    assert (row.event_id, row.reason) == (other.pk, "mine")


def test_a_report_of_one_happening_belongs_to_one_event() -> None:
    hand_in(MINE, ELECTION, f"{MINE_LATER}\n\n{STORM}")
    settle()
    assert not EventArticle.objects.filter(primary=False).exists()
