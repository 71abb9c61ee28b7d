"""Two outlets or two actors side by side: who told what first, in which words, and what each says of the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events.models import ClaimActor, Source
from events.queries.compare_actors import compare_actors
from events.queries.compare_sources import compare_sources
from events.web.preferred_words import find_preferred
from tests.factories import (
    MOMENT,
    ActorFactory,
    ArticleFactory,
    ClaimFactory,
    ClaimLinkFactory,
    EventActorFactory,
    EventArticleFactory,
    EventFactory,
    SourceFactory,
)
from tests.web.story import HOSTILE, read


def tell(source: Source, event: object, hours: int, title: str = "A report", text: str = "Rain fell.") -> object:
    article = ArticleFactory(source=source, published_at=MOMENT + timedelta(hours=hours), title=title, text=text)
    EventArticleFactory(event=event, article=article)
    return article


@pytest.mark.django_db
def test_shared_events_are_counted_with_who_was_first() -> None:
    one, other = SourceFactory(), SourceFactory()
    both, later, alone = EventFactory(topic="16000000"), EventFactory(), EventFactory()
    tell(one, both, 1, "First"), tell(one, both, 5, "Again"), tell(other, both, 3, "Second")
    tell(other, later, 1), tell(one, later, 2)
    tell(one, alone, 1)
    found = compare_sources(one, other)
    assert (found.shared, found.only_one, found.only_other) == (2, 1, 0)
    assert (found.dated, found.first_one, found.first_other) == (2, 1, 1)
    pair = next(pair for pair in found.shown if pair.event == both)
    assert (pair.one.title, pair.other.title, pair.first) == ("First", "Second", "one")
    assert found.topics == {"16000000": (1, 1)}


@pytest.mark.django_db
def test_a_merged_event_is_one_event_for_both() -> None:
    one, other = SourceFactory(), SourceFactory()
    stays = EventFactory()
    gone = EventFactory(canonical=stays)
    tell(one, stays, 1), tell(other, gone, 2)
    assert compare_sources(one, other).shared == 1


@pytest.mark.django_db
def test_contradictions_stand_on_the_side_of_whom_made_them(client: Client) -> None:
    one, other = ActorFactory(name="Harbour Office"), ActorFactory(name="Dock Union")
    event = EventFactory()
    EventActorFactory(event=event, actor=one), EventActorFactory(event=event, actor=other)
    ours = ClaimFactory(speaker=one, text="nobody was hurt", event=event)
    theirs = ClaimFactory(speaker=other, text="three were hurt", event=event)
    ClaimLinkFactory(claim=theirs, other=ours, type="contradicts", reason="the two numbers cannot both hold")
    ClaimActor.objects.create(claim=theirs, actor=one)
    found = compare_actors(one, other)
    assert [(m.one, m.other) for m in found.meetings] == [(ours, theirs)]
    assert found.shared == 1 and list(found.other.about_other) == [theirs] and not found.one.about_other
    page = read(client, reverse("compare_actors") + f"?one={one.pk}&other={other.pk}")
    assert "the two numbers cannot both hold" in page and "three were hurt" in page


@pytest.mark.django_db
def test_the_second_side_is_asked_for_by_what_is_shared_or_by_name(client: Client) -> None:
    one, near = SourceFactory(name="Harbour Post"), SourceFactory(name="Coast News")
    event = EventFactory()
    tell(one, event, 1), tell(near, event, 2)
    SourceFactory(name="Far Away Gazette")
    page = read(client, reverse("compare_sources") + f"?one={one.pk}")
    assert f"one={one.pk}&amp;other={near.pk}" in page and "Far Away Gazette" not in page
    assert "Far Away Gazette" in read(client, reverse("compare_sources") + f"?one={one.pk}&q=far")
    assert "Nothing goes by this name" in read(client, reverse("compare_sources") + "?q=zzz")
    read(client, reverse("compare_sources") + f"?one={one.pk}&other={one.pk}")
    for wrong in ("one=999999", "one=x", "one=" + "9" * 30):
        read(client, reverse("compare_sources") + f"?{wrong}", 404)
        read(client, reverse("compare_actors") + f"?{wrong}", 404)


@pytest.mark.django_db
def test_hidden_people_are_not_compared_and_merged_ones_lead_on(client: Client) -> None:
    shown, hidden = ActorFactory(name="Shown"), ActorFactory(name="Hidden", is_suppressed=True)
    merged = ActorFactory(canonical=shown)
    read(client, reverse("compare_actors") + f"?one={shown.pk}&other={hidden.pk}", 404)
    assert "Compare Shown with whom?" in read(client, reverse("compare_actors") + f"?one={merged.pk}")
    assert "other=" not in read(client, reverse("compare_actors") + f"?one={shown.pk}&q=hidden")


@pytest.mark.django_db
def test_more_records_cost_no_more_queries(client: Client) -> None:
    one, other = SourceFactory(name=HOSTILE), SourceFactory()
    actors = ActorFactory(), ActorFactory()

    def grow() -> None:
        event = EventFactory(title=HOSTILE)
        tell(one, event, 1, HOSTILE), tell(other, event, 2)
        for actor in actors:
            EventActorFactory(event=event, actor=actor)
            claim = ClaimFactory(speaker=actor, event=event)
            ClaimActor.objects.create(claim=claim, actor=actors[0] if actor == actors[1] else actors[1])

    addresses = [
        reverse("compare_sources") + f"?one={one.pk}&other={other.pk}",
        reverse("compare_actors") + f"?one={actors[0].pk}&other={actors[1].pk}",
    ]
    for _ in range(2):
        grow()
    few = [count(client, address) for address in addresses]
    for _ in range(4):
        grow()
    assert [count(client, address) for address in addresses] == few


def count(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert "<script>alert" not in read(client, address)
    return len(captured)


def test_a_word_one_voice_keeps_saying_is_preferred() -> None:
    words = find_preferred(
        {
            "a": "Militants attacked. The militants fled; militants were seen at Harbour Post.",
            "b": "Fighters attacked. The fighters fled; fighters were seen in town.",
        },
        ignored=["Harbour Post"],
    )
    assert [(word.text, word.here, word.elsewhere) for word in words["b"]] == [("fighters", 3, 0)]
    assert words["a"][0].text.casefold() == "militants" and len(words["a"]) == 1


@given(st.dictionaries(st.integers(), st.text(), max_size=4))
def test_preferred_words_are_of_the_voice_and_counted_right(texts: dict[int, str]) -> None:
    for key, words in find_preferred(texts).items():
        for word in words:
            assert word.text in texts[key] and word.here >= 2


def test_nobody_prefers_words_alone_or_over_an_equal() -> None:
    text = "militants " * 9
    assert find_preferred({"a": text}) == {"a": []}
    assert find_preferred({"a": text, "b": text}) == {"a": [], "b": []}
