"""The mood of a statement: question, demand, condition, denial of charges; and what it does to an earlier one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from events import vocabulary
from events.pipeline.claim_words import Hint, Token
from events.pipeline.concepts import load_concepts

# "We deny the charges": what they are is not said, so nothing is said not to be so.
_REFUSES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed)?|refut(?:e|es|ed))\s+"
    r"(?:(?:all|any|the|these|those|such|his|her|its|their|both)\s+)*(?:\w+\s+)?"
    r"(?:charges?|allegations?|accusations?|claims?|reports?|rumou?rs?)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?\s*[\"”’']?\s*\Z|\A(?:did|does|do|is|are|was|were|why|how|who|whether|has|have)\b[^.]*\?", re.I
)
_DEMAND = re.compile(r"\A[\"“'‘]?\s*(?:let|stop|leave|release|free|please|must|should|ought)\b|!\s*[\"”’']?\s*\Z", re.I)
_CONDITION = re.compile(
    r"\A[\"“'‘]?\s*(?:if|unless|should|were)\b|\b(?:if|unless|whether|provided that|in case)\b", re.I
)
_POSSIBLE = re.compile(r"\b(?:may|might|could|possibly|perhaps|likely|probably|maybe)\b", re.I)
# What ought to be says nothing of what is.
_NORM = re.compile(r"\b(?:should|must|ought|needs? to|have to|has to)\b", re.I)
_WITHDRAWS = re.compile(
    r"\b(?:withdr[ae]w\w*|retract\w*|(?:take|takes|took|taking|taken) back|recant\w*|"
    r"(?:was|were|is|had been) (?:a )?(?:wrong|mistaken?|incorrect|false|in error|an error)|was a mistake|"
    r"drop(?:s|ped)? the (?:charge|claim|accusation|case)s?|apologi[sz]\w+ for|disown\w*|rescind\w*|revok\w*|"
    r"delet\w+ (?:its|his|her|their|the|an?) (?:\w+ )?(?:message|report|statement|claim|post|tweet)|"
    r"earlier (?:message|report|statement|claim)|contrary to (?:its|his|her|their) (?:first|earlier))\b",
    re.IGNORECASE,
)
_UPDATES = re.compile(
    r"\b(?:rais(?:e|es|ed|ing)(?=\s(?:the|its|their|this|that|his|her)\b)|revis(?:e|es|ed|ing|ion)|lower(?:s|ed|ing)?|updat(?:e|es|ed|ing)|"
    r"(?:has|have|had)? ?(?:risen|climbed|fallen|dropped|grown) to|(?:rose|climbed|fell|dropped|grew|jumped) to|"
    r"now|put it at|puts it at|so far|since|cut its|by now|meanwhile|after all|in the meantime|make that)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)|acknowledg\w*|admit\w*|conced\w*|clarif\w*|revers\w*|backtrack\w*|amend\w*|"
    r"contrary to|after an (?:inquiry|investigation)|initially|at first|first statement|on second thoughts?|after all)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|have|had|will|would|shall|should|can|could|may|might|must|did|do|does|wo|ca)\b|"
    r"n['’]t\b|['’](?:re|ve|ll|d|m)\b|\b(?:he|she|it|that|there|who|what|here)['’]s\b|\A\W*that\s",
    re.IGNORECASE,
)
# "Why the prison stopped searching visitors": what is asked or told of, not what is said.
_EMBEDDED = re.compile(r"\A\W*(?:why|how|what|who|which|where|when)\b(?![^.]*\?)", re.IGNORECASE)
# Longer than this nothing is called a fragment.
FRAGMENT = 8
# Not to know or to want something does not make it untrue.
_ATTITUDE = re.compile(
    r"(?:\b(?:not|never|no longer)|n['’]t)\s+(?:\w+ly\s+)?(?:know|knew|hurt|bother|mind|matter|favou?r|"
    r"support|think|believe|want|plan|expect|recall|remember|see|like|agree|understand|intend|feel|hope|wish|aware|sure|certain)\b",
    re.IGNORECASE,
)
# Counts of one's own people are no counts of all.
_OWN = re.compile(
    r"\b(?:its|our|their|his|her)\s+(?:own\s+)?(?:\w+\s)?(?:injured|wounded|dead|losses|casualties|soldiers|troops|men|"
    r"forces|staff|members|personnel|citizens|nationals)\b",
    re.IGNORECASE,
)


def is_refusal(words: str, hints: int) -> bool:
    """Whether charges are denied without saying what they are."""
    return bool(hints & Hint.REFUSAL) and _REFUSES.search(words) is not None


def read_moods(words: str, tokens: Sequence[Token], hints: int, modality: str) -> frozenset[str]:
    """question, demand, condition, fragment, attitude, own, norm, possible: those that hold."""
    stripped = words.strip()
    found = [name for name, hint, pattern in _MOODS if hints & hint and pattern.search(stripped)]
    found += _OF_MODALITY.get(modality, ())
    if _is_fragment(stripped, tokens) or _EMBEDDED.match(stripped):
        found.append("fragment")
    return frozenset(found)


def read_marks(words: str, hints: int) -> frozenset[str]:
    """withdraws, updates, corrects: those that the words do."""
    return frozenset(name for name, hint, pattern in _MARKS if hints & hint and pattern.search(words))


_MOODS = (
    ("question", Hint.QUESTION, _QUESTION),
    ("demand", Hint.DEMAND, _DEMAND),
    ("condition", Hint.CONDITION, _CONDITION),
    ("attitude", Hint.ATTITUDE, _ATTITUDE),
    ("own", Hint.OWN, _OWN),
    ("norm", Hint.NORM, _NORM),
    ("possible", Hint.POSSIBLE, _POSSIBLE),
)
_OF_MODALITY = {
    "asked": ("question", "demand"),
    "demanded": ("demand",),
    "warned": ("possible",),
    "threatened": ("possible",),
}
_MARKS = (
    ("withdraws", Hint.WITHDRAWAL, _WITHDRAWS),
    ("updates", Hint.UPDATE, _UPDATES),
    ("corrects", Hint.CORRECTION, _CORRECTS),
)


def _is_fragment(words: str, tokens: Sequence[Token]) -> bool:
    """Whether a few words have no verb: "the verdicts", "the rule change" say nothing that could hold or not."""
    if len(tokens) > FRAGMENT or _VERB.search(words):
        return False
    concepts = load_concepts()
    return not any(token.text.endswith("ed") or concepts.of(token.text) in _irregular_verbs() for token in tokens)


@lru_cache(maxsize=1)
def _irregular_verbs() -> frozenset[str]:
    """Concepts of verbs whose past has another stem."""
    return frozenset(
        f"={group[0]}" for group in vocabulary.meanings().same if len(group[0]) < 7 and " " not in group[0]
    )
