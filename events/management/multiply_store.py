"""Make a large store out of a read one, for measuring: its articles again and again, weeks apart, with all that was
derived from them.

Everything is copied inside the database, so that what is measured has the statistics of real readings: lengths, words,
names, places, claims, vectors and how near they lie to each other. What would make the copies one with their originals is
changed: identity keys, hashes, shingle bands. Names that the machine founded are new in some of the copies, as new
names come with more news (Heaps' law); known actors and places are shared. What the copies share that news would not:
their words, so that a rare word is as much more frequent as the store is larger; and the days inside packed profiles.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, models, transaction

from events import models as tables
from events.models.choices import Origin
from events.pipeline.day_counts import ACTORS, PLACES, Counted

# What is copied with an article, each after what it points to.
COPIED: tuple[Any, ...] = (
    tables.Article, tables.ArticleRevision, tables.ArticleReading, tables.ArticleVector, tables.ArticleMeaning,
    tables.ArticleSignature, tables.ArticleSearch, tables.ArticleProfile, tables.ArticleWork, tables.Event,
    tables.EventArticle, tables.EventActor, tables.EventLocation, tables.EventSentence, tables.EventLink,
    tables.EventVector, tables.EventProfile, tables.Mention, tables.Act, tables.ActParty, tables.Claim,
    tables.ClaimActor, tables.ClaimLocation, tables.ClaimKeys, tables.ClaimLink, tables.Figure, tables.FigureLink,
)  # fmt: skip
NAMED = (tables.Actor, tables.ActorName)
MOVED_DATES = {
    "published_at", "counted_on", "start_at", "end_at", "latest_at", "first_at", "last_at", "speaks_of_from",
    "speaks_of_to", "as_of",
}  # fmt: skip
YEARS = 3
# Distinct names grow with the text's length to this power (Heaps, 1978: 0.4 to 0.6 for words; higher for names).
HEAPS = 0.7
ARTICLES_AT_ONCE = 20_000
# A prime far from any multiple of a week: copies that follow each other lie months apart.
DAYS_APART = 379


def multiply_store(count: int, tell: Callable[[str], None] = lambda line: None) -> int:
    """Copy the stored articles until there are at least `count`; returns how many there are.

    CommandError where nothing is stored, or where this was done before. For a scratch home only: history, changes and
    outcomes of runs are not copied.
    """
    base = tables.Article.objects.count()
    if not base:
        raise CommandError("nothing to multiply: ingest real articles into this scratch home first")
    if tables.Article.objects.filter(key__contains=" copy ").exists():
        raise CommandError("this store was multiplied before; start from a fresh NEWSBASE_HOME")
    copies = max(0, math.ceil(count / base) - 1)
    if copies:
        with transaction.atomic(), connection.cursor() as cursor:
            # Neither foreign keys nor triggers: every row is copied with what it points to.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
            dropped = _drop_indices(cursor)
            _copy_rows(cursor, base, copies, tell)
            for counted in (ACTORS, PLACES):
                _count_days(cursor, counted)
                tell(f"counted {counted.records}")
            for definition in dropped:
                cursor.execute(definition)
            tell(f"made {len(dropped)} indices")
            _set_sequences(cursor)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return base * (copies + 1)


def _copy_rows(cursor: Any, base: int, copies: int, tell: Callable[[str], None]) -> None:
    stride = _find_stride(cursor)
    generations = math.ceil(copies**HEAPS)
    cursor.execute(
        "CREATE TEMPORARY TABLE founded ON COMMIT DROP AS SELECT id FROM events_actor WHERE origin = %s",
        [Origin.MACHINE],
    )
    for model in NAMED:
        cursor.execute(_write_copy(model, stride, generations), {"first": 1, "last": generations - 1, "stride": stride})
    step = max(1, ARTICLES_AT_ONCE // base)
    for first in range(1, copies + 1, step):
        last = min(first + step - 1, copies)
        for model in COPIED:
            cursor.execute(_write_copy(model, stride, generations), {"first": first, "last": last, "stride": stride})
        tell(f"{base * (last + 1):,} articles")


def _find_stride(cursor: Any) -> int:
    """A number above every id: copy n of row i is row i + n × stride."""
    highest = 0
    for model in (*COPIED, *NAMED):
        if not model._meta.pk.is_relation:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {model._meta.db_table}")  # noqa: S608 (a table of ours)
            highest = max(highest, cursor.fetchone()[0])
    return int(10 ** math.ceil(math.log10(highest + 1)))


def _write_copy(model: Any, stride: int, generations: int) -> str:
    """The statement that copies a table's own rows (ids below the stride) as copies %(first)s to %(last)s."""
    fields = model._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_write_value(model, field, generations) for field in fields)
    where = f'row."{model._meta.pk.column}" < %(stride)s'
    if model in NAMED:
        owner = "id" if model is tables.Actor else "actor_id"
        where += f" AND row.{owner} IN (SELECT id FROM founded)"  # noqa: S608
    return (
        f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} "  # noqa: S608 (names of ours)
        f"FROM {model._meta.db_table} AS row, generate_series(%(first)s::bigint, %(last)s::bigint) AS copy(n) WHERE {where}"
    )


