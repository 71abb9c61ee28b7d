"""Count what the network's vectors of all articles, and of all questions, have in common; writes data/meaning_means.json.

    NEWSBASE_EVAL=folder/of/jsonl python -m events.tagger.train.meaning_means [--limit 300]

Articles are the training texts; questions are the first QUESTION_WORDS words of each.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from events.tagger.meaning import MEANS_FILE
from events.tagger.network import Scores, load_network, score_words
from events.tagger.sentences import split_sentences

FILES = ("ner-world-train", "claims-polnear-train")
QUESTION_WORDS = 10


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, default=300, help="documents of each file")
    args = parser.parse_args()
    texts = []
    for name in FILES:
        file = Path(os.environ.get("NEWSBASE_EVAL", ".")) / f"{name}.jsonl"
        lines = [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
        texts += [json.loads(line)["text"] for line in lines[: args.limit]]
    questions = [" ".join(text.split()[:QUESTION_WORDS]) for text in texts]
    means = {"articles": find_mean(texts), "questions": find_mean(questions)}
    MEANS_FILE.write_text(json.dumps(means) + "\n", encoding="utf-8")


def find_mean(texts: Iterable[str]) -> list[float]:
    """The mean of the unit vectors of the texts, those without words left out."""
    session = load_network()
    total: list[Scores] = []
    for text in texts:
        vector = score_words(text, split_sentences(text), session).vector
        if length := float(np.linalg.norm(vector)):
            total.append(vector / length)
    return [round(float(number), 5) for number in np.mean(total, axis=0)]


if __name__ == "__main__":
    main()
