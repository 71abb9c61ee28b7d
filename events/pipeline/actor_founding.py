"""Which names found an actor: full names that nobody bears yet, and a word that the text calls a channel or a party.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from events.names import fold
from events.pipeline.actor_called import kind_beside
from events.pipeline.actor_decision import ActorDecision
from events.pipeline.actor_scene import Scene
from events.pipeline.compare_names import weigh_organization, weigh_person
from events.pipeline.names_in_text import coarse_type, full_form
from events.pipeline.records import Entity
from events.pipeline.score_actors import LOW

MAX_NAME = 200
STRONG_ACRONYM = 5
"""Letters from which an acronym is proof alone: shorter ones are shared by many bodies."""


def found_actor(members: Sequence[Entity], scene: Scene) -> ActorDecision:
    """A full name that nobody bears yet founds an actor; a bare surname and a general name do not."""
    kind = coarse_type(members[0].type)
    name = full_form([entity.text for entity in members])
    words = fold(name).split(" ")
    called = kind_beside(members, scene.article.text) if members[0].type == "organization" else ""
    confident = called or max(entity.confidence for entity in members) >= LOW
    lone_word_is_enough = kind == "organization" and (len(members) > 1 or called) and len(name) > 2
    if not confident or not (len(words) > 1 or lone_word_is_enough) or len(name) > MAX_NAME:
        return ActorDecision(None, None, "not a full name of anybody known")
    if kind == "person" and weigh_person(name) <= 0:
        return ActorDecision(None, None, "not a full name of anybody known")
    if members[0].type == "group" and len(words) == 1:
        return ActorDecision(None, None, "not a full name of anybody known")
    country = _founding_country(members, name, scene) if kind != "person" else ""
    if kind == "organization" and not country and weigh_organization(name) <= 0:
        return ActorDecision(None, None, "a general name, without the country that would tell whose")
    kinds = Counter(entity.type for entity in members)
    own_kind = "media" if called == "media" else kinds.most_common(1)[0][0]
    aliases = {e.text: _is_strong(e.text) for e in members if fold(e.text) != fold(name) and len(e.text) <= MAX_NAME}
    kept = sorted((text, strong) for text, strong in aliases.items() if strong is not None)
    before = scene.pool.linked_before(scene.article.revision_id, members)
    new = scene.pool.found(name, own_kind, country, kept, before)
    return ActorDecision(new.actor_id, 1.0, "first article that names it in full")


def _is_strong(text: str) -> bool | None:
    """Whether another form in the article is a strong alias; None for a bare word, which is no alias at all."""
    if " " in text:
        return True
    letters = text.replace(".", "")
    return len(letters) >= STRONG_ACRONYM if letters.isupper() and letters.isalpha() else None


def _founding_country(members: Sequence[Entity], name: str, scene: Scene) -> str:
    """The country that is tied to the name; for a general name ("Health Ministry") also the only one of the article."""
    tied = scene.countries_beside(members)
    if len(tied) == 1:
        return tied.pop()
    is_general = weigh_organization(name) <= 0
    return next(iter(scene.countries)) if is_general and len(scene.countries) == 1 and not tied else ""
