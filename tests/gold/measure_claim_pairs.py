"""Compare the links that the product's own linking finds with the gold pairs of claims.

python -m tests.gold.measure_claim_pairs [--mistakes]     from the root of the repository, in its environment; no database
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from events.pipeline.claim_records import ClaimSide
from events.pipeline.link_pairs import judge_pair
from events.pipeline.link_sides import make_side

GOLD = Path(__file__).with_name("claim_pairs.yaml")
TYPES = ("repeats", "corroborates", "contradicts", "supersedes")


@lru_cache(maxsize=1)
def read_pairs() -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = yaml.safe_load(GOLD.read_text(encoding="utf-8"))["pairs"]
    return pairs


def side_of(number: int, claim: Mapping[str, str]) -> ClaimSide:
    """A gold claim as linking sees a stored one; each outlet is an origin of its own, as the set says."""
    return make_side(
        claim_id=number,
        article_id=number,
        origin=claim["outlet"],
        outlet=claim["outlet"],
        speaker=claim["speaker"],
        speaker_actor=None,
        words=claim["words"],
        event_id=1,
        at=datetime.fromisoformat(claim["date"]).replace(tzinfo=UTC),
    )


def find_link(pair: Mapping[str, Any]) -> str:
    """The link found between a pair, with its direction for supersedes; "none" where none is."""
    link = judge_pair(side_of(1, pair["a"]), side_of(2, pair["b"]))
    if link is None:
        return "none"
    return link.type if link.type != "supersedes" else f"supersedes {link.claim}"


def gold_link(pair: Mapping[str, Any]) -> str:
    """The pair's link as `find_link` words it."""
    if pair["link"] != "supersedes":
        return str(pair["link"])
    return "supersedes 2" if pair["note"].startswith("b supersedes a") else "supersedes 1"


def score_types(pairs: list[dict[str, Any]], found: list[str]) -> dict[str, tuple[int, int, int]]:
    """Type -> (found, right, in gold); a supersedes in the wrong direction is wrong."""
    right = Counter(p["link"] for p, f in zip(pairs, found, strict=True) if f == gold_link(p))
    total = Counter(p["link"] for p in pairs)
    made = Counter(f.split()[0] for f in found)
    return {name: (made[name], right[name], total[name]) for name in (*TYPES, "none")}


def main() -> None:
    pairs = read_pairs()
    found = [find_link(pair) for pair in pairs]
    if "--mistakes" in sys.argv:
        for pair, link in zip(pairs, found, strict=True):
            if link != gold_link(pair):
                print(f"{gold_link(pair)} read as {link}: {pair['note']}")
                for claim in (pair["a"], pair["b"]):
                    print(f"    {claim['date']} {claim['speaker'] or '(narrator)'}: {claim['words']}")
    for name, (made, right, total) in score_types(pairs, found).items():
        precision = right / made if made else 1.0
        print(f"{name:13} found {made:3}, precision {precision:.3f}, recall {right / total:.3f} of {total}")
    hard = [(p, f) for p, f in zip(pairs, found, strict=True) if p["hard"]]
    print(f"right {sum(f == gold_link(p) for p, f in zip(pairs, found, strict=True))} of {len(pairs)}", end="; ")
    print(f"hard {sum(f == gold_link(p) for p, f in hard)} of {len(hard)}")


if __name__ == "__main__":
    main()
