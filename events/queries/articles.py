"""Articles: the list, and one article with what was read in it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from events.models import Article, ArticleRevision, ArticleWork, Claim, EventArticle, EventSentence, Figure, Mention
from events.queries.claims import list_claims, list_figures, list_mentions
from events.queries.paging import Order, name_orders

ARTICLE_ORDERS = name_orders(
    Order("published_at", descending=True, nullable=True),
    Order("published_at", nullable=True),
    Order("id", descending=True),
    Order("id"),
)
# Copies and revisions named on an article's page; a wire story may have hundreds.
PAGE_COPIES = 100
PAGE_REVISIONS = 100


@dataclass(frozen=True, slots=True)
class ArticleDetail:
    """One article that readers may see. Spans count code points in `revision.text` (or title). Copies and revisions
    stop at PAGE_*, the totals are exact; mentions, claims and figures are complete, in order of their place."""

    article: Article
    revision: ArticleRevision
    work: ArticleWork | None
    mentions: list[Mention]
    claims: list[Claim]
    figures: list[Figure]
    memberships: list[EventArticle]
    told: list[EventSentence]
    copies: list[Article]
    copies_total: int
    revisions: list[ArticleRevision]
    revisions_total: int


def list_articles() -> QuerySet[Article]:
    """Every article that was read and concluded, with outlet, origin and events (`.event_links`); without its text."""
    events = EventArticle.objects.select_related("event__canonical").order_by("-primary", "-score", "pk")
    return (
        Article.objects.filter(revision__isnull=False)
        .select_related("source", "copy_of", "work")
        .prefetch_related(Prefetch("memberships", queryset=events, to_attr="event_links"))
        .order_by(F("published_at").desc(nulls_last=True), "-pk")
    )


def get_article_detail(pk: int) -> ArticleDetail | None:
    """Return an article, None when there is none or it is not read yet. Queries: constant, about 10."""
    rows = list_articles().select_related("revision__run", "copy_of__source").defer("revision__raw_html")
    article = rows.filter(pk=pk).first()
    if article is None or article.revision is None:
        return None
    copies = Article.objects.filter(copy_of=article, revision__isnull=False).select_related("source")
    revisions = article.revisions.defer("raw_html", "text").order_by("-number")
    return ArticleDetail(
        article=article,
        revision=article.revision,
        work=getattr(article, "work", None),
        mentions=list(list_mentions().filter(article=article).order_by("field", "start", "pk")),
        claims=list(list_claims().filter(article=article).order_by("speaker_start", "pk")),
        figures=list(list_figures().filter(article=article).order_by("start", "pk")),
        memberships=article.event_links,  # type: ignore[attr-defined]
        told=list(article.event_sentences.filter(revision=article.revision)),
        copies=list(copies[:PAGE_COPIES]),
        copies_total=copies.count(),
        revisions=list(revisions[:PAGE_REVISIONS]),
        revisions_total=revisions.count(),
    )
