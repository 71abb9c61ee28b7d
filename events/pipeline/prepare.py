"""From whatever was handed in to words: the first half of reading one article."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import replace
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from events.clock import minutes_east
from events.intake.outlets import make_sources
from events.models import Article, ArticleFetch, ArticleRevision, ArticleWork
from events.models.choices import Provenance, TimePrecision, WorkStatus
from events.pipeline.errors import Reject
from events.pipeline.extract import extract_article
from events.pipeline.feed_body import REPLACED, STUB_SHARE, read_feed_body
from events.pipeline.fetch import fetch_page
from events.pipeline.fetch_settings import policy_from_settings
from events.pipeline.language import detect_language
from events.pipeline.records import ExtractedArticle, FetchedPage


class Unchanged(Exception):
    """What was fetched again is what we have."""


def fetch_article_page(url: str, etag: str = "", last_modified: str = "") -> FetchedPage:
    """Fetch one address by this installation's policy; raises Reject or Retry. For threads: leaves no connection open."""
    try:
        return fetch_page(url, policy_from_settings(), etag, last_modified)
    finally:
        connection.close()


def prepare_supplied(article: Article, revision: ArticleRevision) -> None:
    """Fill in what a supplied document leaves open: words out of HTML, the language. Changes the rows in memory."""
    if revision.text is None:
        page = extract_article(zlib.decompress(revision.raw_html or b"").decode("utf-8"), article.url)
        _take_over(article, revision, page)
    elif len(revision.text) > settings.MAX_TEXT_CHARACTERS:
        raise Reject("too_long", f"{len(revision.text)} characters, at most {settings.MAX_TEXT_CHARACTERS}")
    article.title = revision.title or article.title
    article.language = article.language or detect_language(revision.text or "", "")


def prepare_fetched(article: Article, page: FetchedPage, token: str) -> ArticleRevision:
    """Make a revision of a fetched page and point the work row at it. Raises Reject, or Unchanged."""
    seen = ArticleFetch.objects.filter(article=article).first()
    carried = read_feed_body(seen.feed_html, article.title, page.url) if seen else None
    try:
        extracted = extract_article(page.body, page.url, page.content_type)
    except Reject as verdict:
        if carried is None or verdict.reason not in REPLACED:
            raise
        return _make_revision(article, page, carried, token)
    if carried is not None and len(extracted.text) < STUB_SHARE * len(carried.text):
        extracted = replace(extracted, text=carried.text)  # the page shows the beginning only
    return _make_revision(article, page, extracted, token)


def prepare_feed_body(article: Article, verdict: Reject, token: str) -> ArticleRevision:
    """Make a revision of the words that the feed carried, for a page that could not be had; raises that verdict again."""
    seen = ArticleFetch.objects.filter(article=article).first()
    url = article.url
    carried = read_feed_body(seen.feed_html, article.title, url) if seen and verdict.reason in REPLACED else None
    if carried is None:
        raise verdict
    return _make_revision(article, FetchedPage(url, url, 200, "text/html", b"", {}, url), carried, token)


def _make_revision(article: Article, page: FetchedPage, extracted: ExtractedArticle, token: str) -> ArticleRevision:
    canonical = extracted.canonical_url or page.url
    known = Article.objects.filter(url=canonical, provenance=Provenance.FETCHED, revision__isnull=False)
    other = known.exclude(pk=article.pk).order_by("pk").first()
    if other is not None:
        raise Reject("same_page", f"another address of newsbase:{other.pk} ({canonical})"[:400])
    digest = hashlib.sha256(f"{extracted.title}\x1f{extracted.text}".encode()).hexdigest()
    newest = article.revisions.order_by("-number").first()
    if newest is not None and newest.input_hash == digest:
        if article.revision_id == newest.pk:
            raise Unchanged
        revision = newest
    else:
        revision = ArticleRevision(
            article=article,
            number=newest.number + 1 if newest else 1,
            provenance=Provenance.FETCHED,
            input_hash=digest,
            retrieved_at=timezone.now(),
        )
    revision.raw_html = zlib.compress(page.body) if settings.KEEP_RAW_HTML else None
    _take_over(article, revision, extracted)
    article.url = canonical
    host = (urlsplit(canonical).hostname or "").removeprefix("www.")
    if article.source_id is None and host:
        article.source_id = make_sources({host})[host]
    with transaction.atomic():
        revision.save()
        ArticleWork.objects.filter(article=article, claimed_by=token, status=WorkStatus.CLAIMED).update(
            revision=revision
        )
    return revision


def _take_over(article: Article, revision: ArticleRevision, page: ExtractedArticle) -> None:
    """Copy what the page says of itself; what its giver said of it stays."""
    revision.text = page.text
    revision.title = (revision.title or page.title)[:1000]
    article.title = revision.title
    article.authors = article.authors or [name[:200] for name in page.authors[:50]]
    article.language = article.language or page.language
    if article.published_at is None and page.published_at is not None:
        article.published_at = page.published_at
        article.published_precision = _precision(page.published_precision)
        article.published_offset = minutes_east(page.published_at) if page.published_precision == "second" else None


def _precision(stated: str) -> str:
    return stated if stated in TimePrecision.values and stated != TimePrecision.UNKNOWN else TimePrecision.DAY
