"""`manage.py bench`: how fast the parts are, each beside a yardstick of the same run (docs/PERFORMANCE.md).

`tagger`: articles of 400 words that one core reads in a second; `cluster`: what an article costs on its way into an
event; `fill`: make a large store of a small one; `pages`, `api`, `search`: what readers and programs wait for;
`extract`, `pipeline`, `export`, `up`: pages read, articles taken in to the end, rows exported, and starting it all.
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from events.management.bench_cluster import bench_cluster
from events.management.bench_reading import as_rows, time_requests
from events.management.bench_requests import choose_requests
from events.management.bench_steps import STEPS
from events.management.bench_texts import WORDS, make_articles
from events.management.multiply_store import multiply_store
from events.pipeline.records import Document
from events.tagger import load_tagger

ROUNDS = 3


class Command(BaseCommand):
    help = "measure reading, placing, pages, lists and search; or fill a scratch store for it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["tagger", "cluster", "fill", "pages", "api", "search", *STEPS])
        parser.add_argument(
            "--articles",
            type=int,
            default=100,
            help="read (tagger, extract, pipeline), made up and stored first (cluster), stored (fill), rows (export)",
        )
        parser.add_argument("--batches", type=int, default=5, help="of 100 articles that are timed (cluster)")
        parser.add_argument("--json", action="store_true", help="the figures as JSON (not of tagger, cluster, fill)")
        parser.add_argument("--tagger", default=settings.TAGGER, help="dotted path; the setting's where none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "cluster":
            found = bench_cluster(options["articles"], options["batches"], lambda line: self.stderr.write(line))
            self.stdout.write(", ".join(f"{name} {value:,.2f}" for name, value in found.items()))
            return
        if options["what"] == "fill":
            held = multiply_store(options["articles"], lambda line: self.stderr.write(line))
            self.stdout.write(f"{held:,} articles are stored")
            return
        if options["what"] in ("pages", "api", "search"):
            tell = self.stderr.write if options["json"] else self.stdout.write
            timings = time_requests(choose_requests(options["what"]), lambda line: tell(line))
            if options["json"]:
                self.stdout.write(json.dumps(as_rows(timings), indent=1))
            return
        if options["what"] in STEPS:
            figures = STEPS[options["what"]](options["articles"])
            self.stdout.write(json.dumps(figures, indent=1) if options["json"] else word_figures(figures))
            return
        articles = make_articles(options["articles"])
        tagger = load_tagger(options["tagger"])
        ours = measure(lambda: tagger.tag([Document(text, "", "en") for text in articles]), len(articles))
        self.stdout.write(f"{options['tagger']}: {ours:.1f} articles of {WORDS} words a second")
        if find_spec("spacy") is None:
            self.stdout.write("spaCy is not installed: no yardstick (pip install -r requirements-train.txt)")
            return
        pipeline = make_spacy_pipeline(articles[:5])
        theirs = measure(lambda: list(pipeline.pipe(articles)), len(articles))
        self.stdout.write(f"spaCy, random weights: {theirs:.1f} a second; ratio {ours / theirs:.2f}")


def word_figures(figures: Mapping[str, float]) -> str:
    return "\n".join(f"{name.replace('_', ' '):32} {value:,.2f}" for name, value in figures.items())


def measure(work: Callable[[], object], count: int) -> float:
    """Articles a second in the fastest of ROUNDS rounds, after one that warms up."""
    work()
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return count / best


def make_spacy_pipeline(texts: Sequence[str]) -> Any:
    """A pipeline of the size of en_core_web_sm with random weights: as much to compute, nothing learned."""
    import spacy
    from spacy.training import Example

    pipeline = spacy.blank("en")
    model = {
        "@architectures": "spacy.HashEmbedCNN.v2",
        "width": 96,
        "depth": 4,
        "embed_size": 2000,
        "window_size": 1,
        "maxout_pieces": 3,
        "subword_features": True,
        "pretrained_vectors": None,
    }
    pipeline.add_pipe("tok2vec", config={"model": model})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
    for name in ("tagger", "parser"):
        pipeline.add_pipe(name, config={"model": {"tok2vec": listener}})
    pipeline.add_pipe("ner")
    for number in range(50):
        pipeline.get_pipe("tagger").add_label(f"T{number}")
    for number in range(45):
        pipeline.get_pipe("parser").add_label(f"d{number}")
    for number in range(18):
        pipeline.get_pipe("ner").add_label(f"E{number}")
    documents = [pipeline.make_doc(text) for text in islice(texts, 2)]
    pipeline.initialize(lambda: [Example.from_dict(document, {}) for document in documents])
    return pipeline
