"""What the tagger's vectors are worth for telling stories apart: one clustering, several similarities, no database.

    NEWSBASE_EVAL=folder/of/jsonl python -m events.tagger.train.evaluate_vectors [FILE.jsonl …]

Each document in file order joins the cluster whose centroid is nearest, or founds one; the threshold is the best of a
grid, for each similarity alike. Figures: B-cubed precision, recall and F1.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from events.tagger.network import load_network, score_words
from events.tagger.sentences import split_sentences
from events.tagger.vectors import cut_words, make_vector

Matrix = npt.NDArray[np.float32]
THRESHOLDS = np.arange(0.10, 0.96, 0.02)
# Share of the network's cosine beside that of words. On ECB+ 0.1, 0.2 and 0.35.
SHARE = 0.2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    args = parser.parse_args()
    files = args.files or [Path(os.environ.get("NEWSBASE_EVAL", ".")) / "events-ecb.jsonl"]
    for file in files:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
        gold = [row["event"] for row in rows]
        texts = [(row.get("title") or "", row["text"]) for row in rows]
        words, meaning = weigh_words(texts), read_meaning(texts)
        lexical = np.stack([make_vector(*text) for text in texts])
        print(f"{file.name}: {len(rows)} documents")
        for name, alike in {
            "TF-IDF of this file": words,
            "lexical vector": lexical @ lexical.T,
            "network's vector": meaning,
            "TF-IDF and network": (1 - SHARE) * words + SHARE * meaning,
            "lexical and network": (1 - SHARE) * (lexical @ lexical.T) + SHARE * meaning,
        }.items():
            scores = [(score_clusters(gold, cluster(alike, cut)), cut) for cut in THRESHOLDS]
            (precision, recall, f1), cut = max(scores, key=lambda score: score[0][2])
            print(f"  {name:22} B-cubed P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  (threshold {cut:.2f})")


def weigh_words(texts: Sequence[tuple[str, str]]) -> Matrix:
    """Cosines of sublinear TF-IDF, document frequencies from the texts themselves."""
    counts = [Counter(cut_words(f"{title} {text}")) for title, text in texts]
    spread = Counter(word for count in counts for word in count)
    place = {word: number for number, word in enumerate(spread)}
    table = np.zeros((len(texts), len(place)), dtype=np.float32)
    for row, count in enumerate(counts):
        for word, often in count.items():
            rare = math.log((1 + len(texts)) / (1 + spread[word])) + 1
            table[row, place[word]] = (1 + math.log(often)) * rare
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return table @ table.T


def read_meaning(texts: Sequence[tuple[str, str]]) -> Matrix:
    """Cosines of the network's vectors, their mean over the file taken off."""
    session = load_network()
    joined = [f"{title}\n{text}" if title else text for title, text in texts]
    table = np.stack([score_words(text, split_sentences(text), session).vector for text in joined])
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    table -= table.mean(0)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return table @ table.T


def cluster(alike: Matrix, cut: float) -> list[int]:
    """The cluster of each document; the likeness to a cluster is the cosine with its centroid."""
    count = len(alike)
    sums, norms = np.zeros((count, count), dtype=np.float32), np.zeros(count)
    clusters: list[int] = []
    for row in range(count):
        size = max(clusters, default=-1) + 1
        near = sums[:size, row] / np.sqrt(np.maximum(norms[:size], 1e-9))
        best = int(near.argmax()) if size and near.max() >= cut else size
        norms[best] += 2 * sums[best, row] + alike[row, row]
        sums[best] += alike[row]
        clusters.append(best)
    return clusters


def score_clusters(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1."""
    by_gold, by_found = defaultdict(set), defaultdict(set)
    for number, (one, other) in enumerate(zip(gold, found, strict=True)):
        by_gold[one].add(number)
        by_found[other].add(number)
    shared = [len(by_gold[one] & by_found[other]) for one, other in zip(gold, found, strict=True)]
    precision = sum(n / len(by_found[other]) for n, other in zip(shared, found, strict=True)) / len(gold)
    recall = sum(n / len(by_gold[one]) for n, one in zip(shared, gold, strict=True)) / len(gold)
    return precision, recall, 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
