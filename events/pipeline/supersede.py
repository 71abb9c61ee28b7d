"""Find where a speaker takes a statement back: "initially said A, but later acknowledged B"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.pipeline.records import FoundClaim

# Begins the reason of every such link: an article's own words tell it, not the comparison of two claims.
ONE_BREATH = "one speaker"
_FIRST = re.compile(
    r"\b(?:initially|first|earlier|originally|previously|at first|"
    r"had (?:\w+ )?(?:said|claimed|denied|reported|announced))\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:later|now|subsequently|then|afterwards?|since|eventually|finally)\b",
    re.IGNORECASE,
)
_CONCEDES = re.compile(
    r"\b(?:acknowledg|admit|conced|correct|retract|revis|clarif|backtrack|withdr|recant|confess|revers|amend|updat)\w*",
    re.IGNORECASE,
)
_CONTRAST = re.compile(r"\b(?:but|however|though|although|only to|yet)\b", re.IGNORECASE)
# Characters around a cue that may hold its "at first" or "on Monday later".
BESIDE = 24
# Two statements further apart than this are not one correction, whatever their adverbs say.
MAX_GAP = 400


def find_superseded(
    text: str, claims: Sequence[FoundClaim], same_speaker: Sequence[object]
) -> list[tuple[int, str] | None]:
    """For each claim the earlier one that it takes back, with the reason in words; None for most.

    `same_speaker[n]` is equal for claims of one speaker and None where the speaker is not known.
    """
    found: list[tuple[int, str] | None] = [None] * len(claims)
    for number in range(1, len(claims)):
        for earlier in range(number - 1, max(-1, number - 3), -1):
            reason = _explain(text, claims[earlier], claims[number], same_speaker[earlier], same_speaker[number])
            if reason:
                found[number] = (earlier, reason)
                break
    return found


def _explain(text: str, one: FoundClaim, other: FoundClaim, first_speaker: object, second_speaker: object) -> str:
    """Why `other` takes `one` back, or "" when it does not."""
    if one.cue is None or other.cue is None or first_speaker is None or first_speaker != second_speaker:
        return ""
    between = text[one.cue[1] : other.cue[0]]
    if not 0 <= other.cue[0] - one.cue[1] <= MAX_GAP or between.count("\n") > 1:
        return ""
    before, after = _beside(text, one), _beside(text, other)
    at_first = _FIRST.search(before) is not None
    later = _LATER.search(after) is not None
    concedes = _CONCEDES.search(text[other.cue[0] : other.cue[1]]) is not None
    contrasts = _CONTRAST.search(between[-60:]) is not None
    if not ((at_first and (concedes or (later and contrasts))) or (later and concedes and contrasts)):
        return ""
    words = (text[one.cue[0] : one.cue[1]], text[other.cue[0] : other.cue[1]])
    return f"{ONE_BREATH}: “{words[0][:60]}”, then “{words[1][:60]}”"


def _beside(text: str, claim: FoundClaim) -> str:
    """The cue with what stands right around it, not reaching into what is said."""
    assert claim.cue is not None
    start, end = claim.cue
    low = max(0, start - BESIDE)
    high = end + BESIDE
    for a, b in claim.content:
        if b <= start:
            low = max(low, b)
        if a >= end:
            high = min(high, a)
    return text[low:high]
