"""Whose word an article is: copies, one owner's outlets and one state's media are one origin."""

from __future__ import annotations

from events.models import Article
from events.models.choices import Affiliation, Provenance


def find_origin(article: Article) -> str:
    """A key that is equal for articles of one origin, a copy and what it copies among them.

    Reads `source` and `copy_of__source`: select both with the article.
    """
    if article.copy_of is not None:
        article = article.copy_of
    source = article.source
    if source is None:
        return f"article:{article.pk}"
    if source.affiliation == Affiliation.STATE and source.country_code:
        return f"state:{source.country_code}"
    return f"owner:{source.owner.casefold()}" if source.owner else f"source:{source.pk}"


def counts_as_origin(article: Article) -> bool:
    """Whether an article adds an origin: no copy does, nor supplied text that nobody vouches for."""
    return article.copy_of_id is None and (article.provenance == Provenance.FETCHED or article.vouched)
