"""The front page in three views: what leads, how days are named, what the facets offer, and one selection for all."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events.queries.cards import FADE_EVENTS, choose_leads, weigh
from events.queries.events import list_events
from events.queries.facets import count_beside
from events.web.charts import draw_spark
from events.web.pages.cards import find_lead_figures, mark_outlet
from events.web.pages.periods import name_stretch, offer_periods
from events.web.pages.timeline import tell_gap
from tests.factories import (
    ActorFactory,
    ArticleFactory,
    ClaimFactory,
    EventActorFactory,
    EventArticleFactory,
    EventFactory,
    FigureFactory,
    FigureLinkFactory,
    LocationFactory,
    SourceFactory,
)
from tests.web.story import make_story, read

VIEWS = ["event_list", "event_map", "event_timeline"]
TODAY = date(2026, 3, 4)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.django_db
def test_leads_are_weighed_by_articles_origins_and_age() -> None:
    single = EventFactory(size=1, origins=1, latest_at=NOON)
    told_widely = EventFactory(size=9, origins=5, latest_at=NOON - timedelta(days=2))
    echoed = EventFactory(size=9, origins=1, latest_at=NOON - timedelta(days=2))
    old = EventFactory(size=9, origins=5, latest_at=NOON - timedelta(days=300))
    for _ in range(FADE_EVENTS):
        EventFactory(size=1, origins=1, latest_at=NOON - timedelta(hours=1))
    leads = choose_leads(list_events(), 30)
    assert leads[0] == told_widely.pk
    assert leads.index(echoed.pk) < leads.index(single.pk) < leads.index(old.pk)
    assert choose_leads(list_events(), 2) == leads[:2]


@pytest.mark.django_db
def test_without_dates_nothing_leads(client: Client) -> None:
    EventFactory(latest_at=None, title="Somewhen")
    assert choose_leads(list_events(), 4) == []
    page = read(client, reverse("event_list"))
    assert "Leading events" not in page and "Date unknown" in page and "Somewhen" in page


def test_an_event_fades_and_echoes_count_little() -> None:
    assert weigh(4, 2, 0) == 2 * weigh(4, 2, 1)
    assert weigh(2, 2, 0) > weigh(4, 1, 0)


@pytest.mark.django_db
def test_a_lead_does_not_stand_in_the_list_again(client: Client) -> None:
    for number in range(8):
        EventFactory(title=f"Event number {number}")
    page = read(client, reverse("event_list"))
    for number in range(8):
        assert page.count(f">Event number {number}</a>") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", VIEWS)
def test_each_view_keeps_the_selection_of_the_others(client: Client, name: str) -> None:
    make_story()
    page = read(client, reverse(name) + "?country=SY&cursor=&ordering=")
    for other in VIEWS:
        assert f'href="{reverse(other)}?country=SY"' in page
    assert "Attack on a prison in Hasakah" in page


@pytest.mark.django_db
@pytest.mark.parametrize("name", VIEWS)
def test_each_view_says_when_nothing_matches(client: Client, name: str) -> None:
    make_story()
    assert "No event matches all of these filters" in read(client, reverse(name) + "?country=AQ")


@pytest.mark.django_db
def test_disputed_events_are_marked_counted_and_selected(client: Client) -> None:
    quiet, loud = make_story(title="Quiet"), make_story(title="Loud")
    loud.claims.update(standing="disputed")
    counted = count_beside(list_events()).facets
    assert counted.disputed == 1
    page = read(client, reverse("event_list") + "?disputed=true")
    assert reverse("event_detail", args=[loud.pk]) in page and reverse("event_detail", args=[quiet.pk]) not in page
    assert f"{reverse('event_detail', args=[loud.pk])}#disputes" in page
    page = read(client, reverse("event_list") + "?disputed=false")
    assert reverse("event_detail", args=[quiet.pk]) in page and reverse("event_detail", args=[loud.pk]) not in page


@pytest.mark.django_db
def test_a_disputed_claim_of_an_old_revision_does_not_count() -> None:
    event = make_story()
    event.claims.update(standing="disputed", removed_at=NOON)
    assert count_beside(list_events()).facets.disputed == 0


@pytest.mark.django_db
def test_figures_that_contradict_each_other_are_marked(client: Client) -> None:
    event = make_story()
    other = ArticleFactory()
    EventArticleFactory(event=event, article=other)
    second = FigureFactory(article=other, event=event, value=20)
    FigureLinkFactory(figure=second, other=event.figures.exclude(pk=second.pk).get(), type="contradicts")
    page = read(client, reverse("event_list"))
    assert "figures differ" in page
    # neither side's number stands alone beside the headline: the span between them does, and leads to both
    assert "20 to 70" in page and "killed, sources differ" in page
    assert f'href="{reverse("event_detail", args=[event.pk])}#figures"' in page


@pytest.mark.django_db
def test_a_figure_that_was_replaced_or_taken_back_stands_beside_no_headline() -> None:
    event = make_story()
    first = event.figures.get()
    later = FigureFactory(article=ArticleFactory(), event=event, measure=first.measure, value=20)
    link = FigureLinkFactory(figure=later, other=first, type="supersedes")
    assert find_lead_figures([event.pk]) == {event.pk: later}
    link.delete()
    later.delete()
    assert find_lead_figures([event.pk]) == {event.pk: first}
    event.claims.update(standing="retracted")
    assert find_lead_figures([event.pk]) == {}


@pytest.mark.django_db
def test_actors_are_counted_for_the_record_that_answers_for_them() -> None:
    event = EventFactory()
    survivor = ActorFactory(name="Survivor")
    merged = ActorFactory(name="Merged", canonical=survivor)
    EventActorFactory(event=event, actor=survivor)
    EventActorFactory(event=event, actor=merged)
    EventActorFactory(event=EventFactory(), actor=merged)
    assert [(value.label, value.count) for value in count_beside(list_events()).facets.actor] == [("Survivor", 2)]


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        (NOON, "Today"),
        (NOON + timedelta(days=2), "Today"),  # a clock ahead of ours
        (NOON - timedelta(days=1), "Yesterday"),
        (NOON - timedelta(days=3), "Earlier this week"),
        (NOON - timedelta(days=40), "January 2026"),
        (datetime(2026, 3, 1, tzinfo=UTC), "Earlier this week"),
        (None, "Date unknown"),
    ],
)
def test_stretches_are_named_as_readers_speak(moment: datetime | None, name: str) -> None:
    assert name_stretch(moment, TODAY) == name


def test_periods_are_offered_where_they_have_events_and_lead_back_out() -> None:
    days = {TODAY: 2, TODAY - timedelta(days=10): 3, date(2024, 5, 1): 4}
    offers = offer_periods(days, TODAY, (None, None), lambda first, last: f"{first}..{last}")
    assert [(offer.label, offer.count) for offer in offers] == [
        ("Today", 2), ("Past week", 2), ("Past month", 5), ("2026", 5), ("2024", 4),
    ]  # fmt: skip
    assert offers[1].href == "2026-02-26..2026-03-04"
    chosen = offer_periods(days, TODAY, (date(2024, 1, 1), date(2024, 12, 31)), lambda first, last: f"{first}")
    assert [(offer.label, offer.href) for offer in chosen if offer.chosen] == [("2024", "None")]


@pytest.mark.parametrize(
    ("days", "words"),
    [(20, "20 days without an event"), (90, "3 months without an event"), (800, "2 years without an event"), (3, "")],
)
def test_long_silences_are_said(days: int, words: str) -> None:
    assert tell_gap(days) == words


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "letters"),
    [("Harbour Courier", "HC"), ("Tasnim", "Tas"), ("The BBC News", "BN"), ("!", "?"), ("Al-Ahed", "Ahe")],
)  # fmt: skip
def test_outlets_are_marked_by_their_letters(name: str, letters: str) -> None:
    assert mark_outlet(SourceFactory(name=name)).letters == letters


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 50)), max_size=20))
def test_coverage_is_drawn_inside_its_box(counts: list[tuple[int, int]]) -> None:
    hours = sorted(dict(counts).items())
    spark = draw_spark([(NOON + timedelta(hours=hour), n) for hour, n in hours])
    if spark is None:
        assert len(hours) < 2 or sum(n for _, n in hours) < 3
        return
    assert spark.total == sum(n for _, n in hours)
    for bar in spark.path.split("z")[:-1]:
        x = float(bar[1:].split(",")[0])
        assert 0 <= x <= spark.width - 2 and float(bar.split("v-")[1].split("h")[0]) <= spark.height


@pytest.mark.django_db
def test_a_claim_without_an_event_does_not_disturb_the_cards(client: Client) -> None:
    ClaimFactory(event=None, standing="disputed")
    make_story()
    assert "disputed</a>" not in read(client, reverse("event_list"))


@pytest.mark.django_db
def test_regions_are_offered_within_one_country_and_narrow_it(client: Client) -> None:
    LocationFactory(name="Al-Hasakah Governorate", precision="region", country_code="SY", admin1_code="01")
    town = LocationFactory(name="Al-Hasakah", country_code="SY", admin1_code="01")
    EventFactory(title="In the region", location=town, country_code="SY")
    other = LocationFactory(name="Homs", country_code="SY", admin1_code="11")
    EventFactory(title="In another one", location=other, country_code="SY")
    EventFactory(title="Abroad", location=LocationFactory(country_code="CL"), country_code="CL")
    assert "Governorate" not in read(client, reverse("event_list"))
    page = read(client, reverse("event_list") + "?country=SY")
    assert "country=SY&amp;region=SY-01" in page and "Al-Hasakah Governorate" in page and "SY-11" in page
    page = read(client, reverse("event_list") + "?region=SY-01")
    assert "In the region" in page and "In another one" not in page and "Abroad" not in page
    assert "region: Al-Hasakah Governorate" in page
    for odd in ("SY", "-", "SY-", "sy-01", "%00"):
        client.get(reverse("event_list") + f"?region={odd}")
