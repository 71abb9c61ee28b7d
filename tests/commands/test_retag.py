"""`retag`: what is read again, what is left alone, and that nothing changes its identity."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.intake import open_run, parse_document, take_in
from events.models import Actor, Article, ArticleReading, ArticleWork, Claim, Mention
from events.models.choices import ActorKind, DecidedBy, RunKind, WorkStatus
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch, tagger

STORY = "Anna Berglund, the mayor of Hammerby, said the bridge would stay closed. At least 12 people were injured."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_articles() -> None:
    run = open_run(RunKind.API, account="ana")
    days = {"one.example": "2022-01-01", "two.example": "2022-02-01", "three.example": None}
    rows = [{"id": o, "text": f"{STORY} {o}", "outlet": o, "published": day} for o, day in days.items()]
    take_in(run, [parse_document(row) for row in rows])
    work_off()


def work_off() -> None:
    while read_batch():
        pass
    while conclude_batch():
        pass


def retag(*options: str) -> int:
    heard = io.StringIO()
    call_command("retag", "--no-wait", *options, stderr=heard)
    return int(heard.getvalue().split()[0])


def pending() -> set[str]:
    work = ArticleWork.objects.filter(status=WorkStatus.PENDING)
    return set(work.values_list("article__external_id", flat=True))


def test_articles_of_the_present_version_are_left_alone_unless_all_are_asked_for() -> None:
    assert retag() == 0
    assert retag("--all") == 3


def test_articles_that_an_older_version_read_are_read_again() -> None:
    ArticleReading.objects.filter(revision__article__external_id="two.example").update(tagger_version="old")
    assert retag() == 1
    assert pending() == {"two.example"}
    work_off()
    assert set(ArticleReading.objects.values_list("tagger_version", flat=True)) == {tagger().version}


def test_a_date_and_an_outlet_narrow_the_choice() -> None:
    assert retag("--all", "--since", "2022-01-15") == 1
    assert pending() == {"two.example"}
    work_off()
    assert retag("--all", "--source", "https://www.one.example/") == 1
    assert pending() == {"one.example"}


@pytest.mark.parametrize("options", [("--since", "soon"), ("--source", "unknown.example")])
def test_a_wrong_option_is_named_and_nothing_is_queued(options: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=options[0]):
        retag("--all", *options)
    assert pending() == set()


def test_ids_stay_and_people_keep_their_word() -> None:
    def identities() -> list[Any]:
        claims = Claim.objects.order_by("pk").values_list("pk", "text", "removed_at")
        return [*Mention.objects.order_by("pk").values_list("pk", "text", "actor", "removed_at"), *claims]

    other = Actor.objects.create(name="Another Anna", kind=ActorKind.PERSON)
    chosen = Mention.objects.filter(text="Anna Berglund").order_by("pk").first()
    assert chosen is not None
    Mention.objects.filter(pk=chosen.pk).update(actor=other, decided_by=DecidedBy.CURATOR)
    before = identities()
    retag("--all")
    work_off()
    assert identities() == before
    assert set(ArticleWork.objects.values_list("status", flat=True)) == {WorkStatus.DONE}
    assert Article.objects.filter(revision__isnull=True).count() == 0
