"""What the words around a place name say of it: what contains it, what kind of place it is.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

import re

from events.gazetteer.name_choice import make_short_key
from events.pipeline.records import Entity

_LINK = re.compile(
    r"(?:, | in | of | \(|, in |, a .{0,40}? (?:in|of|near) |, the .{0,40}? of | district of | suburb of "
    r"| \w+ (?:of|in) (?:the )?(?:\w+ )?| \w+ (?:of|in) (?:\w+ern )?)"
)
_MAX_LINK = 50
_STATE_BEHIND = re.compile(r",? \(?(?P<state>[A-Z][a-z]{1,4}\.|(?:[A-Z]\. ?){1,2}[A-Z][a-z]?\.?|[A-Z]{2}\b)")
_BEHIND = re.compile(r"(?:'s|’s)? (?P<kind>[a-z]+)\b")
_BEFORE = re.compile(r"(?:(?P<front>\w[\w’'-]*) )?(?P<kind>[a-z]+) of (?:the )?$")
_REGION_WORDS = frozenset(
    "state province region governorate county district department prefecture oblast provinces states".split()  # noqa: SIM905
)
_TOWN_WORDS = frozenset({"city", "town", "village", "suburb", "township"})
_OPENING = frozenset({"the", "a", "an", "in", "at", "from", "this", "that"})  # capitals of a sentence's first word
LOOK_BACK = 40
"""Characters in front of a name that are read: the longest word of the lists with "of the" and one more word."""


def contains_by_link(between: str) -> bool:
    """Tell whether the words between two names put the first inside the second ("Paris, Texas", "X, a town in Y")."""
    return len(between) <= _MAX_LINK and bool(_LINK.fullmatch(between))


def state_behind(body: str, end: int) -> str:
    """Return the key of a state's abbreviation right behind a name ("Surprise, Ariz."), or ""."""
    found = _STATE_BEHIND.match(body, end)
    return make_short_key(found["state"]) if found and len(found["state"]) > 1 else ""


def said_to_be(body: str, start: int, end: int) -> str:
    """Return "region" or "town" where the words around a name say so ("the state of Washington"), else "".

    In "the Bab Tuma district of Damascus" the word belongs to the name in front of it.
    """
    behind, before = _BEHIND.match(body, end), _BEFORE.search(body[max(0, start - LOOK_BACK) : start])
    for found in (behind, before if before and not _is_name(before["front"]) else None):
        if found and found["kind"] in _REGION_WORDS:
            return "region"
        if found and found["kind"] in _TOWN_WORDS:
            return "town"
    return ""


def _is_name(word: str | None) -> bool:
    return word is not None and word[:1].isupper() and word.lower() not in _OPENING


def follows_full_stop(body: str, entity: Entity) -> bool:
    """Tell whether the name is cut from its full stop ("Orlando, Fla|.")."""
    return entity.field == "body" and body[entity.end : entity.end + 1] == "."
