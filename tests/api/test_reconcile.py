"""The reconciliation service: what OpenRefine asks is answered by its rules, garbage is refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from events.interop.reconcile import BadQuery, answer_queries, extend_records
from events.models import Actor
from tests.factories import ActorFactory, ActorNameFactory, LocationFactory, LocationNameFactory

pytestmark = pytest.mark.django_db
SERVICE = "/api/v1/reconcile/"


def make_actor(name: str, **fields: Any) -> Actor:
    actor = ActorFactory(**{"name": name, "kind": "person", "mention_count": 3, **fields})
    ActorNameFactory(actor=actor, name=name)
    return actor


def ask(client: APIClient, **queries: Any) -> Any:
    return client.post(SERVICE, {"queries": json.dumps(queries)}, format="multipart")


def test_the_manifest_leads_to_everything(reader: APIClient) -> None:
    manifest = reader.get(SERVICE).json()
    assert manifest["versions"] == ["0.2"] and {"name", "identifierSpace", "schemaSpace"} <= set(manifest)
    actor = make_actor("Anna Lee")
    page = reader.get(manifest["view"]["url"].replace("{{id}}", f"actor-{actor.pk}"))
    assert page.status_code == 302 and page["Location"] == f"/actors/{actor.pk}/"
    for told in (*manifest["suggest"].values(), manifest["extend"]["propose_properties"]):
        assert reader.get(told["service_url"] + told["service_path"], {"prefix": "per"}).status_code == 200


def test_names_find_actors_and_places(reader: APIClient) -> None:
    anna = make_actor("Anna Lee", country_code="GB", wikidata_id="Q7")
    place = LocationFactory(name="Leeds")
    LocationNameFactory(location=place)
    answer = ask(
        reader,
        q0={"query": "anna lee", "type": "person", "limit": 3},
        q1={"query": "Leeds"},
        q2={"query": "Nobody Here"},
    ).json()
    assert set(answer) == {"q0", "q1", "q2"} and answer["q2"] == {"result": []}
    (found,) = answer["q0"]["result"]
    assert (found["id"], found["name"], found["match"], found["score"]) == (f"actor-{anna.pk}", "Anna Lee", True, 100)
    assert found["type"] == [{"id": "person", "name": "Person"}]
    assert answer["q1"]["result"][0]["id"] == f"location-{place.pk}"


def test_two_of_one_name_are_no_match_and_the_country_tells_them_apart(reader: APIClient) -> None:
    make_actor("Anna Lee", country_code="GB")
    other = make_actor("Anna Lee", country_code="US")
    (first, second) = ask(reader, q={"query": "Anna Lee"}).json()["q"]["result"]
    assert not first["match"] and not second["match"]
    known = {"query": "Anna Lee", "properties": [{"pid": "country", "v": "us"}]}
    assert ask(reader, q=known).json()["q"]["result"][0]["id"] == f"actor-{other.pk}"


def test_hidden_actors_are_neither_found_nor_shown(reader: APIClient) -> None:
    hidden = make_actor("Anna Lee", is_suppressed=True)
    private = make_actor("Anna Lee", is_private=True)
    assert ask(reader, q={"query": "Anna Lee"}).json() == {"q": {"result": []}}
    for actor in (hidden, private):
        asked = {"ids": [f"actor-{actor.pk}"], "properties": [{"id": "country"}]}
        told = reader.get(SERVICE, {"extend": json.dumps(asked)}).json()
        assert told["rows"] == {f"actor-{actor.pk}": {"country": []}}
        assert reader.get(f"{SERVICE}view/actor-{actor.pk}/").status_code == 404


def test_records_are_extended_by_their_properties(reader: APIClient) -> None:
    anna = make_actor("Anna Lee", country_code="GB", wikidata_id="Q7")
    ActorNameFactory(actor=anna, name="A. Lee")
    merged = make_actor("Ann Lee", canonical=anna)
    region = LocationFactory(precision="region")
    ids = [f"actor-{anna.pk}", f"actor-{merged.pk}", f"location-{region.pk}", "nonsense", "actor-999999"]
    wanted = [{"id": name} for name in ("wikidata", "names", "latitude", "kind")]
    told = reader.post(SERVICE, {"extend": json.dumps({"ids": ids, "properties": wanted})}, format="multipart").json()
    assert [one["id"] for one in told["meta"]] == ["wikidata", "names", "latitude", "kind"]
    assert told["rows"][ids[0]]["names"] == [{"str": "A. Lee"}]
    assert told["rows"][ids[1]]["wikidata"] == [{"str": "Q7"}]
    assert told["rows"][ids[2]] == {"wikidata": [], "names": [], "latitude": [], "kind": [{"str": "place"}]}
    assert told["rows"]["nonsense"]["kind"] == told["rows"]["actor-999999"]["kind"] == []


def test_suggestions_begin_as_typed(reader: APIClient) -> None:
    anna = make_actor("Anna Lee")
    assert reader.get(f"{SERVICE}suggest/entity/?prefix=Ann").json()["result"][0]["id"] == f"actor-{anna.pk}"
    assert reader.get(f"{SERVICE}suggest/type/?prefix=pe").json()["result"] == [{"id": "person", "name": "Person"}]
    assert reader.get(f"{SERVICE}suggest/property/?prefix=lat").json()["result"][0]["id"] == "latitude"
    proposed = reader.get(f"{SERVICE}properties/?type=place&limit=2").json()
    assert proposed["type"] == "place" and len(proposed["properties"]) == 2
    assert reader.get(f"{SERVICE}properties/?type=dragon").status_code == 400
    assert reader.get(f"{SERVICE}properties/?limit=-1").status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"queries": "{"}, {"queries": "[1]"}, {"queries": '{"q": 1}'}, {"queries": '{"q": {"query": ""}}'},
        {"queries": '{"q": {"query": "x", "type": "dragon"}}'}, {"queries": '{"q": {"query": "x", "limit": "many"}}'},
        {"queries": "[" * 100_000}, {"queries": json.dumps({str(n): {"query": "x"} for n in range(51)})},
        {"extend": "[]"}, {"extend": '{"ids": "all"}'}, {"extend": '{"ids": [], "properties": [{"id": "password"}]}'},
    ],
)  # fmt: skip
def test_garbage_is_refused_by_name(reader: APIClient, body: dict[str, str]) -> None:
    answer = reader.post(SERVICE, body, format="multipart")
    assert answer.status_code == 400 and answer.json()["errors"][0]["way_out"], answer.content


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["query", "type", "limit", "properties", "ids", "id", "q0"]), inner, max_size=4
        )
    ),
    max_leaves=8,
)


@given(value=json_values)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_is_answered_or_refused(value: Any) -> None:
    for way in (answer_queries, extend_records):
        try:
            way(value)
        except BadQuery as bad:
            assert bad.way_out


def test_an_extension_costs_the_same_number_of_queries(reader: APIClient) -> None:
    counts = []
    for number in (2, 8):
        ids = [f"actor-{make_actor(f'Anna Lee {at}').pk}" for at in range(number)]
        asked = {"ids": ids, "properties": [{"id": "names"}, {"id": "country"}]}
        with CaptureQueriesContext(connection) as captured:
            extend_records(asked)
        counts.append(len(captured))
    assert counts[0] == counts[1]
