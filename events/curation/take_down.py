"""Taking an article down: its words and all that was read in them are erased. The one decision that cannot be undone."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef

from events.curation.decide import deciding
from events.curation.errors import CurationConflict, CurationRefused
from events.models import (
    Act,
    Actor,
    Article,
    ArticleFetch,
    ArticleMeaning,
    ArticleProfile,
    ArticleSearch,
    ArticleSignature,
    ArticleVector,
    ArticleWork,
    Claim,
    ClaimLink,
    Decision,
    Event,
    EventArticle,
    EventSentence,
    Figure,
    Mention,
    Takedown,
)
from events.models.choices import Origin, Verb, WorkStatus
from events.pipeline.recount import recount_actors, recount_places
from events.pipeline.standings import recompute_standings
from events.pipeline.store_events import recompute_events

MOST_REASON = 500
# What holds words of an article or what was made of them; the database takes readings along with the revisions.
ERASED: tuple[Any, ...] = (
    EventSentence, EventArticle, Figure, Claim, Act, Mention, ArticleVector, ArticleMeaning, ArticleSignature,
    ArticleSearch, ArticleProfile, ArticleFetch,
)  # fmt: skip


def take_down(article: int, user: User, *, reason: str, note: str = "") -> Decision:
    """Erase an article's words, revisions, mentions, claims and figures; keep the record, `reason` and who decided.

    Readers are told 410 with the reason; handed in again, it is rejected. Events and actors are counted anew, an event
    that no other article tells goes. Nothing of it can be brought back, so undoing is refused.
    """
    if not reason.strip() or len(reason) > MOST_REASON:
        raise CurationRefused(f"reason: {reason[:40]!r}: say in 1 to {MOST_REASON} characters why; readers are told.")
    with deciding(Verb.TAKEDOWN, user, {"article": article, "reason": reason}, note, turn=True) as draft:
        row = Article.objects.select_for_update().filter(pk=article).first()
        if row is None:
            raise CurationRefused(f"There is no article {article}; look the record up again.")
        if Takedown.objects.filter(article=row).exists():
            raise CurationConflict(f"Article {article} was taken down already.")
        actors = _collect(Mention.objects.filter(article=row, actor__isnull=False), "actor_id")
        places = _collect(Mention.objects.filter(article=row, location__isnull=False), "location_id")
        actors |= _collect(Actor.objects.filter(pk__in=actors, canonical__isnull=False), "canonical_id")
        events = _collect(EventArticle.objects.filter(article=row), "event_id")
        linked = _collect(ClaimLink.objects.filter(other__article=row), "claim_id")
        linked |= _collect(ClaimLink.objects.filter(claim__article=row), "other_id")
        claims = _collect(Claim.objects.filter(article=row), "id")
        linked -= claims
        _erase(row)
        Takedown.objects.create(article=row, reason=reason.strip(), account=user.get_username())
        _count_anew(events, actors, linked)
        recount_places(places)
        draft.touch("article", article)
        draft.touch("event", *events)
        draft.touch("claim", *claims)
    return draft.decision


def _erase(article: Article) -> None:
    Article.objects.filter(copy_of=article).update(copy_of=None, copy_score=None)
    article.revision, article.copy_of, article.copy_score = None, None, None
    article.title, article.authors, article.word_count = "", [], 0
    article.save()
    for model in ERASED:
        model.objects.filter(article=article).delete()
    article.revisions.all().delete()
    ArticleWork.objects.update_or_create(
        article=article,
        defaults={
            "status": WorkStatus.REJECTED, "reason": "taken down", "revision": None, "claimed_by": "",
            "lease_until": None, "not_before": None,
        },
    )  # fmt: skip


def _count_anew(events: set[int], actors: set[int], claims: set[int]) -> None:
    empty = Event.objects.filter(pk__in=events, merged_from__isnull=True).exclude(
        Exists(EventArticle.objects.filter(event=OuterRef("pk")))
    )
    told = events - _collect(empty, "id")
    empty.delete()
    recompute_events(told)
    recount_actors(actors)
    # Whom only these words made known goes with them, unless a person cared.
    Actor.objects.filter(
        pk__in=actors, origin=Origin.MACHINE, mention_count=0, locked_fields=[], canonical=None, merged_from=None
    ).delete()
    recompute_standings(claims)


def _collect(rows: Any, column: str) -> set[int]:
    return set(rows.order_by().values_list(column, flat=True))
