"""`manage.py bench fill` makes a large store of a small one that hangs together; pages, lists and search are timed on it."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from events.intake import open_run, parse_document, take_in
from events.management.multiply_store import COPIED, NAMED, multiply_store
from events.models import Actor, ActorDay, Article, Claim, Event, Location, LocationDay, Mention
from events.models.choices import RunKind
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch
from events.pipeline.recount import recount_actors, recount_places

pytestmark = pytest.mark.django_db(transaction=True)
STORY = (
    "Anna Berglund, the mayor of Uppsala, said the bridge would be closed for two weeks.\n\n"
    "At least 12 people were injured when part of the deck gave way on Monday, the regional rescue service said.\n\n"
    "The builder, Nordic Span Group (NSG), initially said the deck was sound but later acknowledged cracks."
)
OTHER = "Shares of the chip maker Silicon Fjord rose by 4 percent in Oslo on Friday after it reported record earnings."


def _read_two() -> None:
    run = open_run(RunKind.API, account="ana", vouched=True)
    rows = [
        {"id": text[:4], "text": text, "title": text[:40], "published": "2022-01-24", "outlet": "a.example"}
        for text in (STORY, OTHER)
    ]
    take_in(run, [parse_document(row) for row in rows])
    while read_batch():
        pass
    while conclude_batch():
        pass


def test_each_copy_is_whole_and_no_copy_is_another() -> None:
    _read_two()
    claims, mentions, events = (model.objects.count() for model in (Claim, Mention, Event))
    assert claims and mentions and events == 2
    assert multiply_store(20) == 20
    assert (Article.objects.count(), Event.objects.count()) == (20, 20)
    assert (Claim.objects.count(), Mention.objects.count()) == (10 * claims, 10 * mentions)
    for model in (*COPIED, *NAMED):
        assert not list(_find_dangling(model)), model
    assert len(set(Article.objects.values_list("published_at", flat=True))) == 10
    founded = Actor.objects.filter(origin="machine", mention_count__gt=0)
    assert founded.filter(name__startswith="Anna Berglund ").exists()
    held = _counts()
    recount_actors(Actor.objects.values_list("pk", flat=True))
    recount_places(Location.objects.filter(mentions__isnull=False).values_list("pk", flat=True))
    assert held == _counts()


def _find_dangling(model: Any) -> Any:
    """Foreign keys of a table that point to nothing."""
    with connection.cursor() as cursor:
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model in apps.get_app_config("events").get_models():
                other = field.related_model._meta
                key = other.pk.column
                cursor.execute(
                    f"SELECT count(*) FROM {model._meta.db_table} AS row WHERE row.{field.column} IS NOT NULL "
                    f"AND NOT EXISTS (SELECT FROM {other.db_table} AS other WHERE other.{key} = row.{field.column})"
                )
                if cursor.fetchone()[0]:
                    yield field.column


def _counts() -> tuple[list[Any], ...]:
    return (
        sorted(ActorDay.objects.values_list("actor", "day", "articles")),
        sorted(LocationDay.objects.values_list("location", "day", "articles")),
        sorted(Actor.objects.values_list("pk", "mention_count")),
    )


def test_pages_lists_and_searches_of_the_store_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.management.bench_requests.MANY", 1)
    _read_two()
    multiply_store(6)
    for what, kind in (("pages", "event, largest"), ("api", "claims"), ("search", "page, 2 words")):
        out = StringIO()
        call_command("bench", what, "--json", stdout=out, stderr=StringIO())
        rows = {row["what"]: row for row in json.loads(out.getvalue())}
        assert rows[kind]["queries"] > 0
        assert rows[kind]["p95"] >= rows[kind]["p50"] > 0


def test_a_store_is_multiplied_once_and_never_from_nothing() -> None:
    with pytest.raises(CommandError, match="ingest real articles"):
        multiply_store(10)
    _read_two()
    multiply_store(4)
    with pytest.raises(CommandError, match="multiplied before"):
        multiply_store(8)


@pytest.mark.parametrize(
    ("what", "figure"), [("extract", "ratio"), ("pipeline", "articles_a_second"), ("export", "articles_rows_a_second")]
)
def test_steps_are_timed_beside_their_yardstick(what: str, figure: str, settings: Any) -> None:
    settings.TAGGER = "events.tagger.rules.RuleTagger"
    _read_two()
    out = StringIO()
    call_command("bench", what, "--articles", "3", "--json", stdout=out, stderr=StringIO())
    figures = json.loads(out.getvalue())
    assert figures[figure] > 0
    assert all(value >= 0 for value in figures.values())
