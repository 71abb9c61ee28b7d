"""Claims out of the database as linking compares them: one query for rows, the words read once a process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from events.models.choices import ActorKind
from events.pipeline.claim_meaning import read_meaning
from events.pipeline.claim_records import ClaimSide, Meaning
from events.pipeline.link_sides import MAX_TEXT, find_figures_in, is_person
from events.pipeline.origins import ORIGIN_COLUMNS, ORIGIN_JOINS, name_origin
from events.pipeline.stances import find_cue, is_cue_negated

# Claims of the newest events are compared again and again: their words are read once. About 3 kB each.
REMEMBERED = 8_000
# "Discounted rumours": the last word of the cue is not the one that denies.
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|(?:discount|dismiss|reject|refut|rebut|disput|debunk|doubt)(?:s|es|e|ed|ing)?)\b",
    re.IGNORECASE,
)
_STATING = frozenset({"asserted", "denied", "hedged", "warned"})
SELECT = (
    """
SELECT claim.id, claim.article_id, article.source_id, claim.speaker_text, COALESCE(speaker.canonical_id, speaker.id),
       left(claim.text, %(most)s), claim.published_at, claim.cue_text, claim.modality, claim.content::text,
       COALESCE(event.canonical_id, event.id), speaker.kind, article.key, event.id, speaker.id, """
    + ORIGIN_COLUMNS
    + """
  FROM events_claim AS claim
  JOIN events_article AS article ON article.id = claim.article_id AND article.revision_id = claim.revision_id
  LEFT JOIN events_actor AS speaker ON speaker.id = claim.speaker_id
  LEFT JOIN events_event AS event ON event.id = claim.event_id
"""
    + ORIGIN_JOINS
    + " WHERE claim.id = ANY(%(claims)s) AND claim.removed_at IS NULL"
)


def load_sides(claim_ids: Iterable[int]) -> dict[int, ClaimSide]:
    """Current claims by id; those whose words are gone are left out. One query."""
    ids = list(claim_ids)
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SELECT, {"claims": ids, "most": MAX_TEXT})
        return {row[0]: _make_side(*row) for row in cursor.fetchall()}


def _make_side(
    pk: int, article: int, source: int | None, speaker: str, actor: int | None, words: str, at: datetime | None,
    cue: str, modality: str, content: str, event: int | None, kind: str | None, key: str, own_event: int | None,
    own_speaker: int | None, *origin: Any,
) -> ClaimSide:  # fmt: skip
    return ClaimSide(
        claim_id=pk,
        article_id=article,
        origin=name_origin(*origin),
        outlet=str(source or ""),
        speaker=speaker,
        speaker_actor=actor,
        words=words,
        at=at,
        meaning=remember_meaning(words, _denies(cue), speaker, modality),
        spans=tuple((start, end) for start, end in json.loads(content)),
        event_id=event,
        own_event=own_event,
        own_speaker=own_speaker,
        states=_states(cue),
        article_key=key,
        is_person=kind == ActorKind.PERSON or (kind is None and is_person(speaker)),
    )


@lru_cache(maxsize=REMEMBERED)
def remember_meaning(words: str, negates: bool, speaker: str, modality: str) -> Meaning:
    return read_meaning(words, find_figures_in(words), negates=negates, speaker=speaker, modality=modality)


@lru_cache(maxsize=4096)
def _denies(cue_words: str) -> bool:
    cue = find_cue(cue_words)
    denies = (cue is not None and cue.negates) or _DENIES.search(cue_words) is not None
    return denies and not is_cue_negated(cue_words)


@lru_cache(maxsize=4096)
def _states(cue_words: str) -> bool:
    """Whether a cue is one of stating, believing or denying, or there is none; "was named" and "passed" are acts."""
    cue = find_cue(cue_words)
    return not cue_words or (cue is not None and cue.modality in _STATING)
