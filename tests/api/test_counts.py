"""Counting lists by column and over time, and finding records by name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from events.api.urls import router
from events.filters.values import Circle
from events.names.blocks import name_blocks
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_articles_are_counted_by_outlet_and_country(reader: APIClient) -> None:
    one = make.SourceFactory(country_code="IQ")
    for _ in range(3):
        make.ArticleFactory(source=one)
    other = make.ArticleFactory(source=make.SourceFactory(country_code="SY"))
    make.EventArticleFactory(article=other)
    make.EventArticleFactory(article=other, primary=False)
    answer = reader.get("/api/v1/articles/aggregate/", {"by": "source,country"}).json()
    assert answer["results"] == [
        {"source": one.domain, "country": "IQ", "count": 3},
        {"source": other.source.domain, "country": "SY", "count": 1},
    ]
    assert not answer["is_partial"]
    narrowed = reader.get("/api/v1/articles/aggregate/", {"by": "source", "source": other.source.domain}).json()
    assert [row["count"] for row in narrowed["results"]] == [1]


def test_an_aggregate_counts_a_row_once_whatever_the_filter_joins(reader: APIClient) -> None:
    actor = make.ActorFactory()
    article = make.ArticleFactory()
    for _ in range(3):
        make.MentionFactory(article=article, actor=actor)
    answer = reader.get("/api/v1/articles/aggregate/", {"by": "language", "actor": actor.pk}).json()
    assert answer["results"] == [{"language": "en", "count": 1}]
    assert reader.get("/api/v1/mentions/aggregate/", {"by": "actor"}).json()["results"][0]["count"] == 3


@pytest.mark.parametrize("name", ["articles", "events", "actors", "claims", "figures", "mentions", "sources"])
def test_every_column_of_an_aggregate_can_be_counted_by(reader: APIClient, name: str) -> None:
    make.FigureFactory(), make.MentionFactory(), make.EventArticleFactory(), make.ClaimFactory()
    view: Any = next(view for prefix, view, _ in router.registry if prefix == name)
    for column in view.listings["list"].columns:
        answer = reader.get(f"/api/v1/{name}/aggregate/", {"by": column})
        assert answer.status_code == 200, (column, answer.content)
        assert answer.json()["results"], column


@pytest.mark.parametrize("by", ["", "colour", "source,country,day", "sorce"])
def test_a_wrong_column_is_named(reader: APIClient, by: str) -> None:
    answer = reader.get("/api/v1/articles/aggregate/", {"by": by})
    assert answer.status_code == 400
    assert "source" in answer.json()["errors"][0]["way_out"]
    assert by != "sorce" or answer.json()["errors"][0]["nearest"] == "source"


def test_events_are_counted_by_day_week_month_and_year(reader: APIClient) -> None:
    for days in (0, 0, 1, 40):
        make.EventFactory(latest_at=make.MOMENT + timedelta(days=days))
    make.EventFactory(latest_at=None)
    bars = {
        interval: reader.get("/api/v1/events/histogram/", {"interval": interval}).json()
        for interval in ("day", "week", "month", "year")
    }
    assert [(bar["start"], bar["count"]) for bar in bars["day"]["results"]] == [
        ("2022-01-24", 2), ("2022-01-25", 1), ("2022-03-05", 1),
    ]  # fmt: skip
    assert [(bar["start"], bar["count"]) for bar in bars["week"]["results"]] == [("2022-01-24", 3), ("2022-02-28", 1)]
    assert [bar["count"] for bar in bars["month"]["results"]] == [3, 1]
    assert [(bar["start"], bar["count"]) for bar in bars["year"]["results"]] == [("2022-01-01", 4)]
    assert bars["day"]["undated"] == 1
    assert reader.get("/api/v1/events/histogram/", {"interval": "dya"}).json()["errors"][0]["nearest"] == "day"
    assert reader.get("/api/v1/events/histogram/", {"page_size": "5"}).status_code == 400


def test_a_histogram_of_too_many_bars_names_the_way_out(reader: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.queries.aggregate.MOST_BARS", 2)
    for days in (0, 1, 1):
        make.EventFactory(latest_at=make.MOMENT + timedelta(days=days))
    make.EventFactory(latest_at=None)
    full = reader.get("/api/v1/events/histogram/").json()
    assert ([bar["count"] for bar in full["results"]], full["undated"]) == ([1, 2], 1)
    make.EventFactory(latest_at=make.MOMENT + timedelta(days=2))
    refused = reader.get("/api/v1/events/histogram/")
    assert refused.status_code == 400
    error = refused.json()["errors"][0]
    assert (
        error["field"] == "interval" and "interval=week" in error["way_out"] and "published_at__gte" in error["way_out"]
    )
    narrowed = {"published_at__gte": f"{make.MOMENT + timedelta(days=1):%Y-%m-%d}"}
    assert reader.get("/api/v1/events/histogram/", narrowed).status_code == 200
    assert reader.get("/api/v1/events/histogram/", {"interval": "week"}).status_code == 200


def test_near_finds_places_within_so_many_kilometres(reader: APIClient) -> None:
    hasakah = make.EventFactory(location=make.LocationFactory(lat=36.5, lon=40.75))
    qamishli = make.EventFactory(location=make.LocationFactory(lat=37.05, lon=41.23))  # 75 km away
    make.EventFactory(location=make.LocationFactory(lat=36.5, lon=40.75, precision="country"))
    fiji = make.EventFactory(location=make.LocationFactory(lat=-17.7, lon=179.9))
    pole = make.EventFactory(location=make.LocationFactory(lat=89.9, lon=0.0))

    def found(near: str) -> list[int]:
        return sorted(row["id"] for row in reader.get("/api/v1/events/", {"near": near}).json()["results"])

    assert found("36.5,40.7,50") == [hasakah.pk]
    assert found("36.5,40.7,90") == [hasakah.pk, qamishli.pk]
    assert found("-17.7,-179.9,50") == [fiji.pk]
    assert found("89.9,180,50") == [pole.pk]
    for wrong in ("36,40", "91,0,5", "0,0,0", "0,0,9000", "a,b,c"):
        answer = reader.get("/api/v1/events/", {"near": wrong})
        assert answer.json()["errors"][0]["field"] == "near", wrong
    assert Circle(1, 2, 3).km == 3


def test_a_wrong_choice_names_the_nearest(reader: APIClient) -> None:
    answer = reader.get("/api/v1/claims/", {"kind": "dirct", "contry": "IQ"})
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0] | {"way_out": ""} == {
        "field": "contry", "value": "IQ", "problem": "is not a parameter here", "way_out": "", "nearest": "country",
    }  # fmt: skip
    assert reader.get("/api/v1/claims/", {"kind": "dirct"}).json()["errors"][0]["nearest"] == "direct"


def test_names_are_offered_while_they_are_typed(reader: APIClient) -> None:
    actor = make.ActorFactory(name="Ministry of Health")
    make.ActorNameFactory(actor=actor)
    answer = reader.get("/api/v1/suggest/", {"q": "minis"}).json()
    assert answer["actors"] == [
        {"id": actor.pk, "name": "Ministry of Health", "kind": "organization", "country_code": "IQ"}
    ]
    assert set(answer) == {"actors", "locations", "sources", "events"}
    for wrong in ({"q": "m"}, {"q": "min", "kinds": "actor"}, {"q": "min", "size": "99"}, {}):
        assert reader.get("/api/v1/suggest/", wrong).status_code == 400


def named(name: str, **fields: Any) -> Any:
    actor = make.ActorFactory(name=name, **fields)
    make.ActorNameFactory(actor=actor, blocks=name_blocks(name, actor.kind))
    return actor


def test_a_name_is_matched_with_scores(reader: APIClient) -> None:
    musleh = named("Qassem Musleh", kind="person", country_code="IQ", mention_count=9)
    named("Qassem Muslih Ahmadi", kind="person", country_code="IR")
    hidden = named("Qassem Musleh", kind="person", is_suppressed=True)
    asked = {"kind": "actor", "name": "Qasim Muslih", "actor_kind": "person", "country": "iq"}
    rows = reader.post("/api/v1/match/", asked).json()["results"]
    assert rows[0]["record"]["id"] == musleh.pk
    assert 0 < rows[0]["score"] <= 1 and rows[0]["reason"]
    assert hidden.pk not in [row["record"]["id"] for row in rows]
    sure = reader.post("/api/v1/match/", asked | {"name": "Qassem Musleh"}).json()["results"][0]
    assert (sure["score"], sure["is_sure"]) == (1.0, True)
    many = reader.post("/api/v1/match/", [asked, {"kind": "source", "name": "nobody.example"}]).json()
    assert len(many[0]["results"]) == len(rows) and many[1] == {"results": []}


def test_a_merged_record_is_matched_by_its_names_as_its_survivor(reader: APIClient) -> None:
    survivor = make.ActorFactory(name="Islamic State")
    named("Daesh", canonical=survivor)
    rows = reader.post("/api/v1/match/", {"kind": "actor", "name": "daesh"}).json()["results"]
    assert [(row["record"]["id"], row["score"]) for row in rows] == [(survivor.pk, 1.0)]


@pytest.mark.parametrize(
    "body",
    [{}, [], 7, {"kind": "actor"}, {"kind": "event", "name": "x"}, {"kind": "actor", "name": ""}, [{"kind": "actor"}],
     {"kind": "actor", "name": "x", "limit": 0}, {"kind": "actor", "name": "x", "country": "IRQ"},
     {"kind": "actor", "name": "x\x00"}, {"kind": "actor", "name": "x", "nmae": "y"}, {"kind": [], "name": {}}],
)  # fmt: skip
def test_what_cannot_be_matched_is_named(reader: APIClient, body: Any) -> None:
    answer = reader.post("/api/v1/match/", body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["way_out"]


def test_an_actor_is_shown_with_whom_it_appears_and_who_may_be_the_same(reader: APIClient) -> None:
    actor, other = make.ActorFactory(), make.ActorFactory()
    event = make.EventFactory()
    for one in (actor, other):
        make.EventActorFactory(event=event, actor=one)
    related = reader.get(f"/api/v1/actors/{actor.pk}/related/").json()
    assert [(row["actor"]["id"], row["events"]) for row in related["results"]] == [(other.pk, 1)]
    make.ReviewItemFactory(kind="duplicate", actor=other, other=actor, mention=None, score=0.7, key="d")
    similar = reader.get(f"/api/v1/actors/{actor.pk}/similar/").json()["results"]
    assert [(row["actor"]["id"], row["score"]) for row in similar] == [(other.pk, 0.7)]
