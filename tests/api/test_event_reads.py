"""What the API tells beside the list of events: timeline, links, story, and which event a text is about."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from events.models import Article, EventArticle
from tests import factories as make
from tests.pipeline.test_cluster import ELECTION, MINE, MINE_LATER
from tests.pipeline.test_conclude import hand_in, work_off

pytestmark = pytest.mark.django_db

FOR_TEXT = "/api/v1/events/for-text/"


@pytest.fixture
def reader() -> APIClient:
    return APIClient()


def ask(reader: APIClient, **body: Any) -> list[dict[str, Any]]:
    answer = reader.post(FOR_TEXT, body, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_text_is_brought_to_its_event_and_nothing_is_stored(reader: APIClient) -> None:
    mine, _ = hand_in(MINE, ELECTION)
    work_off()
    before = Article.objects.count(), EventArticle.objects.count()
    [best, *_] = ask(reader, text=MINE_LATER, published="2022-03-02T12:00:00Z")
    assert best["event"]["id"] == EventArticle.objects.get(article=mine).event_id
    assert best["would_join"] and best["score"] > 0.5
    assert "Ilse Maran" in best["reason"]
    assert (Article.objects.count(), EventArticle.objects.count()) == before
    assert not [one for one in ask(reader, text=MINE_LATER, published="2024-03-02") if one["would_join"]]


def test_a_copy_is_told_to_be_one(reader: APIClient) -> None:
    [article] = hand_in(MINE)
    work_off()
    [best] = ask(reader, text="KARSHOLT (Wire) - " + MINE, limit=1)
    assert best["reason"].startswith(f"copy of article {article} ")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": "  "}, "text"),
        ({"text": 7}, "text"),
        ({"text": "x" * 200_001}, "text"),
        ({"text": "x", "limit": 0}, "limit"),
        ({"text": "x", "limit": True}, "limit"),
        ({"text": "x", "published": "soon"}, "published"),
        ({"text": "x", "html": "<p>"}, "html"),
        ([1], "body"),
    ],
)
def test_a_wrong_body_is_named(reader: APIClient, body: Any, field: str) -> None:
    answer = reader.post(FOR_TEXT, body, format="json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("text", ["?!", "💥", "word " * 10_000, "1234", "名古屋市で火災"])
def test_any_text_has_an_answer(reader: APIClient, text: str) -> None:
    hand_in(MINE)
    work_off()
    assert not [one for one in ask(reader, text=text) if one["would_join"]]


def test_asking_too_often_is_refused_with_a_time(reader: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.api.throttles.CostlyAnonymous.rate", "2/min")
    monkeypatch.setattr("events.api.throttles.CostlyAnonymous.scope", "costly_in_this_test")
    codes = [reader.post(FOR_TEXT, {"text": "x"}, format="json").status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_the_timeline_is_read_by_pages_in_order_of_time(reader: APIClient) -> None:
    event = make.EventFactory()
    for n in range(3):
        article = make.EventArticleFactory(event=event, article__published_at=make.MOMENT.replace(day=20 + n)).article
        make.ClaimFactory(event=event, article=article, published_at=article.published_at)
        make.FigureFactory(event=event, article=article)
    address: str | None = f"/api/v1/events/{event.pk}/timeline/?page_size=2&count=true"
    entries = []
    while address:
        answer = reader.get(address).json()
        entries += answer["results"]
        address = answer["next"]
    assert len(entries) == answer["count"] == 9
    assert [entry["kind"] for entry in entries] == ["article", "claim", "figure"] * 3
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert reader.get(f"/api/v1/events/{event.pk}/timeline/?cursor=x").status_code == 400
    assert reader.get(f"/api/v1/events/{event.pk}/timeline/?page=2").status_code == 400
    assert reader.get("/api/v1/events/999999/timeline/").status_code == 404


def test_links_and_story_lead_from_one_event_to_the_others(reader: APIClient) -> None:
    link = make.EventLinkFactory()
    make.EventFactory()
    links = reader.get(f"/api/v1/events/{link.later_id}/links/").json()["results"]
    assert [(one["earlier"]["id"], one["later"]["id"], one["reason"]) for one in links] == [
        (link.earlier_id, link.later_id, link.reason)
    ]
    story = reader.get(f"/api/v1/events/{link.later_id}/story/").json()["results"]
    assert {one["id"] for one in story} == {link.earlier_id, link.later_id}


def test_one_event_tells_how_it_grew_and_who_tells_it(reader: APIClient) -> None:
    event = make.EventFactory()
    article = make.EventArticleFactory(event=event).article
    make.EventSentenceFactory(event=event, article=article)
    told = reader.get(f"/api/v1/events/{event.pk}/").json()
    assert told["growth"] == [{"day": "2022-01-24", "articles": 1}]
    assert told["outlets"][0]["source"]["id"] == article.source_id
    assert told["summary"] == [{"article": article.pk, "start": 0, "end": 8, "text": "At least"}]
