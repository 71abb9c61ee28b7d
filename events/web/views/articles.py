"""Article list, article page, and what changed between its revisions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import conditional_page

from events.filters import ArticleFilter
from events.models import ArticleRevision
from events.models.choices import Provenance
from events.queries import ARTICLE_ORDERS, ArticleDetail, get_article_detail, list_articles
from events.queries.articles import PAGE_REVISIONS
from events.web.linked_data import describe_article
from events.web.pages.article import build_article_page
from events.web.pages.listing import build_listing, offer_values
from events.web.pages.revisions import build_revisions_page
from events.web.views.answers import render_list
from events.web.views.gone import answer_missing


def article_list(request: HttpRequest) -> HttpResponse:
    """List the articles that were read, newest first."""
    listing = build_listing(
        request, ArticleFilter(request.GET, queryset=list_articles()), ARTICLE_ORDERS, "-published_at"
    )
    context = {
        "listing": listing,
        "provenances": offer_values(request, "provenance", Provenance.values),
        "copies": offer_values(
            request, "is_copy", ["false", "true"], {"false": "originals", "true": "copies"}.__getitem__
        ),
    }
    return render_list(request, "events/article_list.html", "events/_article_results.html", context)


@conditional_page
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article that has been read; `?revision=` shows an earlier state of its words."""
    detail = get_article_detail(pk)
    if detail is None:
        return answer_missing(request, "article", pk)
    page = build_article_page(detail, choose_revision(detail, request.GET.get("revision", "")), request.user)
    linked_data = describe_article(page.article, [entry.name for entry in page.linked], request.build_absolute_uri)
    return render(request, "events/article_detail.html", {"page": page, "linked_data": linked_data})


def article_revisions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what changed from one revision (`?from=`) to another (`?to=`); else from the last but one to the last."""
    article = list_articles().filter(pk=pk).first()
    if article is None:
        return answer_missing(request, "article", pk)
    readable = article.revisions.filter(text__isnull=False).defer("raw_html")
    revisions = list(readable.defer("raw_html", "text").order_by("-number")[:PAGE_REVISIONS])
    if len(revisions) < 2:
        raise Http404(f"article {pk} has one revision only: there is nothing to compare")
    newer = read_number(request.GET.get("to", "")) or revisions[0].number
    older = read_number(request.GET.get("from", "")) or next(
        (revision.number for revision in revisions if revision.number < newer), revisions[-1].number
    )
    pair = {revision.number: revision for revision in readable.filter(number__in=[older, newer])}
    if not {older, newer} <= pair.keys():
        raise Http404(f"article {pk} has no readable revision {older} or {newer}")
    page = build_revisions_page(article, revisions, pair[older], pair[newer], request.user)
    return render(request, "events/article_revisions.html", {"page": page})


def choose_revision(detail: ArticleDetail, wanted: str) -> ArticleRevision:
    """Return the current revision, or the one with the number wanted; 404 where there is none with words."""
    number = read_number(wanted)
    if number in (0, detail.revision.number):
        return detail.revision
    revisions = ArticleRevision.objects.select_related("run").defer("raw_html")
    return get_object_or_404(revisions, article=detail.article, number=number, text__isnull=False)


def read_number(wanted: str) -> int:
    """Read a revision's number, 0 for none; 404 for what is no number."""
    if not wanted:
        return 0
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 9):
        raise Http404(f"revision {wanted[:20]!r} is no number")
    return int(wanted)
