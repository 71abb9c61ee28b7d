"""The feed of changes: whoever follows it ends up with what the database holds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from events import curation
from events.changes import prune_changes
from events.intake import open_run, parse_document, take_in
from events.models import Actor, Article, Change, Event, Location, Mention, Source
from events.models.choices import RunKind
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch
from tests import factories as make
from tests.api.follower import Follower

CHANGES = "/api/v1/changes/"
STORY = (
    "Anna Berglund, the mayor of Hammerby, said the bridge would be closed for two weeks.\n\nAt least {n} people were "
    "injured when part of the deck gave way, the rescue service said. Nordic Span Group initially said the deck was "
    "sound but later acknowledged that it had found cracks. Report {n} of the Hammerby Courier, by {who}."
)
NAMES = ("Erik Lund", "Maria Olsson", "Johan Ek")


def ingest(*rows: dict[str, Any]) -> None:
    take_in(open_run(RunKind.API, account="ana", vouched=True), [parse_document(row) for row in rows])
    while read_batch():
        pass
    while conclude_batch():
        pass


def story(n: int) -> dict[str, Any]:
    return {"id": f"s{n}", "text": STORY.format(n=n, who=NAMES[n % 3]), "published": f"2022-03-0{n}T10:00:00Z"}


def change_everything() -> Iterator[None]:
    """An ingest with merges, splits, undoing, revisions, deletions and a failure; a step each."""
    user = make.UserFactory(permissions=["curate"])
    ingest(story(1), story(2))
    yield
    ingest(
        *(story(n) for n in range(3, 8)), {"id": "o", "text": "Shares of the chip maker rose by 4 percent on Friday."}
    )
    yield
    one, other = Actor.objects.public().filter(kind="person").order_by("pk")[:2]
    merged = curation.merge_actors(one.pk, [other.pk], user)
    yield
    mentions = list(Mention.objects.current().filter(actor=one.pk).values_list("pk", flat=True)[:2])
    curation.split_actor(one.pk, mentions, user, name="Another Berglund")
    yield
    curation.undo(merged.pk, user)
    yield
    ingest({**story(3), "text": STORY.format(n=30, who="Nobody Else")})
    yield
    events = list(Event.objects.canonical_only().order_by("pk"))
    together = curation.merge_events(events[0].pk, [event.pk for event in events[1:]], user)
    yield
    curation.suppress_actor(Actor.objects.public().filter(kind="person").order_by("pk")[0].pk, user)
    yield
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Article.objects.update(title="Never stored")
        _ = 1 / 0
    Article.objects.filter(external_id="s4").delete()
    yield
    curation.undo(together.pk, user)
    Source.objects.create(name="A new outlet", domain="new.example")
    yield
    ingest(story(8))


@pytest.mark.django_db(transaction=True)
def test_a_copy_kept_by_changes_is_what_the_database_holds(reader: APIClient) -> None:
    make.ArticleFactory()
    follower = Follower(reader)
    failed: list[BaseException] = []

    def write() -> None:
        try:
            for _ in change_everything():
                pass
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    while writer.is_alive():
        follower.follow()
        writer.join(0.2)
    assert not failed, failed
    follower.follow()
    truth = follower.read_all()
    assert {kind: len(rows) for kind, rows in truth.items()}.items() >= {"article": 9}.items()
    for kind, rows in truth.items():
        assert follower.copies[kind] == rows, kind
    assert follower.follow() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_comes_in_behind_a_reader(reader: APIClient) -> None:
    """A transaction that began first, and commits last, is told last; until then nothing after it is."""
    start = reader.get(CHANGES, {"after": "now"}).json()["cursor"]
    begun, finish = threading.Event(), threading.Event()

    def write_slowly() -> None:
        with transaction.atomic():
            make.SourceFactory(name="slow")
            begun.set()
            finish.wait(10)
        connection.close()

    slow = threading.Thread(target=write_slowly)
    slow.start()
    assert begun.wait(10)
    quick = make.SourceFactory(name="quick")
    early = reader.get(CHANGES, {"after": start}).json()
    assert quick.pk not in [row["record"] for row in early["results"]]
    finish.set()
    slow.join()
    late = reader.get(CHANGES, {"after": early["cursor"]}).json()
    assert {row["record"] for row in late["results"]} == set(Source.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_merged_record_names_who_answers_and_pages_go_on(reader: APIClient) -> None:
    one, other = make.LocationFactory(), make.LocationFactory()
    start = reader.get(CHANGES, {"after": "now"}).json()["cursor"]
    Location.objects.filter(pk=other.pk).update(canonical=one)
    make.SourceFactory.create_batch(3)
    page = reader.get(CHANGES, {"after": start, "page_size": 2}).json()
    assert [(row["verb"], row["record"], row["merged_into"]) for row in page["results"][:1]] == [
        ("merged", other.pk, one.pk)
    ]
    rest = reader.get(page["next"]).json()
    assert [row["kind"] for row in rest["results"]] == ["source", "source"]
    assert rest["next"] is None
    only = reader.get(CHANGES, {"after": start, "kind": "location"}).json()["results"]
    assert [row["kind"] for row in only] == ["location"]
    assert reader.get(rest["results"][0]["url"]).json()["id"] == rest["results"][0]["record"]


@pytest.mark.django_db(transaction=True)
def test_three_times_as_many_changes_take_as_many_queries(reader: APIClient) -> None:
    counts, told = [], []
    for number in (3, 9):
        start = reader.get(CHANGES, {"after": "now"}).json()["cursor"]
        for _ in range(number):
            make.MentionFactory(actor=make.ActorFactory())
            one, other = make.LocationFactory(), make.LocationFactory()
            Location.objects.filter(pk=one.pk).update(canonical=other)
            Event.objects.filter(pk=make.EventFactory(location=other).pk).update(canonical=make.EventFactory())
        with CaptureQueriesContext(connection) as asked:
            rows = reader.get(CHANGES, {"after": start, "page_size": "1000"}).json()["results"]
        counts.append(len(asked))
        told.append([kind for row in rows for kind in (row["kind"], *(["merged"] if row["merged_into"] else []))])
    assert counts[0] == counts[1] <= 9  # three of them count the request: a statement, and a savepoint in tests
    assert set(told[0]) == set(told[1]) >= {"article", "event", "actor", "location", "mention", "merged"}
    assert len(told[1]) == 3 * len(told[0])


@pytest.mark.django_db(transaction=True)
def test_pruning_keeps_the_last_word_and_tells_who_comes_too_late(reader: APIClient, settings: Settings) -> None:
    begin = reader.get(CHANGES, {"after": "now"}).json()["cursor"]
    source = make.SourceFactory()
    for name in "abc":
        Source.objects.filter(pk=source.pk).update(name=name)
    assert Change.objects.count() == 4
    Change.objects.update(at=timezone.now() - timedelta(days=2))
    assert prune_changes() == 3
    rows = reader.get(CHANGES, {"after": begin}).json()["results"]
    assert [(row["record"], row["verb"]) for row in rows] == [(source.pk, "updated")]
    Change.objects.update(at=timezone.now() - timedelta(days=settings.CHANGES_KEEP_DAYS + 1))
    make.SourceFactory()
    prune_changes()
    gone = reader.get(CHANGES, {"after": begin})
    assert (gone.status_code, gone.json()["code"]) == (410, "cursor_gone")
    assert "after=now" in gone.json()["way_out"]
    now = reader.get(CHANGES, {"after": "now"}).json()["cursor"]
    assert reader.get(CHANGES, {"after": now}).json()["results"] == []
    assert prune_changes() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("parameter", "value", "status"),
    [
        ("after", "nonsense", 400), ("after", "W10", 400), ("after", "x" * 5000, 400), ("after", "bnVsbA", 400),
        ("after", "WyJvdGhlcmRiMSIsNSw2XQ", 410), ("kind", "articel", 400), ("page_size", "2000", 400), ("since", "1", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_named(reader: APIClient, parameter: str, value: str, status: int) -> None:
    answer = reader.get(CHANGES, {parameter: value})
    assert answer.status_code == status
    assert answer.json()["way_out"]
    if parameter in ("kind", "page_size"):
        assert answer.json()["errors"][0]["nearest"] in ("article", "1000")
