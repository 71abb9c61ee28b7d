"""Tell an article that reports several happenings (news in brief, a digest, a live blog) from one that reports one.

Its paragraphs fall into groups that share nothing: neither people nor bodies nor telling words. Each group is an item,
compared with events like an article of its own. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.cluster.likeness import multiply_all
from events.cluster.profile import MAX_WORDS, Profile, cut_name, make_profile
from events.pipeline.records import Entity, ReadArticle

# So many items make a round-up, and none has more than this share of the paragraphs. Of the 1,533 articles of events-ecb and
# events-stream, each on one happening, this takes none for a round-up; 4 items of at most 0.4 took ten, 3 of at most 0.5
# thirty-four. Of 267 made-up round-ups (first sentences of five of those articles each) 214 are found.
FEWEST_ITEMS = 4
LARGEST_SHARE = 0.25
# Words of a paragraph and of an item; a line of fewer is a heading, or furniture.
FEWEST_WORDS = 12
# Paragraphs whose wording shares more than this belong to one item.
ALIKE = 0.12
MOST_PARAGRAPHS = 60
_PARAGRAPH = re.compile(r"[^\n]+")
_TELLING = ("people", "bodies")


@dataclass(frozen=True, slots=True)
class Item:
    """One of the happenings that a round-up reports: its words, its names and its profile."""

    text: str
    entities: tuple[Entity, ...]
    profile: Profile


def cut_items(article: ReadArticle) -> list[Item]:
    """Return the items of a round-up, in the order of the text; [] for an article that reports one happening."""
    spans = [found.span() for found in _PARAGRAPH.finditer(article.text[: MAX_WORDS * 12])]
    spans = [span for span in spans if len(article.text[slice(*span)].split()) >= FEWEST_WORDS][:MOST_PARAGRAPHS]
    if len(spans) < FEWEST_ITEMS:
        return []
    named = [
        [e for e in article.reading.entities if e.field == "body" and a <= e.start and e.end <= b] for a, b in spans
    ]
    # Most reports end here, on names alone, before a word is cut.
    if not _may_be_round_up(_group_by_names(named), len(spans)):
        return []
    profiles = [
        make_profile("", article.text[a:b], entities, article.published_at)
        for (a, b), entities in zip(spans, named, strict=True)
    ]
    groups = _group_by_words(profiles, _lean(named))
    if not _may_be_round_up(groups, len(spans)):
        return []
    return [_make_item(article, [spans[n] for n in group]) for group in groups]


def _may_be_round_up(groups: Sequence[Sequence[int]], paragraphs: int) -> bool:
    return len(groups) >= FEWEST_ITEMS and max(map(len, groups)) <= LARGEST_SHARE * paragraphs


def _group_by_names(named: Sequence[Sequence[Entity]]) -> list[list[int]]:
    """Paragraphs chained by a word of a person's or a body's name."""
    words = [
        {word for e in entities if e.type in ("person", "organization", "group") for word in cut_name(e.text)}
        for entities in named
    ]
    pairs = [(a, b) for b in range(len(words)) for a in range(b) if not words[a].isdisjoint(words[b])]
    return _chain(len(words), pairs + _lean(named))


def _lean(named: Sequence[Sequence[Entity]]) -> list[tuple[int, int]]:
    """A paragraph that names nobody and nothing goes on with what the one before it tells."""
    return [(n - 1, n) for n in range(1, len(named)) if not named[n]]


def _group_by_words(profiles: Sequence[Profile], leaning: Sequence[tuple[int, int]]) -> list[list[int]]:
    products = multiply_all(profiles)
    count = len(profiles)
    pairs = [
        (a, b)
        for b in range(count)
        for a in range(b)
        if products["words"][a, b] >= ALIKE or any(products[part][a, b] > 0 for part in _TELLING)
    ]
    return _chain(count, [*pairs, *leaning])


def _chain(count: int, pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    head = list(range(count))

    def find(one: int) -> int:
        while head[one] != one:
            one = head[one]
        return one

    for a, b in pairs:
        first, other = sorted((find(a), find(b)))
        head[other] = first
    groups: dict[int, list[int]] = {}
    for one in range(count):
        groups.setdefault(find(one), []).append(one)
    return list(groups.values())


def _make_item(article: ReadArticle, spans: Sequence[tuple[int, int]]) -> Item:
    """The paragraphs of an item as a text of their own, with their names moved along."""
    pieces: list[str] = []
    entities: list[Entity] = []
    at = 0
    for a, b in spans:
        entities += [
            replace(e, start=e.start - a + at, end=e.end - a + at)
            for e in article.reading.entities
            if e.field == "body" and a <= e.start and e.end <= b
        ]
        pieces.append(article.text[a:b])
        at += b - a + 1
    text = "\n".join(pieces)
    return Item(text, tuple(entities), make_profile("", text, entities, article.published_at))
