"""Events of one story are linked in the background, in order of time, with a reason; others are not."""

from __future__ import annotations

import pytest

from events.intake import open_run, parse_document, take_in
from events.models import Article, Event, EventArticle, EventLink
from events.models.choices import RunKind
from events.pipeline.conclude_all import regroup_all
from events.pipeline.count_event_parts import choose_roles
from events.pipeline.heal import heal_events
from events.pipeline.link_events import link_events
from tests.pipeline.test_cluster import ELECTION, MINE, MINE_LATER
from tests.pipeline.test_conclude import work_off

pytestmark = pytest.mark.django_db


def make_events() -> tuple[Event, Event, Event]:
    """An accident, what followed three weeks later, and an election; each in an event of its own."""
    days = {MINE: "2022-03-01", MINE_LATER: "2022-03-22", ELECTION: "2022-03-22"}
    run = open_run(RunKind.API, account="ana", vouched=True)
    take_in(run, [parse_document({"id": day + text[:9], "text": text, "published": day}) for text, day in days.items()])
    work_off()
    heal_events()
    events = [EventArticle.objects.get(article=article).event for article in Article.objects.order_by("pk")]
    assert len({event.pk for event in events}) == 3
    return events[0], events[1], events[2]


def test_the_later_event_follows_the_earlier_one_and_the_reason_says_why() -> None:
    accident, inquiry, _ = make_events()
    [link] = EventLink.objects.all()
    assert (link.earlier, link.later) == (accident, inquiry)
    assert "similar wording, 21 days later" in link.reason
    assert 0 < link.score < 1


def test_linking_again_changes_nothing_and_a_link_that_does_not_hold_goes() -> None:
    accident, inquiry, election = make_events()
    before = list(EventLink.objects.values())
    link_events([accident.pk, inquiry.pk, election.pk])
    assert list(EventLink.objects.values()) == before
    EventLink.objects.create(earlier=accident, later=election, score=0.9, reason="made up")
    link_events([accident.pk])
    assert list(EventLink.objects.values()) == before


def test_concluding_all_gives_the_same_links_whatever_there_was() -> None:
    make_events()
    regroup_all()
    once = list(EventLink.objects.values_list("earlier", "later", "score", "reason"))
    EventLink.objects.all().delete()
    regroup_all()
    assert list(EventLink.objects.values_list("earlier", "later", "score", "reason")) == once


def test_a_merged_event_has_no_links_of_its_own() -> None:
    accident, inquiry, _ = make_events()
    Event.objects.filter(pk=inquiry.pk).update(canonical=accident)
    link_events([accident.pk])
    assert not EventLink.objects.standing().exists()


def test_who_does_what_he_suffers_has_neither_role_unless_one_is_told_twice_as_often() -> None:
    assert choose_roles({"agent": 1, "target": 1, "speaker": 3}) == ["speaker"]
    assert choose_roles({"agent": 4, "target": 1}) == ["agent"]
    assert choose_roles({"target": 2}) == ["target"]
