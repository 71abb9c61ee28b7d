"""What an event says, out of its articles' openings: title, summary, time, topic and type; read in bulk, chosen purely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models.functions import Left

from events.models import Act, Article, ArticleReading, Event, EventSentence
from events.pipeline.acts import is_political_topic
from events.pipeline.acts_of_event import choose_type
from events.pipeline.copy_rows import copy_rows
from events.pipeline.describe import lead_sentences
from events.pipeline.event_time import choose_time, read_times
from events.pipeline.headline_choice import Headline, choose_headline
from events.pipeline.records import Span
from events.pipeline.store_reading import decode_spans
from events.pipeline.summarize import Sentence, choose_sentences

# Originals whose words are read for an event: its first and its latest reports, so that a large event costs no more.
MOST_READ = 24
OPENING_CHARACTERS = 3_000
OPENING_SENTENCES = 4


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of an article's text, its first sentences without the dateline, its topics and its acts."""

    article: Article
    text: str
    sentences: tuple[Span, ...]
    topics: Mapping[str, float]
    acts: Sequence[tuple[str, str]]

    def first_sentence(self) -> str:
        return self.text[slice(*self.sentences[0])] if self.sentences else self.text.strip()[:300]


def choose_read(articles: Sequence[Article]) -> list[Article]:
    """The articles that speak for an event, in order of publication, undated last: originals, the first and the latest."""
    originals = [article for article in articles if article.copy_of_id is None]
    originals = originals or sorted(articles, key=lambda a: a.key)[:1]
    originals.sort(key=lambda a: (a.published_at is None, a.published_at.timestamp() if a.published_at else 0.0, a.key))
    half = MOST_READ // 2
    return originals if len(originals) <= MOST_READ else originals[:half] + originals[-half:]


def load_openings(articles: Iterable[Article]) -> dict[int, Opening]:
    """Article -> how it begins. Two queries."""
    by_revision = {article.revision_id: article for article in articles if article.revision_id}
    acts: dict[int, list[tuple[str, str]]] = {}
    for revision, kind, field in Act.objects.filter(revision__in=by_revision).values_list(
        "revision_id", "type", "field"
    ):
        acts.setdefault(revision, []).append((kind, field))
    rows = ArticleReading.objects.filter(revision__in=by_revision).annotate(
        opening=Left("revision__text", OPENING_CHARACTERS)
    )
    found = {}
    for revision, sentences, topics, text in rows.values_list("revision_id", "sentences", "topics", "opening"):
        article = by_revision[revision]
        spans = [span for span in decode_spans(sentences[: 3 * OPENING_SENTENCES]) if span[1] <= OPENING_CHARACTERS]
        leads = tuple(lead_sentences(text or "", spans, OPENING_SENTENCES))
        found[article.pk] = Opening(article, text or "", leads, topics, acts.get(revision, ()))
    return found


def tell(event: Event, openings: Sequence[Opening]) -> list[EventSentence]:
    """Set what the event says; returns its summary's rows, unsaved. Without openings it keeps what it said."""
    if not openings:
        return []
    told = choose_headline(
        [Headline(o.article.pk, o.article.title, o.first_sentence(), o.article.language) for o in openings]
    )
    event.title = told.text or event.title
    when = choose_time([read_times(o.article.title, o.text, o.sentences, o.article.published_there) for o in openings])
    event.start_at, event.end_at = when.start, when.end
    event.time_precision, event.time_basis = when.precision, when.basis
    event.topic, event.topic_score = choose_topic(o.topics for o in openings)
    kind: tuple[str, float | None] = choose_type(o.acts for o in openings)
    event.plover_type, event.plover_score = kind if is_political_topic(event.topic) else ("", None)
    return _summarize(event, openings, told.article)


def _summarize(event: Event, openings: Sequence[Opening], title_of: int | None) -> list[EventSentence]:
    """Sentences in the language of the title."""
    spoken = next((o.article.language for o in openings if o.article.pk == title_of), openings[0].article.language)
    candidates = [
        Sentence(o.article.pk, o.article.revision_id or 0, start, end, o.text[start:end], place, order)
        for order, o in enumerate(openings)
        if o.article.language[:2] == spoken[:2]
        for place, (start, end) in enumerate(o.sentences)
    ]
    return [
        EventSentence(
            event=event,
            position=position,
            article_id=one.article,
            revision_id=one.revision,
            start=one.start,
            end=one.end,
            text=one.text,
        )
        for position, one in enumerate(choose_sentences(candidates, event.title))
    ]


def choose_topic(scores: Iterable[Mapping[str, float]]) -> tuple[str, float | None]:
    """The topic that the articles speak of most, and its share of all topics they speak of."""
    total: Counter[str] = Counter()
    for one in scores:
        total.update(one)
    if not total:
        return "", None
    topic, score = max(total.items(), key=lambda pair: (pair[1], pair[0]))
    return topic, round(score / sum(total.values()), 3)


def save_sentences(told: Mapping[int, Sequence[EventSentence]]) -> None:
    """Write the summaries of events; one that stays the same keeps its rows."""
    held: dict[int, list[EventSentence]] = {}
    for row in EventSentence.objects.filter(event__in=told).order_by("event", "position"):
        held.setdefault(row.event_id, []).append(row)
    changed = [event for event, rows in told.items() if [*map(_words, rows)] != [*map(_words, held.get(event, []))]]
    EventSentence.objects.filter(event__in=[event for event in changed if held.get(event)]).delete()
    copy_rows([row for event in sorted(changed) for row in told[event]])


def _words(row: EventSentence) -> tuple[int, int, int, str]:
    return row.revision_id, row.start, row.end, row.text
