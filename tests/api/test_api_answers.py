"""Errors, merged records, excerpts, conditional reads, throttles, documentation: what single answers promise."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from events.tokens import issue_token
from tests import factories as make
from tests.api.world import LISTS, build_world

pytestmark = pytest.mark.django_db


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer.json()["results"]]


@pytest.mark.parametrize("path", ["/api/v1/colours/", "/api/v2/", "/api/v1/events/x/", "/api/v1/events/0/"])
def test_an_address_that_leads_nowhere_is_told_in_json(reader: APIClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"
    assert answer.json()["way_out"]


@pytest.mark.parametrize("name", LISTS)
def test_a_record_that_is_not_there_is_told_in_json(reader: APIClient, name: str) -> None:
    for pk in ("1", "9223372036854775807", "9999999999999999999"):
        assert reader.get(f"/api/v1/{name}/{pk}/").json()["status"] == 404


def test_a_missing_slash_is_added_without_losing_the_question(reader: APIClient) -> None:
    answer = reader.get("/api/v1/events?country=IQ")
    assert (answer.status_code, answer["Location"]) == (308, "/api/v1/events/?country=IQ")
    assert reader.get("/api/v1/colours").status_code == 404


def test_a_merged_actor_answers_with_its_survivor(reader: APIClient) -> None:
    survivor = make.ActorFactory(name="Islamic State")
    middle = make.ActorFactory(canonical=survivor)
    merged = make.ActorFactory(name="Daesh", canonical=middle)
    claim = make.ClaimFactory(speaker=merged)
    event = make.EventActorFactory(actor=merged).event
    answer = reader.get(f"/api/v1/actors/{merged.pk}/")
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["merged_from"]) == (survivor.pk, merged.pk)
    assert answer.json()["merge_reason"]
    assert "merged_from" not in reader.get(f"/api/v1/actors/{survivor.pk}/").json()
    assert ids(reader.get("/api/v1/actors/", {"id__in": f"{merged.pk},{survivor.pk}"})) == [survivor.pk]
    for pk in (survivor.pk, merged.pk):
        assert ids(reader.get("/api/v1/claims/", {"speaker": pk})) == [claim.pk]
        assert ids(reader.get(f"/api/v1/actors/{pk}/claims/")) == [claim.pk]
        assert ids(reader.get(f"/api/v1/actors/{pk}/events/")) == [event.pk]
        assert ids(reader.get("/api/v1/events/", {"actor": pk})) == [event.pk]
    shown = reader.get(f"/api/v1/claims/{claim.pk}/").json()["speaker"]["actor"]
    assert (shown["id"], shown["name"]) == (survivor.pk, "Islamic State")
    full = reader.get(f"/api/v1/claims/{claim.pk}/", {"expand": "speaker"}).json()["speaker"]["actor"]
    assert full["id"] == survivor.pk and "names" in full


def test_a_merged_event_shows_its_articles_under_the_survivor(reader: APIClient) -> None:
    survivor = make.EventFactory()
    merged = make.EventFactory(canonical=survivor)
    article = make.EventArticleFactory(event=merged).article
    claim = make.ClaimFactory(event=merged, article=article)
    assert reader.get(f"/api/v1/events/{merged.pk}/").json()["id"] == survivor.pk
    for pk in (survivor.pk, merged.pk):
        assert ids(reader.get(f"/api/v1/events/{pk}/articles/")) == [article.pk]
        assert ids(reader.get(f"/api/v1/events/{pk}/claims/")) == [claim.pk]
        assert ids(reader.get("/api/v1/articles/", {"event": pk})) == [article.pk]
    assert ids(reader.get("/api/v1/events/", {"id__in": merged.pk})) == []


def test_lists_below_an_event_hold_what_is_its_own(reader: APIClient) -> None:
    build_world(2)
    event = reader.get("/api/v1/events/").json()["results"][0]
    for name in ("articles", "claims", "figures", "actors"):
        rows = reader.get(f"/api/v1/events/{event['id']}/{name}/").json()["results"]
        assert len(rows) == 1, name
    assert reader.get(f"/api/v1/events/{event['id']}/claims/", {"kind": "direct"}).json()["results"] == []
    assert reader.get(f"/api/v1/events/{event['id']}/articles/", {"colour": "red"}).status_code == 400
    for name in ("articles", "claims", "figures", "actors"):
        assert reader.get(f"/api/v1/events/999999/{name}/").status_code == 404


def test_an_article_is_there_when_it_is_read(reader: APIClient) -> None:
    waiting = make.UnreadArticleFactory()
    assert reader.get("/api/v1/articles/").json()["results"] == []
    assert reader.get(f"/api/v1/articles/{waiting.pk}/").status_code == 404


def test_only_what_the_current_revision_says_is_listed(reader: APIClient) -> None:
    article = make.ArticleFactory()
    old = make.ClaimFactory(article=article)
    make.MentionFactory(article=article)
    make.FigureFactory(article=article)
    article.revision = make.ArticleRevisionFactory(article=article)
    article.save()
    for name in ("claims", "mentions", "figures"):
        assert reader.get(f"/api/v1/{name}/").json()["results"] == []
    assert reader.get(f"/api/v1/claims/{old.pk}/").status_code == 404


def test_bodies_may_be_kept_to_an_excerpt(reader: APIClient, outsider: APIClient, settings: Settings) -> None:
    article = make.ArticleFactory(text="word " * 400)
    address = f"/api/v1/articles/{article.pk}/"
    assert len(reader.get(address).json()["text"]) == 2000
    settings.ANONYMOUS_BODY = "excerpt"
    cut = reader.get(address).json()
    assert (len(cut["text"]), cut["text_is_excerpt"]) == (settings.EXCERPT_CHARACTERS, True)
    row = reader.get("/api/v1/articles/", {"expand": "text"}).json()["results"][0]
    assert (row["text"], row["text_is_excerpt"]) == (cut["text"], True)
    assert outsider.get(address).json()["text_is_excerpt"] is False


def test_what_the_caller_has_already_is_not_sent_again(reader: APIClient) -> None:
    event = make.EventFactory()
    answer = reader.get(f"/api/v1/events/{event.pk}/")
    assert {"Accept", "Authorization", "Cookie"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert reader.get(f"/api/v1/events/{event.pk}/", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    event.title = "Another title"
    event.save()
    assert reader.get(f"/api/v1/events/{event.pk}/", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_too_many_requests_are_told_when_to_come_back(
    reader: APIClient, outsider: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "2/min", "user": "5/min"})
    answers = [reader.get("/api/v1/events/", headers={"X-Forwarded-For": f"10.0.0.{n}"}) for n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 61
    assert answers[2].json()["code"] == "throttled"
    assert outsider.get("/api/v1/events/").status_code == 200


def test_dates_bounds_and_negation_choose_events(reader: APIClient) -> None:
    early = make.EventFactory(latest_at=make.MOMENT, country_code="IQ", size=1)
    late = make.EventFactory(latest_at=make.MOMENT + timedelta(days=2), country_code="SY", size=9)
    undated = make.EventFactory(latest_at=None, start_at=None, end_at=None, time_precision="unknown", country_code="")
    assert ids(reader.get("/api/v1/events/")) == [late.pk, early.pk, undated.pk]
    assert ids(reader.get("/api/v1/events/", {"published_at__lte": "2022-01-24"})) == [early.pk]
    assert ids(reader.get("/api/v1/events/", {"published_at__gte": "2022-01-25"})) == [late.pk]
    assert ids(reader.get("/api/v1/events/", {"country": "iq,sy"})) == [late.pk, early.pk]
    assert ids(reader.get("/api/v1/events/?country=IQ&country=SY")) == [late.pk, early.pk]
    assert ids(reader.get("/api/v1/events/", {"exclude": "country:SY"})) == [early.pk, undated.pk]
    assert ids(reader.get("/api/v1/events/?exclude=country:SY&exclude=country:IQ")) == [undated.pk]
    assert ids(reader.get("/api/v1/events/", {"size__gte": 5})) == [late.pk]


def test_a_box_finds_places_and_no_areas_even_across_the_date_line(reader: APIClient) -> None:
    fiji = make.EventFactory(location=make.LocationFactory(lat=-17.7, lon=178.0))
    samoa = make.EventFactory(location=make.LocationFactory(lat=-13.8, lon=-171.8))
    make.EventFactory(location=make.LocationFactory(lat=-17.7, lon=178.0, precision="country"))
    make.EventFactory(location=None)
    assert sorted(ids(reader.get("/api/v1/events/", {"bbox": "170,-30,-170,0"}))) == [fiji.pk, samoa.pk]
    assert ids(reader.get("/api/v1/events/", {"bbox": "170,-30,180,0"})) == [fiji.pk]


def test_words_are_found_stemmed_accented_and_forbidden(reader: APIClient) -> None:
    sao = make.ArticleFactory(title="Flooding", text="Heavy rains hit São Paulo.")
    fire = make.ArticleFactory(title="Fire", text="A fire hit a warehouse.")
    event = make.EventArticleFactory(article=sao).event
    assert ids(reader.get("/api/v1/articles/", {"q": "sao paulo rain"})) == [sao.pk]
    assert ids(reader.get("/api/v1/articles/", {"q": '"hit a warehouse"'})) == [fire.pk]
    assert ids(reader.get("/api/v1/articles/", {"q": "hit -warehouse"})) == [sao.pk]
    assert sorted(ids(reader.get("/api/v1/articles/", {"q": "flood or warehouse"}))) == [sao.pk, fire.pk]
    assert ids(reader.get("/api/v1/events/", {"q": "São Paulo"})) == [event.pk]


def test_words_of_a_claim_are_found_in_the_claim_itself(reader: APIClient) -> None:
    article = make.ArticleFactory(text="The ministry said seventy were killed. A fire broke out.")
    claim = make.ClaimFactory(article=article, text="seventy were killed")
    make.ClaimFactory(article=article, text="it would rain")
    assert ids(reader.get("/api/v1/claims/", {"q": "killing"})) == [claim.pk]
    assert ids(reader.get("/api/v1/claims/", {"q": "fire"})) == []
    assert len(ids(reader.get("/api/v1/claims/", {"q": "-killed"}))) == 1


def test_a_count_is_exact_and_only_given_when_asked_for(reader: APIClient) -> None:
    for _ in range(3):
        make.EventFactory()
    answer = reader.get("/api/v1/events/", {"count": "true", "page_size": 1}).json()
    assert (answer["count"], len(answer["results"])) == (3, 1)
    assert "count" not in reader.get("/api/v1/events/").json()


def test_pages_lead_through_the_list_and_back(reader: APIClient) -> None:
    made = [make.EventFactory(latest_at=None if n % 2 else make.MOMENT + timedelta(days=n)).pk for n in range(5)]
    first = reader.get("/api/v1/events/", {"page_size": 2}).json()
    assert first["previous"] is None
    pages, page = [first], first
    while page["next"]:
        page = reader.get(page["next"]).json()
        pages.append(page)
    assert sorted(row["id"] for page in pages for row in page["results"]) == sorted(made)
    assert reader.get(page["previous"]).json()["results"] == pages[-2]["results"]


def test_a_table_cannot_smuggle_in_a_formula(reader: APIClient) -> None:
    make.SourceFactory(name='=HYPERLINK("http://evil.example","x")')
    table = reader.get("/api/v1/sources/", {"format": "csv", "fields": "name"}).getvalue().decode()
    assert table.splitlines()[1].startswith("\"'=HYPERLINK")


def test_a_streamed_list_is_never_cut(reader: APIClient) -> None:
    make.SourceFactory.create_batch(620)
    lines = reader.get("/api/v1/sources/", {"format": "jsonl", "fields": "id"}).getvalue().decode().splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == 620
    refused = reader.get("/api/v1/sources/", {"format": "jsonl", "page_size": 5})
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "page_size"


def test_an_unknown_format_is_named(reader: APIClient) -> None:
    answer = reader.get("/api/v1/sources/", {"format": "geojson"})
    assert answer.status_code == 400
    assert "csv" in answer.json()["errors"][0]["way_out"]
    assert reader.get("/api/v1/sources/", headers={"Accept": "text/html"}).status_code == 406


def test_answers_say_how_much_is_left(reader: APIClient, sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", {"anon": "3/min", "user": "5/min"})
    left = [reader.get("/api/v1/sources/")["RateLimit"].split(";")[1] for _ in range(4)]
    assert left == ["r=2", "r=1", "r=0", "r=0"]
    answer = reader.get("/api/v1/sources/")
    assert (answer.status_code, answer["RateLimit-Policy"]) == (429, '"anon";q=3;w=60')
    assert 0 < int(answer["Retry-After"]) <= 61
    user = make.UserFactory()
    for name in ("one program", "another"):
        _, key = issue_token(user, name, ["read"])
        reader.credentials(HTTP_AUTHORIZATION=f"Token {key}")
        assert reader.get("/api/v1/sources/")["RateLimit"].startswith('"user";r=4;')


def test_other_sites_may_read_where_the_setting_names_them(reader: APIClient, settings: Settings) -> None:
    asked = {"Origin": "https://example.org"}
    assert "Access-Control-Allow-Origin" not in reader.get("/api/v1/sources/", headers=asked)
    settings.CORS_ALLOWED_ORIGINS = ["https://example.org"]
    answer = reader.get("/api/v1/sources/", headers=asked)
    assert answer["Access-Control-Allow-Origin"] == "https://example.org"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "RateLimit" in answer["Access-Control-Expose-Headers"]
    preflight = reader.options(
        "/api/v1/articles/",
        headers=asked | {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "idempotency-key"},
    )
    assert preflight.status_code == 200
    assert "idempotency-key" in preflight["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in reader.get("/accounts/login/", headers=asked)
    assert "Access-Control-Allow-Origin" not in reader.get(
        "/api/v1/sources/", headers={"Origin": "https://evil.example"}
    )
