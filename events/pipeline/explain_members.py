"""Say of articles that were grouped, and not placed as they came, how sure their place is and why, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Q

from events.cluster.explain import explain
from events.cluster.model import load_model
from events.cluster.place import as_share, score_pair
from events.cluster.profile import Profile, add_profiles
from events.models import EventArticle
from events.models.choices import DecidedBy
from events.pipeline.cluster import FIRST, say_copy
from events.pipeline.event_candidates import IN_ORDER, load_article_profiles
from events.pipeline.load_reading import load_articles

# Articles whose readings are held at once.
READ_AT_ONCE = 200


def explain_members(event_ids: Iterable[int], only: Collection[int] | None = None) -> None:
    """Renew score and reason of the machine's primary memberships of these events; `only`: of these articles.

    An article is compared with all others of its event. What people decided keeps the reason that they gave.
    """
    ids = set(event_ids)
    family = Q(event__in=ids) | Q(event__canonical__in=ids)
    rows = EventArticle.objects.filter(family, primary=True).select_related("event", "article").order_by(*IN_ORDER)
    members: dict[int, list[EventArticle]] = {}
    for row in rows:
        members.setdefault(row.event.canonical_id or row.event_id, []).append(row)
    changed: list[EventArticle] = []
    for held in members.values():
        changed += _explain_event(held, only)
    EventArticle.objects.bulk_update(changed, ["score", "reason"], batch_size=500)


def _explain_event(rows: Sequence[EventArticle], only: Collection[int] | None) -> list[EventArticle]:
    """Set score and reason of the members of one event, given in order; returns those that changed."""
    originals = [row for row in rows if row.article.copy_of_id is None]
    profiles = load_article_profiles(row.article_id for row in originals)
    told = [row.article_id for row in originals if row.article_id in profiles]
    wanted = [row for row in rows if row.decided_by == DecidedBy.MACHINE and (only is None or row.article_id in only)]
    compared = [row.article_id for row in wanted if row.article_id in told[1:]]
    said = _compare(compared, told, profiles) if compared else {}
    changed = []
    for row in wanted:
        score, reason = said.get(row.article_id, (1.0, FIRST))
        if row.article.copy_of_id is not None:
            score, reason = say_copy(row.article.copy_score)
        if (row.score, row.reason) != (score, reason):
            row.score, row.reason = score, reason
            changed.append(row)
    return changed


def _compare(
    articles: Sequence[int], told: Sequence[int], profiles: Mapping[int, Profile]
) -> dict[int, tuple[float, str]]:
    """Each article with all others of its event. The sums of those before and behind it cost two additions an article."""
    before: list[Profile | None] = [None]
    behind: list[Profile | None] = [None]
    for first, last in zip(told, reversed(told), strict=True):
        before.append(_add(before[-1], profiles[first]))
        behind.append(_add(behind[-1], profiles[last]))
    place_of = {article: place for place, article in enumerate(told)}
    said: dict[int, tuple[float, str]] = {}
    for begin in range(0, len(articles), READ_AT_ONCE):
        for article in load_articles(articles[begin : begin + READ_AT_ONCE]):
            place = place_of[article.article_id]
            others = _add(before[place], behind[len(told) - 1 - place])
            assert others is not None
            mine = profiles[article.article_id]
            said[article.article_id] = (
                as_share(score_pair(mine, others, load_model())),
                explain(article, mine, others),
            )
    return said


def _add(one: Profile | None, other: Profile | None) -> Profile | None:
    return add_profiles(one, other) if one and other else one or other
