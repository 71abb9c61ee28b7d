"""Articles and pages to measure with: put together from the sample corpus."""

from __future__ import annotations

import json
from html import escape
from itertools import cycle
from pathlib import Path

from events import demo

WORDS = 400


def make_articles(count: int) -> list[str]:
    """Articles of WORDS words from the sample corpus, its English paragraphs put together."""
    lines = (Path(demo.__file__).parent / "corpus.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    paragraphs = cycle(part for row in rows if row["lang"] == "en" for part in row["text"].split("\n\n"))
    articles = []
    for _ in range(count):
        parts, words = [], 0
        while words < WORDS:
            part = next(paragraphs).split(" ")[: WORDS - words]
            parts.append(" ".join(part))
            words += len(part)
        articles.append("\n\n".join(parts))
    return articles


def make_pages(count: int) -> list[str]:
    """Such articles as pages of HTML, with a menu, links beside the text and a footer."""
    return [_dress(article) for article in make_articles(count)]


def _dress(article: str) -> str:
    paragraphs = article.split("\n\n")
    menu = "".join(f'<li><a href="/section/{number}">Section {number}</a></li>' for number in range(30))
    beside = "".join(f'<a href="/more/{number}">Read more about story {number}</a>' for number in range(20))
    title = " ".join(paragraphs[0].split()[:9])
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="en"><head><title>{escape(title)} - Courier</title>'
        '<meta property="article:published_time" content="2022-01-24T10:00:00Z"></head>'
        f"<body><nav><ul>{menu}</ul></nav><main><article><h1>{escape(title)}</h1>{body}</article></main>"
        f"<aside>{beside}</aside><footer>All rights reserved.</footer></body></html>"
    )
