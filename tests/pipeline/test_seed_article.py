"""The project's first document, read by the tagger that is shipped: every claim with its speaker, every figure.

The article and what a careful reader takes from it lie outside the repository (`shared/seed` beside it, or NEWSBASE_SEED);
without them nothing is tested here, and `test_claims_of_a_story.py` holds the same for a story of our own.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from events.pipeline.claims import find_claims
from events.pipeline.figures import find_figures
from events.pipeline.records import Document, FoundClaim, FoundFigure, ReadArticle, ResolvedMention
from events.tagger import load_tagger

FOLDER = Path(os.environ.get("NEWSBASE_SEED", Path(__file__).parents[2].parent / "shared" / "seed"))
pytestmark = pytest.mark.skipif(not (FOLDER / "expected.json").is_file(), reason="the seed article is not here")
# Of a claim's words so many must be in the content, as expected.json says.
COVERED = 0.6


@lru_cache(maxsize=1)
def load_seed() -> tuple[dict[str, Any], ReadArticle]:
    expected = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
    title, _, text = (FOLDER / expected["document"]).read_text(encoding="utf-8").partition("\n")
    (reading,) = load_tagger("events.tagger.neural.NeuralTagger").tag([Document(text, title, "en")])
    article = ReadArticle(
        article_id=1, revision_id=1, title=title, text=text, language="en",
        published_at=datetime.fromisoformat(f"{expected['published']}T00:00:00+00:00"), published_precision="day",
        source_id=None, source_name="", source_country="", provenance="supplied", counts_as_origin=True, is_sample=False,
        reading=reading,
    )  # fmt: skip
    return expected, article


@lru_cache(maxsize=1)
def read_seed() -> tuple[list[FoundClaim], list[FoundFigure]]:
    _, article = load_seed()
    mentions = [ResolvedMention(entity, None, None, "", None, "") for entity in article.reading.entities]
    claims = find_claims(article, mentions)
    return claims, find_figures(article, claims, mentions)


def find_claim(words: str) -> FoundClaim | None:
    """The claim whose content covers most of these words, and enough of them."""
    _, article = load_seed()
    start = article.text.index(words)
    wanted = np.zeros(len(article.text), dtype=bool)
    wanted[start : start + len(words)] = True

    def cover(claim: FoundClaim) -> float:
        return float(sum(wanted[a:b].sum() for a, b in claim.content)) / len(words)

    best = max(read_seed()[0], key=cover, default=None)
    return best if best is not None and cover(best) >= COVERED else None


def name_speaker(claim: FoundClaim) -> str:
    _, article = load_seed()
    if claim.speaker_mention is not None:
        return article.reading.entities[claim.speaker_mention].text
    return article.text[slice(*claim.speaker)] if claim.speaker else ""


def is_speaker(name: str, wanted: str) -> bool:
    expected, _ = load_seed()
    known = {actor["name"]: actor["any_of"] for actor in expected["actors"]}
    return any(form in name for form in known.get(wanted, [wanted]))


def test_all_claims_are_found_with_their_speakers() -> None:
    expected, _ = load_seed()
    missed, wrong = [], []
    for number, item in enumerate(expected["claims"], 1):
        claim = find_claim(item["words"])
        if claim is None:
            missed.append(number)
        elif not is_speaker(name_speaker(claim), item["speaker"]):
            wrong.append((number, name_speaker(claim)))
        else:
            assert claim.kind in item["kind"].split("|"), number
    assert (missed, wrong) == ([], [])


def test_the_second_word_of_the_forces_supersedes_their_first() -> None:
    expected, _ = load_seed()
    claims, _ = read_seed()
    by_id = {item["id"]: find_claim(item["words"]) for item in expected["claims"] if "id" in item}
    for item in expected["claims"]:
        if "supersedes" in item:
            later, earlier = by_id[item["id"]], by_id[item["supersedes"]]
            assert later is not None and later.supersedes is not None
            assert claims[later.supersedes] == earlier


def test_its_figures_keep_their_bounds_and_who_counted() -> None:
    expected, article = load_seed()
    claims, figures = read_seed()
    for item in expected["figures"]:
        found = [
            f for f in figures if f.measure == item["measure"] and item["who"] in article.text[f.start : f.end + 30]
        ]
        assert found, item
        figure = found[0]
        assert figure.bound in item["bound"].split("|"), item
        assert figure.value == item.get("value") if "value" in item else figure.low == item["low"], item
        if "speaker" in item:
            assert figure.claim is not None and is_speaker(name_speaker(claims[figure.claim]), item["speaker"])
