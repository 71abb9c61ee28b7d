"""The read stage: fetch, extract, tag. Runs in any number of workers; every article ends in a named outcome."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from events import work
from events.models import Article, ArticleRevision
from events.models.choices import Stage
from events.outage import is_outage
from events.pipeline.copies import make_signature
from events.pipeline.errors import Reject, Retry
from events.pipeline.prepare import (
    Unchanged,
    fetch_article_page,
    prepare_feed_body,
    prepare_fetched,
    prepare_supplied,
)
from events.pipeline.records import Document, FetchedPage, Reading
from events.pipeline.revisit import find_validators, note_fetched, note_missed
from events.pipeline.store_reading import ReadResult, save_readings
from events.pipeline.tag import tag_documents
from events.pipeline.topics import score_topics
from events.tagger import Tagger, load_tagger
from events.tallies import FETCH_ERROR, Tallies

log = logging.getLogger(__name__)

# Articles claimed at once: enough to fill the encoder's batches, few enough that a killed worker loses seconds.
BATCH = 20
FETCHERS = 8


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """Load the tagger once a process."""
    return load_tagger(settings.TAGGER)


def read_batch(limit: int = BATCH) -> int:
    """Claim, read and settle one batch; returns how many articles were claimed (0: nothing waits)."""
    token = work.new_token()
    claims = work.claim_batch(Stage.READ, limit, token)
    if not claims:
        return 0
    sums = Tallies()
    try:
        with sums.time("fetch and extract", len(claims)):
            ready = _prepare_all(claims, token, sums)
        with sums.time("tag", len(ready)):
            results = _tag_all(ready, token)
        if results:
            with sums.time("store reading", len(results)):
                save_readings(token, results, tagger().version)
        sums.save()
    except DatabaseError as error:
        if is_outage(error):
            work.give_back(token)
        raise
    return len(claims)


def _prepare_all(claims: Sequence[work.Claimed], token: str, sums: Tallies) -> list[tuple[Article, ArticleRevision]]:
    articles = {a.pk: a for a in Article.objects.select_related("source").filter(pk__in=[c.article_id for c in claims])}
    revisions = {
        r.pk: r for r in ArticleRevision.objects.filter(pk__in=[c.revision_id for c in claims if c.revision_id])
    }
    addresses = [claim.article_id for claim in claims if claim.revision_id is None]
    validators = find_validators([articles[pk] for pk in addresses])
    with ThreadPoolExecutor(FETCHERS, thread_name_prefix="fetch") as pool:
        pages = {
            pk: pool.submit(fetch_article_page, _address_of(articles[pk]), *validators.get(pk, ("", "")))
            for pk in addresses
        }
        ready = []
        for claim in claims:
            article = articles[claim.article_id]
            revision = revisions.get(claim.revision_id or 0)
            page = pages.get(claim.article_id)
            prepared = _prepare(claim, article, revision, page, token)
            if prepared:
                ready.append((article, prepared))
            if page is not None:
                _count_failure(page, article, sums)
    return ready


def _count_failure(page: Future[FetchedPage], article: Article, sums: Tallies) -> None:
    failure = page.exception()
    if isinstance(failure, (Reject, Retry)) and failure.reason != "paced":
        host = urlsplit(article.url).hostname or ""
        sums.add(FETCH_ERROR, f"{host} {failure.reason}")


def _address_of(article: Article) -> str:
    """The address as it was asked for; `url` may since have become the canonical one of another path."""
    return article.key.removeprefix("fetched:") if article.key.startswith("fetched:http") else article.url


def _prepare(
    claim: work.Claimed,
    article: Article,
    revision: ArticleRevision | None,
    page: Future[FetchedPage] | None,
    token: str,
) -> ArticleRevision | None:
    """Get the words of one article, or settle its outcome and return None."""
    try:
        if revision is not None:
            prepare_supplied(article, revision)
            return revision
        assert page is not None
        return _read_page(article, page, token)
    except Unchanged:
        work.restore(token, article.pk, article.revision_id)
    except Reject as verdict:
        _settle_rejected(token, article, revision, verdict)
    except Retry as verdict:
        _put_back(token, claim, article, verdict)
    except Exception as error:
        if is_outage(error):
            raise
        log.exception("reading newsbase:%s failed", article.pk, extra={"article": article.pk})
        work.fail(token, article.pk, f"could not be read: {type(error).__name__}: {error}")
    return None


def _read_page(article: Article, future: Future[FetchedPage], token: str) -> ArticleRevision:
    try:
        page = future.result()
    except Reject as verdict:
        if article.revision_id is not None:
            raise
        prepared = prepare_feed_body(article, verdict, token)
        note_fetched(article, None, f"read out of the feed: {verdict}")
        return prepared
    try:
        if page.status == 304:
            raise Unchanged
        prepared = prepare_fetched(article, page, token)
    except Unchanged:
        note_fetched(article, page)
        raise
    note_fetched(article, page)
    return prepared


def _settle_rejected(token: str, article: Article, revision: ArticleRevision | None, verdict: Reject) -> None:
    """End an article for good; one that was read before keeps its words, whatever became of its page."""
    if revision is None and article.revision_id is not None:
        note_missed(article, verdict)
        work.restore(token, article.pk, article.revision_id)
    else:
        work.reject(token, article.pk, str(verdict))


def _put_back(token: str, claim: work.Claimed, article: Article, verdict: Retry) -> None:
    if verdict.our_wish:
        work.postpone(token, claim, str(verdict), verdict.after or 0.0)
    elif claim.revision_id is None and article.revision_id is not None:
        note_missed(article, verdict)
        work.restore(token, article.pk, article.revision_id)
    else:
        work.retry_later(token, claim, str(verdict), verdict.after)


def _tag_all(ready: Sequence[tuple[Article, ArticleRevision]], token: str) -> list[ReadResult]:
    """Tag a batch at once; when that fails, one by one, so that a poisonous article fails alone."""
    documents = [Document(r.text or "", r.title, a.language) for a, r in ready]
    try:
        readings = tag_documents(tagger(), documents)
        return [_result(a, r, reading) for (a, r), reading in zip(ready, readings, strict=True)]
    except Exception:
        if len(ready) > 1:
            return [result for pair in ready for result in _tag_all([pair], token)]
        for article, _ in ready:
            log.exception("tagging newsbase:%s failed", article.pk, extra={"article": article.pk})
            work.fail(token, article.pk, "could not be tagged; the log of the worker has the error")
        return []


def _result(article: Article, revision: ArticleRevision, reading: Reading) -> ReadResult:
    text = revision.text or ""
    topics = score_topics(revision.title, text) if article.language.startswith("en") else {}
    return ReadResult(article, revision, reading, make_signature(text), topics)
