"""Where articles come from: outlets, feeds and the runs of intake."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from events.models import Article, Feed, IngestRun, RunItem, Source
from events.models.choices import ItemOutcome
from events.queries.articles import list_articles
from events.queries.paging import Order, name_orders

SOURCE_ORDERS = name_orders(Order("name"), Order("name", descending=True), Order("id", descending=True), Order("id"))
FEED_ORDERS = name_orders(Order("id", descending=True), Order("id"))
RUN_ORDERS = name_orders(
    Order("started_at", descending=True), Order("started_at"), Order("id", descending=True), Order("id")
)
PAGE_ARTICLES = 50
PAGE_ITEMS = 200


@dataclass(frozen=True, slots=True)
class SourceDetail:
    """One outlet with its feeds and newest articles (at most PAGE_ARTICLES; the total is exact)."""

    source: Source
    feeds: list[Feed]
    articles: list[Article]
    articles_total: int


@dataclass(frozen=True, slots=True)
class RunDetail:
    """One run of intake with its documents, refused ones first (at most PAGE_ITEMS; the total is exact)."""

    run: IngestRun
    items: list[RunItem]
    items_total: int


def list_sources() -> QuerySet[Source]:
    """Every outlet with the number of its readable articles (`.article_count`); by name."""
    written = Article.objects.filter(source=OuterRef("pk"), revision__isnull=False).order_by()
    counted = written.values("source").annotate(n=Count("pk")).values("n")
    return Source.objects.annotate(
        article_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    ).order_by("name", "pk")


def list_feeds() -> QuerySet[Feed]:
    """Every feed with its outlet."""
    return Feed.objects.select_related("source").order_by("-pk")


def list_runs() -> QuerySet[IngestRun]:
    """Every run of intake with its feed, newest first."""
    return IngestRun.objects.select_related("feed").order_by("-started_at", "-pk")


def list_run_items(run: IngestRun) -> QuerySet[RunItem]:
    """A run's documents in the order in which they came, with the article each became and its state of work."""
    return run.items.select_related("article__work", "article__source").order_by("position")


def get_source_detail(pk: int) -> SourceDetail | None:
    """Return an outlet, None when there is none. Queries: constant, 5."""
    source = Source.objects.filter(pk=pk).first()
    if source is None:
        return None
    articles = list_articles().filter(source=source)
    return SourceDetail(
        source=source,
        feeds=list(Feed.objects.filter(source=source).order_by("title", "pk")),
        articles=list(articles[:PAGE_ARTICLES]),
        articles_total=articles.count(),
    )


def get_run_detail(pk: int) -> RunDetail | None:
    """Return a run of intake, None when there is none. Queries: constant, 3."""
    run = list_runs().filter(pk=pk).first()
    if run is None:
        return None
    items = list_run_items(run)
    refused_first = Case(When(outcome=ItemOutcome.REJECTED, then=0), default=1)
    return RunDetail(
        run=run, items=list(items.order_by(refused_first, "position")[:PAGE_ITEMS]), items_total=items.count()
    )
