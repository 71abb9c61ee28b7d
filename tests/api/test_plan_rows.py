"""The plan of a serializer gives what DRF's own way gives, for every list."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers
from rest_framework.test import APIClient

from events.api import plan_rows
from events.api.export_rows import LISTINGS
from events.api.listing import Shape, read_apart, serialize_rows, stream_rows
from events.api.renderers import dump_bytes
from events.models import Actor, Event, Location
from tests import factories as make
from tests.api.world import build_world

pytestmark = pytest.mark.django_db
WHOLE = Shape(None, (), ())


def build_odd_world() -> None:
    """Records with everything, records with nothing, and merged ones inside others."""
    build_world(3)
    for model in (Actor, Event, Location):
        first, second = model.objects.order_by("pk")[:2]
        model.objects.filter(pk=second.pk).update(canonical=first)
    make.MentionFactory(actor=None, location=None, candidates=[{"actor": 1, "score": 0.5}])
    make.ClaimFactory(speaker=None, event=None, speaker_start=None, speaker_end=None, speaker_text="")
    make.FigureFactory(claim=None, speaker=None, event=None, location=None)
    make.ArticleFactory(source=None, published_at=None, published_precision="unknown")
    make.ClaimLinkFactory()
    make.FigureLinkFactory()
    make.EventSentenceFactory()


@pytest.mark.parametrize("kind", LISTINGS)
def test_the_plan_gives_what_the_framework_gives(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    build_odd_world()
    listing = LISTINGS[kind]
    joined, apart = list(listing.rows()), list(read_apart(listing.rows()))
    planned = [serialize_rows(rows, listing.serializer, WHOLE, {}) for rows in (joined, apart)]
    monkeypatch.setattr(plan_rows.Planned, "to_representation", serializers.Serializer.to_representation)
    plain: list[Any] = [listing.serializer(row, context={}).data for row in joined]
    assert planned[0] == planned[1] and len(plain) >= 2
    assert orjson.loads(dump_bytes(planned[0])) == orjson.loads(dump_bytes(plain))
    assert dump_bytes(planned[0]) == dump_bytes([dict(row) for row in plain]), "in the same order of fields"


@pytest.mark.parametrize("kind", LISTINGS)
def test_all_rows_take_a_constant_number_of_queries_a_batch(kind: str) -> None:
    listing = LISTINGS[kind]
    taken = []
    for _ in range(2):
        build_world(4)
        with CaptureQueriesContext(connection) as asked:
            order = next(iter(listing.orders.values()))
            assert len(list(stream_rows(listing.rows(), order, listing, WHOLE, {}))) >= 4
        taken.append(len(asked))
    assert taken[0] == taken[1] <= 16


def test_rows_that_share_a_record_do_not_share_what_is_done_to_it(reader: APIClient) -> None:
    article = make.ArticleFactory()
    for start in (0, 10):
        make.MentionFactory(article=article, start=start)
    rows = reader.get("/api/v1/mentions/?expand=article").json()["results"]
    assert rows[0]["article"] == rows[1]["article"] and "language" in rows[0]["article"]
