"""Rows written by COPY are the rows that an insert would have written; constraints hold."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.models import Claim, ClaimActor
from events.pipeline.copy_rows import copy_rows
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_copied_row_reads_back_as_it_was_made_whatever_its_words() -> None:
    article = make.ArticleFactory()
    awkward = 'tab\t, newline\n, backslash \\N, quote " and \u2028 مرحبا'
    rows = [
        Claim(article=article, revision=article.revision, content=[[0, n]], text=awkward, kind="direct", confidence=0.5,
              standing_also=["repeated"] * n, published_at=article.published_at)
        for n in range(3)
    ]  # fmt: skip
    copy_rows(rows)
    stored = {claim.pk: claim for claim in Claim.objects.order_by("pk")}
    assert list(stored) == [row.pk for row in rows]
    for row in rows:
        kept = stored[row.pk]
        assert (kept.text, kept.content, kept.standing_also) == (awkward, row.content, row.standing_also)
        assert kept.speaker_id is None and kept.created_at <= timezone.now()
    rows[0].confidence = 0.9
    rows[0].save()
    assert Claim.objects.count() == 3


def test_a_row_that_breaks_a_constraint_fails_the_whole() -> None:
    claim, actor = make.ClaimFactory(), make.ActorFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows([ClaimActor(claim=claim, actor=actor), ClaimActor(claim=claim, actor=actor)])
    assert not ClaimActor.objects.exists()


def test_nothing_to_write_asks_nothing(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        copy_rows([])
