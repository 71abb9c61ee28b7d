"""Claims facing each other, charts of figures, linked data, and what curators decide on a claim's page."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Claim, ClaimLink, Event, Figure
from tests import factories as make
from tests.web.story import HOSTILE, read

pytestmark = pytest.mark.django_db


def say(event: Event, words: str, day: int = 0, **more: Any) -> Claim:
    article = make.ArticleFactory(text=words, published_at=make.MOMENT + timedelta(days=day))
    make.EventArticleFactory(event=event, article=article)
    claim: Claim = make.ClaimFactory(article=article, event=event, text=words, content=[[0, len(words)]], **more)
    return claim


def count(event: Event, value: int, day: int, **more: Any) -> Figure:
    article = make.ArticleFactory(published_at=make.MOMENT + timedelta(days=day))
    make.EventArticleFactory(event=event, article=article)
    figure: Figure = make.FigureFactory(
        article=article, event=event, start=0, value=value, low=value, text=f"At least {value} people", **more
    )
    return figure


def test_opposite_sides_face_each_other(client: Client) -> None:
    event = make.EventFactory()
    one, other, third = say(event, "The dam is safe."), say(event, "The dam is not safe."), say(event, "It will hold.")
    make.ClaimLinkFactory(claim=other, other=one, type="contradicts", reason="one denies what the other says")
    make.ClaimLinkFactory(claim=third, other=one, type="corroborates")
    page = read(client, reverse("event_detail", args=[event.pk]))
    sides = page.split('<div class="voices">')[0].split('<div class="side">')[1:]
    assert len(sides) == 2
    assert "The dam is safe." in sides[0] and "It will hold." in sides[0] and "is not safe" not in sides[0]
    assert "The dam is not safe." in sides[1]


def test_what_was_taken_back_is_visible(client: Client) -> None:
    event = make.EventFactory()
    first, later = say(event, "The tiger is dead."), say(event, "The message was wrong.", day=1)
    make.ClaimLinkFactory(
        claim=later, other=first, type="supersedes", reason="withdrawn: the same speaker takes it back"
    )
    assert "taken back" in read(client, reverse("event_detail", args=[event.pk]))


def test_a_rejected_link_is_shown_nowhere(client: Client) -> None:
    event = make.EventFactory()
    one, other = say(event, "The dam is safe."), say(event, "The dam is not safe.")
    make.ClaimLinkFactory(claim=other, other=one, type="contradicts", decided_by="curator", rejected=True)
    assert "Where they disagree" not in read(client, reverse("event_detail", args=[event.pk]))
    assert "contradict" not in read(client, reverse("claim_detail", args=[one.pk])).split("<main")[1].replace(
        "contradicts this one", ""
    )
    links = client.get(f"/api/v1/claims/{one.pk}/links/").json()
    assert links["results"] == []


def test_each_mark_of_the_chart_opens_its_sentence_and_nothing_is_added_up(client: Client) -> None:
    event = make.EventFactory()
    figures = [count(event, value, day) for day, value in enumerate((40, 70, 90))]
    page = read(client, reverse("event_detail", args=[event.pk]))
    chart = page[page.index('<svg class="figures-chart"') : page.index("</svg>", page.index("figures-chart"))]
    for figure in figures:
        assert f'href="{reverse("article_detail", args=[figure.article_id])}#f{figure.pk}"' in chart
    assert chart.count('class="bound arrow') == 3
    assert "200" not in re.sub(r"<[^>]*>", "", chart)


def test_the_range_is_over_independent_origins(client: Client) -> None:
    event, owner = make.EventFactory(), "Acme"
    for day, value in enumerate((40, 70)):
        figure = count(event, value, day)
        figure.article.source.owner = owner
        figure.article.source.save()
    page = read(client, reverse("event_detail", args=[event.pk]))
    assert "independent origins, the newest" not in page
    count(event, 90, 2)
    assert "2 independent origins, the newest" in read(client, reverse("event_detail", args=[event.pk]))


def test_a_changed_position_is_flagged_on_the_actors_time_line(client: Client) -> None:
    event, actor = make.EventFactory(), make.ActorFactory()
    first, later = (say(event, words, day, speaker=actor) for day, words in enumerate(("We stay.", "We leave.")))
    make.ClaimLinkFactory(
        claim=later, other=first, type="supersedes", reason="changed: the same speaker says the opposite"
    )
    about = say(event, "They are gone.", 2)
    about.about_actors.create(actor=actor)
    page = read(client, reverse("actor_detail", args=[actor.pk]))
    assert page.count("changed position") == 1
    assert "2 by, 1 about" in page


def test_the_claim_page_carries_linked_data_that_cannot_break_out(client: Client) -> None:
    claim = say(make.EventFactory(), f"{HOSTILE} </script><b>")
    page = read(client, reverse("claim_detail", args=[claim.pk]))
    data = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert json.loads(data)["text"] == claim.text
    assert json.loads(data)["@type"] == "Claim"


def test_facets_narrow_the_list_by_speaker_and_by_whom_it_is_about(client: Client) -> None:
    event, actor = make.EventFactory(), make.ActorFactory(name="Anna Berg")
    said, about = say(event, "We stay.", speaker=actor), say(event, "She stays.")
    about.about_actors.create(actor=actor)
    assert f"?speaker={actor.pk}" in read(client, reverse("claim_list"))
    assert [c["id"] for c in client.get(f"/api/v1/claims/?about={actor.pk}").json()["results"]] == [about.pk]
    assert [c["id"] for c in client.get(f"/api/v1/claims/?speaker={actor.pk}").json()["results"]] == [said.pk]


def test_links_are_listed_from_both_ends(client: Client) -> None:
    link: ClaimLink = make.ClaimLinkFactory()
    for end in (link.claim_id, link.other_id):
        (found,) = client.get(f"/api/v1/claims/{end}/links/").json()["results"]
        assert (found["claim"], found["type"], found["other"]) == (link.claim_id, "repeats", link.other_id)
    assert client.get("/api/v1/claims/999999/links/").status_code == 404


def test_an_event_page_takes_as_many_queries_for_many_claims_as_for_few(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    event = make.EventFactory()
    for day in range(12):
        claim = say(event, f"The dam is safe for {day} days.", day % 3)
        claim.about_actors.create(actor=make.ActorFactory())
        count(event, 40 + day, day % 3)
    with django_assert_max_num_queries(40):
        client.get(reverse("event_detail", args=[event.pk]))
