"""Whose word an article is: copies, one owner's outlets and one state's media are one origin."""

from __future__ import annotations

from collections.abc import Iterable

from events.models import Article
from events.models.choices import Affiliation, Provenance

# For statements that have the article as `article`: join these, and `name_origin` reads ORIGIN_COLUMNS.
ORIGIN_JOINS = """
  LEFT JOIN events_article AS original ON original.id = article.copy_of_id
  LEFT JOIN events_source AS outlet ON outlet.id = CASE WHEN original.id IS NULL THEN article.source_id
                                                        ELSE original.source_id END
"""
ORIGIN_COLUMNS = "COALESCE(original.id, article.id), outlet.id, outlet.affiliation, outlet.country_code, outlet.owner"


def name_origin(
    article: int, source: int | None, affiliation: str | None, country: str | None, owner: str | None
) -> str:
    """A key that is equal for articles of one origin; `article`: what it copies, else the article itself."""
    if source is None:
        return f"article:{article}"
    if affiliation == Affiliation.STATE and country:
        return f"state:{country}"
    return f"owner:{owner.casefold()}" if owner else f"source:{source}"


def find_origin(article: Article) -> str:
    """A key that is equal for articles of one origin, a copy and what it copies among them.

    Reads `source` and `copy_of__source`: select both with the article.
    """
    if article.copy_of is not None:
        article = article.copy_of
    source = article.source
    if source is None:
        return name_origin(article.pk, None, None, None, None)
    return name_origin(article.pk, source.pk, source.affiliation, source.country_code, source.owner)


def counts_as_origin(article: Article) -> bool:
    """Whether an article adds an origin: no copy does, nor supplied text that nobody vouches for."""
    return adds_origin(article.copy_of_id, article.provenance, article.vouched)


def adds_origin(copy_of: int | None, provenance: str, vouched: bool) -> bool:
    return copy_of is None and (provenance == Provenance.FETCHED or vouched)


def count_origins(articles: Iterable[Article]) -> int:
    """Count independent origins: copies and unverified text add none; one owner, or one state's media, is one."""
    return len({find_origin(article) for article in articles if counts_as_origin(article)})
