"""Taking in: one article a key, revisions for other words, nothing lost and nothing doubled."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from events import work
from events.intake import (
    BadDocument,
    FetchRequest,
    SuppliedDocument,
    close_run,
    open_run,
    parse_document,
    summarize_run,
    take_in,
)
from events.models import Article, ArticleRevision, ArticleWork, IngestRun, Source
from events.models.choices import Provenance, RunKind, Stage, WorkStatus

pytestmark = pytest.mark.django_db


def doc(**fields: Any) -> SuppliedDocument:
    return parse_document({"id": "a", "text": "Some words.", **fields})


def new_run(account: str = "ana", **more: Any) -> IngestRun:
    return open_run(RunKind.API, account=account, **more)


def counts(run: IngestRun) -> tuple[int, int, int, int]:
    run.refresh_from_db()
    return run.created, run.revised, run.unchanged, run.rejected


def test_the_same_document_again_is_unchanged() -> None:
    run = new_run()
    take_in(run, [doc()])
    take_in(run, [doc()])
    assert counts(run) == (1, 0, 1, 0)
    assert Article.objects.count() == ArticleRevision.objects.count() == 1


def test_the_same_key_with_other_words_becomes_a_revision() -> None:
    run = new_run()
    take_in(run, [doc()])
    take_in(run, [doc(text="Other words.")])
    assert counts(run) == (1, 1, 0, 0)
    article = Article.objects.get()
    assert [r.text for r in article.revisions.order_by("number")] == ["Some words.", "Other words."]
    assert article.work.revision == article.revisions.get(number=2)


def test_a_document_twice_in_one_batch_is_one_article() -> None:
    run = new_run()
    take_in(run, [doc(), doc(id="b"), doc(), doc(text="Changed."), doc(id="b")])
    assert counts(run) == (2, 1, 2, 0)
    assert Article.objects.count() == 2


def test_the_same_id_of_another_outlet_or_account_is_another_article() -> None:
    take_in(new_run("ana"), [doc(), doc(outlet="one.example"), doc(outlet="two.example")])
    take_in(new_run("bob"), [doc(), doc(outlet="two.example")])
    assert Article.objects.count() == 4
    assert Source.objects.count() == 2


def test_without_an_id_the_url_and_else_the_words_tell_documents_apart() -> None:
    run = new_run()
    take_in(run, [doc(id=None, url="https://e.example/a"), doc(id=None, url="https://e.example/a#top"), doc(id=None)])
    take_in(run, [doc(id=None)])
    assert counts(run) == (2, 0, 2, 0)


def test_a_supplied_document_never_becomes_a_revision_of_a_fetched_one() -> None:
    run = new_run()
    take_in(run, [FetchRequest("u", "https://e.example/a")])
    take_in(run, [doc(id=None, url="https://e.example/a")])
    assert sorted(Article.objects.values_list("provenance", flat=True)) == [Provenance.FETCHED, Provenance.SUPPLIED]


def test_a_known_address_is_fetched_again_only_when_a_person_asks() -> None:
    run = new_run()
    take_in(run, [FetchRequest("u", "https://e.example/a")])
    ArticleWork.objects.update(status=WorkStatus.DONE)
    take_in(run, [FetchRequest("u", "https://e.example/a?utm_source=feed")])
    assert ArticleWork.objects.get().status == WorkStatus.DONE
    take_in(run, [FetchRequest("u", "https://e.example/a", refetch=True)])
    assert ArticleWork.objects.get().status == WorkStatus.PENDING
    assert counts(run) == (1, 0, 2, 0)


def test_bad_documents_are_counted_with_their_reason_and_cost_nothing() -> None:
    run = new_run()
    take_in(run, [BadDocument("f:1", "line 1: not JSON"), doc(), BadDocument("f:3", "line 3: not JSON")])
    close_run(run)
    progress = summarize_run(run)
    assert (progress.created, progress.rejected, progress.pending) == (1, 2, 1)
    assert dict(progress.reasons) == {"line 1: not JSON": 1, "line 3: not JSON": 1}
    assert [i.position for i in run.items.order_by("position")] == [1, 2, 3]


def test_an_idempotency_key_finds_the_first_run() -> None:
    first = new_run(idempotency_key="k")
    assert new_run(idempotency_key="k") == first
    assert new_run("bob", idempotency_key="k") != first
    assert new_run() != new_run()


def test_a_new_revision_takes_the_article_from_the_worker_that_holds_it() -> None:
    run = new_run()
    take_in(run, [doc()])
    ArticleWork.objects.update(status=WorkStatus.CLAIMED, claimed_by="somebody")
    take_in(run, [doc(text="Newer words.")])
    work = ArticleWork.objects.get()
    assert (work.status, work.claimed_by) == (WorkStatus.PENDING, "")


def test_a_batch_costs_a_constant_number_of_queries(django_assert_max_num_queries: Any) -> None:
    run = new_run()
    with django_assert_max_num_queries(22):
        take_in(run, [doc(id=str(n), outlet=f"o{n}.example") for n in range(50)])


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_the_same_documents_make_each_article_once() -> None:
    documents = [doc(id=str(n), outlet="o.example") for n in range(60)]
    barrier = threading.Barrier(2)
    errors: list[BaseException] = []

    def hand_in() -> None:
        try:
            run = new_run()
            barrier.wait()
            take_in(run, documents)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert Article.objects.count() == ArticleRevision.objects.count() == ArticleWork.objects.count() == 60
    assert sum(r.created for r in IngestRun.objects.all()) == 60


def test_an_address_that_did_not_answer_is_at_rest_but_not_settled() -> None:
    run = new_run()
    take_in(run, [FetchRequest("u", "https://e.example/a")])
    [claimed] = work.claim_batch(Stage.READ, 1, "mine")
    assert not summarize_run(run).is_at_rest
    work.retry_later("mine", claimed, "timeout: no answer")
    progress = summarize_run(run)
    assert (progress.postponed, progress.is_at_rest, progress.is_settled) == (1, True, False)
    assert dict(progress.reasons) == {"timeout: no answer": 1}
