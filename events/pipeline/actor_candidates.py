"""The actors that a batch of articles may name, out of the database: a constant number of indexed queries a batch.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Q

from events.models import Actor, ActorJudgement, ActorName, Mention
from events.models.choices import Verdict
from events.names.blocks import name_blocks
from events.pipeline.actor_context import ActorContext, read_births, read_words, sentence_around
from events.pipeline.actor_pool import ActorPool
from events.pipeline.pass_so_far import LATEST, PassSoFar
from events.pipeline.records import ActorCandidate

# Names that one block gives at most: two very common words together ("Mohammed Ali") would bring in thousands.
MOST_OF_A_BLOCK = 40
# Names that get their blocks in one go before a batch; people, vocabulary and imports add names without them.
FILL = 5_000
# Characters of text fetched on either side of a mention: those that `sentence_around` can look at.
MARGIN = 200

_FIND = """
WITH found AS (
    SELECT held.id FROM events_actorname AS held WHERE held.key = ANY(%(keys)s::varchar[]) {only}
     UNION
    SELECT near.id FROM unnest(%(blocks)s::varchar[]) AS wanted(block)
     CROSS JOIN LATERAL (SELECT held.id FROM events_actorname AS held
                          WHERE held.blocks @> ARRAY[wanted.block]::varchar[] {only} {order} LIMIT %(limit)s) AS near)
SELECT name.name, name.key, name.strong, name.blocks, coalesce(survivor.id, actor.id),
       coalesce(survivor.name, actor.name), coalesce(survivor.kind, actor.kind),
       coalesce(survivor.country_code, actor.country_code), coalesce(survivor.mention_count, actor.mention_count),
       coalesce(survivor.origin, actor.origin), coalesce(survivor.location_id, actor.location_id),
       coalesce(survivor.is_suppressed, actor.is_suppressed), coalesce(survivor.description, actor.description)
  FROM found
  JOIN events_actorname AS name ON name.id = found.id
  JOIN events_actor AS actor ON actor.id = name.actor_id
  LEFT JOIN events_actor AS survivor ON survivor.id = actor.canonical_id
 ORDER BY name.key, name.id
"""
FIND = _FIND.format(only="", order="")
# While everything is concluded again: those founded in this pass, and whoever was not founded by the machine alone.
FIND_FOUNDED = _FIND.format(
    only="""AND (held.id > %(mark)s OR held.actor_id = ANY(%(held)s) OR EXISTS (
             SELECT FROM events_actor AS bearer WHERE bearer.id = held.actor_id AND bearer.origin <> 'machine'))""",
    order="ORDER BY held.id",
)

_AROUND = """
SELECT wanted.answering, near.article_id, near.text, near.start - greatest(near.start - %(margin)s, 0),
       substring(revision.text FROM greatest(near.start - %(margin)s, 0) + 1
                 FOR (near."end" - greatest(near.start - %(margin)s, 0)) + %(margin)s),
       article.title, article.published_at
  FROM {near}
  JOIN events_articlerevision AS revision ON revision.id = near.revision_id
  JOIN events_article AS article ON article.id = near.article_id
"""
AROUND = _AROUND.format(
    near="""unnest(%(actors)s::bigint[], %(answering)s::bigint[]) AS wanted(actor, answering)
 CROSS JOIN LATERAL (
       SELECT mention.article_id, mention.revision_id, mention.text, mention.start, mention."end"
         FROM events_mention AS mention
        WHERE mention.actor_id = wanted.actor AND mention.removed_at IS NULL AND mention.field = 'body'
          AND mention.article_id <> ALL(%(batch)s::bigint[])
        ORDER BY mention.article_id DESC LIMIT %(limit)s) AS near"""
)
AROUND_THESE = _AROUND.format(
    near="""unnest(%(answering)s::bigint[], %(mentions)s::bigint[]) AS wanted(answering, mention)
  JOIN events_mention AS near ON near.id = wanted.mention"""
)

COMPANY = """
SELECT mention.article_id, array_agg(DISTINCT coalesce(actor.canonical_id, actor.id)),
       array_agg(DISTINCT place.id) FILTER (WHERE place.precision <> 'country'),
       array_agg(DISTINCT place.country_code)
  FROM events_article AS article
  JOIN events_mention AS mention ON mention.revision_id = article.revision_id AND mention.removed_at IS NULL
  LEFT JOIN events_actor AS actor ON actor.id = mention.actor_id
  LEFT JOIN events_location AS place ON place.id = mention.location_id
 WHERE article.id = ANY(%(articles)s)
   AND (mention.actor_id IS NOT NULL OR mention.location_id IS NOT NULL)
 GROUP BY mention.article_id
