"""Take an organisation's name apart: what remains without its legal form, its brackets and small words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.names import fold

_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_POSSESSIVE = re.compile(r"['’]s$")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.-]{1,9}$")
_SMALL = frozenset("the of for and in on at de del la le les el los las il des du der die das und y e et di".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """`core`: the words that tell it from others, in order; `acronym`: what stood in brackets behind it, or "".

    `qualified` when the brackets held something else ("(Jersey)"): that is part of the name.
    """

    core: tuple[str, ...]
    acronym: str = ""


@lru_cache(maxsize=8_192)
def read_organization(text: str) -> OrganizationName:
    """Take any string for an organisation's name; a name of nothing but a legal form keeps it."""
    text = _POSSESSIVE.sub("", text[:300].strip())
    found = _BRACKETS.search(text)
    acronym = ""
    if found and _ACRONYM.match(found[1]) and found.start():
        acronym, text = found[1], text[: found.start()] + text[found.end() :]
    words = [word for word in fold(text.replace(".", "")).split(" ") if word]
    lists = vocabulary.name_words()
    content = [word for word in words if word not in _SMALL]
    core = [word for word in content if word not in lists.legal_forms]
    core = [word for word in core if word not in lists.club_forms] or core
    return OrganizationName(tuple(core or content or words), acronym)