def _write_value(model: Any, field: models.Field[Any, Any], generations: int) -> str:
    name = str(field.column)
    column = f'row."{name}"'
    word = "substr(md5(copy.n::text), 1, 6)"
    changed = {
        "key": f"{column} || ' copy ' || copy.n",
        "external_id": f"{column} || '-' || copy.n",
        "input_hash": f"md5({column} || copy.n)",
        "content_hash": f"md5({column} || copy.n)",
        "bands": f"coalesce((SELECT array_agg(band # (copy.n * 2654435761)) FROM unnest({column}) AS band), {column})",  # noqa: S608
    }
    renamed = {
        "name": f"left({column}, 190) || ' ' || {word}",
        "key": f"left({column}, 190) || ' ' || {word}",
        "skeleton": f"left({column}, 90) || {word}",
        "token_set": f"left({column}, 190) || ' ' || {word}",
        "blocks": f"coalesce((SELECT array_agg(left(block, 50) || {word}) FROM unnest({column}) AS block), {column})",  # noqa: S608
    }
    related = field.related_model if field.is_relation else None
    if related is tables.Actor and model not in NAMED:
        return (
            f"CASE WHEN {column} IN (SELECT id FROM founded) "  # noqa: S608
            f"THEN {column} + (copy.n %% {generations}) * %(stride)s ELSE {column} END"
        )
    if related in COPIED or (related is tables.Actor and field.column == "actor_id") or field.primary_key:
        return f"{column} + copy.n * %(stride)s"
    if model in NAMED:
        return renamed.get(name, column)
    if name in MOVED_DATES:
        moved = f"{column} - ((copy.n * {DAYS_APART}) %% {YEARS * 365})::int * interval '1 day'"
        return f"({moved})::date" if field.get_internal_type() == "DateField" else moved
    return changed.get(name, column)


def _count_days(cursor: Any, counted: Counted) -> None:
    cursor.execute(f"DELETE FROM {counted.days}")  # noqa: S608 (names of ours)
    cursor.execute(
        f"INSERT INTO {counted.days} ({counted.column}, day, articles) "  # noqa: S608
        "SELECT named.record, article.counted_on, count(*) FROM "
        f"(SELECT DISTINCT {counted.column} AS record, article_id FROM events_mention "
        f"WHERE {counted.column} IS NOT NULL AND removed_at IS NULL) AS named "
        "JOIN events_article AS article ON article.id = named.article_id "
        "WHERE article.counted_on IS NOT NULL GROUP BY 1, 2"
    )
    if counted.total:
        cursor.execute(
            f"UPDATE {counted.records} AS record SET {counted.total} = held.articles FROM "  # noqa: S608
            f"(SELECT {counted.column}, sum(articles) AS articles FROM {counted.days} GROUP BY 1) AS held "
            f"WHERE held.{counted.column} = record.id"
        )


def _drop_indices(cursor: Any) -> Sequence[str]:
    """Drop the indices of the copied tables that are no constraint's; returns how to make them again."""
    names = [model._meta.db_table for model in (*COPIED, *NAMED)]
    cursor.execute(
        "SELECT held.indexname, held.indexdef FROM pg_indexes AS held "
        "LEFT JOIN pg_constraint AS rule ON rule.conname = held.indexname "
        "WHERE held.tablename = ANY(%s) AND held.schemaname = current_schema() AND rule.oid IS NULL",
        [names],
    )
    found = cursor.fetchall()
    for name, _ in found:
        cursor.execute(f'DROP INDEX "{name}"')
    return [definition for _, definition in found]


def _set_sequences(cursor: Any) -> None:
    for model in (*COPIED, *NAMED):
        if not model._meta.pk.is_relation:
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
