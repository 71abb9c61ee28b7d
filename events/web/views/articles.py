"""Article list and article page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from events.filters import ArticleFilter
from events.models import ArticleRevision
from events.models.choices import Provenance
from events.queries import ARTICLE_ORDERS, ArticleDetail, get_article_detail, list_articles
from events.web.pages.article import build_article_page
from events.web.pages.listing import build_listing, offer_values
from events.web.views.answers import render_list


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


def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an article that has been read; `?revision=` shows an earlier state of its words."""
    detail = get_article_detail(pk)
    if detail is None:
        raise Http404(f"no article {pk} that has been read")
    page = build_article_page(detail, choose_revision(detail, request.GET.get("revision", "")), request.user)
    return render(request, "events/article_detail.html", {"page": page})


def choose_revision(detail: ArticleDetail, wanted: str) -> ArticleRevision:
    """Return the current revision, or the one with the number wanted; 404 where there is none with words."""
    if not wanted or wanted == str(detail.revision.number):
        return detail.revision
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) <= 9):
        raise Http404(f"revision {wanted[:20]!r} is no number")
    revisions = ArticleRevision.objects.select_related("run").defer("raw_html")
    return get_object_or_404(revisions, article=detail.article, number=int(wanted), text__isnull=False)
