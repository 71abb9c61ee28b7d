"""Finding what is new to each saved search: the records that changed, asked for again with the search's filters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from events.alerts.changes import Position, Seen, find_end, read_changes
from events.models import SavedSearch, SearchHit
from events.selections import SelectionRefused, read_selection

BATCH = 2_000
"""Changes compared in one transaction: one article makes about 60, of which 3 are of the kinds that are searched for."""

MOST_KNOWN = 20_000
"""Records that a new search remembers as no news (0.6 s to write); of a broader one the older ones are told by their id."""

NEWS = frozenset({"created", "updated"})


def start_search(search: SavedSearch) -> None:
    """Begin to follow: what the search finds now is no news. Called in the transaction that saves it."""
    end = find_end()
    known = list(select(search).order_by("-pk").values_list("pk", flat=True)[: MOST_KNOWN + 1])
    search.floor = known.pop() + 1 if len(known) > MOST_KNOWN else 0
    search.transaction, search.change = end.transaction, end.change
    search.seen_hit = search.mailed_hit = 0
    search.hits.all().delete()
    SearchHit.objects.bulk_create([SearchHit(search=search, record=pk) for pk in known], batch_size=5_000)


def match_searches() -> int:
    """Compare every search with the changes since it was last compared; returns how many new hits there are."""
    found = 0
    while (step := _match_batch()) is not None:
        found += step
    return found


def select(search: SavedSearch):  # type: ignore[no-untyped-def]  # any of the lists' querysets
    """The rows that the search finds; none where a filter of it exists no more."""
    try:
        return read_selection(search.kind, search.query).rows()
    except SelectionRefused:
        return read_selection(search.kind, "").rows().none()


def _match_batch() -> int | None:
    """Take the searches that lag behind, in one transaction; None when none does (or others hold them)."""
    with transaction.atomic():
        held = SavedSearch.objects.select_for_update(of=("self",), skip_locked=True).filter(user__is_active=True)
        places: dict[Position, list[SavedSearch]] = defaultdict(list)
        for search in held.order_by("pk"):
            places[Position(search.transaction, search.change)].append(search)
        found, moved = 0, False
        for place, searches in places.items():
            changes = read_changes(place, BATCH)
            if not changes:
                continue
            moved = True
            found += _note_hits(searches, changes)
            last = changes[-1].position
            SavedSearch.objects.filter(pk__in=[one.pk for one in searches]).update(
                transaction=last.transaction, change=last.change
            )
        return found if moved else None


def _note_hits(searches: Iterable[SavedSearch], changes: list[Seen]) -> int:
    ids: dict[str, set[int]] = defaultdict(set)
    for seen in changes:
        if seen.verb in NEWS:
            ids[seen.kind].add(seen.record)
    now, found = timezone.now(), 0
    for search in searches:
        wanted = [pk for pk in ids[search.kind] if pk >= search.floor]
        if not wanted:
            continue
        matching = set(select(search).filter(pk__in=wanted).order_by().values_list("pk", flat=True))
        matching -= set(search.hits.filter(record__in=matching).values_list("record", flat=True))
        SearchHit.objects.bulk_create(
            [SearchHit(search=search, record=pk, found_at=now) for pk in sorted(matching)], ignore_conflicts=True
        )
        found += len(matching)
    return found
