"""Finds a page's headline: what its reader sees over the article, not the search engines' wording of it."""

from __future__ import annotations

import html
import itertools
import re
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

MAX_CHARACTERS = 300
# Between a headline and the site's name in <title> and og:title.
SEPARATOR = re.compile(r"\s+[|–—\-·•»«:‹›/~]+\s+|\s*[|»•]\s*")
# Share of a heading's words that a <title> or og:title repeats: the article's own headline has most, a column's name
# none.
MIN_SHARED = 0.5
MAX_HEADINGS = 60
# Wordings shorter than this ("Politics") are too often a part of something else.
MIN_WORDING = 15


def find_headline(tree: HtmlElement, said: Sequence[str], site_names: Iterable[str]) -> str:
    """Return the headline, or "". `said`: other places' wording (JSON-LD, metadata), best first."""
    sites = {_words(name) for name in site_names if name}
    metas = _read_metas(tree)
    window = squeeze(_text_of(next(tree.iter("title"), None)))
    wordings = [text for text in (*said, *metas, window) if text]
    heading = _choose_heading(tree, [*wordings, *_split_title(window)], sites)
    if heading:
        return heading[:MAX_CHARACTERS]
    for text in wordings:
        stripped = strip_site(text, sites, wordings)
        if stripped:
            return stripped[:MAX_CHARACTERS]
    return ""


def _split_title(window: str) -> list[str]:
    return [part.strip() for part in SEPARATOR.split(window) if part and len(part.strip()) >= MIN_WORDING]


def strip_site(text: str, sites: Iterable[tuple[str, ...]], others: Iterable[str] = ()) -> str:
    """Take the site's name off either end: parts after a separator that name the site or that no other wording has."""
    sites = set(sites)
    parts = [part for part in SEPARATOR.split(text) if part and part.strip()]
    if len(parts) < 2:
        return "" if _words(text) in sites else text
    for other in others:
        other = other.strip()
        if 15 <= len(other) < len(text) and text.startswith(other):
            return other
    kept = parts
    while len(kept) > 1 and _names_site(kept[-1], sites):
        kept = kept[:-1]
    while len(kept) > 1 and _names_site(kept[0], sites):
        kept = kept[1:]
    if len(kept) == 1 and _words(kept[0]) in sites:
        return ""
    start = text.find(kept[0])
    end = text.rfind(kept[-1]) + len(kept[-1])
    return text[start:end].strip()


def squeeze(text: str) -> str:
    """White space made single, entities that were encoded twice resolved."""
    return " ".join(html.unescape(text).replace("\u200b", "").replace("\xad", "").split())


def _names_site(part: str, sites: set[tuple[str, ...]]) -> bool:
    words = _words(part)
    joined = "".join(words)
    return any(
        words == site or joined == "".join(site) or (len(site) > 1 and words[: len(site)] == site) for site in sites
    )


def _choose_heading(tree: HtmlElement, wordings: Sequence[str], sites: set[tuple[str, ...]]) -> str:
    headings = [_read_heading(node, wordings) for node in _find_headings(tree, wordings)]
    headings = [text for text in headings if 3 <= len(text) <= MAX_CHARACTERS and _words(text) not in sites]
    if not headings:
        return ""
    if not wordings:
        return headings[0]
    best = max(headings, key=lambda text: max(_shared(text, wording) for wording in wordings))
    score = max(_shared(best, wording) for wording in wordings)
    if score >= MIN_SHARED:
        return best
    # One only h1, of a headline's length, is the headline even where the metadata words it wholly otherwise.
    only = list(dict.fromkeys(headings))
    return only[0] if len(only) == 1 and len(_words(only[0])) >= 4 else ""


def _read_heading(node: HtmlElement, wordings: Sequence[str]) -> str:
    """Return the heading's text, without a section's name before it or a subtitle in an element of its own after it."""
    text = squeeze(_text_of(node))
    if any(text in wording for wording in wordings):
        return text
    for wording in wordings:
        if len(wording) < MIN_WORDING:
            continue
        if text.endswith(wording) and re.search(r"\W\s*$", text.removesuffix(wording)):
            return wording
        if text.startswith(wording) and wording in itertools.accumulate(
            (squeeze(piece) for piece in node.itertext() if piece.strip()), "{} {}".format
        ):
            return wording
    return text


def _find_headings(tree: HtmlElement, wordings: Sequence[str]) -> list[HtmlElement]:
    headings = list(tree.iter("h1"))[:MAX_HEADINGS]
    marked = tree.xpath('//*[@itemprop="headline" and not(self::meta) and not(self::a)]')[:MAX_HEADINGS]
    headings += [node for node in marked if node not in headings]
    if headings:
        return headings
    parts = {part.strip() for wording in wordings for part in SEPARATOR.split(wording) if part}
    lower = [node for tag in ("h2", "h3") for node in list(tree.iter(tag))[:MAX_HEADINGS]]
    named = [node for node in lower if squeeze(_text_of(node)) in parts]
    return named or [node for node in lower if node.tag == "h2"]


def _shared(heading: str, wording: str) -> float:
    """The share of the heading's words that the wording has, lowered where the heading is but a small part of it."""
    ours, theirs = _words(heading), _words(wording)
    if not ours or not theirs:
        return 0.0
    common = len(set(ours) & set(theirs))
    return common / len(set(ours)) * min(1.0, 0.5 + len(ours) / len(theirs))


def _words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _text_of(node: HtmlElement | None) -> str:
    return "" if node is None else str(node.text_content())


def _read_metas(tree: HtmlElement) -> list[str]:
    names = ("og:title", "twitter:title", "dc.title", "title")
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or "").lower()
        if name in names and name not in found:
            found[name] = squeeze(node.get("content") or "")
    return [found[name] for name in names if found.get(name)]
