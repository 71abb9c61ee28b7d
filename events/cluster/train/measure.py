"""Measure the clustering as the product does it, on files with known happenings, without a database.

    NEWSBASE_EVAL=folder/of/jsonl python -m events.cluster.train.measure [--readings FILE] [--orders 3]

Prints the scores of placing alone and with healing in the order of publication, then in random orders of arrival.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from events.cluster.model import load_model
from events.cluster.replay import replay
from events.cluster.train.corpus import Corpus, load_readings, read_corpus
from events.cluster.train.score import GroupScore, label_groups, score_groups
from events.tagger import load_tagger

FILES = ("events-ecb", "events-stream")


def measure_order(corpus: Corpus, order: Sequence[int], heal: bool) -> GroupScore:
    groups = replay({number: corpus.profiles[number] for number in order}, load_model(), heal=heal)
    return score_groups(label_groups(groups, len(corpus.profiles)), corpus.happenings)


def order_of_publication(corpus: Corpus) -> list[int]:
    """Dated articles by date, then the undated, in the order of the file."""
    days = [profile.first for profile in corpus.profiles]
    return sorted(range(len(days)), key=lambda n: (days[n] is None, days[n] or 0.0, n))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=Path)
    parser.add_argument("--orders", type=int, default=0, help="random orders to try beside that of publication")
    parser.add_argument("--tagger", default="events.tagger.neural.NeuralTagger")
    args = parser.parse_args()
    readings, tagger = load_readings(args.readings), load_tagger(args.tagger)
    for name in FILES:
        corpus = read_corpus(Path(os.environ["NEWSBASE_EVAL"]) / f"{name}.jsonl", tagger, readings)
        orders = {"publication": order_of_publication(corpus)}
        for seed in range(args.orders):
            orders[f"random {seed}"] = list(np.random.default_rng(seed).permutation(len(corpus.profiles)))
        for label, order in orders.items():
            for heal in (False, True):
                started = time.process_time()
                score = measure_order(corpus, order, heal)
                spent = (time.process_time() - started) * 1000 / len(order)
                print(f"{name}, {label}, {'healed' if heal else 'placed'}: {score} ({spent:.1f} ms an article)")


if __name__ == "__main__":
    main()
