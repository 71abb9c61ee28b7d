"""`manage.py bench cluster`: what finding copies, placing articles and telling of events costs in a store of N."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from events.management.synthetic_news import MadeArticle, NewsMaker
from events.management.synthetic_store import fill_store
from events.models import Actor, Article, ArticleReading, ArticleRevision, ArticleSignature, ArticleVector, Event
from events.pipeline import conclude, store, store_acts, store_events
from events.pipeline.copies import make_signature, pack_hashes
from events.pipeline.heal import heal_batch
from events.pipeline.locks import hold_conclude_lock
from events.pipeline.place_articles import place_articles
from events.pipeline.records import ConcludedArticle, ReadArticle, Reading, ResolvedMention
from events.pipeline.round_ups import find_round_ups
from events.tagger.vectors import make_vector

BATCH = 100
STEPS = ("copies", "place", "mentions", "acts", "events", "heal")


@dataclass(slots=True)
class Spent:
    """Seconds by step and batch; `cpu` is this process's own share, the rest is the database's."""

    wall: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    cpu: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    candidates: list[int] = field(default_factory=list)

    @contextmanager
    def time(self, step: str) -> Iterator[None]:
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        self.wall[step].append(time.perf_counter() - wall)
        self.cpu[step].append(time.process_time() - cpu)


def bench_cluster(articles: int, batches: int, tell: Callable[[str], None]) -> dict[str, float]:
    """Fill the store where it is empty, conclude `batches` of BATCH new articles into its busiest week, and return
    milliseconds an article by step (medians over the batches), with `total` and `articles` stored."""
    call_command("migrate", verbosity=0, interactive=False)
    if not Article.objects.exists():
        started = time.perf_counter()
        fill_store(articles, lambda done: tell(f"stored {done} of {articles}"))
        tell(f"filled in {time.perf_counter() - started:.0f} s")
    made = list(_continue_events(BATCH * (batches + 1)))
    spent = Spent()
    first_actor = Actor.objects.filter(name="Nam00000").values_list("pk", flat=True)[0]
    for number in range(batches + 1):
        _conclude(made[BATCH * number : BATCH * (number + 1)], first_actor, spent if number else Spent())
    result = {step: 1_000 * statistics.median(spent.wall[step]) / BATCH for step in STEPS}
    own = sum(statistics.median(spent.cpu[step]) for step in STEPS)
    return {
        **result,
        "total": sum(result.values()),
        "python": 1_000 * own / BATCH,
        "stored articles": float(Article.objects.count()),
        "stored events": float(Event.objects.filter(canonical=None).count()),
    }


def _continue_events(count: int) -> Iterator[MadeArticle]:
    """New articles, half of them copies and further reports of what is stored last, half of new events."""
    stored = list(Article.objects.filter(copy_of=None).order_by("-pk").select_related("revision")[: count // 2])
    readings = dict(
        ArticleReading.objects.filter(revision__in=[a.revision_id for a in stored]).values_list(
            "revision_id", "sentences"
        )
    )
    fresh = NewsMaker(seed=7).make(count)
    for number in range(count):
        made = next(fresh)
        if number % 2 and number // 2 < len(stored):
            article = stored[number // 2]
            assert article.revision is not None and article.published_at is not None
            words = (article.revision.text or "").split(" ")
            # A further report: most of the words, in part other ones.
            text = " ".join(words[: len(words) // 2] + made.text.split(" ")[len(words) // 2 :])
            spans = tuple((int(a), int(b)) for a, b in readings[article.revision_id or 0] if b <= len(text))
            yield MadeArticle(made.event, article.title, text, article.published_at, (), (), spans)
        else:
            yield made


def _conclude(made: list[MadeArticle], first_actor: int, spent: Spent) -> None:
    items = [_read(one, first_actor) for one in made]
    with transaction.atomic():
        hold_conclude_lock()
        with spent.time("copies"):
            items = conclude.find_copies(items)
        with spent.time("place"):
            event_of = place_articles(items, find_round_ups(item.article for item in items))
        with spent.time("mentions"):
            stored = store.save_mentions(items)
            store.save_articles(items)
        with spent.time("acts"):
            store_acts.save_acts(items, stored)
        with spent.time("events"):
            store_events.recompute_events(store_events.choose_due(event_of.values()))
    with spent.time("heal"):
        while heal_batch() is not None:
            pass
    connection.queries_log.clear()


def _read(made: MadeArticle, first_actor: int) -> ConcludedArticle:
    """Store an article as reading leaves it."""
    now = timezone.now()
    article = Article.objects.create(
        key=f"bench:{time.monotonic_ns()}", title=made.title, language="en", published_at=made.published,
        published_precision="second", provenance="fetched",
    )  # fmt: skip
    revision = ArticleRevision.objects.create(
        article=article,
        number=1,
        title=made.title,
        text=made.text,
        input_hash="x",
        provenance="fetched",
        retrieved_at=now,
    )
    vector = make_vector(made.title, made.text)
    signature = make_signature(made.text)
    ArticleReading.objects.create(
        revision=revision,
        tagger_version="made",
        sentences=[list(span) for span in made.sentences],
        entities=[],
        attributions=[],
    )
    ArticleVector.objects.create(article=article, vector=vector)
    ArticleSignature.objects.create(
        article=article, hashes=pack_hashes(signature.hashes), shingles=signature.shingles, bands=list(signature.bands)
    )
    mentions = tuple(
        ResolvedMention(entity, first_actor + name, None, "", 1.0, "made")
        for entity, name in zip(made.entities, made.names, strict=True)
    )
    read = ReadArticle(
        article_id=article.pk, revision_id=revision.pk, title=made.title, text=made.text, language="en",
        published_at=made.published, published_precision="second", source_id=None, source_name="", source_country="",
        provenance="fetched", counts_as_origin=True, is_sample=False,
        reading=Reading(made.sentences, made.entities, (), vector),
    )  # fmt: skip
    return ConcludedArticle(read, mentions, (), ())
