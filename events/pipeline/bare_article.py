"""A text without a record, in the form that the conclude steps take: nobody's, of no outlet, stored nowhere."""

from __future__ import annotations

from datetime import datetime

from events.pipeline.records import ReadArticle, Reading


def make_bare_article(
    title: str, text: str, published: datetime | None, language: str, reading: Reading
) -> ReadArticle:
    """The article that a text would be; its ids are 0, which no row has."""
    return ReadArticle(
        article_id=0, revision_id=0, title=title, text=text, language=language, published_at=published,
        published_precision="second" if published else "unknown", source_id=None, source_name="", source_country="",
        provenance="supplied", counts_as_origin=False, is_sample=False, reading=reading,
    )  # fmt: skip
