"""Which records readers are not shown, though they are stored."""

from __future__ import annotations

from typing import Literal

from events.models import Actor, Mention

Hidden = Literal["", "suppressed", "private"]


def find_hidden(actor: int) -> Hidden:
    """Return why readers get no profile of an actor, "" where they do. One query.

    suppressed: a curator hid it. private: a person whom only the machine knows, named once in one article.
    """
    row = Actor.objects.filter(pk=actor).values_list("is_suppressed", "is_private").first()
    if row is None:
        return ""
    return "suppressed" if row[0] else "private" if row[1] else ""


def find_only_mention(actor: int) -> tuple[int, int] | None:
    """Return (article, mention) of the words that name a private person, None where no current text does. One query."""
    return Mention.objects.current().filter(actor=actor).values_list("article_id", "pk").first()
