"""What alerts say of a record: one short form for every kind, for feeds, mails and webhooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.models import Actor, Article, Claim, Event
from events.selections import KINDS


@dataclass(frozen=True, slots=True)
class Card:
    """A record in a few words. `path` leads to its page here; `at` is the time of what it tells, where it has one."""

    kind: str
    id: int
    title: str
    text: str
    path: str
    at: datetime | None
    changed: datetime | None
    topic: str = ""


def describe_rows(kind: str, rows: Iterable[Any]) -> list[Card]:
    """Describe rows of a kind's list; no query beyond those of the list itself."""
    return [CARDS[kind](row) for row in rows]


def describe_ids(kind: str, ids: Iterable[int]) -> list[Card]:
    """Describe the records with these ids that readers find, in this order. Queries: those of one page of the list."""
    wanted = list(ids)
    found = {row.pk: row for row in KINDS[kind].rows().filter(pk__in=wanted)} if wanted else {}
    return describe_rows(kind, [found[pk] for pk in wanted if pk in found])


def _event(event: Event) -> Card:
    text = " ".join(sentence.text for sentence in event.summary)  # type: ignore[attr-defined]
    path = f"/events/{event.pk}/"
    return Card("event", event.pk, event.title, text, path, event.latest_at, event.modified_at, event.topic)


def _article(article: Article) -> Card:
    outlet = str(article.source) if article.source else ""
    when = f"{article.published_at:%Y-%m-%d}" if article.published_at else "undated"
    text = ", ".join(part for part in (outlet, when) if part)
    path = f"/articles/{article.pk}/"
    return Card("article", article.pk, str(article), text, path, article.published_at, article.modified_at)


def _claim(claim: Claim) -> Card:
    speaker = claim.speaker.name if claim.speaker else claim.speaker_text or "somebody unnamed"
    title = f"{speaker}: {claim.text}"
    path = f"/claims/{claim.pk}/"
    return Card("claim", claim.pk, title[:300], claim.text, path, claim.published_at, claim.created_at)


def _actor(actor: Actor) -> Card:
    text = actor.description or actor.kind
    return Card("actor", actor.pk, actor.name, text, f"/actors/{actor.pk}/", None, actor.modified_at)


CARDS: dict[str, Callable[[Any], Card]] = {"event": _event, "article": _article, "claim": _claim, "actor": _actor}
