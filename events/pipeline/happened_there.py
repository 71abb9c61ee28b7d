"""Whether the words around a place name say that something happened there, and not that the place did something.

"In Zagreb", "near the border town of X", "Sidon, Lebanon" and "Kenya's parliament" do; "Croatia beat Spain" and "talks with
Iran" do not. Pure.
"""

from __future__ import annotations

import re

_KIND = r"(?:city|town|village|province|state|region|district|island|port|capital|suburb|coast|border|outskirts)"
# An adjective or two may stand between, and places that stand beside it: "in the northern city of Mosul", "in Turkey and
# southern Syria".
_BEFORE = re.compile(
    r"\b(?:(?i:in|at|near|inside|outside|off|across|throughout|around|over|within|along|under|above|on|into)|hits?|struck"
    r"|strikes|shook|shakes|rocked|rocks|swept|battered)\s+(?:(?:the|of|much|most|parts|[a-z]+-?[a-z]*(?:ern|al|er))\s+)*"
    rf"(?:[A-Z][\w’'-]+(?:, and |, | and )(?:[a-z]+ern )?)*(?:[a-z-]+\s+)?(?:{_KIND}\s+(?:of\s+)?(?:the\s+)?)?$"
    rf"|\b(?:{_KIND}|north|south|east|west|miles|kilometres|kilometers|km)\s+of\s+(?:the\s+)?$"
)
# "Sidon, Lebanon": the second contains the first.
_INSIDE = re.compile(r"[A-Z][\w’'-]+, $")
_OWNS = re.compile(r"[’']s?\s+\w")
# Behind these it is who took part, although a preposition stands further in front: "in talks with Iran".
_PARTNER = re.compile(r"\b(?:with|against|between|versus|vs\.?|by|to|for)\s+(?:the\s+)?$", re.IGNORECASE)
LOOK_BACK = 60


def happened_there(text: str, start: int, end: int) -> bool:
    """Whether the place name text[start:end] is told as where something was."""
    before = text[max(0, start - LOOK_BACK) : start]
    if _OWNS.match(text, end):
        return True
    if _PARTNER.search(before):
        return False
    return bool(_BEFORE.search(before) or _INSIDE.search(before))
