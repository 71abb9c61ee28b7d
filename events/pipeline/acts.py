"""Who does what to whom, in the terms of the PLOVER ontology: a phrase of the vocabulary, its subject and its object.

Read in headlines and first sentences only, and only what is told as done: a precise few, not all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.names import fold
from events.pipeline.records import Entity, Span
from events.tagger.stems import stem
from events.vocabulary import ActType

# Sentences of the body that are read; what happened stands in them.
SENTENCES = 2
GAP_WORDS = 4
LONGEST_SENTENCE = 600
# "the British academic Helen Ward": the person whom a people or place introduces.
NEAR_CHARACTERS = 20
# Words before the verb in which "may", "will" or "not" still belongs to it.
UNDONE_WORDS = 4
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
# A clause begins behind one of these: what stands before has a subject of its own.
_JOINTS = frozenset(
    {"said", "says", "that", "after", "before", "while", "when", "because", "which", "who", "as", "but", "since"}
)
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_PLACE_PREPOSITIONS = frozenset(
    {"in", "near", "at", "from", "on", "outside", "across", "around", "against", "to", "over"}
)
_BEHIND_PASSIVE = _PLACE_PREPOSITIONS | {"after", "by", "during", "for"}
# In headlines "Mayor assassinated in …" is a passive without its verb.
_SHORT_PASSIVES = frozenset({"ASSAULT", "COERCE", "ACCUSE"})
_INTRANSITIVE = frozenset({"clash"})


@dataclass(frozen=True, slots=True)
class Act:
    """One deed. [start, end) are its words in `field`; agents and targets are indices into the entities given."""

    type: str
    field: str
    start: int
    end: int
    agents: tuple[int, ...]
    targets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    stem: str
    start: int
    end: int


def find_acts(title: str, text: str, sentences: Sequence[Span], entities: Sequence[Entity]) -> list[Act]:
    """The first deed of the headline and of each of the first sentences, in this order."""
    found = [_read("title", title, (0, len(title)), entities)]
    found += [_read("body", text, span, entities) for span in sentences[:SENTENCES]]
    return [act for act in found if act is not None]


def is_political_topic(topic: str) -> bool:
    """Whether the verbs mean what PLOVER means in news of a topic."""
    return topic not in vocabulary.plover().not_under


def _read(field: str, text: str, span: Span, entities: Sequence[Entity]) -> Act | None:
    begin, end = span[0], min(span[1], span[0] + LONGEST_SENTENCE)
    words = [
        _Word(m.group().lower(), _stem(m.group().lower().removesuffix("'s").removesuffix("’s")), m.start(), m.end())
        for m in _WORD.finditer(text, begin, end)
    ]
    inside = [(n, e) for n, e in enumerate(entities) if e.field == field and begin <= e.start and e.end <= end]
    index = _index_phrases()
    for place, word in enumerate(words):
        for kind, phrase, verb in index.get(word.stem, ()):
            last = _match(words, place, phrase)
            if last is None or _inside_name(words[place + verb], inside):
                continue
            act = _make(field, words, place, verb, last, kind, phrase, inside)
            if act is not None:
                return act
    return None


@lru_cache(maxsize=1)
def _index_phrases() -> dict[str, list[tuple[ActType, tuple[frozenset[str] | None, ...], int]]]:
    """Phrases by the stem of their first word, long ones first; with the place of the verb in them."""
    index: dict[str, list[tuple[ActType, tuple[frozenset[str] | None, ...], int]]] = {}
    for kind in vocabulary.plover().types:
        for words in kind.phrases:
            stems = tuple(
                None if alternatives is None else frozenset(map(_stem, alternatives)) for alternatives in words
            )
            verb = 1 if words[0] is not None and len(words[0]) > 1 else 0  # "troops|forces withdraw"
            for first in stems[0] or ():
                index.setdefault(first, []).append((kind, stems, verb))
    for phrases in index.values():
        phrases.sort(key=lambda entry: -len(entry[1]))
    return index


def _stem(word: str) -> str:
    """The stem, "expelled" with "expel"."""
    cut = stem(word)
    return cut[:-1] if cut.endswith("ll") else cut


def _match(words: Sequence[_Word], place: int, phrase: Sequence[frozenset[str] | None]) -> int | None:
    """The place of the phrase's last word, None where it does not stand here."""
    here = place
    gap = False
    for wanted in phrase[1:]:
        if wanted is None:
            gap = True
            continue
        reach = range(here + 1, min(here + 2 + (GAP_WORDS if gap else 0), len(words)))
        found = next((n for n in reach if words[n].stem in wanted), None)
        if found is None:
            return None
        here, gap = found, False
    return here


def _inside_name(word: _Word, inside: Iterable[tuple[int, Entity]]) -> bool:
    return any(e.start <= word.start and word.end <= e.end for _, e in inside)


