"""`manage.py bench cluster`: the made-up store hangs together, and articles find their way into its events."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.management.synthetic_news import WORDS, NewsMaker
from events.models import Article, Event, EventArticle, EventProfile, Mention
from tests import factories as make


def test_made_up_articles_have_the_promised_length_and_their_names_where_they_say() -> None:
    made = list(NewsMaker(seed=3).make(40))
    assert made == list(NewsMaker(seed=3).make(40))
    for article in made:
        assert len(article.text.split()) == WORDS
        assert all(article.text[e.start : e.end] == e.text for e in article.entities)
        assert all(b <= len(article.text) for _, b in article.sentences)


@pytest.mark.django_db(transaction=True)
def test_the_store_hangs_together_and_new_articles_join_its_events() -> None:
    out = StringIO()
    call_command("bench", "cluster", "--articles", "120", "--batches", "1", stdout=out, stderr=StringIO())
    assert "total" in out.getvalue()
    assert Article.objects.filter(key__startswith="made:", revision__isnull=False).count() == 120
    assert EventArticle.objects.filter(article__key__startswith="made:", primary=True).count() == 120
    assert EventProfile.objects.count() == Event.objects.filter(canonical=None).count()
    assert Mention.objects.exists()
    stored = Event.objects.filter(memberships__article__key__startswith="made:")
    assert stored.filter(memberships__article__key__startswith="bench:").exists()


@pytest.mark.django_db
def test_a_database_with_articles_of_its_own_is_left_alone() -> None:
    from events.management.synthetic_store import fill_store

    make.ArticleFactory()
    with pytest.raises(CommandError, match="NEWSBASE_HOME of its own"):
        fill_store(10)
