"""What a database holds, told without ids, so that two runs can be compared word for word."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from typing import Any

Query = Callable[[str], list[tuple[Any, ...]]]

# What reading and concluding found: equal whatever happened on the way.
CONTENT = {
    "articles": """SELECT article.external_id, revision.number, md5(revision.text), revision.title, article.language
                     FROM events_article AS article LEFT JOIN events_articlerevision AS revision
                       ON revision.article_id = article.id ORDER BY 1, 2""",
    "mentions": """SELECT article.external_id, mention.field, mention.start, mention."end", mention.text, mention.type
                     FROM events_mention AS mention JOIN events_article AS article ON article.id = mention.article_id
                    WHERE mention.removed_at IS NULL ORDER BY 1, 2, 3, 4, 6""",
    "claims": """SELECT article.external_id, claim.content::text, claim.text, claim.kind, claim.modality, claim.negated,
                        claim.cue_start, claim.speaker_start, claim.speaker_text
                   FROM events_claim AS claim JOIN events_article AS article ON article.id = claim.article_id
                  WHERE claim.removed_at IS NULL ORDER BY 1, 2""",
    "figures": """SELECT article.external_id, figure.start, figure."end", figure.measure, figure.value, figure.low,
                         figure.high, figure.bound, figure.unit, figure.who
                    FROM events_figure AS figure JOIN events_article AS article ON article.id = figure.article_id
                   WHERE figure.removed_at IS NULL ORDER BY 1, 2, 3, 4""",
}
# What depends on the order of arrival, and is equal once all was concluded again in order of publication.
LINKS = {
    "actors": """SELECT article.external_id, mention.field, mention.start, mention."end", mention.type, actor.name
                   FROM events_mention AS mention JOIN events_article AS article ON article.id = mention.article_id
                   LEFT JOIN events_actor AS actor ON actor.id = mention.actor_id
                  WHERE mention.removed_at IS NULL ORDER BY 1, 2, 3, 4, 5""",
    "copies": """SELECT article.external_id, origin.external_id FROM events_article AS article
                   LEFT JOIN events_article AS origin ON origin.id = article.copy_of_id ORDER BY 1""",
    "events": """SELECT string_agg(article.external_id, ' ' ORDER BY article.external_id), event.title
                   FROM events_eventarticle AS member JOIN events_article AS article ON article.id = member.article_id
                   JOIN events_event AS event ON event.id = member.event_id
                  WHERE member.primary GROUP BY event.id, event.title ORDER BY 1""",
    "claim links": """SELECT a.external_id, c.content::text, link.type, b.external_id, o.content::text
                        FROM events_claimlink AS link JOIN events_claim AS c ON c.id = link.claim_id
                        JOIN events_claim AS o ON o.id = link.other_id
                        JOIN events_article AS a ON a.id = c.article_id JOIN events_article AS b ON b.id = o.article_id
                       ORDER BY 1, 2, 3, 4, 5""",
}
OUTCOMES = "SELECT status, count(*), max(deaths) FROM events_articlework GROUP BY 1 ORDER BY 1"
# Each of these is a broken promise; the database's own constraints cover the rest.
WRONG = {
    "articles without an outcome": """SELECT count(*) FROM events_article AS article LEFT JOIN events_articlework AS work
        ON work.article_id = article.id WHERE work.status IS NULL OR work.status IN ('pending', 'claimed')""",
    "articles twice": "SELECT count(*) - count(DISTINCT external_id) FROM events_article",
    "done and not in one event": """SELECT count(*) FROM events_articlework AS work WHERE status = 'done' AND 1 <>
        (SELECT count(*) FROM events_eventarticle AS m WHERE m.article_id = work.article_id AND m.primary)""",
    "claims twice": """SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM events_claim WHERE removed_at IS NULL
        GROUP BY revision_id, content, speaker_start, cue_start) AS same""",
    "events without articles": """SELECT count(*) FROM events_event AS event WHERE canonical_id IS NULL AND NOT EXISTS
        (SELECT FROM events_eventarticle AS m WHERE m.event_id = event.id)""",
}


def take(query: Query, parts: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each part."""
    return {name: query(statement) for name, statement in parts.items()}


def compare(calm: dict[str, list[Any]], storm: dict[str, list[Any]], but: set[str] = frozenset()) -> list[str]:  # type: ignore[assignment]
    """Name the parts that differ, with the first difference; rows of the articles in `but` are left out."""
    found = []
    for name, rows in calm.items():
        left = [row for row in rows if row[0] not in but]
        right = [row for row in storm[name] if row[0] not in but]
        if left != right:
            mine, theirs = Counter(left), Counter(right)
            only, other = list((mine - theirs).elements()), list((theirs - mine).elements())
            found.append(
                f"{name}: {len(only)} of {len(left)} rows only calm, {len(other)} of {len(right)} only in the storm;"
                f" for example {(only[:1] + other[:1])}"
            )
    return found


def find_wrong(query: Query) -> dict[str, int]:
    """Return the broken promises with their counts; empty is well."""
    counts = {name: int(query(statement)[0][0]) for name, statement in WRONG.items()}
    return {name: count for name, count in counts.items() if count}


def digest(parts: dict[str, list[Any]]) -> dict[str, str]:
    """Return a short hash of each part, for reports."""
    return {name: hashlib.sha256(repr(rows).encode()).hexdigest()[:12] for name, rows in parts.items()}
