"""The sample corpus through the real steps: in, judged against its own key, and out again wholly."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from events.demo import has_demo, load_demo, offer_demo, remove_demo
from events.intake import open_run, parse_document, take_in
from events.models import (
    Actor,
    Article,
    ArticleWork,
    Claim,
    Event,
    EventArticle,
    Figure,
    IngestRun,
    Mention,
    Source,
)
from events.models.choices import RunKind, WorkStatus
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch

KEY = yaml.safe_load((Path(__file__).parents[2] / "events" / "demo" / "groups.yaml").read_text(encoding="utf-8"))
OWN = (
    "Joe Biden, the president of the United States, met Tayyip Erdogan on Monday, an official said. Wilhelmina "
    "Oxenstierna, a student from Lund, watched them arrive. At least 40 people had gathered outside the hotel."
)

pytestmark = pytest.mark.django_db


def work_off() -> None:
    while read_batch():
        pass
    while conclude_batch():
        pass


def pairs(groups: Any) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def test_the_corpus_goes_in_is_told_apart_and_comes_out_wholly() -> None:
    run = open_run(RunKind.API, account="ana", vouched=True)
    take_in(run, [parse_document({"id": "own", "text": OWN, "outlet": "mine.example"})])
    work_off()
    before = snapshot()

    load_demo()
    work_off()
    assert set(ArticleWork.objects.values_list("status", flat=True)) == {WorkStatus.DONE}
    judge_copies()
    judge_events()
    assert has_demo()

    removed = remove_demo()
    assert removed.articles == 90
    assert removed.events > 0
    assert removed.actors > 0
    assert snapshot() == before
    assert not has_demo()


def judge_copies() -> None:
    copies = Article.objects.filter(copy_of__isnull=False)
    assert dict(copies.values_list("external_id", "copy_of__external_id")) == KEY["copies"]


def judge_events() -> None:
    found: dict[int, set[str]] = {}
    for event, article in EventArticle.objects.values_list("event", "article__external_id"):
        found.setdefault(event, set()).add(article)
    wanted, made = pairs(KEY["groups"].values()), pairs(found.values())
    # A floor, so that a change that tears events apart or throws them together is seen; docs/QUALITY.md has the figures.
    assert len(wanted & made) / len(made) > 0.8
    assert len(wanted & made) / len(wanted) > 0.4


def snapshot() -> dict[str, list[Any]]:
    """Everything that is stored, ids included."""
    return {
        "articles": list(Article.objects.order_by("pk").values_list("pk", "revision", "copy_of")),
        "events": list(Event.objects.order_by("pk").values_list("pk", "title", "size", "origins")),
        "actors": list(Actor.objects.order_by("pk").values_list("pk", "name", "mention_count")),
        "sources": list(Source.objects.order_by("pk").values_list("pk", "domain")),
        "runs": list(IngestRun.objects.order_by("pk").values_list("pk", flat=True)),
        "counts": [model.objects.count() for model in (Mention, Claim, Figure, EventArticle)],
    }


def test_the_corpus_is_offered_only_to_an_empty_knowledge_base() -> None:
    run = open_run(RunKind.API, account="ana")
    take_in(run, [parse_document({"id": "own", "text": OWN})])
    assert offer_demo() is None
    assert Article.objects.count() == 1
