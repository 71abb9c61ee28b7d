"""The sample corpus is whole, agrees with its own key, and is marked as sample text."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

DEMO = Path(__file__).resolve().parents[2] / "events" / "demo"
FIELDS = {"id", "title", "text", "published", "outlet", "url", "lang", "authors"}
KINDS = {"agency", "newspaper", "broadcaster", "online", "local"}
WORDS = (90, 260)  # what the corpus calls a short article
COPY_CONTAINMENT = 0.5  # the corpus' copies reach 0.79 and more, all other pairs 0.04 and less

Article = dict[str, Any]


def _read_articles() -> list[Article]:
    lines = (DEMO / "corpus.jsonl").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "", "the last line has no line end"
    return [json.loads(line) for line in lines]


def _read_yaml(name: str) -> Any:
    return yaml.safe_load((DEMO / name).read_text(encoding="utf-8"))


ARTICLES = _read_articles()
BY_ID = {article["id"]: article for article in ARTICLES}
OUTLETS = _read_yaml("outlets.yaml")
KEY = _read_yaml("groups.yaml")
each_article = pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article["id"])


def _parse_published(article: Article) -> datetime:
    return datetime.strptime(article["published"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _collect_shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def _measure_containment(one: set[tuple[str, ...]], other: set[tuple[str, ...]]) -> float:
    return len(one & other) / min(len(one), len(other))


def test_is_large_and_varied_enough() -> None:
    assert len(ARTICLES) >= 60
    assert len({article["outlet"] for article in ARTICLES}) >= 6
    assert len(KEY["groups"]) >= 15
    assert len(KEY["singles"]) >= 8
    assert {article["lang"] for article in ARTICLES} > {"en"}


@pytest.mark.parametrize("field", ["id", "url", "text"])
def test_repeats_no(field: str) -> None:
    repeated = [value for value, count in Counter(article[field] for article in ARTICLES).items() if count > 1]
    assert repeated == []


@each_article
def test_article_is_well_formed(article: Article) -> None:
    assert set(article) == FIELDS
    assert re.fullmatch(r"demo-[a-z]+(-[a-z]+)*(-\d\d)?", article["id"])
    assert article["lang"] in {"en", "es", "fr", "tr"}
    assert article["authors"]
    assert article["title"] == article["title"].strip() != ""
    paragraphs = article["text"].split("\n\n")
    assert len(paragraphs) >= 4
    assert all(paragraph == paragraph.strip() != "" and "\n" not in paragraph for paragraph in paragraphs)
    assert "\x00" not in article["text"] and "  " not in article["text"]
    assert WORDS[0] <= len(article["text"].split()) <= WORDS[1]


@each_article
def test_article_comes_from_a_listed_outlet_on_its_day(article: Article) -> None:
    assert article["outlet"] in OUTLETS
    published = _parse_published(article)
    assert datetime(2019, 1, 1, tzinfo=UTC) < published < datetime(2025, 1, 1, tzinfo=UTC)
    url = urlsplit(article["url"])
    assert (url.scheme, url.netloc, url.query) == ("https", article["outlet"], "")
    assert re.fullmatch(rf"/{published:%Y/%m/%d}/[a-z0-9]+(-[a-z0-9]+)*", url.path)


def test_articles_stand_in_order_of_publication() -> None:
    order = [(article["published"], article["id"]) for article in ARTICLES]
    assert order == sorted(order)


@pytest.mark.parametrize("domain", sorted(OUTLETS))
def test_outlet_is_a_marked_sample_and_used(domain: str) -> None:
    outlet = OUTLETS[domain]
    assert domain.endswith(".example")
    assert set(outlet) == {"name", "country", "language", "kind", "owner", "affiliation", "medium"}
    assert "(sample)" in outlet["name"]
    assert re.fullmatch(r"[A-Z]{2}", outlet["country"])
    assert outlet["kind"] in KINDS
    assert outlet["affiliation"] in {None, "state", "party"}
    assert any(article["outlet"] == domain for article in ARTICLES)


def test_two_state_outlets_share_an_owner_and_report_the_same_happening() -> None:
    owners = Counter(outlet["owner"] for outlet in OUTLETS.values() if outlet["affiliation"] == "state")
    owner = next(name for name, count in owners.items() if count >= 2)
    ours = {domain for domain, outlet in OUTLETS.items() if outlet["owner"] == owner}
    groups = KEY["groups"].values()
    assert any(ours <= {BY_ID[name]["outlet"] for name in names} for names in groups)


def test_key_places_every_article_exactly_once() -> None:
    placed = [name for names in KEY["groups"].values() for name in names] + KEY["singles"]
    assert sorted(placed) == sorted(BY_ID)
    assert all(len(names) >= 2 for names in KEY["groups"].values())


def test_confusable_happenings_are_listed_groups() -> None:
    assert KEY["confusable"]
    for names in KEY["confusable"]:
        assert len(names) >= 2
        assert set(names) <= set(KEY["groups"])


def test_at_least_two_happenings_are_followed_over_days() -> None:
    followed = []
    for name, ids in KEY["groups"].items():
        originals = [BY_ID[article] for article in ids if article not in KEY["copies"]]
        if len(originals) >= 4 and len({_parse_published(article).date() for article in originals}) >= 3:
            followed.append(name)
    assert len(followed) >= 2


def test_two_wire_stories_are_carried_by_four_outlets_each() -> None:
    carried = Counter(KEY["copies"].values())
    assert len(carried) >= 2
    for original, count in carried.items():
        assert count >= 4
        names = [original, *(copy for copy, of in KEY["copies"].items() if of == original)]
        assert len({BY_ID[name]["outlet"] for name in names}) == len(names)
        assert any(set(names) <= set(group) for group in KEY["groups"].values())
        assert OUTLETS[BY_ID[original]["outlet"]]["kind"] == "agency"
        assert BY_ID[original]["published"] == min(BY_ID[name]["published"] for name in names)


def test_copies_share_their_wording_and_nothing_else_does() -> None:
    copies = KEY["copies"]
    shingles = {name: _collect_shingles(article["text"]) for name, article in BY_ID.items()}
    for one, other in combinations(sorted(BY_ID), 2):
        containment = _measure_containment(shingles[one], shingles[other])
        of_one_story = copies.get(one, one) == copies.get(other, other)
        assert (containment >= COPY_CONTAINMENT) == of_one_story, (one, other, containment)


def test_readme_names_every_happening_and_says_that_the_text_is_a_sample() -> None:
    readme = (DEMO / "README.md").read_text(encoding="utf-8")
    assert "sample text" in readme
    for name, ids in KEY["groups"].items():
        last = max(int(article[-2:]) for article in ids)
        assert f"**{name}** (01–{last:02d})" in readme
