"""Find the source of a cue: the noun phrase that speaks, as far as a reader would underline it."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from events import vocabulary

from .grammar import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    CONNECTIVES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    SENTENCE_SIGNS,
    SUBORDINATORS,
    TIME_WORDS,
    is_adverb,
    may_be_finite,
)
from .segments import QUOTE, Segment

Range = tuple[int, int]
# A source of more words than this is a clause that the rules misread.
MAX_SOURCE = 45
MAX_CHUNK = 25
_STOPS = frozenset({";", ":", "—", "–", "--", QUOTE, "“", "”", '"', "…", "?", "!", "."})
_OPEN, _CLOSE = "([", ")]"


@lru_cache(maxsize=1)
def role_words() -> frozenset[str]:
    """Words for people by their role, singular and plural: what may stand as a source without a name."""
    titles = vocabulary.titles()
    words = {word.lower() for word in titles.roles | titles.role_nouns}
    last = {word.rsplit(" ", 1)[-1] for word in words}
    return frozenset(last | {word + "s" for word in last})


def find_left_source(segment: Segment, verb: int, floor: int) -> Range | None:
    """The subject that ends before the verb group at `verb`, not reaching left of `floor`; None where there is none."""
    lower = segment.lower
    end = _skip_back(segment, verb, floor)
    if end <= floor:
        return None
    if lower[end - 1] in RELATIVES:
        return (end - 1, end)
    if lower[end - 1] == ",":
        return _find_before_apposition(segment, end, floor)
    start = _find_start(segment, end, floor)
    found = _trim(segment, start, end)
    if found is None:
        return None
    return _with_role_in_front(segment, found, floor)


def find_right_source(segment: Segment, verb_end: int, ceiling: int) -> Range | None:
    """The subject after an inverted verb ("…," said Smith, the mayor), not reaching right of `ceiling`."""
    lower = segment.lower
    place = verb_end
    while place < ceiling and (lower[place] in ADVERBS or is_adverb(lower[place])):
        place += 1
    end = place
    while end < ceiling and end - place < MAX_CHUNK:
        word = lower[end]
        if (
            word in _STOPS
            or word == ","
            or word in SUBORDINATORS
            or word in RELATIVES
            or word in CONJUNCTIONS - {"and"}
        ):
            break
        if word in PREPOSITIONS - {"of", "for", "from", "with"} and end > place:
            break
        if word in TIME_WORDS and end > place and not segment.raw[end][:1].isupper():
            break
        end += 1
    if end == place or not _may_speak(segment, place, end):
        return None
    return (place, _with_apposition_behind(segment, end, ceiling))


def find_phrase_source(segment: Segment, start: int, ceiling: int) -> Range | None:
    """The noun phrase after "according to", up to the comma or the clause that follows."""
    lower = segment.lower
    end = start
    while end < ceiling and end - start < MAX_SOURCE:
        word = lower[end]
        if word in _STOPS or word == "," or (word in SUBORDINATORS and end > start) or word == "but":
            break
        end += 1
    if end == start:
        return None
    if end < ceiling and lower[end] == ",":
        longer = _with_apposition_behind(segment, end, ceiling)
        if longer < ceiling and lower[longer] == ",":
            end = longer
    return (start, end)


def _skip_back(segment: Segment, verb: int, floor: int) -> int:
    """Step over what stands between subject and verb: adverbs, "on Thursday", "in a statement" is left to the trimming."""
    lower = segment.lower
    end = verb
    while end > floor and (lower[end - 1] in ADVERBS or (is_adverb(lower[end - 1]) and segment.raw[end - 1].islower())):
        end -= 1
    return end


def _find_start(segment: Segment, end: int, floor: int) -> int:
    """Go left from a subject's last word to where its clause begins."""
    lower = segment.lower
    place = end
    depth = 0
    while place > floor and end - place < MAX_SOURCE:
        word = lower[place - 1]
        if word in _CLOSE:
            depth += 1
        elif word in _OPEN:
            if depth == 0:
                break
            depth -= 1
        elif depth:
            pass
        elif word in _STOPS or word == ",":
            break
        elif word in SUBORDINATORS or word in RELATIVES or word in CONJUNCTIONS - {"and"}:
            if not (word in {"who", "that", "which"} and place - 2 >= floor and end - place >= 2):
                break
        elif word == "and":
            if _has_verb(segment, floor, place - 1) or end - place < 1:
                break
        elif segment.raw[place - 1][0].islower() and may_be_finite(word) and not _in_relative(lower, place - 1, floor):
            break
        place -= 1
    return place


def _has_verb(segment: Segment, start: int, end: int) -> bool:
    """Whether the clause that ends here has a verb of its own, so that an "and" after it joins clauses, not names."""
    lower = segment.lower
    for place in range(end - 1, max(start, end - MAX_CHUNK) - 1, -1):
        if lower[place] in _STOPS or lower[place] == ",":
            return False
        if may_be_finite(lower[place]):
            return True
    return False


def _in_relative(lower: list[str], place: int, floor: int) -> bool:
    """Whether a verb belongs to a relative clause inside the subject: "the man who was shot said"."""
    return any(lower[back] in {"who", "which", "that"} for back in range(place - 1, max(floor, place - 5) - 1, -1))


