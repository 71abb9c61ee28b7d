"""Find the words that attribute: verbs of saying with their auxiliaries, "according to", nouns with "that"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.vocabulary import Cue

from .grammar import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    PREPOSITIONS,
    is_adverb,
    may_be_finite,
)
from .segments import QUOTE, Segment
from .wordlists import word_set

# After these a form is a noun or an adjective; "some say" and "another says" are not.
_NOUN_FOLLOWS = word_set("the a an his her its their our my your every")
_BEFORE_SOURCE = frozenset({"according", "per", "citing", "quoting", "based"})
# How far a verb's auxiliaries and adverbs reach to the left: "had not yet been officially".
MAX_GROUP = 6


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue in a segment, as unit indices: the group [start, end), its head word, and how the verb is built.

    `form`: finite, gerund, passive, infinitive, phrase, noun.
    """

    start: int
    head: int
    end: int
    cue: Cue
    form: str


@lru_cache(maxsize=1)
def index_cues() -> dict[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    """Cue forms by first word, the longest first."""
    index: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in vocabulary.cues():
        for form in cue.forms:
            words = tuple(form.split())
            index.setdefault(words[0], []).append((words, cue))
    return {word: tuple(sorted(forms, key=lambda item: -len(item[0]))) for word, forms in index.items()}


def find_phrase_form(words: tuple[str, ...]) -> str:
    """How a phrase of the vocabulary is built: `phrase` when the source follows ("according to"), `finite` when it
    begins with a verb ("went on to say"), "" when it only goes along with another cue ("in a statement").
    """
    first, last = words[0], words[-1]
    if first == "told":
        return ""  # the verb alone is the cue; whom it is told to is found behind it
    if first in _BEFORE_SOURCE or (first in {"in", "as"} and last in {"of", "by"}):
        return "phrase"
    if first in PREPOSITIONS or first.endswith(("ly", "ing")) or first in {"it", "unconfirmed"}:
        return ""
    return "finite" if may_be_finite(first) or first in {"makes", "denies", "wants", "calls"} else ""


def find_cues(segment: Segment) -> list[CueHit]:
    """Every cue outside quotations, left to right, none inside another."""
    index = index_cues()
    lower = segment.lower
    hits: list[CueHit] = []
    place = 0
    while place < len(lower):
        forms = index.get(lower[place])
        hit = _match(segment, place, forms) if forms else None
        if hit is None:
            place += 1
        else:
            hits.append(hit)
            place = hit.end
    return hits


def _match(segment: Segment, place: int, forms: Iterable[tuple[tuple[str, ...], Cue]]) -> CueHit | None:
    lower = segment.lower
    for words, cue in forms:
        end = place + len(words)
        if len(words) > 1 and tuple(lower[place:end]) != words:
            continue
        if cue.type == "phrase":
            form = find_phrase_form(words)
            if form == "finite":
                return _match_verb(segment, place, end, cue)
            if form == "phrase":
                return CueHit(place, place, end, cue, "phrase")
            continue
        if cue.type == "noun":
            if end < len(lower) and lower[end] in {"that", ":"}:
                return CueHit(place, place, end, cue, "noun")
            continue
        return _match_verb(segment, place, end, cue)
    return None


def _match_verb(segment: Segment, place: int, end: int, cue: Cue) -> CueHit | None:
    """The verb with its auxiliaries, or None where the word is used as a noun or an adjective."""
    lower = segment.lower
    word = lower[place]
    start = place
    while start > 0 and place - start < MAX_GROUP and _belongs_to_group(segment, start - 1):
        start -= 1
    before = lower[start - 1] if start else ""
    helpers = set(lower[start:place])
    if before == "to" and not helpers & AUXILIARIES:
        return CueHit(start - 1, place, end, cue, "infinitive")
    if (
        word == cue.lemma
        and word not in {"put"}
        and not helpers & (MODALS | AUXILIARIES)
        and _is_noun_here(lower, place)
    ):
        return None
    if (
        before in _NOUN_FOLLOWS
        or (before in DETERMINERS and word == cue.lemma)
        or (word != "said" and before in {"of", "’s", "'s"})
    ):
        return None
    if place and segment.raw[place][:1].isupper() and (cue.strength == "weak" or not segment.is_headline):
        return None
    if word.endswith("ing"):
        return CueHit(start, place, end, cue, "finite" if helpers & BE else "gerund")
    if helpers & BE and word != cue.lemma and not word.endswith("s"):
        return CueHit(start, place, end, cue, "passive")
    return CueHit(start, place, end, cue, "finite")


def _belongs_to_group(segment: Segment, place: int) -> bool:
    word = segment.lower[place]
    if segment.raw[place][0].isupper() and place and word not in AUXILIARIES:
        return False
    return word in AUXILIARIES or word in ADVERBS or word in NEGATIONS or is_adverb(word)


def _is_noun_here(lower: list[str], place: int) -> bool:
    """A bare form ("claim", "report") is a verb only after a plural or pronoun and before what is said."""
    following = lower[place + 1] if place + 1 < len(lower) else ""
    before = lower[place - 1] if place else ""
    if following in {"that", QUOTE, ":", ","} and (before.endswith("s") or before in {"i", "we", "they", "you", "who"}):
        return False
    if before in {"i", "we", "they", "you", "who", "people"}:
        return False
    return not (
        before.endswith("s") and following not in {".", "of", "and", "by", "from", "in", "on"} and before != "’s"
    )
