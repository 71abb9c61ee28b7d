"""Make of a claim what linking compares: its words read for meaning, its numbers found in them."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from events import vocabulary
from events.pipeline.claim_meaning import read_meaning
from events.pipeline.claim_records import ClaimSide
from events.pipeline.figures import find_figures
from events.pipeline.quantities import may_hold_number
from events.pipeline.records import FoundFigure, ReadArticle, Reading
from events.pipeline.speaker_words import read_speaker

# A claim's text beyond this is compared by its beginning.
MAX_TEXT = 1_500
_NO_VECTOR = np.zeros(1, dtype=np.float32)


def make_side(
    *,
    claim_id: int,
    article_id: int,
    origin: str,
    outlet: str,
    speaker: str,
    speaker_actor: int | None,
    words: str,
    at: datetime | None,
    negates: bool = False,
    modality: str = "asserted",
    event_id: int | None = None,
    about_places: frozenset[int] = frozenset(),
) -> ClaimSide:
    """Read a claim's words. `negates`: its cue denies them; `at`: when the article was published."""
    words = words[:MAX_TEXT]
    meaning = read_meaning(words, find_figures_in(words), negates=negates, speaker=speaker, modality=modality)
    return ClaimSide(
        claim_id=claim_id,
        article_id=article_id,
        origin=origin,
        outlet=outlet,
        speaker=speaker,
        speaker_actor=speaker_actor,
        words=words,
        at=at,
        meaning=meaning,
        event_id=event_id,
        about_places=about_places,
        is_person=is_person(speaker),
    )


def is_person(speaker: str) -> bool:
    """Whether a source phrase names a person by a given name, or is a pronoun of one."""
    if speaker.casefold() in {"he", "she"}:
        return True
    names = read_speaker(speaker).names
    return len(names) > 1 and names[0] in vocabulary.given_names()


def find_figures_in(words: str) -> list[FoundFigure]:
    """The figures of a claim's own words, offsets in them."""
    if not may_hold_number(words):
        return []
    reading = Reading(sentences=((0, len(words)),), entities=(), attributions=(), vector=_NO_VECTOR)
    article = ReadArticle(
        article_id=0, revision_id=0, title="", text=words, language="en", published_at=None,
        published_precision="unknown", source_id=None, source_name="", source_country="", provenance="",
        counts_as_origin=False, is_sample=False, reading=reading,
    )  # fmt: skip
    return find_figures(article, [])
