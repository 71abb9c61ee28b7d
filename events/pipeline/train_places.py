"""Train the ranker of namesakes on articles whose places are known, and write its weights.

    python -m events.pipeline.train_places FILE.jsonl … [--half odd|even] [--readings FOLDER]

FILE: documents with `places` (start, end, lat, lon, level, country_code), as in docs/QUALITY.md. `--half` takes those
documents whose id hashes to an odd or even number; the other half is for measuring. `--readings` keeps what the tagger
read in a folder, so that a second run is quick. No database; numpy only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from events.gazetteer.name_rows import list_name_rows
from events.gazetteer.read import read_places
from events.pipeline.outlet_places import SURE, OutletPlaces, country_of_domain
from events.pipeline.place_evidence import weigh_dynamic
from events.pipeline.place_names import ALIKE
from events.pipeline.place_ranker import WEIGHTS, Ranker
from events.pipeline.place_readings import is_local_body
from events.pipeline.place_records import DYNAMIC, STATIC, Name, Numbers
from events.pipeline.place_scene import build_scene, list_keys
from events.pipeline.place_support import gather_support
from events.pipeline.places import weigh_names
from events.pipeline.records import Document, Entity, PlaceCandidate, ReadArticle, Reading
from events.tagger import load_tagger
from events.vocabulary import states

TAGGER = "events.tagger.neural.NeuralTagger"
NEAR_KM = 161.0
SLACK_KM = 25.0
"""A reading is right within 161 km of gold and at most this much farther than the nearest reading."""
PULL = 0.0002
"""Weight of the squared weights. Mentions right on the half that was not trained on, GeoVirus and LGL, with 0.004, 0.001,
0.0002 and 0.00005: 0.947 and 0.886, 0.963 and 0.919, 0.969 and 0.927, 0.967 and 0.929."""
PASSES = 3
STEPS = 800
RATE = 0.05
MAX_NAMESAKES = 40

Found = dict[str, list[PlaceCandidate]]


@dataclass(frozen=True, slots=True)
class Example:
    """One mention: numbers of its readings (alone, and with the rest of the article) and which readings are right."""

    static: Numbers
    both: Numbers
    right: Numbers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--half", choices=("odd", "even"))
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--tagger", default=TAGGER)
    args = parser.parse_args()
    articles: list[tuple[dict[str, Any], ReadArticle]] = []
    for file in args.files:
        rows = list(_read_rows(file))
        readings = _read_texts(rows, args.tagger, args.readings / f"{file.stem}.pkl" if args.readings else None)
        pairs = [
            (row, _make_article(number, row, reading))
            for number, (row, reading) in enumerate(zip(rows, readings, strict=True))
        ]
        articles += [pair for pair in pairs if not args.half or args.half == half_of(pair[0]["id"])]
    articles.sort(key=lambda pair: (pair[0].get("published") or "", pair[1].article_id))
    found = find_places({key for _, article in articles for key in list_keys(article, article.reading.entities)})
    ranker = Ranker(_start(STATIC), _start(STATIC + DYNAMIC))
    for number in range(PASSES):
        examples = list(_list_examples(articles, found, ranker))
        ranker = Ranker(
            fit([(e.static, e.right) for e in examples], ranker.first),
            fit([(e.both, e.right) for e in examples], ranker.later),
        )
        right = np.mean([e.right[(e.both @ ranker.later).argmax()] for e in examples])
        print(f"pass {number + 1}: {len(examples)} mentions, {right:.3f} right", file=sys.stderr)
    write_weights(ranker)
    return 0


def half_of(document: str) -> str:
    """Tell which half a document belongs to, by its id alone."""
    return "odd" if int(hashlib.md5(document.encode(), usedforsecurity=False).hexdigest(), 16) % 2 else "even"


def find_places(keys: set[str]) -> Found:
    """Look the keys up in the shipped gazetteer, as the database would answer."""
    known = {state.code: (state.name, *state.strong) for state in states()}
    found: defaultdict[str, list[PlaceCandidate]] = defaultdict(list)
    for number, place in enumerate(read_places(), 1):
        also = known.get(place.country_code, ()) if place.precision == "country" else ()
        for row in list_name_rows(place, also):
            for key in {row.key, ALIKE + row.skeleton} & keys if row.skeleton else {row.key} & keys:
                found[key].append(
                    PlaceCandidate(
                        location_id=number,
                        name=place.name,
                        lat=place.lat,
                        lon=place.lon,
                        precision=place.precision,
                        feature_code=place.feature_code,
                        country_code=place.country_code,
                        admin1_code=place.admin1_code,
                        population=place.population,
                        matched_key=row.key,
                        is_primary=row.is_primary,
                    )
                )
    for bearers in found.values():
        bearers.sort(key=lambda place: (-place.population, place.location_id))
        del bearers[MAX_NAMESAKES:]
    return dict(found)


def _list_examples(
    articles: Sequence[tuple[dict[str, Any], ReadArticle]], found: Found, ranker: Ranker
) -> Iterator[Example]:
    outlets: defaultdict[str, OutletPlaces] = defaultdict(OutletPlaces)
    for row, article in articles:
        outlet = outlets[row.get("outlet") or ""]
        entities = [e for e in article.reading.entities if e.type == "location" or is_local_body(e, found)]
        names, helpers, _ = build_scene(article, entities, found, outlet)
        weigh_names([*names, *helpers], ranker)
        support = gather_support([*names, *helpers])
        gold = list(_match(row["places"], [(e, name) for name in names for e in name.mentions if e.field == "body"]))
        for place, name in gold:
            right = _find_right(place, name)
            if right.any() and not right.all():
                yield Example(name.static, np.hstack([name.static, weigh_dynamic(name, support)]), right)
        if row.get("outlet"):
            best = [(name.options[int(name.chance.argmax())].place, name.chance.max()) for name in names]
            outlet.add_article((p.location_id, p.country_code, p.admin1_code) for p, c in best if c >= SURE)


def _match(
    places: Sequence[dict[str, Any]], named: Sequence[tuple[Entity, Name]]
) -> Iterator[tuple[dict[str, Any], Name]]:
    for place in places:
        if place["lat"] is None:
            continue
        for entity, name in named:
            if entity.start < place["end"] and place["start"] < entity.end:
                yield place, name
                break


def _find_right(place: dict[str, Any], name: Name) -> Numbers:
    if place.get("level") == "country":
        same = [o.place.precision == "country" and o.place.country_code == place["country_code"] for o in name.options]
        if any(same):
            return np.array(same, dtype=np.float64)
    off = np.array([_distance_km(place, option.place) for option in name.options])
    return ((off <= NEAR_KM) & (off <= off.min() + SLACK_KM)).astype(np.float64)


def _distance_km(place: dict[str, Any], other: PlaceCandidate) -> float:
    if other.lat is None or other.lon is None:
        return 20_000.0
    one, two = np.radians([place["lat"], place["lon"]]), np.radians([other.lat, other.lon])
    half = np.sin((two[0] - one[0]) / 2) ** 2 + np.cos(one[0]) * np.cos(two[0]) * np.sin((two[1] - one[1]) / 2) ** 2
    return float(2 * 6371 * np.arcsin(np.sqrt(half)))


def fit(examples: Sequence[tuple[Numbers, Numbers]], start: Numbers) -> Numbers:
    """Return the weights under which the right readings are likeliest, all together, small weights preferred (Adam)."""
    rows = np.vstack([numbers for numbers, _ in examples])
    right = np.concatenate([flags for _, flags in examples])
    firsts = np.cumsum([0, *(len(numbers) for numbers, _ in examples[:-1])])
    sizes = np.array([len(numbers) for numbers, _ in examples])
    weights, slope, curve = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        scores = rows @ weights
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, firsts), sizes))
        all_of, right_of = np.add.reduceat(raised, firsts), np.add.reduceat(raised * right, firsts)
        share = raised / np.repeat(all_of, sizes) - raised * right / np.repeat(right_of, sizes)
        down = rows.T @ share / len(examples) + PULL * weights
        slope, curve = 0.9 * slope + 0.1 * down, 0.999 * curve + 0.001 * down**2
        rate = RATE * min(1.0, 3 * (1 - step / STEPS))
        weights -= rate * (slope / (1 - 0.9**step)) / (np.sqrt(curve / (1 - 0.999**step)) + 1e-8)
    return weights


def _start(names: Sequence[str]) -> Numbers:
    """The first guess, for the first pass only: population, level, and staying close to the rest."""
    guess = {
        "town people": 1.0,
        "region people": 0.5,
        "primary": 2.0,
        "country": 8.0,
        "first-level region": 2.0,
        "capital": 3.0,
    }
    guess |= {"inside what is named behind": 6.0, "share in its country": 3.0, "others near": 1.0}
    return np.array([guess.get(name, 0.0) for name in names])


def write_weights(ranker: Ranker) -> None:
    """Write the weights where the product reads them."""
    stored = {
        "first": dict(zip(STATIC, np.round(ranker.first, 3).tolist(), strict=True)),
        "later": dict(zip(STATIC + DYNAMIC, np.round(ranker.later, 3).tolist(), strict=True)),
    }
    WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def _read_rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _read_texts(rows: Sequence[dict[str, Any]], tagger: str, cache: Path | None) -> list[Reading]:
    if cache and cache.exists():
        kept: list[Reading] = pickle.loads(cache.read_bytes())  # noqa: S301 - a file of our own
        return kept
    readings = load_tagger(tagger).tag([Document(row["text"], row.get("title") or "", "en") for row in rows])
    if cache:
        cache.write_bytes(pickle.dumps(readings))
    return readings


def _make_article(number: int, row: dict[str, Any], reading: Reading) -> ReadArticle:
    return ReadArticle(
        article_id=number,
        revision_id=number,
        title=row.get("title") or "",
        text=row["text"],
        language="en",
        published_at=None,
        published_precision="unknown",
        source_id=None,
        source_name=row.get("outlet") or "",
        source_country=country_of_domain(row.get("outlet") or ""),
        provenance="supplied",
        counts_as_origin=False,
        is_sample=False,
        reading=reading,
    )


if __name__ == "__main__":
    sys.exit(main())
