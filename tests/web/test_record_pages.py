"""Actor, place and outlet pages: whom an actor appears with, what lies inside a place, what an outlet covers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import ReviewItem
from events.queries.company import read_company
from events.queries.outlet_record import read_outlet_record
from events.queries.places_around import read_surroundings
from events.web.network import HEIGHT, WIDTH, Tied, draw_network
from tests.factories import (
    MOMENT,
    ActorFactory,
    ArticleFactory,
    EventActorFactory,
    EventArticleFactory,
    EventFactory,
    EventLocationFactory,
    LocationFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)
from tests.web.story import HOSTILE, make_story, read


def put_together(*actors: object, times: int = 1) -> None:
    for _ in range(times):
        event = EventFactory()
        for actor in actors:
            EventActorFactory(event=event, actor=actor)


@pytest.mark.django_db
def test_company_counts_common_events_for_the_record_that_answers() -> None:
    anna, bela, carl = ActorFactory(name="Anna"), ActorFactory(name="Bela"), ActorFactory(name="Carl")
    old = ActorFactory(name="B.", canonical=bela)
    put_together(anna, bela, times=2)
    put_together(anna, old, carl)
    put_together(bela, carl, times=3)
    company = read_company([anna.pk])
    assert [(one.actor, one.events) for one in company.companions] == [(bela, 3), (carl, 1)]
    assert company.ties == {(bela.pk, carl.pk): 1}
    assert (company.events_read, company.is_partial) == (3, False)


@pytest.mark.django_db
def test_actor_page_draws_the_network_and_says_it_as_a_table(client: Client) -> None:
    anna, other = ActorFactory(name="Anna"), ActorFactory(name=HOSTILE)
    put_together(anna, other, times=2)
    page = read(client, reverse("actor_detail", args=[anna.pk]))
    assert page.count(f'href="{reverse("actor_detail", args=[other.pk])}"') >= 2  # a node and a row
    assert "2 events together" in page and "<script>alert" not in page
    assert "Appears with" not in read(client, reverse("actor_detail", args=[ActorFactory().pk]))


@pytest.mark.django_db
def test_actor_page_tells_names_as_written_and_places(client: Client) -> None:
    event = make_story()
    actor = event.event_actors.get().actor
    MentionFactory(article=ArticleFactory(), actor=actor, text="the Forces")
    page = read(client, reverse("actor_detail", args=[actor.pk]))
    assert "the Forces" in page and "As written" in page
    assert reverse("location_detail", args=[event.location_id]) in page


@pytest.mark.django_db
def test_doubles_are_shown_to_curators_only(client: Client) -> None:
    actor, other = ActorFactory(name="Sergei"), ActorFactory(name="Sergey")
    ReviewItem.objects.create(kind="duplicate", key="d:1", actor=other, other=actor, score=0.8, reason="one letter")
    address = reverse("actor_detail", args=[actor.pk])
    assert "Perhaps the same" not in read(client, address)
    client.force_login(UserFactory(permissions=["curate"]))
    page = read(client, address)
    assert "Sergey" in page and "80 % likely: one letter" in page
    assert f"{reverse('merge', args=['actor'])}?ids={actor.pk},{other.pk}" in page


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.text("abcdef ", max_size=40), st.integers(1, 300)), min_size=1, max_size=14), st.data())
def test_a_network_stays_inside_its_drawing(rows: list[tuple[str, int]], data: st.DataObject) -> None:
    around = [Tied(pk, name, "person", weight) for pk, (name, weight) in enumerate(rows, start=1)]
    pairs = [(one.pk, other.pk) for one in around for other in around if one.pk < other.pk]
    ties = dict.fromkeys(data.draw(st.lists(st.sampled_from(pairs), max_size=20)), 1) if pairs else {}
    network = draw_network(Tied(0, "middle", "person", 0), around, ties)
    assert network is not None and network == draw_network(Tied(0, "middle", "person", 0), around, ties)
    assert len(network.nodes) == len(rows) and len(network.edges) == len(rows) + len(ties)
    for node in (network.middle, *network.nodes):
        assert 0 < node.x < WIDTH and 0 < node.y < HEIGHT and node.label_y < HEIGHT


@pytest.mark.django_db
def test_a_country_shows_what_is_inside_and_who_appears_there(client: Client) -> None:
    country = LocationFactory(name="Syria", precision="country", country_code="SY", admin1_code="")
    town = LocationFactory(name="Hasakah", country_code="SY", admin1_code="02", lat=36.5, lon=40.7)
    abroad = LocationFactory(name="Baghdad", country_code="IQ", lat=33.3, lon=44.4)
    event = EventFactory(location=town, country_code="SY")
    actor = ActorFactory(name="Commander")
    EventActorFactory(event=event, actor=actor)
    for place in (town, abroad, country):
        EventLocationFactory(event=event, location=place)
    found = read_surroundings(country, [country.pk])
    assert found.inside == [(town, 1)] and found.actors == [(actor, 1)]
    assert read_surroundings(town, [town.pk]).inside == []
    page = read(client, reverse("location_detail", args=[country.pk]))
    assert "Places inside" in page and "Commander" in page and "1 event happened in Syria" in page


@pytest.mark.django_db
def test_an_outlet_is_told_alone_and_first_without_rating(client: Client) -> None:
    source, rival = SourceFactory(), SourceFactory()
    alone, early, late, undated = (EventFactory(topic="sport") for _ in range(4))
    tell(source, alone, 0)
    tell(source, early, 0), tell(rival, early, 1)
    tell(source, late, 2), tell(rival, late, 1)
    tell(source, undated, None), tell(rival, undated, 1)
    record = read_outlet_record(source)
    assert (record.articles, record.events, record.alone, record.shared, record.first) == (4, 4, 1, 2, 1)
    assert record.topics == [("sport", 4)]
    page = read(client, reverse("source_detail", args=[source.pk]))
    assert "1 of 2" in page and "told by no other outlet here" in page
    assert "What it covers" not in read(client, reverse("source_detail", args=[SourceFactory().pk]))


def tell(source: object, event: object, hours: int | None) -> None:
    at = None if hours is None else MOMENT + timedelta(hours=hours)
    precision = "unknown" if hours is None else "second"
    article = ArticleFactory(source=source, published_at=at, published_precision=precision)
    EventArticleFactory(event=event, article=article)
