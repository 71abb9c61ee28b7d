"""What must always hold of the two stages, each with an attempt to break it (docs/ARCHITECTURE.md lists them)."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from events import work
from events.intake import open_run, parse_document, take_in
from events.models import Actor, Article, ArticleWork, Claim, Event, Mention
from events.models.choices import RunKind, Stage, TimePrecision, WorkStatus
from events.pipeline import read as read_stage
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch

STORY = (
    "Anna Berglund, the mayor of Hammerby, said the bridge would stay closed.\n\nAt least 12 people were injured, the "
    "rescue service said. Nordic Span Group, which built it in 1974, declined to comment on the cause."
)


def hand_in(*texts: str, **fields: Any) -> None:
    run = open_run(RunKind.API, account="ana", vouched=True)
    take_in(run, [parse_document({"id": str(n), "text": text, **fields}) for n, text in enumerate(texts)])


def read_all() -> None:
    while read_batch():
        pass


@pytest.mark.django_db(transaction=True)
def test_concluding_at_once_founds_each_actor_and_each_event_once() -> None:
    hand_in(*[f"{STORY} This is report number {n}." for n in range(12)])
    read_all()
    barrier = threading.Barrier(4)
    errors: list[BaseException] = []

    def conclude() -> None:
        try:
            barrier.wait()
            while conclude_batch(limit=1):
                pass
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=conclude) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert Actor.objects.filter(name="Anna Berglund").count() == 1
    assert Actor.objects.get(name="Anna Berglund").mention_count == 12
    assert Event.objects.get().size == 12
    assert set(ArticleWork.objects.values_list("status", flat=True)) == {WorkStatus.DONE}


@pytest.mark.django_db
def test_concluding_again_needs_no_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(STORY)
    read_all()
    conclude_batch()
    before = list(Mention.objects.order_by("pk").values_list("pk", "text", "actor"))
    monkeypatch.setattr(read_stage, "tagger", lambda: pytest.fail("the tagger was asked"))
    ArticleWork.objects.update(stage=Stage.CONCLUDE, status=WorkStatus.PENDING)
    assert conclude_batch() == 1
    assert list(Mention.objects.order_by("pk").values_list("pk", "text", "actor")) == before


@pytest.mark.django_db
def test_a_worker_that_lost_its_claim_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(STORY)
    tag = read_stage.tag_documents

    def lose_the_claim(*arguments: Any) -> Any:
        ArticleWork.objects.update(claimed_by="another worker")
        return tag(*arguments)

    monkeypatch.setattr(read_stage, "tag_documents", lose_the_claim)
    assert read_batch() == 1
    row = ArticleWork.objects.get()
    assert (row.stage, row.status, row.claimed_by) == (Stage.READ, WorkStatus.CLAIMED, "another worker")
    assert conclude_batch() == 0
    assert not Mention.objects.exists()


@pytest.mark.django_db
def test_a_missing_date_stays_missing() -> None:
    hand_in(STORY)
    read_all()
    conclude_batch()
    article = Article.objects.get()
    assert (article.published_at, article.published_precision) == (None, TimePrecision.UNKNOWN)
    event = Event.objects.get()
    assert (event.start_at, event.latest_at, event.time_precision) == (None, None, TimePrecision.UNKNOWN)
    assert set(Claim.objects.values_list("published_at", flat=True)) == {None}


@pytest.mark.django_db
def test_readers_see_nothing_of_an_article_before_it_is_concluded() -> None:
    hand_in(STORY)
    read_all()
    assert Article.objects.get().revision is None
    assert not Mention.objects.current().exists()
    assert work.count_pending() == {"read": 0, "conclude": 1}
