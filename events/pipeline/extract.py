"""Reads an article out of a page: trafilatura finds the body, our own rules decide what it is and take off the rest."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import UTC, datetime

import lxml.html
import trafilatura
from lxml.html import HtmlElement

from events.pipeline.canonical import find_canonical
from events.pipeline.decode import check_text, decode_page
from events.pipeline.errors import Reject
from events.pipeline.furniture import clean_lines
from events.pipeline.headline import find_headline, squeeze
from events.pipeline.judge_page import judge_text
from events.pipeline.language import detect_language
from events.pipeline.linked_data import LinkedArticle, read_linked_data
from events.pipeline.page_date import find_published
from events.pipeline.records import ExtractedArticle

# Of 130 pages of all kinds the largest has 3,600 elements. At these limits a page made to be slow takes a few seconds of
# processor time; without them ten megabytes of links took four minutes and 1.5 GB.
MAX_MARKUP = 3_000_000
MAX_ELEMENTS = 20_000
MAX_SITE_NAME = 100
MAX_AUTHORS = 20
MAX_AUTHOR_CHARACTERS = 100
SCRIPT = re.compile(r"<(script|style)\b([^>]{0,2000})>", re.I)
DATA_ADDRESS = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]{200,}")


def extract_article(
    html: bytes | str, url: str, content_type: str = "", now: datetime | None = None
) -> ExtractedArticle:
    """Return the article of a page; raises `Reject` (empty, not_html, too_large, too_short, not_an_article).

    `url` is where the page was (for relative links and to judge its canonical address), "" if unknown; `content_type`
    the header that came with the bytes; `now` bounds its date (default: the present).
    """
    text = decode_page(html, content_type) if isinstance(html, bytes) else check_text(html)
    tree = parse_page(text)
    linked = read_linked_data(tree)
    site_name = _find_site_name(tree, linked)
    title = find_headline(tree, [squeeze(linked.headline)], _site_names(site_name, url))
    published_at, precision = find_published(tree, linked.published, url, now or datetime.now(UTC), title)
    canonical_url = find_canonical(tree, url)
    hint = linked.language or tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    body, author = _read_body(tree, url)
    lines = clean_lines(body.split("\n"), title)
    judge_text(lines, title)
    words = "\n".join(lines)
    return ExtractedArticle(
        text=words,
        title=title,
        authors=_clean_authors([*linked.authors, *(author.split(";") if not linked.authors else ())], site_name),
        published_at=published_at,
        published_precision=precision,
        language=detect_language(words, hint),
        canonical_url=canonical_url,
        site_name=site_name,
    )


def parse_page(text: str) -> HtmlElement:
    """Return the page's tree; raises `Reject` ("not_html" for what is none, "too_large")."""
    text = DATA_ADDRESS.sub("data:,", drop_scripts(text))
    if len(text) > MAX_MARKUP:
        raise Reject("too_large", f"{len(text):,} characters without its scripts, at most {MAX_MARKUP:,} are read")
    if not re.search(r"<[a-zA-Z!]", text):
        raise Reject("not_html", "there is no markup in it")
    tree = trafilatura.load_html(text)
    if tree is None or not isinstance(tree, lxml.html.HtmlElement):
        raise Reject("not_html", "it cannot be read as a page")
    if next(itertools.islice(tree.iter(), MAX_ELEMENTS, None), None) is not None:
        raise Reject("too_large", f"more than {MAX_ELEMENTS:,} elements")
    return tree


def drop_scripts(text: str) -> str:
    """Take out scripts and styles, most of a page's bytes and none of its words; JSON-LD stays. Linear in the length."""
    kept: list[str] = []
    position = 0
    while opening := SCRIPT.search(text, position):
        kept.append(text[position : opening.start()])
        closing = re.compile(rf"</{opening[1]}\s*>", re.I).search(text, opening.end())
        if closing is None:  # it swallows the rest, as in a browser
            return "".join(kept)
        if "ld+json" in opening[2].lower():
            kept.append(text[opening.start() : closing.end()])
        position = closing.end()
    return "".join([*kept, text[position:]])


def _read_body(tree: HtmlElement, url: str) -> tuple[str, str]:
    """Return the body's text, a paragraph a line, and the author line. The tree is used up."""
    try:
        found = trafilatura.bare_extraction(
            tree, url=url or None, with_metadata=True, include_comments=False, date_extraction_params={"url": None}
        )
    except RecursionError:
        raise Reject("not_an_article", "its elements are nested too deeply") from None
    if found is None or isinstance(found, dict):
        raise Reject("too_short", "no text was found on the page")
    return found.text or "", found.author or ""


def _find_site_name(tree: HtmlElement, linked: LinkedArticle) -> str:
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or "").lower()
        found = squeeze(node.get("content") or "")
        if name in ("og:site_name", "application-name") and found and not _is_title(found, tree):
            return found[:MAX_SITE_NAME]
    return squeeze(linked.publisher)[:MAX_SITE_NAME]


def _is_title(name: str, tree: HtmlElement) -> bool:
    """Some pages put their headline where the site's name belongs."""
    return len(name) > MAX_SITE_NAME or any(squeeze(node.text_content()) == name for node in tree.iter("title"))


def _site_names(site_name: str, url: str) -> list[str]:
    """The names under which a site may stand in its titles: its own, and its domain with and without the ending."""
    host = re.sub(r"^https?://(?:www\.)?([^/:?#]*).*$", r"\1", url.lower()) if url else ""
    return [name for name in (site_name, host, host.split(".")[0]) if name]


def _clean_authors(names: Iterable[str], site_name: str) -> tuple[str, ...]:
    kept: dict[str, str] = {}
    for raw in names:
        name = re.sub(r"^(?:by|von|par|por|di)\s+", "", squeeze(raw), flags=re.I).strip(" ,;|-")
        if not name or len(name) > MAX_AUTHOR_CHARACTERS or re.search(r"https?:|www\.|@|\d{4}", name):
            continue
        if name.casefold() != site_name.casefold():
            kept.setdefault(name.casefold(), name)
    return tuple(list(kept.values())[:MAX_AUTHORS])
