"""What the pipeline reads in a text: names and whom they mean, claims, figures. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from events.models import Actor, Location
from events.pipeline.bare_article import make_bare_article
from events.pipeline.candidates import find_name_candidates
from events.pipeline.claims import find_claims
from events.pipeline.figures import find_figures
from events.pipeline.records import Document, FoundClaim, FoundFigure, ResolvedMention
from events.pipeline.resolve import keys_to_look_up, resolve_article
from events.pipeline.tag import tag_documents
from events.tagger import load_tagger


@dataclass(frozen=True, slots=True)
class NewActor:
    """An actor that is not known yet and would be founded if the text were handed in."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was read. `actors` by the ids that mentions carry, ids below zero for those not stored; `places` alike."""

    tagger: str
    title: str
    text: str
    mentions: tuple[ResolvedMention, ...]
    claims: tuple[FoundClaim, ...]
    figures: tuple[FoundFigure, ...]
    actors: Mapping[int, Actor | NewActor]
    places: Mapping[int, Location]


def annotate_text(title: str, text: str, published: datetime | None, language: str = "en") -> Annotation:
    """Read a text as the pipeline reads an article, with the tagger in use. Queries: constant, about eight."""
    tagger = load_tagger(settings.TAGGER)
    [reading] = tag_documents(tagger, [Document(text, title, language)])
    article = make_bare_article(title, text, published, language, reading)
    candidates = find_name_candidates(*keys_to_look_up([article]))
    mentions = tuple(resolve_article(article, candidates))
    claims = find_claims(article, mentions)
    figures = find_figures(article, claims, mentions)
    named = {mention.actor_id for mention in mentions if mention.actor_id is not None}
    actors: dict[int, Actor | NewActor] = dict(Actor.objects.filter(is_suppressed=False).in_bulk(named))
    for number, founded in enumerate(candidates.founded, start=1):
        actors[-number] = NewActor(founded.name, founded.kind)
    places = Location.objects.in_bulk({mention.location_id for mention in mentions if mention.location_id is not None})
    return Annotation(tagger.version, title, text, mentions, tuple(claims), tuple(figures), actors, places)
