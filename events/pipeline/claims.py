"""Make claims of a reading's attributions: who speaks, how it is put, what it takes back."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from events.pipeline.mediums import find_medium
from events.pipeline.records import Attribution, FoundClaim, ReadArticle, ResolvedMention, Span
from events.pipeline.speakers import SpeakerFinder
from events.pipeline.stances import find_cue, find_kind, find_modality, is_cue_negated, is_negated
from events.pipeline.supersede import find_superseded
from events.pipeline.times_in_text import find_times
from events.tagger.grammar import PRONOUNS

# "Declined to say whether …" says nothing.
_SAYS_NOTHING = re.compile(
    r"\b(?:declin|refus)\w* to (?:say|comment|confirm|discuss|disclose|give|provide|answer|speculate)"
)
_CITING = re.compile(r"[,\s](?:citing|quoting)\s+", re.IGNORECASE)
# A cue span longer than this was misread; claims store at most 200 characters of it.
MAX_CUE = 120
MAX_SOURCE = 600
# One word that is not quoted ("thought it absurd", "said no") states nothing that could be repeated or denied.
MIN_WORDS = 2
# A speaker found through a pronoun or a role is less sure than one named in the source.
INDIRECT_SPEAKER = 0.85


# Claims open at one place of a text: more than any real article nests, few enough for one that is all cues.
MOST_OUTER = 60


def find_claims(article: ReadArticle, mentions: Sequence[ResolvedMention]) -> list[FoundClaim]:
    """The claims of an article in the order of their text; `speaker_mention` and `supersedes` are indices.

    An attribution that says what somebody did not say ("did not confirm that …") is no claim of theirs.
    """
    finder = SpeakerFinder(article, mentions)
    ordered = sorted(article.reading.attributions, key=lambda found: (found.source or found.cue or found.content)[0])
    claims = [claim for found in ordered if (claim := _make_claim(article.text, found, finder)) is not None]
    claims.sort(key=lambda claim: (claim.content[0], claim.cue or (0, 0)))
    order = sorted(range(len(claims)), key=lambda n: claims[n].cue or (0, 0))
    told = [claims[n] for n in order]
    links = find_superseded(article.text, told, _identify_speakers(article.text, told, mentions))
    for place, link in enumerate(links):
        if link is not None:
            claims[order[place]] = replace(claims[order[place]], supersedes=order[link[0]], supersedes_reason=link[1])
    return _add_circumstances(article, claims, mentions)


def _add_circumstances(
    article: ReadArticle, claims: Sequence[FoundClaim], mentions: Sequence[ResolvedMention]
) -> list[FoundClaim]:
    """Through whom each claim came, inside which other it stands, and the first time that it speaks of."""
    parents = find_parents(claims)
    times = find_times(article.text, article.published_at)
    starts = [found.start for found in times]
    full = []
    for claim, parent in zip(claims, parents, strict=True):
        medium = find_medium(article, claim, mentions)
        first = (times[bisect_left(starts, a) : bisect_left(starts, b)] for a, b in claim.content)
        full.append(
            replace(
                claim,
                medium=medium.span if medium else None,
                medium_mention=medium.mention if medium else None,
                reported_by=parent,
                speaks_of=next((found for part in first for found in part), None),
            )
        )
    return full


def find_parents(claims: Sequence[FoundClaim]) -> list[int | None]:
    """For each claim the smallest other one whose content holds its cue and content: X said that Y had told Z.

    Contents are looked through from the last that starts before the claim, MOST_OUTER of them at most.
    """
    outer = sorted((start, end, number) for number, claim in enumerate(claims) for start, end in claim.content)
    starts = [start for start, _, _ in outer]
    found: list[int | None] = []
    for number, claim in enumerate(claims):
        spans = [*claim.content, *filter(None, (claim.cue,))]
        low, high = min(a for a, _ in spans), max(b for _, b in spans)
        place = bisect_right(starts, low)
        holding = [
            (end - start, other)
            for start, end, other in outer[max(0, place - MOST_OUTER) : place]
            if other != number and high <= end and claim.cue is not None
        ]
        found.append(min(holding)[1] if holding else None)
    return found


def _make_claim(text: str, found: Attribution, finder: SpeakerFinder) -> FoundClaim | None:
    content = _clean_spans(found.content, len(text))
    source, cue_span = _hull(found.source, MAX_SOURCE, len(text)), _hull(found.cue, MAX_CUE, len(text))
    if not content or (found.cue and cue_span is None):
        return None
    words = text[cue_span[0] : cue_span[1]] if cue_span else ""
    cue = find_cue(words)
    if _SAYS_NOTHING.search(words):
        return None
    if is_cue_negated(words) and not (cue is not None and cue.negates):
        return None
    kind = find_kind(text, content)
    if kind == "indirect" and sum(len(text[a:b].split()) for a, b in content) < MIN_WORDS:
        return None
    speaker = finder.find(_skip_citing(text, source)) if source else None
    named = speaker is None or source is None or _is_inside(finder, speaker, source)
    return FoundClaim(
        speaker_mention=speaker,
        speaker=source,
        cue=cue_span,
        content=content,
        kind=kind,
        modality=find_modality(words, cue),
        negated=is_negated(words, cue, text, content),
        confidence=round(found.confidence * (1.0 if named else INDIRECT_SPEAKER), 3),
    )


def _skip_citing(text: str, source: Span) -> Span:
    """`the state news agency, citing the governor`: the governor speaks, the agency is the medium."""
    cited = _CITING.search(text, *source)
    return (cited.end(), source[1]) if cited and cited.end() < source[1] else source


def _is_inside(finder: SpeakerFinder, mention: int, source: Span) -> bool:
    entity = finder.mentions[mention].entity
    return source[0] <= entity.start < source[1]


def _hull(spans: Sequence[Span], longest: int, size: int) -> Span | None:
    """One span over all parts, or None where there is none or it is too long or outside the text."""
    if not spans:
        return None
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    return (start, end) if 0 <= start < end <= size and end - start <= longest else None


def _clean_spans(spans: Sequence[Span], size: int) -> tuple[Span, ...]:
    """Sorted, inside the text, none empty, overlapping ones joined."""
    clean: list[Span] = []
    for start, end in sorted(spans):
        if not 0 <= start < end <= size:
            continue
        if clean and start < clean[-1][1]:
            clean[-1] = (clean[-1][0], max(clean[-1][1], end))
        else:
            clean.append((start, end))
    return tuple(clean)


def _identify_speakers(text: str, claims: Sequence[FoundClaim], mentions: Sequence[ResolvedMention]) -> list[object]:
    """What is equal for claims of one speaker, in the order of the cues: the actor, else the name, else the words.

    A pronoun without a name stands for the unnamed speaker right before it ("The board … But it later").
    """
    found: list[object] = []
    for claim in claims:
        words = text[claim.speaker[0] : claim.speaker[1]].casefold() if claim.speaker else ""
        if claim.speaker_mention is not None:
            mention = mentions[claim.speaker_mention]
            found.append(mention.actor_id if mention.actor_id is not None else mention.entity.text.rsplit(" ", 1)[-1])
        elif words in PRONOUNS:
            found.append(found[-1] if found and isinstance(found[-1], str) else None)
        else:
            found.append(words.removeprefix("the ") or None)
    return found
