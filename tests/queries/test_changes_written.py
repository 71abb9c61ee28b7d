"""Each way in which a public record changes leaves a row in the same transaction."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from events.models import Actor, Article, Change, Claim, EventArticle, Mention
from tests import factories as make

Noted = list[tuple[str, int, str]]


def take() -> Noted:
    """What was noted since the last call, each once."""
    rows = list(Change.objects.order_by("pk").values_list("kind", "record", "verb"))
    Change.objects.all().delete()
    return list(dict.fromkeys(rows))


@pytest.mark.django_db
def test_an_article_is_public_once_it_was_concluded() -> None:
    unread = make.UnreadArticleFactory()
    assert ("article", unread.pk, "created") not in take()
    revision = make.ArticleRevisionFactory(article=unread)
    assert take() == []
    Article.objects.filter(pk=unread.pk).update(revision=revision)
    assert take() == [("article", unread.pk, "created")]
    Article.objects.filter(pk=unread.pk).update(title="Another")
    assert take() == [("article", unread.pk, "updated")]
    Article.objects.filter(pk=unread.pk).update(title="Another")
    assert take() == []


@pytest.mark.django_db
def test_another_revision_takes_away_what_stood_in_the_last_one() -> None:
    mention = make.MentionFactory()
    claim = make.ClaimFactory(article=mention.article)
    joined = make.EventArticleFactory(article=mention.article)
    linking = make.ClaimFactory()
    make.ClaimLinkFactory(claim=linking, other=claim)
    later = make.ArticleRevisionFactory(article=mention.article)
    take()
    mention.article.revision = later
    mention.article.save()
    found = take()
    assert ("mention", mention.pk, "deleted") in found
    assert ("claim", claim.pk, "deleted") in found
    assert ("claim", linking.pk, "updated") in found
    assert ("event", joined.event_id, "updated") in found
    assert ("article", mention.article_id, "updated") in found


@pytest.mark.django_db
def test_tombstones_are_deletions_and_their_return_is_a_creation() -> None:
    claim = make.ClaimFactory()
    take()
    Claim.objects.filter(pk=claim.pk).update(removed_at=make.MOMENT)
    assert take() == [("claim", claim.pk, "deleted")]
    Claim.objects.filter(pk=claim.pk).update(standing_reason="nobody sees it")
    assert take() == []
    Claim.objects.filter(pk=claim.pk).update(removed_at=None)
    assert take() == [("claim", claim.pk, "created")]


@pytest.mark.django_db
def test_merging_hiding_and_coming_back_are_told_apart() -> None:
    one, other = make.ActorFactory(), make.ActorFactory()
    event = make.EventActorFactory(actor=other).event
    take()
    Actor.objects.filter(pk=other.pk).update(canonical=one)
    assert set(take()) == {("actor", other.pk, "merged"), ("event", event.pk, "updated")}
    Actor.objects.filter(pk=other.pk).update(canonical=None)
    assert ("actor", other.pk, "created") in take()
    Actor.objects.filter(pk=one.pk).update(is_suppressed=True)
    assert take() == [("actor", one.pk, "deleted")]


@pytest.mark.django_db
def test_what_shows_inside_a_record_changes_that_record() -> None:
    actor, article, event = make.ActorFactory(), make.ArticleFactory(), make.EventFactory()
    take()
    make.ActorNameFactory(actor=actor)
    assert take() == [("actor", actor.pk, "updated")]
    row = make.EventArticleFactory(event=event, article=article)
    assert set(take()) == {("event", event.pk, "updated"), ("article", article.pk, "updated")}
    row.delete()
    assert set(take()) == {("event", event.pk, "updated"), ("article", article.pk, "updated")}


@pytest.mark.django_db
def test_deleting_an_article_takes_along_all_that_was_read_in_it() -> None:
    mention = make.MentionFactory()
    make.EventArticleFactory(article=mention.article)
    take()
    article, pk = mention.article_id, mention.pk
    mention.article.delete()
    found = take()
    assert ("mention", pk, "deleted") in found
    assert ("article", article, "deleted") in found


@pytest.mark.django_db
def test_rows_copied_in_and_statements_without_rows_are_seen_too() -> None:
    from events.pipeline.copy_rows import copy_rows

    claim = make.ClaimFactory()
    take()
    claim.pk = None
    copy_rows([claim])
    assert take() == [("claim", claim.pk, "created")]
    assert Mention.objects.filter(pk=0).update(text="") == 0
    EventArticle.objects.filter(pk=0).delete()
    assert take() == []


@pytest.mark.django_db(transaction=True)
def test_a_change_goes_with_its_transaction() -> None:
    take()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        make.SourceFactory()
        _ = 1 / 0
    assert take() == []
    with transaction.atomic():
        source = make.SourceFactory()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            number = cursor.fetchone()[0]
    assert list(Change.objects.values_list("kind", "record", "transaction")) == [("source", source.pk, number)]
