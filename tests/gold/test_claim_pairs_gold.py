"""The gold pairs of claims are sound: every link has its share, hard ones say why, directions fit the dates."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

GOLD = Path(__file__).with_name("claim_pairs.yaml")
LINKS = {"repeats", "corroborates", "contradicts", "supersedes", "none"}
DIRECTIONS = ("b supersedes a", "a supersedes b")


@lru_cache(maxsize=1)
def load_pairs() -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = yaml.safe_load(GOLD.read_text(encoding="utf-8"))["pairs"]
    return pairs


def test_every_link_has_its_share_and_about_half_are_hard() -> None:
    pairs = load_pairs()
    links = Counter(pair["link"] for pair in pairs)
    assert set(links) == LINKS
    assert min(links.values()) >= 40
    assert len(pairs) >= 220
    assert 0.45 <= sum(pair["hard"] for pair in pairs) / len(pairs) <= 0.6


def test_every_claim_is_complete_and_no_pair_stands_twice() -> None:
    pairs = load_pairs()
    for pair in pairs:
        for claim in (pair["a"], pair["b"]):
            assert set(claim) == {"speaker", "outlet", "date", "words"}, pair
            assert claim["words"].strip() and claim["outlet"].strip(), pair
            date.fromisoformat(claim["date"])
    assert len({(pair["a"]["words"], pair["b"]["words"]) for pair in pairs}) == len(pairs)


def test_corroborating_claims_have_two_speakers_and_two_outlets() -> None:
    for pair in load_pairs():
        if pair["link"] == "corroborates":
            assert pair["a"]["speaker"] != pair["b"]["speaker"], pair
            assert pair["a"]["outlet"] != pair["b"]["outlet"], pair


def test_what_supersedes_is_not_the_older_claim() -> None:
    for pair in load_pairs():
        assert (pair["link"] == "supersedes") == pair["note"].startswith(DIRECTIONS), pair
        if pair["link"] == "supersedes":
            early, late = ("a", "b") if pair["note"].startswith(DIRECTIONS[0]) else ("b", "a")
            assert pair[early]["date"] <= pair[late]["date"], pair
