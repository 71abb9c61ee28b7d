"""The review page: one question with all that helps to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from events.curation import find_versions
from events.curation.review import mentions_in_doubt, read_pair
from events.models import Actor, Location, ReviewItem
from events.models.choices import ReviewKind
from events.queries import Example, ReviewProgress, Side, list_sides, show_mentions
from events.web.pages.merge import FIELDS, FieldRow, make_field
from events.web.phrases import tell_share

PAIR_FIELDS = ("kind", "country_code", "description", "roles", "location", "wikidata_id")
PLACE_FIELDS = ("precision", "country_code", "admin1_code", "point", "population")
MOST_OFFERED = 5
QUESTIONS = {
    ReviewKind.DUPLICATE: "Are these one and the same?",
    ReviewKind.LINK: "Whom do these words name?",
    ReviewKind.PLACE: "Which place do these words name?",
    ReviewKind.NAME: "Is this the name of somebody or something that acts?",
}
ANSWERS = {
    ReviewKind.DUPLICATE: ("Same: merge", "Different", "Unsure"),
    ReviewKind.LINK: ("Same as chosen", "None of them", "Unsure"),
    ReviewKind.PLACE: ("Same as chosen", "None of them", "Unsure"),
    ReviewKind.NAME: ("Yes, an actor", "No, misread", "Unsure"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """A record that the words may name; `number` is its key."""

    number: int
    table: str
    side: Side
    facts: Sequence[str]
    score: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """`item` is None when nothing waits. `sides` and `fields` compare two records; `offers` are to choose from."""

    item: ReviewItem | None
    progress: ReviewProgress
    kind: str
    question: str = ""
    words: str = ""
    sides: Sequence[Side] = ()
    fields: Sequence[FieldRow] = ()
    offers: Sequence[Offer] = ()
    examples: Sequence[Example] = ()
    times: int = 0
    versions: dict[int, str] | None = None
    answers: Sequence[tuple[str, str, str]] = ()
    full_preview: str = ""


def build_review_page(item: ReviewItem | None, progress: ReviewProgress, kind: str) -> ReviewPage | None:
    """Prepare a question; None where it was settled meanwhile. A constant number of queries a kind."""
    if item is None:
        return ReviewPage(None, progress, kind)
    if item.kind == ReviewKind.DUPLICATE:
        return _build_pair(item, progress, kind)
    return _build_name(item, progress, kind) if item.kind == ReviewKind.NAME else _build_mention(item, progress, kind)


def _common(item: ReviewItem) -> dict[str, Any]:
    kind = ReviewKind(item.kind)
    keys = (("same", "s"), ("different", "d"), ("unsure", "u"))
    return {
        "question": QUESTIONS[kind],
        "answers": [(value, key, label) for (value, key), label in zip(keys, ANSWERS[kind], strict=True)],
    }


def _build_pair(item: ReviewItem, progress: ReviewProgress, kind: str) -> ReviewPage | None:
    table, *pair = read_pair(item) or ("actor", 0, 0)
    sides = list_sides(table, pair)
    if len(sides) < 2 or any(side.record.canonical_id for side in sides):
        return None
    ids = [side.record.pk for side in sides]
    return ReviewPage(
        item,
        progress,
        kind,
        words=" · ".join(str(side.record) for side in sides),
        sides=sides,
        fields=[row for row in (make_field(name, sides) for name in FIELDS[table]) if any(c.value for c in row.cells)],
        versions=find_versions(table, ids),
        full_preview=f"{reverse('merge', args=[table])}?ids={','.join(map(str, ids))}",
        **_common(item),
    )


def _build_name(item: ReviewItem, progress: ReviewProgress, kind: str) -> ReviewPage | None:
    sides = list_sides("actor", [item.actor_id or 0])
    if not sides or sides[0].record.canonical_id:
        return None
    return ReviewPage(
        item,
        progress,
        kind,
        words=str(sides[0].record),
        sides=sides,
        fields=[row for row in (make_field(name, sides) for name in PAIR_FIELDS) if row.cells[0].value],
        **_common(item),
    )


def _build_mention(item: ReviewItem, progress: ReviewProgress, kind: str) -> ReviewPage | None:
    rows = mentions_in_doubt(item.mention) if item.mention else []
    if not rows:
        return None
    offers = _offer(rows[0].candidates or [])
    if not offers:
        return None
    examples = show_mentions({0: [row.pk for row in rows]})
    return ReviewPage(
        item,
        progress,
        kind,
        words=rows[0].text,
        offers=offers,
        examples=examples.get(0, []),
        times=len(rows),
        **_common(item),
    )


def _offer(candidates: Sequence[dict[str, Any]]) -> list[Offer]:
    """Load what the candidates stand for, best first; a merged one answers with its survivor's words."""
    scores: dict[tuple[str, int], float] = {}
    for candidate in candidates:
        for table in ("actor", "location"):
            if candidate.get(table):
                scores[table, int(candidate[table])] = float(candidate.get("score") or 0.0)
    best = sorted(scores, key=lambda key: -scores[key])[:MOST_OFFERED]
    loaded: dict[tuple[str, int], Side] = {}
    for table in ("actor", "location"):
        ids = [pk for held, pk in best if held == table]
        loaded |= {(table, side.record.pk): side for side in (list_sides(table, ids) if ids else ())}
    offers: list[Offer] = []
    for key in best:
        side = loaded.get(key)
        if side is not None and side.record.canonical_id is None:
            share = tell_share(scores[key])
            offers.append(Offer(len(offers) + 1, key[0], side, _tell_facts(side.record), share))
    return offers


def _tell_facts(record: Actor | Location) -> list[str]:
    from events.web.pages.merge import tell_field

    names = PAIR_FIELDS if isinstance(record, Actor) else PLACE_FIELDS
    return [value for value in (tell_field(name, record) for name in names) if value]