def _trim(segment: Segment, start: int, end: int) -> Range | None:
    """Cut connectives and time words off both ends; None where nothing that may speak is left."""
    lower = segment.lower
    while end > start and lower[end - 1] in TIME_WORDS:
        cut = end - 1
        while cut > start and (lower[cut - 1] in TIME_WORDS or lower[cut - 1].isdigit()):
            cut -= 1
        if cut > start and lower[cut - 1] in {"on", "in", "at"}:
            cut -= 1
        if cut == start:
            break
        end = cut
    while start < end and lower[start] in CONNECTIVES | {"and", ","} and end - start > 1:
        start += 1
    if start < end and lower[start] in PREPOSITIONS:
        start = _after_preposition(segment, start, end)
    return (start, end) if start < end and _may_speak(segment, start, end) else None


def _after_preposition(segment: Segment, start: int, end: int) -> int:
    """Where the subject starts after an opening phrase without a comma ("On Thursday Ryan", "At the rally he")."""
    lower = segment.lower
    for place in range(end - 1, start, -1):
        if lower[place] in PRONOUNS or lower[place] in DETERMINERS:
            return place
        if lower[place] in TIME_WORDS and place + 1 < end:
            return place + 1
    return start


def _may_speak(segment: Segment, start: int, end: int) -> bool:
    return any(
        raw[:1].isupper()
        or lower in PRONOUNS
        or lower in RELATIVES
        or (raw[:1].isalpha() and lower not in PREPOSITIONS)
        for raw, lower in zip(segment.raw[start:end], segment.lower[start:end], strict=True)
    )


def _find_before_apposition(segment: Segment, end: int, floor: int) -> Range | None:
    """The subject of `Smith, the mayor of X, said`: with an apposition it counts whole, with an adverbial only the name."""
    lower = segment.lower
    right = end - 1
    names_only = False
    while right > floor:
        left = right
        while left > floor and lower[left - 1] != "," and lower[left - 1] not in _STOPS:
            left -= 1
        if left <= floor or lower[left - 1] in _STOPS:
            return None
        first = lower[left]
        if right - left > MAX_CHUNK:
            return None
        if first.endswith("ing") or first in PREPOSITIONS or first in AUXILIARIES or first in SUBORDINATORS:
            names_only = True
        head = _trim(segment, _find_start(segment, left - 1, floor), left - 1)
        if head is not None and _is_apposition_of(segment, left, right, head):
            head = _with_role_in_front(segment, head, floor)
            return head if names_only else (head[0], end)
        right = left - 1
    return None


def _is_apposition_of(segment: Segment, left: int, right: int, head: Range) -> bool:
    """Whether what stands between the commas describes the head, rather than being the next item of a list."""
    lower = segment.lower
    first = lower[left]
    described = (
        first in DETERMINERS
        or first in RELATIVES
        or first in PREPOSITIONS
        or first in SUBORDINATORS
        or first.endswith(("ing", "ed"))
        or first.isdigit()
        or any(word in role_words() for word in lower[left:right])
        or not segment.raw[left][:1].isupper()
        or (lower[head[0]] in DETERMINERS and all(raw[0].isupper() for raw in segment.raw[left:right]))
    )
    named = (
        first in {"who", "whose"}
        or segment.raw[head[1] - 1][:1].isupper()
        or lower[head[0]] in DETERMINERS
        or lower[head[1] - 1] in role_words()
    )
    return described and named


def _with_role_in_front(segment: Segment, found: Range, floor: int) -> Range:
    """`The commander of Anbar, Qassem Musleh says`: the role before the name's comma belongs to the source."""
    lower = segment.lower
    start, end = found
    if start - 2 < floor or lower[start - 1] != "," or not segment.raw[start][:1].isupper() or lower[start] in PRONOUNS:
        return found
    left = _find_start(segment, start - 1, floor)
    words = lower[left : start - 1]
    is_role = words and words[0] in DETERMINERS and not any(word in TIME_WORDS for word in words)
    if is_role and end - start > 1 and _begins_clause(segment, left):
        return (left, end)
    return found


def _begins_clause(segment: Segment, place: int) -> bool:
    before: Callable[[str], bool] = lambda word: word in SENTENCE_SIGNS or word in CONJUNCTIONS or word in _STOPS  # noqa: E731
    return place == 0 or before(segment.lower[place - 1])


def _with_apposition_behind(segment: Segment, end: int, ceiling: int) -> int:
    """Take in `, the mayor of X` after a name; ends at the next comma, or before the full stop."""
    lower = segment.lower
    if end >= ceiling or lower[end] != "," or end + 1 >= ceiling:
        return end
    first = lower[end + 1]
    close = end + 1
    while close < ceiling and lower[close] not in _STOPS and lower[close] != "," and close - end < MAX_CHUNK:
        close += 1
    words = lower[end + 1 : close]
    if not words or first.endswith("ing") or first in PREPOSITIONS or first in SUBORDINATORS or first in CONJUNCTIONS:
        return end
    if first in DETERMINERS | {"who"} or any(word in role_words() for word in words):
        return close
    return end