def _make(
    field: str, words: Sequence[_Word], place: int, verb: int, last: int, kind: ActType,
    phrase: Sequence[frozenset[str] | None], inside: Sequence[tuple[int, Entity]],
) -> Act | None:  # fmt: skip
    at = place + verb
    clause = next((n + 1 for n in range(at - 1, -1, -1) if words[n].text in _JOINTS), 0)
    before = [word.text for word in words[clause:at]]
    if _is_undone(words, at) or _is_noun(words, at, last, field):
        return None
    passive = _is_passive(words, at, last, kind, len(phrase), field)
    start, end = words[place].start, words[last].end
    subjects = [
        n for n, e in inside if words[clause].start <= e.start and e.end <= words[at].start and not _behind(words, e)
    ]
    stop = next((word.start for word in words[last + 1 :] if word.text in _JOINTS), words[-1].end)
    behind = [(n, e) for n, e in inside if e.start >= words[at].end and e.start < stop]
    objects = [n for n, e in behind if not _behind(words, e, "by" if passive else "")]
    if passive:
        by = [n for n, e in behind if _word_before(words, e) == "by"]
        agents, targets = tuple(by[:1]), tuple(subjects[:1])
    elif kind.side == "both":
        agents, targets = tuple(dict.fromkeys((*subjects, *objects[:1]))), ()
    else:
        receivers = [
            n
            for n, e in behind
            if not _behind(words, e) or _word_before(words, e) in {"on", "to", "against", "with", "at"}
        ]
        agents, targets = (
            tuple(subjects[:1]),
            tuple(_receiver(receivers, dict(behind)) if kind.side == "receiver" else ()),
        )
    return (
        Act(kind.name, field, start, end, agents, targets)
        if _is_political(kind, words, before, passive, at, [e for _, e in inside], agents, targets, inside)
        else None
    )


def _receiver(receivers: Sequence[int], behind: dict[int, Entity]) -> Sequence[int]:
    """The first that can receive it; of "the British academic Helen Ward" the person, not the people."""
    if not receivers or behind[receivers[0]].type not in {"group", "location"}:
        return receivers[:1]
    first = behind[receivers[0]]
    person = [n for n, e in behind.items() if e.type == "person" and 0 < e.start - first.end <= NEAR_CHARACTERS]
    return person[:1] or receivers[:1]


def _is_undone(words: Sequence[_Word], at: int) -> bool:
    """Whether it is planned, feared, asked or denied, not done; a condition may stand anywhere before."""
    undone = vocabulary.plover().undone
    near = {word.text for word in words[max(0, at - UNDONE_WORDS) : at]}
    return (
        bool(near & undone)
        or any(word.text.endswith("n't") for word in words[max(0, at - UNDONE_WORDS) : at])
        or any(word.text in {"if", "whether", "would"} for word in words[:at])
    )


def _is_noun(words: Sequence[_Word], at: int, last: int, field: str) -> bool:
    """ "the attack", "an arrest", "joint protest of": the word for a deed that the clause does not tell."""
    before = words[at - 1].text if at else ""
    if before in {
        "the",
        "a",
        "an",
        "this",
        "that",
        "its",
        "his",
        "her",
        "their",
        "of",
        "against",
        "any",
        "no",
        "each",
        "another",
        "over",
        "on",
        "for",
        "with",
        "in",
    }:
        return True
    behind = words[last + 1].text if last + 1 < len(words) else ""
    plain = words[at].text == words[at].stem or words[at].text + "e" == words[at].stem
    return last == at and behind == "of" and plain


def _is_passive(words: Sequence[_Word], at: int, last: int, kind: ActType, length: int, field: str) -> bool:
    verb = words[at].text
    participle = verb.endswith(("ed", "en")) or verb in {"shot", "hit", "struck"}
    if participle and any(word.text in _BE for word in words[max(0, at - 3) : at]):
        return True
    behind = words[last + 1].text if last + 1 < len(words) else ""
    if participle and behind == "by":
        return True
    return (
        field == "title"
        and participle
        and length == 1
        and kind.name in _SHORT_PASSIVES
        and behind in _BEHIND_PASSIVE
        and words[at].stem not in _INTRANSITIVE
    )


def _word_before(words: Sequence[_Word], entity: Entity) -> str:
    before = [word.text for word in words if word.end <= entity.start][-3:]
    before = before[:-1] if before and before[-1] in {"the", "a", "an"} else before
    return before[-1] if before else ""


def _behind(words: Sequence[_Word], entity: Entity, more: str = "") -> bool:
    """Whether a preposition of place stands before a name: it is where, not who."""
    before = _word_before(words, entity)
    return before in _PLACE_PREPOSITIONS or (before != "" and before == more)


@lru_cache(maxsize=1)
def _states() -> frozenset[str]:
    return frozenset(fold(name) for state in vocabulary.states() for name in (*state.names, *state.demonyms))


def is_party(entity: Entity) -> bool:
    """Whether a name is a state's, a people's or a group's: a party to politics by itself."""
    return entity.type == "group" or fold(entity.text) in _states()


def _is_political(
    kind: ActType, words: Sequence[_Word], before: Sequence[str], passive: bool, at: int, named: Sequence[Entity],
    agents: Sequence[int], targets: Sequence[int], inside: Sequence[tuple[int, Entity]],
) -> bool:  # fmt: skip
    """The doer is a party to politics, or something in the sentence says so; a deed with no doer at all is none."""
    political = vocabulary.plover().political | kind.doers
    by_number = dict(inside)
    has_doer = bool(agents) or any(word in political for word in before) or (passive and bool(targets))
    if not has_doer:
        return False
    parties = [by_number[n] for n in (*agents, *targets)]
    return any(map(is_party, parties)) or any(word.text in political for word in words)