"""


def fill_pool(
    pool: ActorPool,
    keys: Collection[str],
    blocks: Collection[str],
    revisions: Collection[int],
    batch: Collection[int],
    so_far: PassSoFar | None = None,
) -> None:
    """Put into the pool whom these names may mean, what is known around them, and what people said of them.

    `revisions` and `batch` are those of the articles that are being concluded: what they told before is no evidence.
    `so_far`: nothing but what this pass over all articles told counts.
    """
    make_blocks()
    found = _find_actors(pool, set(keys), set(blocks), so_far)
    held = Mention.objects.filter(revision__in=revisions, actor__isnull=False)
    linked = list(held.values_list("revision", "field", "start", "end", "actor"))
    family = _load_family({*found, *(actor for *_, actor in linked)})
    _load_different(pool, family)
    kept = None if so_far is None else so_far.held | pool.different.keys()
    pool.linked.update(
        {
            (revision, field, start, end): family.get(actor, actor)
            for revision, field, start, end, actor in linked
            if kept is None or family.get(actor, actor) in kept
        }
    )
    pool.before.update({(revision, field, start, end): actor for revision, field, start, end, actor in linked})
    doubtful = {actor for actor, candidate in found.items() if candidate.origin in ("machine", "import")}
    around = {actor: own for actor, own in family.items() if own in doubtful}
    if so_far is None:
        _load_contexts(pool, AROUND, {"actors": list(around), "answering": list(around.values()), "batch": list(batch)})
    else:
        pairs = [(own, mention) for own in sorted({*around.values()}) for mention in so_far.latest.get(own, ())]
        _load_contexts(pool, AROUND_THESE, {"answering": [o for o, _ in pairs], "mentions": [m for _, m in pairs]})


def make_blocks(limit: int = FILL) -> int:
    """Give names that have none their blocks; returns how many. One look into an index when there are none."""
    rows = list(ActorName.objects.filter(blocks__isnull=True).select_related("actor").order_by("pk")[:limit])
    for row in rows:
        row.blocks = name_blocks(row.name, row.actor.kind)
    ActorName.objects.bulk_update(rows, ["blocks"], batch_size=1_000)
    return len(rows) + make_blocks(limit) if len(rows) == limit else len(rows)


def _find_actors(
    pool: ActorPool, keys: set[str], blocks: set[str], so_far: PassSoFar | None
) -> dict[int, ActorCandidate]:
    found: dict[int, ActorCandidate] = {}
    wanted: dict[str, Any] = {"keys": sorted(keys), "blocks": sorted(blocks), "limit": MOST_OF_A_BLOCK}
    if so_far is not None:
        wanted |= {"mark": so_far.mark, "held": sorted(so_far.held)}
    with connection.cursor() as cursor:
        # On a small table the planner would read all of it for each block; the index costs next to nothing.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(FIND if so_far is None else FIND_FOUNDED, wanted)
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan = on")
    for name, key, strong, held, *columns, description in rows:
        actor, own_name, kind, country, count, origin, location, hidden = columns
        if so_far is not None:
            count = so_far.counts[actor]
        candidate = ActorCandidate(actor, own_name, kind, country, key, strong, count, origin, location, name, hidden)
        found.setdefault(actor, candidate)
        pool.counts[actor] = count
        if key in keys:
            pool.actors.setdefault(key, []).append(candidate)
        for block in blocks.intersection(held or ()):
            pool.variants.setdefault(block, []).append(candidate)
        if description and actor not in pool.contexts:
            pool.contexts[actor] = ActorContext(words=read_words([description], ()))
    return found


def _load_family(actors: Iterable[int]) -> dict[int, int]:
    """Return each of these actors, and each record that was merged into one, -> the record that answers for it."""
    known = list(actors)
    rows = Actor.objects.filter(Q(pk__in=known) | Q(canonical__in=known)).values_list("pk", "canonical")
    return {actor: canonical or actor for actor, canonical in rows}


def _load_different(pool: ActorPool, family: dict[int, int]) -> None:
    rows = ActorJudgement.objects.filter(Q(left__in=family) | Q(right__in=family), verdict=Verdict.DIFFERENT)
    pairs = rows.values_list("left", "left__canonical", "right", "right__canonical")
    for left, left_survivor, right, right_survivor in pairs:
        one, other = left_survivor or left, right_survivor or right
        pool.different.setdefault(one, set()).add(other)
        pool.different.setdefault(other, set()).add(one)


def _load_contexts(pool: ActorPool, query: str, wanted: dict[str, Any]) -> None:
    """Remember where actors were named lately, merged ones for who answers; the words are read when they are asked for."""
    if not wanted["answering"]:
        return
    with connection.cursor() as cursor:
        cursor.execute(query, {**wanted, "margin": MARGIN, "limit": LATEST})
        around = cursor.fetchall()
        cursor.execute(COMPANY, {"articles": sorted({row[1] for row in around})})
        company = {article: rest for article, *rest in cursor.fetchall()}
    for actor, article, name, start, window, title, published in around:
        pool.add_source(
            actor, partial(_read_around, actor, name, start, window, title, published, company.get(article))
        )


def _read_around(
    actor: int,
    name: str,
    start: int,
    window: str,
    title: str,
    published: datetime | None,
    company: list[list[Any] | None] | None,
) -> ActorContext:
    actors, places, countries = company or [None, None, None]
    first, last = sentence_around(window, start, start + len(name))
    return ActorContext(
        countries=frozenset(code for code in countries or () if code),
        companions=frozenset(other for other in actors or () if other and other != actor),
        places=frozenset(place for place in places or () if place),
        words=read_words([title, window[first:last]], [name]),
        births=read_births(window, start + len(name), published.year if published else None),
    )
