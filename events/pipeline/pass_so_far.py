"""What has been told so far while everything is concluded again: the store's own history must not shine through.

Half-way through such a pass the store holds both what this pass decided and what was decided before it. An article may
only know what the articles before it told, as if the store had been empty: which actors were founded, how often and
where they were named, which texts there are to be a copy of. It is kept in memory, about 200 bytes an actor: a pass that
was killed starts anew.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Max

from events.models import ActorName, Mention
from events.models.choices import TextField
from events.pipeline.outlet_places import WINDOW
from events.pipeline.records import ReadArticle

# Latest mentions of an actor that tell what stands around it, as when articles come one by one.
LATEST = 4

# Machine actors that people decided on: they stay candidates with the names they have, whoever founded them.
HELD_BY_PEOPLE = """
SELECT actor.id FROM events_actor AS actor
 WHERE actor.origin = 'machine'
   AND (actor.locked_fields <> '{}' OR actor.is_suppressed OR actor.canonical_id IS NOT NULL
        OR EXISTS (SELECT FROM events_actor AS merged WHERE merged.canonical_id = actor.id)
        OR EXISTS (SELECT FROM events_actorjudgement AS judged WHERE actor.id IN (judged.left_id, judged.right_id))
        OR EXISTS (SELECT FROM events_actorname AS name WHERE name.actor_id = actor.id AND name.origin <> 'machine')
        OR EXISTS (SELECT FROM events_mention AS named WHERE named.actor_id = actor.id AND named.decided_by = 'curator')
        OR actor.id IN (SELECT claim.speaker_id FROM events_claim AS claim WHERE claim.decided_by = 'curator')
        OR EXISTS (SELECT FROM events_decision AS decision
                    WHERE decision.undone_at IS NULL AND decision.touched @> ARRAY['actor:' || actor.id]::varchar[]))
"""


@dataclass(slots=True)
class PassSoFar:
    """`mark`: names of actors up to this id were there before the pass; a founded actor gets new ones.

    `held`: machine actors that people decided on. By actor: `counts`, in how many articles it is named, and `latest`, its
    latest mentions. `rank`: the place of each article in the order of the pass; `passed`: those that are done.
    """

    mark: int
    held: frozenset[int]
    rank: dict[int, int]
    passed: set[int] = field(default_factory=set)
    counts: Counter[int] = field(default_factory=Counter)
    latest: dict[int, deque[int]] = field(default_factory=dict)
    round_ups: list[int] = field(default_factory=list)
    of_source: dict[int, deque[int]] = field(default_factory=dict)

    def order(self, articles: Iterable[ReadArticle]) -> list[ReadArticle]:
        return sorted(articles, key=lambda article: self.rank[article.article_id])

    def add_later(self, articles: Iterable[int]) -> None:
        """Put articles that arrived meanwhile behind all others."""
        for article in articles:
            self.rank.setdefault(article, len(self.rank))

    def note_batch(self, articles: Sequence[ReadArticle], round_ups: Iterable[int]) -> None:
        """Remember what a batch told, once it is stored. One query."""
        self.round_ups.extend(round_ups)
        for article in articles:
            self.passed.add(article.article_id)
            if article.source_id is not None:
                held = self.of_source.setdefault(article.source_id, deque(maxlen=WINDOW))
                held.append(article.revision_id)
        named: dict[int, set[int]] = {}
        rows = Mention.objects.filter(
            revision__in=[article.revision_id for article in articles], removed_at=None, actor__isnull=False
        ).values_list("article_id", "start", "pk", "field", "actor_id", "actor__canonical")
        for article_id, _, mention, place, actor, canonical in sorted(
            rows, key=lambda row: (self.rank[row[0]], -row[1], row[2])
        ):
            named.setdefault(article_id, set()).update({actor, canonical or actor})
            if place == TextField.BODY:
                self.latest.setdefault(canonical or actor, deque(maxlen=LATEST)).append(mention)
        for actors in named.values():
            self.counts.update(actors)


def begin_pass(articles: Sequence[int]) -> PassSoFar:
    """Begin to conclude these articles again, in this order."""
    with connection.cursor() as cursor:
        cursor.execute(HELD_BY_PEOPLE)
        held = frozenset(row[0] for row in cursor.fetchall())
    mark = ActorName.objects.aggregate(mark=Max("pk"))["mark"] or 0
    return PassSoFar(mark, held, {article: place for place, article in enumerate(articles)})
