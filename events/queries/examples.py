"""Sentences in which records are named, to judge them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce, Greatest, Substr

from events.models import Mention

# Characters read before and after a name; the sentence around it is cut out of these.
AROUND = 220
SENTENCE_ENDS = (". ", "! ", "? ", "\n", "” ", '" ')


@dataclass(frozen=True, slots=True)
class Example:
    """A name in its sentence, and where that stands. `cut_start`, `cut_end`: the sentence goes on there."""

    mention: int
    article: int
    title: str
    outlet: str
    published_at: datetime | None
    precision: str
    before: str
    words: str
    after: str
    cut_start: bool
    cut_end: bool


def list_examples(column: str, wanted: Mapping[int, Sequence[int]], most: int) -> dict[int, list[Example]]:
    """Return for each key the newest sentences that name one of its records (`column`: actor or location). One query."""
    parts = [
        _with_words(Mention.objects.current().filter(**{f"{column}__in": ids}), key, most)
        for key, ids in wanted.items()
        if ids
    ]
    return _read(parts)


def show_mentions(wanted: Mapping[int, Sequence[int]], most: int = 3) -> dict[int, list[Example]]:
    """Return the sentences of these mentions themselves, by key. One query."""
    return _read([_with_words(Mention.objects.filter(pk__in=ids), key, most) for key, ids in wanted.items() if ids])


def _with_words(mentions: QuerySet[Mention], key: int, most: int) -> Any:
    whole = Case(
        When(field="title", then=F("revision__title")),
        default=Coalesce(F("revision__text"), Value("")),
        output_field=TextField(),
    )
    first = Greatest(F("start") - AROUND, Value(0))
    return (
        mentions.annotate(
            key=Value(key, output_field=BigIntegerField()),
            first=first,
            around=Substr(whole, first + 1, F("end") - first + AROUND),
        )
        .order_by("-article", "field", "start")
        .values(
            "key", "pk", "article", "article__title", "article__source__name", "article__published_at",
            "article__published_precision", "start", "end", "first", "around",
        )[:most]
    )  # fmt: skip


def _read(parts: Sequence[Any]) -> dict[int, list[Example]]:
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: dict[int, list[Example]] = {}
    for row in rows:
        found.setdefault(row["key"], []).append(_cut_sentence(row))
    return found


def _cut_sentence(row: Mapping[str, Any]) -> Example:
    around, start = row["around"], row["start"] - row["first"]
    end = row["end"] - row["first"]
    before, after = around[:start], around[end:]
    begins = max((before.rfind(mark) + len(mark) for mark in SENTENCE_ENDS if mark in before), default=0)
    stops = min((after.find(mark) + 1 for mark in SENTENCE_ENDS if mark in after), default=len(after))
    return Example(
        mention=row["pk"],
        article=row["article"],
        title=row["article__title"],
        outlet=row["article__source__name"] or "",
        published_at=row["article__published_at"],
        precision=row["article__published_precision"],
        before=before[begins:].lstrip(),
        words=around[start:end],
        after=after[:stops].rstrip(),
        cut_start=begins == 0 and row["first"] > 0,
        cut_end=stops == len(after) and len(after) >= AROUND,
    )
