"""What kind of body the words right beside a name say it is: "Nahar channel", "the newspaper Nahar", "the Nahar party"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.pipeline.records import Entity

# Nouns that stand beside a body's own name. General ones ("group", "agency", "forces") also stand beside names of
# places and peoples ("Syrian forces"), and so say nothing.
_MEDIA = (
    "news agency|news channel|news site|news website|news outlet|news network|television channel|television station"
    "|television network|television|tv channel|tv station|tv network|tv|radio station|radio|channel|newspaper|daily"
    "|weekly|tabloid|magazine|broadcaster|website|newswire"
)
_OTHER = (
    "party|trade union|labour union|labor union|militia|foundation|charity|airline|supermarket chain|retailer"
    "|carmaker|automaker|drugmaker|shipbuilder|publisher|start-?up|law firm|consultancy|think ?tank|nonprofit"
)
_BEHIND = re.compile(rf" (?:(?P<media>{_MEDIA})|(?P<other>{_OTHER}))\b(?![-'’])", re.IGNORECASE)
_BEFORE = re.compile(rf"\b(?:(?P<media>{_MEDIA})|(?P<other>{_OTHER}),?) [\"“‘']?$", re.IGNORECASE)
_ADJECTIVE = re.compile(r"^\S+(?:ist|ish|ese)$")  # "the Castroist daily": no name of its own
LONGEST = 24
"""Characters beside a name that are read: the longest of these nouns, a blank and a quotation mark."""


def kind_beside(members: Sequence[Entity], text: str) -> str:
    """Return media or organization where the text calls one of these mentions so, "" where it calls none."""
    for member in members:
        if member.field != "body" or _ADJECTIVE.search(member.text):
            continue
        behind = _BEHIND.match(text, member.end, member.end + LONGEST)
        before = _BEFORE.search(text[max(0, member.start - LONGEST) : member.start])
        for found in (behind, before):
            if found:
                return "media" if found["media"] else "organization"
    return ""
