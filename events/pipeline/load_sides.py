"""Claims out of the database as linking compares them: one query for rows, the words read once a process."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from events.models import Claim
from events.pipeline.claim_meaning import read_meaning
from events.pipeline.claim_records import ClaimSide, Meaning
from events.pipeline.link_sides import MAX_TEXT, find_figures_in
from events.pipeline.origins import find_origin
from events.pipeline.stances import find_cue, is_cue_negated

# Claims of the newest events are compared again and again: their words are read once. About 3 kB each.
REMEMBERED = 8_000


def load_sides(claim_ids: Iterable[int]) -> dict[int, ClaimSide]:
    """Current claims by id; those whose words are gone are left out. One query."""
    rows = Claim.objects.current().filter(pk__in=list(claim_ids))
    rows = rows.select_related("article__source", "article__copy_of__source", "speaker", "event")
    return {claim.pk: make_row_side(claim) for claim in rows}


def make_row_side(claim: Claim) -> ClaimSide:
    """One stored claim; its article's source, speaker and event must have been selected with it."""
    speaker = claim.speaker
    event = claim.event
    return ClaimSide(
        claim_id=claim.pk,
        article_id=claim.article_id,
        origin=find_origin(claim.article),
        outlet=str(claim.article.source_id or ""),
        speaker=claim.speaker_text,
        speaker_actor=(speaker.canonical_id or speaker.pk) if speaker else None,
        words=claim.text,
        at=claim.published_at,
        meaning=remember_meaning(claim.text[:MAX_TEXT], _denies(claim.cue_text), claim.speaker_text, claim.modality),
        spans=tuple((start, end) for start, end in claim.content),
        event_id=(event.canonical_id or event.pk) if event else None,
    )


@lru_cache(maxsize=REMEMBERED)
def remember_meaning(words: str, negates: bool, speaker: str, modality: str) -> Meaning:
    return read_meaning(words, find_figures_in(words), negates=negates, speaker=speaker, modality=modality)


def _denies(cue_words: str) -> bool:
    cue = find_cue(cue_words)
    return cue is not None and cue.negates and not is_cue_negated(cue_words)
