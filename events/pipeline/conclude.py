"""The conclude stage: resolve, claims, cluster, store. One batch at a time a database, in one transaction each."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import transaction

from events import work
from events.cluster.round_up import Item
from events.models import Article, Claim
from events.models.choices import Stage
from events.names import fold
from events.outage import is_outage
from events.pipeline import store, store_acts, store_claims, store_events, store_figures, store_moves
from events.pipeline.candidates import find_copy_pairs, find_name_candidates
from events.pipeline.claims import find_claims
from events.pipeline.collection import collect_between
from events.pipeline.copies import CopyGroups, link_copies
from events.pipeline.figures import find_figures
from events.pipeline.link_claims import link_claims
from events.pipeline.link_figures import link_figures
from events.pipeline.load_outlets import load_outlets, load_passed
from events.pipeline.load_reading import load_articles
from events.pipeline.locks import hold_conclude_lock
from events.pipeline.pass_so_far import PassSoFar
from events.pipeline.place_articles import place_articles
from events.pipeline.records import ConcludedArticle, ReadArticle, ResolvedMention
from events.pipeline.relink import renew_links_within
from events.pipeline.resolve import keys_to_look_up, resolve_article
from events.pipeline.round_ups import find_round_ups, renew_round_ups
from events.pipeline.standings import recompute_standings
from events.pipeline.store_actors import found_actors
from events.tallies import Tallies

log = logging.getLogger(__name__)

BATCH = 100


def conclude_batch(limit: int = BATCH) -> int:
    """Claim and conclude one batch; returns how many articles were claimed (0: nothing waits)."""
    token = work.new_token()
    claims = work.claim_batch(Stage.CONCLUDE, limit, token)
    if claims:
        sums = Tallies()
        with sums.time("conclude", len(claims)), collect_between():
            _conclude_or_bisect(token, [claim.article_id for claim in claims])
        sums.save()
    return len(claims)


def _conclude_or_bisect(token: str, article_ids: list[int]) -> None:
    """Conclude a batch; when it fails halve it, so that one poisonous article fails alone."""
    try:
        with transaction.atomic():
            hold_conclude_lock()
            conclude_articles(article_ids)
            work.finish(token, article_ids)
    except Exception as error:
        if is_outage(error):
            work.give_back(token)
            raise
        if len(article_ids) == 1:
            log.exception("concluding newsbase:%s failed", article_ids[0], extra={"article": article_ids[0]})
            work.fail(token, article_ids[0], f"could not be concluded: {type(error).__name__}: {error}")
            return
        middle = len(article_ids) // 2
        _conclude_or_bisect(token, article_ids[:middle])
        _conclude_or_bisect(token, article_ids[middle:])


def conclude_articles(article_ids: Sequence[int]) -> None:
    """Resolve, find claims, cluster and store the read revisions of these articles. Call it under the lock."""
    articles = load_articles(article_ids)
    if not articles:
        return
    store_moves.move_to_new_revisions(articles)
    round_ups = find_round_ups(articles)
    items, claims, event_of = _store_articles(articles, round_ups)
    _link(items, claims)
    store_events.recompute_events(store_events.choose_due(event_of.values()))
    if round_ups:
        store_events.recompute_events(renew_round_ups(round_ups))


def conclude_again(article_ids: Sequence[int], so_far: PassSoFar) -> None:
    """Do a batch of a pass over all articles, under the lock; what events say and what claims and figures of several
    articles do to each other is left to the end of the pass."""
    articles = so_far.order(load_articles(article_ids))
    if not articles:
        return
    store_moves.move_to_new_revisions(articles)
    round_ups = find_round_ups(articles)
    items, claims, _ = _store_articles(articles, round_ups, so_far)
    renew_links_within(store_claims.list_links_within(items, claims), (claim.pk for rows in claims for claim in rows))
    so_far.note_batch(articles, round_ups)


def _store_articles(
    articles: Sequence[ReadArticle], round_ups: Mapping[int, Sequence[Item]], so_far: PassSoFar | None = None
) -> tuple[list[ConcludedArticle], list[list[Claim]], dict[int, int]]:
    """Everything but what events say and claims do to each other; returns what was found, claim rows, article -> event."""
    mentions = _resolve(articles, so_far)
    items = _find_claims(articles, mentions)
    items = find_copies(items, so_far)
    event_of = place_articles(items, round_ups)
    stored = store.save_mentions(items)
    store_acts.save_acts(items, stored)
    store.save_articles(items)
    claims = store_claims.save_claims(items, stored, event_of)
    store_figures.save_figures(items, claims)
    store_claims.set_events(event_of)
    return items, claims, event_of


def _link(items: Sequence[ConcludedArticle], claims: Sequence[Sequence[Claim]]) -> None:
    """What the batch's claims and figures do to each other and to those stored, and where that leaves each claim."""
    within = store_claims.list_links_within(items, claims)
    changed = link_claims((claim.pk for rows in claims for claim in rows), within)
    recompute_standings(changed)
    link_figures(item.article.article_id for item in items)


def _resolve(articles: Sequence[ReadArticle], so_far: PassSoFar | None) -> list[tuple[ResolvedMention, ...]]:
    candidates = find_name_candidates(*keys_to_look_up(articles), so_far)
    candidates.outlets = load_outlets(articles) if so_far is None else load_passed(articles, so_far)
    resolved = []
    sample_names: set[str] = set()
    for article in articles:
        before = len(candidates.founded)
        resolved.append(resolve_article(article, candidates))
        if article.is_sample:
            sample_names |= {fold(name) for name, *_ in candidates.founded[before:]}
    real = found_actors(candidates.founded, sample_names, so_far)
    return [store.with_real_actors(mentions, real) for mentions in resolved]


def _find_claims(
    articles: Sequence[ReadArticle], mentions: Sequence[tuple[ResolvedMention, ...]]
) -> list[ConcludedArticle]:
    items = []
    for article, resolved in zip(articles, mentions, strict=True):
        claims = find_claims(article, resolved)
        figures = find_figures(article, claims, resolved)
        items.append(ConcludedArticle(article, resolved, tuple(claims), tuple(figures)))
    return items


def find_copies(items: Sequence[ConcludedArticle], so_far: PassSoFar | None = None) -> list[ConcludedArticle]:
    """Tell each article what it is a copy of; stored groups whose origin turned out to be a copy are re-rooted."""
    batch = {item.article.article_id: item.article.published_at for item in items}
    pairs, signatures = find_copy_pairs(list(batch), so_far)
    origin_of = dict(Article.objects.filter(pk__in=signatures).values_list("pk", "copy_of"))
    held = {*signatures, *filter(None, origin_of.values())} - batch.keys()
    dates = batch | dict(Article.objects.filter(pk__in=held).values_list("pk", "published_at"))
    groups = link_copies(pairs, signatures, origin_of, dates, so_far.rank if so_far else None)
    for former, origin in groups.re_rooted().items():
        if former not in batch and origin_of.get(former) is None:
            Article.objects.filter(pk=former).update(copy_of=origin, copy_score=round(groups.score[former], 3))
        Article.objects.filter(copy_of=former).exclude(pk=origin).update(copy_of=origin)
    return [_with_origin(item, groups) for item in items]


def _with_origin(item: ConcludedArticle, groups: CopyGroups) -> ConcludedArticle:
    article = item.article.article_id
    origin = groups.origin(article)
    if origin == article:
        return item
    return replace(item, copy_of=origin, copy_score=round(groups.score.get(article, 0.0), 3))
