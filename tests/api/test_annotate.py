"""Reading a text on the spot: what an article's reading would be, and nothing stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from events import models
from tests import factories as make

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/annotate/"
TEXT = (
    "Ana Duarte, the mayor of Lodosa, said on Monday that at least 12 people were killed when the bridge fell. "
    '"We will rebuild it," Duarte added.'
)
TABLES = (models.Article, models.Actor, models.Mention, models.Claim, models.Figure, models.Event)


def read(reader: APIClient, **body: Any) -> dict[str, Any]:
    answer = reader.post(ADDRESS, body, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[no-any-return]


def test_names_claims_and_figures_come_with_their_words(reader: APIClient) -> None:
    found = read(reader, text=TEXT, title="Bridge falls in Lodosa")
    for kind in ("mentions", "claims", "figures"):
        assert found[kind], kind
    fields = {"body": TEXT, "title": "Bridge falls in Lodosa"}
    for mention in found["mentions"]:
        assert fields[mention["field"]][mention["start"] : mention["end"]] == mention["text"]
    [figure] = found["figures"]
    assert (figure["measure"], figure["value"], figure["bound"]) == ("killed", 12, "at_least")
    spoken = found["claims"][0]
    assert spoken["source"]["text"].startswith("Ana Duarte")
    assert found["mentions"][spoken["speaker"]]["text"] == "Ana Duarte"
    assert figure["claim"] == 0


def test_a_known_actor_is_named_by_its_record_and_a_new_one_has_no_id(reader: APIClient) -> None:
    known = make.ActorFactory(name="Ana Duarte", kind="person", origin="curator")
    make.ActorNameFactory(actor=known, name="Ana Duarte")
    found = read(reader, text=f"{TEXT} Rui Teles, an engineer, told reporters that its pillars had cracked.")
    actors = {mention["text"]: mention["actor"] for mention in found["mentions"]}
    assert actors["Ana Duarte"]["id"] == actors["Duarte"]["id"] == known.pk
    assert actors["Rui Teles"] == {"id": None, "name": "Rui Teles", "kind": "person", "country_code": ""}


def test_nothing_is_stored(reader: APIClient) -> None:
    before = [table.objects.count() for table in TABLES]
    read(reader, text=TEXT)
    assert [table.objects.count() for table in TABLES] == before


def test_a_long_text_takes_as_many_queries_as_a_short_one(reader: APIClient) -> None:
    read(reader, text=TEXT)
    counts = []
    for text in (TEXT, f"{TEXT}\n\n{TEXT.replace('Ana Duarte', 'Eva Lindt').replace('Lodosa', 'Karlstad')}"):
        with CaptureQueriesContext(connection) as made:
            read(reader, text=text)
        counts.append(len(made))
    assert counts[0] == counts[1] <= 13  # three of them count the request: a statement, and a savepoint in tests


@pytest.mark.parametrize("text", ["?!", "💥", "\u2028", "1234 " * 100, "名古屋市で火災", "said " * 500])
def test_any_text_has_an_answer(reader: APIClient, text: str) -> None:
    assert set(read(reader, text=f"{text}x")) == {"tagger", "mentions", "claims", "figures"}


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "text"), ({"text": "x" * 20_001}, "text"), ({"text": "x", "limit": 3}, "limit"), ([], "body")],
)
def test_a_wrong_body_is_named(reader: APIClient, body: Any, field: str) -> None:
    answer = reader.post(ADDRESS, body, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
