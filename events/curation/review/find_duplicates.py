"""Pairs of actors that may be one: their names meet in a key, and nobody has judged them yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db import connection

from events.curation.review.find_links import insert_new
from events.curation.review.likeness import Shared, Side, judge_likeness
from events.curation.review.survivor import choose_survivor
from events.models import Actor, ActorJudgement, EventActor, ReviewItem, ReviewMark
from events.models.choices import ReviewKind

MARK = "names paired"
# Names looked at in one run: each costs three look-ups in an index.
A_RUN = 2_000
# A key that more names share than this says nothing ("Ali Hassan"); its bearers are left to the other keys.
MOST_NAMESAKES = 20
# A pair is found from whichever of its names came later: names only ever get new ids.
MEETING = """
WITH fresh AS MATERIALIZED (
     SELECT id, actor_id, name, key, token_set, skeleton, strong FROM events_actorname
      WHERE id > %(after)s ORDER BY id LIMIT %(limit)s)
SELECT fresh.id, fresh.actor_id, fresh.name, fresh.strong, met.actor_id, met.name, met.strong, met.how
  FROM fresh CROSS JOIN LATERAL (
       (SELECT actor_id, name, strong, 'key' AS how FROM events_actorname
         WHERE key = fresh.key AND fresh.key <> '' LIMIT %(most)s)
        UNION ALL
       (SELECT actor_id, name, strong, 'words' FROM events_actorname
         WHERE token_set = fresh.token_set AND key <> fresh.key AND fresh.token_set LIKE '%% %%' LIMIT %(most)s)
        UNION ALL
       (SELECT actor_id, name, strong, 'sounds' FROM events_actorname
         WHERE skeleton = fresh.skeleton AND skeleton <> '' AND key <> fresh.key AND token_set <> fresh.token_set
           AND key LIKE '%% %%' AND fresh.key LIKE '%% %%' LIMIT %(most)s)) AS met
 WHERE met.actor_id <> fresh.actor_id
"""
LAST = "SELECT max(id) FROM (SELECT id FROM events_actorname WHERE id > %s ORDER BY id LIMIT %s) AS fresh"


def find_duplicates(limit: int = A_RUN) -> int:
    """Ask about the pairs that the next names make; returns how many questions are new. A constant number of queries."""
    mark, _ = ReviewMark.objects.get_or_create(name=MARK)
    with connection.cursor() as cursor:
        cursor.execute(LAST, [mark.last_id, limit])
        last = cursor.fetchone()[0]
        if last is None:
            return 0
        cursor.execute(MEETING, {"after": mark.last_id, "limit": limit, "most": MOST_NAMESAKES + 2})
        met = cursor.fetchall()
    mark.last_id = last
    mark.save()
    sharers = Counter((row[0], row[7]) for row in met)
    return insert_new(_weigh_pairs([row for row in met if sharers[row[0], row[7]] <= MOST_NAMESAKES]))


def _weigh_pairs(met: list[tuple[int, int, str, bool, int, str, bool, str]]) -> list[ReviewItem]:
    actors = Actor.objects.select_related("canonical").in_bulk({pk for row in met for pk in (row[1], row[4])})
    pairs: dict[tuple[int, int], list[Shared]] = {}
    for _, one, name, strong, other, other_name, other_strong, how in met:
        if one not in actors or other not in actors:
            continue
        mine, theirs = (actors[pk].canonical_id or pk for pk in (one, other))
        if mine != theirs:
            shared = Shared(how, name, other_name, strong and other_strong)
            pairs.setdefault((min(mine, theirs), max(mine, theirs)), []).append(shared)
    judged = _find_judged(pairs.keys())
    events = _find_events({pk for pair in pairs for pk in pair})
    heads = {actor.canonical_id or actor.pk: actor.canonical or actor for actor in actors.values()}
    items = []
    for (left, right), meetings in pairs.items():
        first, second = heads[left], heads[right]
        sides = [Side(a.kind, a.country_code, events.get(a.pk, frozenset())) for a in (first, second)]
        found = None if (left, right) in judged else judge_likeness(sides[0], sides[1], meetings)
        if found:
            kept = choose_survivor((first, second))
            items.append(
                ReviewItem(
                    kind=ReviewKind.DUPLICATE,
                    key=f"{ReviewKind.DUPLICATE}:{left}:{right}",
                    actor=kept,
                    other=second if kept is first else first,
                    score=found[0],
                    reason=found[1],
                    weight=min(first.mention_count, second.mention_count),
                )
            )
    return items


def _find_judged(pairs: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    wanted = set(pairs)
    lefts, rights = {left for left, _ in wanted}, {right for _, right in wanted}
    rows = ActorJudgement.objects.filter(left__in=lefts, right__in=rights).values_list("left", "right")
    return wanted & set(rows)


def _find_events(actors: set[int]) -> dict[int, frozenset[int]]:
    found: dict[int, set[int]] = {}
    for actor, event in EventActor.objects.filter(actor__in=actors).values_list("actor", "event"):
        found.setdefault(actor, set()).add(event)
    return {actor: frozenset(events) for actor, events in found.items()}
