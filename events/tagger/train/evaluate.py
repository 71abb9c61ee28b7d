"""Score the tagger on gold files without a database: names, places found, and who says what.

    NEWSBASE_EVAL=folder/of/jsonl python -m events.tagger.train.evaluate [ner|places|claims] [FILE.jsonl …] [--limit N]

Exact spans for names, overlap for places, exact spans and shared characters for claims (claims paired by content). The
product's own scorer works on exports; this one is for tuning, and agrees with it on the tagger's part.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from events.pipeline.records import Document, Reading, Span
from events.tagger import load_tagger

DEFAULTS = {"ner": "ner-*dev.jsonl", "places": "places-*.jsonl", "claims": "claims-*dev.jsonl"}
ROLES = ("source", "cue", "content")
Row = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=sorted(DEFAULTS), nargs="?", default="ner")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="only the first N documents of each file")
    parser.add_argument("--tagger", default="events.tagger.neural.NeuralTagger")
    args = parser.parse_args()
    folder = os.environ.get("NEWSBASE_EVAL", "")
    files = args.files or (sorted(Path(folder).glob(DEFAULTS[args.task])) if folder else [])
    if not files:
        print("name the gold files, or set NEWSBASE_EVAL to the folder that holds them", file=sys.stderr)
        return 2
    for file in files:
        rows = list(_read(file))[: args.limit or None]
        started = time.perf_counter()
        readings = load_tagger(args.tagger).tag([Document(r["text"], r.get("title") or "", "en") for r in rows])
        seconds = time.perf_counter() - started
        words = sum(len(row["text"].split()) for row in rows)
        print(f"{file.name}: {len(rows)} documents, {words / 400 / seconds:.0f} articles of 400 words a second")
        for name, counts in score(args.task, rows, readings).items():
            print(f"  {name:24} precision {counts[0]:.3f}  recall {counts[1]:.3f}  F1 {counts[2]:.3f}")
    return 0


def _read(file: Path) -> Iterator[Row]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def score(task: str, rows: Sequence[Row], readings: Sequence[Reading]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 by what is scored."""
    scorer = {"ner": _score_names, "places": _score_places, "claims": _score_claims}[task]
    correct, found, gold = Counter[str](), Counter[str](), Counter[str]()
    for row, reading in zip(rows, readings, strict=True):
        scorer(row, reading, correct, found, gold)
    return {name: _rate(correct[name], found[name], gold[name]) for name in sorted(gold | found)}


def _rate(correct: float, found: float, gold: float) -> tuple[float, float, float]:
    precision, recall = correct / max(1, found), correct / max(1, gold)
    return precision, recall, 2 * precision * recall / (precision + recall) if correct else 0.0


def _score_names(row: Row, reading: Reading, correct: Counter[str], found: Counter[str], gold: Counter[str]) -> None:
    """Exact span and type; a leading "the" is left out of account."""
    text: str = row["text"]

    def key(start: int, end: int, kind: str) -> tuple[int, int, str]:
        return (start + 4 if text[start : start + 4].lower() == "the " and end - start > 4 else start, end, kind)

    wanted = {key(item["start"], item["end"], item["type"]) for item in row["entities"]}
    tagged = {key(item.start, item.end, item.type) for item in reading.entities if item.field == "body"}
    for counter, items in ((gold, wanted), (found, tagged), (correct, wanted & tagged)):
        counter.update(kind for _, _, kind in items)
        counter["all"] += len(items)


def _score_places(row: Row, reading: Reading, correct: Counter[str], found: Counter[str], gold: Counter[str]) -> None:
    """A place is found when a location overlaps it."""
    tagged = [(e.start, e.end) for e in reading.entities if e.field == "body" and e.type == "location"]
    wanted = [(place["start"], place["end"]) for place in row["places"]]
    gold["places"] += len(wanted)
    found["places"] += len(tagged)
    correct["places"] += sum(any(a < d and c < b for c, d in tagged) for a, b in wanted)


def _score_claims(row: Row, reading: Reading, correct: Counter[str], found: Counter[str], gold: Counter[str]) -> None:
    """Claims are paired one to one by shared characters of content, then each role is compared."""
    wanted = [{role: tuple(map(tuple, claim[role])) for role in ROLES} for claim in row["claims"]]
    tagged = [{"source": a.source, "cue": a.cue, "content": a.content} for a in reading.attributions]
    for claims, counter in ((wanted, gold), (tagged, found)):
        for claim in claims:
            for role in ROLES:
                counter[f"{role}, exact"] += bool(claim[role])
                counter[f"{role}, characters"] += len(_characters(claim[role]))
    contents = [_characters(claim["content"]) for claim in wanted], [_characters(claim["content"]) for claim in tagged]
    pairs = sorted(
        (-2 * shared / (len(one) + len(other)), i, j)
        for i, one in enumerate(contents[0])
        for j, other in enumerate(contents[1])
        if (shared := len(one & other))
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in pairs:
        if i in taken[0] or j in taken[1]:
            continue
        taken[0].add(i)
        taken[1].add(j)
        for role in ROLES:
            correct[f"{role}, exact"] += bool(wanted[i][role]) and wanted[i][role] == tagged[j][role]
            shared_characters = _characters(wanted[i][role]) & _characters(tagged[j][role])
            correct[f"{role}, characters"] += len(shared_characters)


def _characters(spans: Sequence[Span]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


if __name__ == "__main__":
    sys.exit(main())
