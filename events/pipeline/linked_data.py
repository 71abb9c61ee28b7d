"""Reads what a page says of itself in JSON-LD (schema.org): headline, date, authors, publisher, language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    {"Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle"}
    | {"BackgroundNewsArticle", "AskPublicNewsArticle", "BlogPosting", "LiveBlogPosting", "ScholarlyArticle", "Report"}
    | {"TechArticle", "SocialMediaPosting", "AdvertiserContentArticle", "SatiricalArticle"}
)
PAGE_TYPES = frozenset({"WebPage", "ItemPage"})
MAX_CHARACTERS = 500_000
MAX_NODES = 2_000


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """The fields of the page's main article, as written; empty where the page is silent."""

    is_article: bool = False
    headline: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    language: str = ""


def read_linked_data(tree: HtmlElement) -> LinkedArticle:
    """Return the first article that the page describes, else the page itself, else nothing."""
    page = LinkedArticle()
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "")[:MAX_CHARACTERS].strip().removeprefix("<!--").removesuffix("-->")
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _walk(data):
            kinds = set(_list(node.get("@type"), str))
            if kinds & ARTICLE_TYPES:
                return _read_node(node, is_article=True)
            if kinds & PAGE_TYPES and not page.published:
                page = _read_node(node, is_article=False)
    return page


def _walk(data: Any) -> Iterator[dict[str, Any]]:
    """Yield the top objects and what stands in their @graph or mainEntity, breadth first, bounded."""
    queue = [data]
    seen = 0
    while queue and seen < MAX_NODES:
        seen += 1
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node[:MAX_NODES])
        elif isinstance(node, dict):
            yield node
            queue.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _read_node(node: dict[str, Any], is_article: bool) -> LinkedArticle:
    names = tuple(name for author in _list(node.get("author"), dict) for name in _list(author.get("name"), str))
    names += tuple(_list(node.get("author"), str))
    publishers = [name for who in _list(node.get("publisher"), dict) for name in _list(who.get("name"), str)]
    return LinkedArticle(
        is_article=is_article,
        headline=_first(node.get("headline")) or (_first(node.get("name")) if is_article else ""),
        published=_first(node.get("datePublished")),
        authors=names,
        publisher=publishers[0] if publishers else "",
        language=_first(node.get("inLanguage")),
    )


def _list(value: Any, kind: type) -> list[Any]:
    values = value if isinstance(value, list) else [value]
    return [item for item in values[:50] if isinstance(item, kind)]


def _first(value: Any) -> str:
    texts = _list(value, str)
    return texts[0].strip() if texts else ""
