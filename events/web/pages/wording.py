"""How each outlet first worded an event: its headline, how its text begins, and the words that it prefers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Left

from events.models import Article, ArticleRevision, EventArticle
from events.web.preferred_words import PreferredWord, find_preferred

LEAD_CHARACTERS = 240
"""Characters of each article's beginning shown in the outlets' own words."""
WORDED_CHARACTERS = 6_000
"""Of each article's beginning in which its words are counted: about 1,000 words, longer than most reports."""
OUTLETS_SHOWN = 12
"""Outlets whose wording stands side by side; the timeline below has all articles."""


@dataclass(frozen=True, slots=True)
class Worded:
    """An outlet's first article: its title stands beside the others', how the text begins, and what it prefers to say."""

    article: Article
    lead: str
    preferred: Sequence[PreferredWord]


def compare_wording(memberships: Sequence[EventArticle]) -> list[Worded]:
    """Take the first article of each outlet, in the order given; [] where only one outlet tells. One query."""
    first = one_an_outlet(memberships)[:OUTLETS_SHOWN]
    if len(first) < 2:
        return []
    rows = ArticleRevision.objects.filter(pk__in=[article.revision_id or 0 for article in first])
    texts = dict(rows.annotate(opening=Left("text", WORDED_CHARACTERS)).values_list("article_id", "opening"))
    spoken = {article.pk: f"{article.title}\n{texts.get(article.pk) or ''}" for article in first}
    ignored = [name for article in first if article.source for name in (article.source.name, article.source.domain)]
    preferred = find_preferred(spoken, ignored)
    return [Worded(article, cut_lead(texts.get(article.pk) or ""), preferred[article.pk]) for article in first]


def one_an_outlet(memberships: Sequence[EventArticle]) -> list[Article]:
    """Keep the first article of each outlet: how it worded the event when it first told it."""
    first: dict[object, Article] = {}
    for membership in memberships:
        article = membership.article
        first.setdefault(article.source_id or f"none-{article.pk}", article)
    return list(first.values())


def cut_lead(text: str) -> str:
    """One line of at most LEAD_CHARACTERS, cut at a word."""
    lead = " ".join(text[:LEAD_CHARACTERS].split())
    return lead if len(text) < LEAD_CHARACTERS else f"{lead[: lead.rfind(' ')]} …"
