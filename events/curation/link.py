"""Deciding whom or what a mention names, and founding records for what no record stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import User

from events.curation.alias import new_name
from events.curation.check import check_row
from events.curation.decide import Draft, deciding
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.lock_rows import lock_rows, lock_survivors, name_row
from events.models import Actor, Claim, Decision, Figure, Mention
from events.models.choices import DecidedBy, MentionType, Origin, Verb

PARTS = ("actor", "location")
# One request's worth; what is more is a split, which runs in the background.
MOST_MENTIONS = 1_000


def link_mention(
    mention: int, user: User, *, actor: int | None = None, location: int | None = None, note: str = ""
) -> Decision:
    """Say whom and/or which place a mention names; what is not given stays as it is."""
    return link_mentions([mention], user, actor=actor, location=location, note=note)


def link_mentions(
    mentions: Iterable[int], user: User, *, actor: int | None = None, location: int | None = None, note: str = ""
) -> Decision:
    """Say whom and/or which place some mentions name, all of them the same; what is not given stays as it is.

    The claims that they speak go along, with their figures. Raises CurationConflict for a record that was merged.
    """
    chosen = _check_number(mentions)
    if actor is None and location is None:
        raise CurationRefused(f"Mention {chosen[0]} needs an actor or a location to be linked to.")
    payload = {**_name_mentions(chosen), "actor": actor, "location": location}
    with deciding(Verb.LINK, user, payload, note, turn=True) as draft:
        values: dict[str, Any] = {}
        if actor is not None:
            lock_survivors("actor", [actor])
            values["actor_id"] = actor
        if location is not None:
            place = lock_survivors("location", [location])[location]
            values |= {"location_id": location, "precision": place.precision}
        rows = lock_mentions(chosen)
        if all(getattr(row, column) == value for row in rows for column, value in values.items()):
            raise CurationConflict(f"{name_row(rows[0])} is linked so already.")
        put_links(draft, rows, f"linked by {draft.decision.account}", values)
    return draft.decision


def unlink_mention(mention: int, user: User, parts: Sequence[str] = PARTS, note: str = "") -> Decision:
    """Say that a mention names nobody (or no place) that we know of; `parts`: "actor", "location" or both."""
    return unlink_mentions([mention], user, parts, note)


def unlink_mentions(mentions: Iterable[int], user: User, parts: Sequence[str] = PARTS, note: str = "") -> Decision:
    """Say so of some mentions. One that is not linked but has candidates is parted from all of these."""
    chosen = _check_number(mentions)
    if not parts or set(parts) - set(PARTS):
        raise CurationRefused(f"Parts {list(parts)!r} of a mention are not known; use {' or '.join(PARTS)}.")
    payload = {**_name_mentions(chosen), "parts": list(parts)}
    with deciding(Verb.UNLINK, user, payload, note, turn=True) as draft:
        rows = lock_mentions(chosen)
        values: dict[str, Any] = {f"{part}_id": None for part in parts}
        if all(getattr(row, column) is None for row in rows for column in values) and not any(
            row.candidates for row in rows
        ):
            raise CurationConflict(f"{name_row(rows[0])} is not linked any more.")
        if "location" in parts:
            values["precision"] = ""
        put_links(draft, rows, f"unlinked by {draft.decision.account}", values)
    return draft.decision


def _check_number(mentions: Iterable[int]) -> list[int]:
    chosen = sorted(set(mentions))
    if not chosen:
        raise CurationRefused("No mention was chosen; choose at least one.")
    if len(chosen) > MOST_MENTIONS:
        raise CurationRefused(f"{len(chosen)} mentions at once; choose at most {MOST_MENTIONS}.")
    return chosen


def _name_mentions(chosen: Sequence[int]) -> dict[str, Any]:
    return {"mention": chosen[0]} if len(chosen) == 1 else {"mentions": list(chosen)}


def create_actor_from_mention(
    mention: int, user: User, *, name: str = "", kind: str = "", note: str = ""
) -> tuple[Decision, Actor]:
    """Found an actor for a mention: `name` is the mention's words and `kind` its type unless given."""
    with deciding(Verb.CREATE, user, {"mention": mention, "name": name, "kind": kind}, note, turn=True) as draft:
        rows = lock_mentions([mention])
        kind = kind or rows[0].type
        if kind == MentionType.LOCATION:
            raise CurationRefused(f"kind: {name_row(rows[0])} names a place; say what kind of actor it is.")
        founded = found_actor(draft, name or rows[0].text, kind, country_code="")
        put_links(draft, rows, f"founded by {draft.decision.account}", {"actor_id": founded.pk})
    return draft.decision, founded


def found_actor(draft: Draft, name: str, kind: str, country_code: str) -> Actor:
    """Make a curator's actor with its first name; both are locked against the machine."""
    founded = Actor(
        name=name.strip(), kind=kind, country_code=country_code, origin=Origin.CURATOR, locked_fields=["kind", "name"]
    )
    check_row(founded, ("name", "kind"))
    draft.create(founded)
    draft.create(new_name(founded, founded.name, strong=True))
    draft.touch("actor", founded.pk)
    return founded


def lock_mentions(ids: Iterable[int]) -> list[Mention]:
    """Return the mentions, locked; refuses those that stand in no text any more."""
    rows = list(lock_rows("mention", ids).values())
    for row in rows:
        if row.removed_at is not None:
            raise CurationRefused(f"{name_row(row)} is not read in its article any more; choose a current one.")
    return rows


def put_links(draft: Draft, mentions: Sequence[Mention], reason: str, values: dict[str, Any]) -> None:
    """Write a person's links into locked mentions, and the speaker into the claims (and their figures) they speak."""
    draft.touch("actor", *(m.actor_id for m in mentions if m.actor_id and "actor_id" in values))
    draft.touch("location", *(m.location_id for m in mentions if m.location_id and "location_id" in values))
    for part in PARTS:
        if values.get(f"{part}_id"):
            draft.touch(part, values[f"{part}_id"])
    if len(mentions) == 1:
        draft.touch("mention", mentions[0].pk)
    said: list[Claim] = []
    if "actor_id" in values:
        spoken = Claim.objects.filter(speaker_mention__in=[m.pk for m in mentions])
        said = list(spoken.order_by("pk").select_for_update())
    figures = list(Figure.objects.filter(claim__in=[c.pk for c in said]).order_by("pk").select_for_update())
    draft.change(
        mentions,
        **values,
        decided_by=DecidedBy.CURATOR.value,
        candidates=None,
        link_score=None,
        link_reason=reason[:200],
    )
    if "actor_id" in values:
        draft.change(said, speaker_id=values["actor_id"])
        draft.change(figures, speaker_id=values["actor_id"])
