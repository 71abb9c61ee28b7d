"""Two or more records side by side: what each says, where from, how much hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from events.models import (
    Actor,
    ActorName,
    Claim,
    Decision,
    Event,
    EventActor,
    EventArticle,
    EventLocation,
    Location,
    LocationName,
    Mention,
)
from events.models.choices import Verb
from events.queries.examples import Example, list_examples

RECORDS: dict[str, Any] = {"actor": Actor, "location": Location, "event": Event}
MOST_NAMES = 40
MOST_EXAMPLES = 4


@dataclass(frozen=True, slots=True)
class Side:
    """One record with what was merged into it (`family`). `edits`: field -> the decision that set it as it is."""

    record: Any
    family: tuple[int, ...]
    names: Sequence[str]
    names_total: int
    counts: dict[str, int]
    examples: Sequence[Example]
    titles: Sequence[str]
    edits: dict[str, Decision]


def list_sides(table: str, ids: Sequence[int]) -> list[Side]:
    """Return the records in the order asked for; those that do not exist are left out. A constant number of queries."""
    found = RECORDS[table].objects.select_related(*_joined(table)).in_bulk(list(ids))
    records = [found[pk] for pk in dict.fromkeys(ids) if pk in found]
    families: dict[int, list[int]] = {record.pk: [record.pk] for record in records}
    for pk, canonical in RECORDS[table].objects.filter(canonical__in=families).values_list("pk", "canonical"):
        families[canonical].append(pk)
    head = {pk: key for key, family in families.items() for pk in family}
    names = _names(table, head)
    counts = _count(table, head)
    examples = list_examples(table, families, MOST_EXAMPLES) if table != "event" else {}
    titles = _titles(head) if table == "event" else {}
    edits = _edits(table, families)
    return [
        Side(
            record=record,
            family=tuple(families[record.pk]),
            names=_own_first(record, names.get(record.pk, []))[:MOST_NAMES],
            names_total=len(names.get(record.pk, [])),
            counts={label: by_head.get(record.pk, 0) for label, by_head in counts.items()},
            examples=examples.get(record.pk, []),
            titles=titles.get(record.pk, []),
            edits=edits.get(record.pk, {}),
        )
        for record in records
    ]


def _own_first(record: Any, names: list[str]) -> list[str]:
    """The record's own name stands in front of the others."""
    own = getattr(record, "name", "")
    return sorted(names, key=lambda name: name != own)


def _joined(table: str) -> tuple[str, ...]:
    return ("canonical",) if table == "location" else ("canonical", "location")


def _names(table: str, head: dict[int, int]) -> dict[int, list[str]]:
    if table == "event":
        return {}
    rows: Iterable[tuple[int, str]]
    if table == "actor":
        rows = ActorName.objects.filter(actor__in=head).order_by("-strong", "name").values_list("actor", "name")
    else:
        places = LocationName.objects.filter(location__in=head).order_by("-is_primary", "name")
        rows = places.values_list("location", "name")
    found: dict[int, dict[str, None]] = {}
    for pk, name in rows:
        found.setdefault(head[pk], {})[name] = None
    return {pk: list(each) for pk, each in found.items()}


def _count(table: str, head: dict[int, int]) -> dict[str, dict[int, int]]:
    """Return label -> record -> how many; merged records count for the one that answers for them."""
    counted: dict[str, Any] = {
        "actor": {"events": (EventActor, "actor"), "claims": (Claim.objects.current(), "speaker")},
        "location": {"events": (EventLocation, "location"), "mentions": (Mention.objects.current(), "location")},
        "event": {"articles": (EventArticle, "event"), "claims": (Claim.objects.current(), "event")},
    }[table]
    found: dict[str, dict[int, int]] = {}
    for label, (rows, column) in counted.items():
        rows = getattr(rows, "objects", rows)
        by_head = found.setdefault(label, {})
        grouped = rows.filter(**{f"{column}__in": head}).order_by().values_list(column).annotate(n=Count("pk"))
        for pk, n in grouped:
            by_head[head[pk]] = by_head.get(head[pk], 0) + n
    return found


def _titles(head: dict[int, int]) -> dict[int, list[str]]:
    """The headlines of an event's articles: its example sentences. Newest first, at most MOST_EXAMPLES each."""
    rows = EventArticle.objects.filter(event__in=head).select_related("article__source").order_by("-article")
    found: dict[int, list[str]] = {}
    for row in rows[: 50 * len(head)]:
        told = found.setdefault(head[row.event_id], [])
        if len(told) < MOST_EXAMPLES:
            told.append(f"{row.article.title or row.article.reference} ({row.article.source or 'no outlet'})")
    return found


def _edits(table: str, families: dict[int, list[int]]) -> dict[int, dict[str, Decision]]:
    keys = {f"{table}:{pk}": pk for pk in families}
    made = Decision.objects.filter(touched__overlap=list(keys), verb=Verb.EDIT, undone_at=None).order_by("pk")
    found: dict[int, dict[str, Decision]] = {}
    for decision in made:
        for key in set(decision.touched) & keys.keys():
            found.setdefault(keys[key], {}).update(dict.fromkeys(decision.payload.get("values", {}), decision))
    return found


def find_by_name(table: str, words: str, most: int = 12) -> list[Any]:
    """Return unmerged records that go by these words, the weightiest first; [] for no words."""
    from events.filters.events import told_in_words
    from events.filters.registers import actor_goes_by, place_goes_by

    if not words.strip():
        return []
    condition = {"actor": actor_goes_by, "location": place_goes_by, "event": told_in_words}[table]
    order = {"actor": "-mention_count", "location": "-population", "event": "-size"}[table]
    rows: Iterable[Any] = RECORDS[table].objects.filter(condition(words), canonical=None).order_by(order, "-pk")[:most]
    return list(rows)
