"""Figures that take their measure from the one before: "and 22 barns", "three of them", "down from 102"."""

from __future__ import annotations

import re

from events.pipeline.measures import load_triggers
from events.pipeline.noun_phrases import is_countable
from events.pipeline.quantities import Quantity
from events.pipeline.records import FoundFigure

_PART_BEHIND = re.compile(r"\s+of\s+(?:them|whom)\b", re.IGNORECASE)
_PART_BEFORE = re.compile(r"\b(?:including|among\s+(?:them|whom)(?:\s+were)?|as\s+well\s+as)\s+\Z", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,\s*)?(?:and|or)\s+", re.IGNORECASE)
_VOTES_JOINED = re.compile(r"\s+(?:to|against)\s+", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:from(?:\s+(?:an?|the)\s+(?:earlier|previous|initial))?|compared\s+(?:with|to)|(?<!if\s)not|total\s+(?:to|at|of))\s+\Z",
    re.IGNORECASE,
)
_ROSE_TO = re.compile(r"\s+to\s+", re.IGNORECASE)
_MORE_THAN_THEN = re.compile(r"\s+(?:more|fewer|less)\s+than\s+(?:in|last|a\s+year)\b", re.IGNORECASE)
# What is joined by "and" to one of these shares its fate, if it is something that can.
_SHARED = frozenset({"killed", "injured", "arrested", "missing", "displaced", "evacuated", "rescued", "affected"})
REACH = 40


def lend_measure(text: str, quantity: Quantity, noun: str, earlier: FoundFigure | None) -> str:
    """The measure that a number takes from the figure before it in the sentence; `noun`: the words it counts, or ""."""
    if earlier is None:
        return ""
    before = text[max(earlier.end, quantity.first - REACH) : quantity.first]
    between = text[earlier.end : quantity.first]
    if _PART_BEHIND.match(text, quantity.end) or _PART_BEFORE.search(before):
        return earlier.measure if earlier.measure != "other" else ""
    if noun:
        head = noun.lower().split()[-1]
        return earlier.measure if _JOINED.fullmatch(between) and _can_share(earlier.measure, head) else ""
    if earlier.measure == "votes" and _VOTES_JOINED.fullmatch(between):
        return earlier.measure
    compared = _COMPARED.search(before) or _MORE_THAN_THEN.match(text, quantity.end)
    rose = _ROSE_TO.fullmatch(between) and text[max(0, earlier.start - 6) : earlier.start].lower().endswith("from ")
    return earlier.measure if compared or rose else ""


def _can_share(measure: str, head: str) -> bool:
    triggers = load_triggers()
    if measure == "affected":
        return head in triggers.counted["affected"]
    return measure in _SHARED and head in triggers.countable and is_countable(head)
