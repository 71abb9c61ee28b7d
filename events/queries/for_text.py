"""Which event is a text about? Answered from what is stored, storing nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.cluster.explain import explain
from events.cluster.keys import keys_to_look_up
from events.cluster.model import load_model
from events.cluster.place import as_share, rank_events
from events.cluster.profile import profile_article
from events.models import ArticleSignature, Event, EventArticle
from events.pipeline.bare_article import make_bare_article
from events.pipeline.copies import Signature, compare, is_copy, make_signature, unpack_hashes
from events.pipeline.event_candidates import find_events_in_reach, load_event_profiles
from events.pipeline.records import Document, ReadArticle
from events.queries.canonical import find_survivor
from events.queries.events import list_events
from events.tagger.rules import RuleTagger
from events.tagger.vectors import make_vector

# Below this share an event has little to do with the text.
LEAST_SHARE = 0.05
MOST_FOUND = 10
# Articles that share a band with the text and are compared with it.
MOST_COPIES = 50


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """An event with how sure it is that the text tells of it, why in words, and whether an article like this would join."""

    event: Event
    score: float
    reason: str
    would_join: bool


def find_events_for_text(
    title: str, text: str, published: datetime | None, language: str = "en", limit: int = 5
) -> list[FoundEvent]:
    """The events that a text may be about, the likeliest first; [] where nothing stored is like it. About eight queries.

    The text is read by the rules, not by the trained tagger: it takes milliseconds, and web processes stay small.
    """
    article = _read(title, text, published, language)
    profile = profile_article(article)
    with transaction.atomic():
        vector = make_vector(title, text)
        reach = find_events_in_reach({0: (keys_to_look_up(profile), vector)})[0]
    profiles = load_event_profiles(reach)
    reach = [event for event in reach if event in profiles]
    ranked = rank_events(profile, [profiles[event] for event in reach], load_model())
    scores = {reach[place]: (as_share(score), score > 0) for place, score in ranked}
    reasons = {event: explain(article, profile, profiles[event]) for event in scores}
    for event, alike, copied in _find_copies(text):
        scores[event] = (max(scores.get(event, (0.0, True))[0], round(alike, 3)), True)
        reasons[event] = f"copy of article {copied} ({alike:.2f} alike)"
    best = sorted(scores, key=lambda event: (not reasons[event].startswith("copy"), -scores[event][0], event))
    kept = [event for event in best if scores[event][0] >= LEAST_SHARE][: min(limit, MOST_FOUND)]
    events = {event.pk: event for event in list_events().filter(pk__in=kept)}
    return [FoundEvent(events[e], scores[e][0], reasons[e], scores[e][1]) for e in kept if e in events]


def _read(title: str, text: str, published: datetime | None, language: str) -> ReadArticle:
    [reading] = RuleTagger().tag([Document(text, title, language)])
    return make_bare_article(title, text, published, language, reading)


def _find_copies(text: str) -> list[tuple[int, float, int]]:
    """(event, resemblance, article) of the articles that the text copies, the closest of each event."""
    mine = make_signature(text)
    if not mine.bands:
        return []
    rows = ArticleSignature.objects.filter(bands__overlap=list(mine.bands), article__revision__isnull=False)
    found: dict[int, float] = {}
    for article, hashes, shingles in rows.values_list("article_id", "hashes", "shingles")[:MOST_COPIES]:
        alike = compare(mine, Signature(unpack_hashes(bytes(hashes)), shingles))
        if is_copy(alike):
            found[article] = alike.jaccard
    return _closest(found)


def _closest(found: dict[int, float]) -> list[tuple[int, float, int]]:
    members = EventArticle.objects.filter(article__in=found, primary=True).values_list("event_id", "article_id")
    best: dict[int, tuple[float, int]] = {}
    for event, article in members:
        survivor = find_survivor(Event, event) or event
        best[survivor] = max(best.get(survivor, (0.0, 0)), (found[article], article))
    return [(event, alike, article) for event, (alike, article) in sorted(best.items())]
