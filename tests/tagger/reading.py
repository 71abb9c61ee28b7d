"""What the tagger's and the claim readers' tests share: texts read, with the words at the spans."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

from events.pipeline.claims import find_claims
from events.pipeline.figures import find_figures
from events.pipeline.records import Document, FoundClaim, FoundFigure, ReadArticle, ResolvedMention, Span
from events.tagger.rules import read_document

# Texts that look a little like news, and texts that look like nothing at all.
_WORDS = (
    "Smith|Amal Haddad|the minister|he|They|said|says|told reporters|denied|that|at least|70|3,400|$3.4bn|12 percent|"
    "between 20 and 30|dozens of|inmates|were killed|according to|“|”|\"|'|’s|,|.|:|;|—|(|)|but later acknowledged|"
    "initially|and|noting|Kabul|US-backed|the UN|Jan. 5|Mr.|U.S.|who|a|in|مرحبا|北京说|😀|\n|\n\n|\u202e|\x00"
)
PIECES = st.sampled_from(_WORDS.split("|"))
NEWSLIKE = st.lists(PIECES, max_size=60).map(" ".join)
ANYTHING = st.text(max_size=300)
TEXTS = st.one_of(NEWSLIKE, ANYTHING)


@dataclass(frozen=True)
class Said:
    """A claim in words."""

    speaker: str
    source: str
    cue: str
    content: str
    kind: str
    modality: str
    negated: bool


def read(text: str, title: str = "") -> ReadArticle:
    """An article as the conclude steps get it, tagged by the rules."""
    return ReadArticle(
        article_id=1,
        revision_id=1,
        title=title,
        text=text,
        language="en",
        published_at=None,
        published_precision="unknown",
        source_id=None,
        source_name="",
        source_country="",
        provenance="supplied",
        counts_as_origin=True,
        is_sample=False,
        reading=read_document(Document(text, title, "en")),
    )


def mentions_of(article: ReadArticle) -> list[ResolvedMention]:
    """The mentions as they are when no actor is known."""
    return [ResolvedMention(entity, None, None, "", None, "") for entity in article.reading.entities]


def claims_of(text: str) -> list[FoundClaim]:
    article = read(text)
    return find_claims(article, mentions_of(article))


def figures_of(text: str) -> list[FoundFigure]:
    article = read(text)
    return find_figures(article, find_claims(article, mentions_of(article)))


def said_in(text: str) -> list[Said]:
    """The claims of a text in words, in order."""
    article = read(text)
    mentions = mentions_of(article)

    def words(span: Span | None) -> str:
        return text[span[0] : span[1]] if span else ""

    return [
        Said(
            "" if claim.speaker_mention is None else mentions[claim.speaker_mention].entity.text,
            words(claim.speaker),
            words(claim.cue),
            " … ".join(words(span) for span in claim.content),
            claim.kind,
            claim.modality,
            claim.negated,
        )
        for claim in find_claims(article, mentions)
    ]
