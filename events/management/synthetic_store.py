"""Fill an empty database with made-up articles and their events by COPY, as concluding would have left them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
from django.core.management.base import CommandError
from django.db import connection

from events.cluster.keys import keys_to_keep
from events.cluster.pack import pack_profile
from events.cluster.profile import Profile, add_profiles, make_profile
from events.management.synthetic_news import NAMES, MadeArticle, NewsMaker
from events.models import Actor, Article, Source
from events.pipeline.copies import Signature, make_signature, pack_hashes
from events.tagger.vectors import make_vector

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SOURCES = 200
# Articles that are made up; a larger store holds them again, weeks later and with other shingles, as other events.
MADE = 5_000


@dataclass(frozen=True, slots=True)
class Derived:
    """What reading and placing make of an article, worked out once however often it is stored."""

    vector: str
    signature: Signature
    profile: Profile


def fill_store(count: int, tell: Callable[[int], None] = lambda done: None, seed: int = 1) -> None:
    """Store `count` made-up articles. CommandError where the database holds articles: it is for a scratch home."""
    if Article.objects.exists():
        raise CommandError("this database holds articles; run the bench with an empty NEWSBASE_HOME of its own")
    Source.objects.bulk_create(Source(name=f"Made {n}", domain=f"made{n}.example") for n in range(SOURCES))
    Actor.objects.bulk_create(Actor(name=f"Nam{n:05d}", kind="person", origin="machine") for n in range(NAMES))
    first_source = Source.objects.order_by("pk").values_list("pk", flat=True)[0]
    first_actor = Actor.objects.filter(name="Nam00000").values_list("pk", flat=True)[0]
    weekly = max(2_000, count // 50)
    made = list(NewsMaker(seed, weekly).make(min(count, MADE)))
    derived = [_derive(one) for one in made]
    span = timedelta(weeks=math.ceil(len(made) / weekly))
    for done in range(0, count, len(made)):
        part, copy = made[: count - done], done // len(made)
        later = [replace(m, event=m.event + copy * made[-1].event, published=m.published + copy * span) for m in part]
        _store(
            later, [_vary(one, copy, copy * span.days) for one in derived[: len(part)]], done, first_source, first_actor
        )
        tell(done + len(part))
    _finish()


def _derive(made: MadeArticle) -> Derived:
    vector = make_vector(made.title, made.text)
    profile = make_profile(made.title, made.text, made.entities, made.published)
    return Derived("[" + ",".join(f"{number:.4g}" for number in vector) + "]", make_signature(made.text), profile)


def _vary(one: Derived, copy: int, days: int) -> Derived:
    """The same article `days` later; nobody shall take it for a copy of the first."""
    held = one.signature
    bands = tuple(band ^ (copy * 0x9E3779B1) for band in held.bands)
    signature = Signature(np.sort(held.hashes ^ np.uint32(copy)), held.shingles, bands)
    first, last = one.profile.first, one.profile.last
    moved = replace(
        one.profile, first=None if first is None else first + days, last=None if last is None else last + days
    )
    return Derived(one.vector, signature, moved)


def _store(
    part: Sequence[MadeArticle], derived: Sequence[Derived], done: int, first_source: int, first_actor: int
) -> None:
    ids = range(done + 1, done + len(part) + 1)
    rows = list(zip(ids, part, strict=True))
    copies = _copies(rows)
    _copy(
        "events_article",
        "id key external_id source_id url title authors language published_at published_precision provenance vouched "
        "word_count copy_of_id copy_score is_sample created_at modified_at",
        (
            (pk, f"made:{pk}", f"made-{pk}", first_source + pk % SOURCES, "", made.title, [], "en", made.published,
             "second", "fetched", False, 400, copies.get(pk), 1.0 if pk in copies else None, False, NOW, NOW)
            for pk, made in rows
        ),
    )  # fmt: skip
    _copy(
        "events_articlerevision",
        "id article_id number title text input_hash content_hash provenance supplied_by retrieved_at",
        ((pk, pk, 1, made.title, made.text, str(pk), str(pk), "fetched", "", NOW) for pk, made in rows),
    )
    _copy(
        "events_articlereading",
        "revision_id tagger_version sentences entities attributions topics read_at",
        ((pk, "made", json.dumps(made.sentences), "[]", "[]", "{}", NOW) for pk, made in rows),
    )
    _copy(
        "events_mention",
        'article_id revision_id field start "end" text type confidence actor_id precision is_dateline link_reason '
        "decided_by",
        (
            (pk, pk, "body", e.start, e.end, e.text, e.type, 0.9, first_actor + name, "", False, "", "machine")
            for pk, made in rows
            for e, name in zip(made.entities, made.names, strict=True)
        ),
    )
    made_of = dict(zip(ids, derived, strict=True))
    _copy("events_articlevector", "article_id vector", ((pk, one.vector) for pk, one in made_of.items()))
    _copy(
        "events_articlesignature",
        "article_id hashes shingles bands",
        (
            (pk, pack_hashes(one.signature.hashes), one.signature.shingles, list(one.signature.bands))
            for pk, one in made_of.items()
        ),
    )
    _store_events(rows, copies, made_of)


def _copies(rows: Sequence[tuple[int, MadeArticle]]) -> dict[int, int]:
    origin: dict[tuple[int, str], int] = {}
    return {
        pk: origin[made.event, made.text] for pk, made in rows if origin.setdefault((made.event, made.text), pk) != pk
    }


def _store_events(rows: Sequence[tuple[int, MadeArticle]], copies: dict[int, int], made_of: dict[int, Derived]) -> None:
    profiles = {pk: one.profile for pk, one in made_of.items()}
    members: dict[int, list[int]] = {}
    for pk, made in rows:
        members.setdefault(made.event, []).append(pk)
    told = dict(rows)
    whole: dict[int, Profile] = {}
    for event, inside in members.items():
        for pk in inside:
            if pk not in copies:
                whole[event] = add_profiles(whole[event], profiles[pk]) if event in whole else profiles[pk]
    _copy("events_articleprofile", "article_id data", ((pk, pack_profile(profile)) for pk, profile in profiles.items()))
    _copy(
        "events_event",
        "id title topic plover_type time_precision time_basis country_code size origins latest_at is_sample locked_fields "
        "created_at modified_at",
        (
            (event, told[inside[0]].title, "", "", "unknown", "", "", len(inside), 1,
             max(told[pk].published for pk in inside), False, [], NOW, NOW)
            for event, inside in members.items()
        ),
    )  # fmt: skip
    _copy(
        "events_eventarticle",
        'event_id article_id "primary" score reason decided_by',
        ((event, pk, True, 1.0, "made", "machine") for event, inside in members.items() for pk in inside),
    )
    _copy(
        "events_eventprofile",
        "event_id data keys is_stale",
        ((event, pack_profile(profile), keys_to_keep(profile), False) for event, profile in whole.items()),
    )
    # Of the first article: its events are made of the same words.
    _copy(
        "events_eventvector",
        "event_id vector first_at last_at",
        (
            (event, made_of[inside[0]].vector, told[inside[0]].published, told[inside[-1]].published)
            for event, inside in members.items()
        ),
    )


def _copy(table: str, columns: str, rows: Iterable[tuple[Any, ...]]) -> None:
    names = ", ".join(columns.split())
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _finish() -> None:
    """Let the revisions be current, the sequences go on behind the rows, and the planner know the tables."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_article SET revision_id = id")
        for table in ("article", "articlerevision", "event"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('events_{table}', 'id'), (SELECT max(id) FROM events_{table}))"  # noqa: S608
            )
        cursor.execute("VACUUM ANALYZE")
