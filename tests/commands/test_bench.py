"""`manage.py bench tagger`: articles of the promised length, and a rate for any tagger that is named."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from events.management.commands.bench import WORDS, make_articles


def test_articles_have_the_promised_length_and_differ() -> None:
    articles = make_articles(5)
    assert [len(article.split()) for article in articles] == [WORDS] * 5
    assert len(set(articles)) == 5


def test_a_rate_is_given_for_the_named_tagger() -> None:
    out = StringIO()
    call_command("bench", "tagger", "--articles", "2", "--tagger", "events.tagger.rules.RuleTagger", stdout=out)
    name, _, rate = out.getvalue().splitlines()[0].partition(": ")
    assert name == "events.tagger.rules.RuleTagger"
    assert float(rate.split()[0]) > 0
