"""Taking documents in: one idempotent write path for the command line, the API, the form and the feeds."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import islice

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from events.clock import minutes_east
from events.intake.documents import BadDocument, FetchRequest, SuppliedDocument
from events.intake.keys import canonical_address, hash_input, identify
from events.intake.outlets import find_or_make_sources
from events.models import Article, ArticleFetch, ArticleRevision, ArticleWork, IngestRun, RunItem, Takedown
from events.models.choices import ItemOutcome, Lane, Provenance, RunKind, Stage, TimePrecision, WorkStatus
from events.nudge import nudge_readers
from events.work import choose_lane

Incoming = SuppliedDocument | FetchRequest | BadDocument
# One transaction each: small enough to show progress, large enough that bulk statements pay (≈ 1 ms a document).
BATCH = 200


@dataclass(slots=True)
class Intake:
    """One batch on its way in: each document with its key, and what became of it."""

    run: IngestRun
    entries: list[tuple[str, Incoming]]
    items: list[RunItem] = field(default_factory=list)
    lane: Lane = Lane.BULK

    def note(self, document: Incoming, outcome: ItemOutcome, article: Article | None = None, reason: str = "") -> None:
        position = self.run.created + self.run.revised + self.run.unchanged + self.run.rejected + 1
        setattr(self.run, outcome.value, getattr(self.run, outcome.value) + 1)
        self.items.append(
            RunItem(
                run=self.run,
                position=position,
                reference=document.reference[:300],
                outcome=outcome,
                reason=reason[:500],
                article=article,
            )
        )


def take_in(run: IngestRun, documents: Iterable[Incoming]) -> IngestRun:
    """Store documents as pending work, batch by batch; the same document again is counted as unchanged.

    Returns the run with its counts. Bad documents are counted with their reason and cost nothing that was stored.
    """
    stream = iter(documents)
    while chunk := list(islice(stream, BATCH)):
        entries = [(_key_of(document, run), document) for document in chunk]
        for part in _split_at_repeats(entries):
            _take_in_batch(run, part)
    return run


def _key_of(document: Incoming, run: IngestRun) -> str:
    return "" if isinstance(document, BadDocument) else identify(document, run.account)


def _split_at_repeats(entries: list[tuple[str, Incoming]]) -> Iterable[list[tuple[str, Incoming]]]:
    """A key twice in one batch: the second meets the first in the database, like one that comes a day later."""
    part: list[tuple[str, Incoming]] = []
    seen: set[str] = set()
    for key, document in entries:
        if key and key in seen:
            yield part
            part, seen = [], set()
        part.append((key, document))
        seen.add(key)
    if part:
        yield part


def _take_in_batch(run: IngestRun, entries: list[tuple[str, Incoming]]) -> None:
    before = replace(_Counts.of(run))
    batch = Intake(run, entries)
    batch.lane = choose_lane(run.kind, before.created + before.revised + len(entries))
    try:
        with transaction.atomic():
            articles = _find_or_make_articles(batch)
            _add_revisions(batch, articles)
            RunItem.objects.bulk_create(batch.items)
            run.save(update_fields=["created", "revised", "unchanged", "rejected"])
            transaction.on_commit(nudge_readers)
    except BaseException:
        before.restore(run)
        raise


@dataclass(slots=True)
class _Counts:
    created: int
    revised: int
    unchanged: int
    rejected: int

    @classmethod
    def of(cls, run: IngestRun) -> _Counts:
        return cls(run.created, run.revised, run.unchanged, run.rejected)

    def restore(self, run: IngestRun) -> None:
        run.created, run.revised = self.created, self.revised
        run.unchanged, run.rejected = self.unchanged, self.rejected


def _find_or_make_articles(batch: Intake) -> dict[str, tuple[Article, bool]]:
    """Return key -> (locked article, made now). Two at once: the unique key lets one make it, the other finds it."""
    wanted = {key: doc for key, doc in batch.entries if key and not isinstance(doc, BadDocument)}
    known = set(Article.objects.filter(key__in=wanted).values_list("key", flat=True))
    fresh = {key: document for key, document in wanted.items() if key not in known}
    sources = find_or_make_sources(fresh.values(), sample=batch.run.kind == RunKind.DEMO)
    drafts = [_draft_article(key, document, batch.run, sources) for key, document in fresh.items()]
    Article.objects.bulk_create(drafts, ignore_conflicts=True)
    rows = Article.objects.select_for_update().filter(key__in=wanted).order_by("key")
    with_work = set(ArticleWork.objects.filter(article__key__in=wanted).values_list("article_id", flat=True))
    return {article.key: (article, article.pk not in with_work) for article in rows}


def _draft_article(
    key: str, document: SuppliedDocument | FetchRequest, run: IngestRun, sources: dict[str, int]
) -> Article:
    common = {
        "key": key,
        "title": document.title,
        "published_at": document.published_at,
        "is_sample": run.kind == RunKind.DEMO,
    }
    if isinstance(document, FetchRequest):
        precision = TimePrecision.SECOND if document.published_at else TimePrecision.UNKNOWN
        url = canonical_address(document.url)
        return Article(url=url, provenance=Provenance.FETCHED, published_precision=precision, **common)
    return Article(
        external_id=document.external_id,
        url=document.url,
        source_id=sources.get(document.outlet),
        authors=list(document.authors),
        language=document.language,
        published_precision=document.published_precision,
        published_offset=minutes_east(document.published_at) if document.published_precision == "second" else None,
        provenance=Provenance.SUPPLIED,
        vouched=run.vouched,
        **common,
    )


def _add_revisions(batch: Intake, articles: dict[str, tuple[Article, bool]]) -> None:
    latest = _latest_revisions([article.pk for article, _ in articles.values()])
    tombstones = Takedown.objects.filter(article__in=[article.pk for article, _ in articles.values()])
    taken_down = set(tombstones.values_list("pk", flat=True))
    revisions: list[ArticleRevision] = []
    work: list[ArticleWork] = []
    bodies: list[ArticleFetch] = []
    for key, document in batch.entries:
        if isinstance(document, BadDocument):
            batch.note(document, ItemOutcome.REJECTED, reason=document.reason)
            continue
        article, is_new = articles[key]
        if article.pk in taken_down:
            batch.note(document, ItemOutcome.REJECTED, article, "taken down by a curator")
            continue
        number, known_hash = latest.get(article.pk, (0, ""))
        if isinstance(document, FetchRequest):
            outcome, reason = ItemOutcome.UNCHANGED, ""
            if is_new or document.refetch:
                outcome = ItemOutcome.CREATED if is_new else ItemOutcome.UNCHANGED
                reason = "" if is_new else "known; to be fetched again"
                work.append(ArticleWork(article=article))
            if is_new and document.body_html:
                bodies.append(ArticleFetch(article=article, feed_html=zlib.compress(document.body_html.encode())))
            batch.note(document, outcome, article, reason)
            continue
        if known_hash == hash_input(document):
            batch.note(document, ItemOutcome.UNCHANGED, article)
            continue
        revision = _draft_revision(article, number + 1, document, batch.run)
        revisions.append(revision)
        work.append(ArticleWork(article=article, revision=revision))
        batch.note(document, ItemOutcome.CREATED if number == 0 else ItemOutcome.REVISED, article)
    ArticleRevision.objects.bulk_create(revisions)
    ArticleFetch.objects.bulk_create(bodies, ignore_conflicts=True)
    enqueue(work, batch.lane)


def _latest_revisions(article_ids: list[int]) -> dict[int, tuple[int, str]]:
    """Return article -> (number, input hash) of its newest revision."""
    rows = (
        ArticleRevision.objects.filter(article__in=article_ids)
        .annotate(newest=Max("article__revisions__number"))
        .filter(number=F("newest"))
    )
    return {row.article_id: (row.number, row.input_hash) for row in rows.only("article_id", "number", "input_hash")}


def _draft_revision(article: Article, number: int, document: SuppliedDocument, run: IngestRun) -> ArticleRevision:
    html = None if document.html is None else zlib.compress(document.html.encode("utf-8"))
    return ArticleRevision(
        article=article,
        number=number,
        title=document.title,
        text=document.text,
        input_hash=hash_input(document),
        raw_html=html,
        provenance=Provenance.SUPPLIED,
        supplied_by=run.account,
        run=run,
        retrieved_at=timezone.now(),
    )


def enqueue(work: list[ArticleWork], lane: Lane) -> None:
    """Make articles pending for the read stage, whatever they were before; a worker that holds an old claim loses it."""
    now = timezone.now()
    for row in work:
        row.stage, row.status, row.changed_at = Stage.READ, WorkStatus.PENDING, now
        row.reason, row.attempts, row.deaths, row.claimed_by = "", 0, 0, ""
        row.lane, row.lease_until, row.not_before = lane, None, None
    fields = ["revision", "stage", "status", "lane", "reason", "attempts", "deaths", "claimed_by", "lease_until"]
    ArticleWork.objects.bulk_create(
        work, update_conflicts=True, unique_fields=["article"], update_fields=[*fields, "not_before", "changed_at"]
    )
