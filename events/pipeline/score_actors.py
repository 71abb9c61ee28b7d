"""How sure it is that a name means a candidate: likeness of the names, then country, company and words around both.

What was chosen here was measured on tests/gold/names.yaml (docs/QUALITY.md has the figures).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from events import vocabulary
from events.pipeline.actor_context import ActorContext, contradict, measure_support, sentence_around
from events.pipeline.actor_scene import Around, Scene
from events.pipeline.compare_names import NameMatch
from events.pipeline.records import ActorCandidate, Entity
from events.tagger.stems import stem

# The two thresholds of doubt: at or above HIGH a mention is linked, below LOW a full name founds a new actor, and
# between them the candidates are kept for a curator.
HIGH = 0.8
LOW = 0.5
SURE = 0.95
GOOD = 0.85
DOUBT = 0.6
NO = 0.3
# Shared context, see measure_support: WEAK is one rare word or a companion, STRONG two and more.
WEAK = 1.5
STRONG = 4.0
# Weights of compare_names from which a name says enough alone: a rare family name; three words, two of them rare.
TELLING = 3.0
VERY_TELLING = 4.5
TRUSTED = frozenset({"vocabulary", "curator"})
# Names that bodies of several countries share: short acronyms, newspapers and clubs, general words.
_WORD = re.compile(r"[^\W\d_]{3,}")
_ACRONYM = re.compile(r"^[A-Z]{2,4}$")
_REUSED_WORDS = frozenset({"club", "team", "newspaper", "daily", "tabloid", "broadcaster", "party"})
_TO_MEDIUM = re.compile(r"\b(?:told|tells|by|to|with) (?:the )?$")
_MEDIUM_SAID = re.compile(
    r"^(?:,? (?:reported|reports|quoted|cited|correspondents?|journalists?|reporters?|news agency)\b|\)| – )"
)


class Evidence:
    """What context says of one candidate; each part is read only when a score asks for it, as most names need none."""

    def __init__(self, candidate: ActorCandidate, around: Around) -> None:
        self._candidate = candidate
        self._around = around
        self._scene = around.scene

    @property
    def _held(self) -> ActorContext:
        return self._scene.pool.context(self._candidate.actor_id)

    @property
    def _here(self) -> ActorContext:
        return self._around.context

    @cached_property
    def support(self) -> float:
        """How much the two contexts share, as `measure_support` counts it."""
        return measure_support(self._held, self._here, self._scene.pool.counts)

    @property
    def informed(self) -> bool:
        """Whether there is a context on both sides."""
        return self._held.says_anything and self._here.says_anything

    @cached_property
    def country(self) -> int:
        """Whether the candidate's country is one of the article's (1), another (-1) or not known (0)."""
        countries = self._scene.countries
        own = {self._candidate.country_code} - {""} or self._held.countries
        return 0 if not own or not countries else 1 if own & countries.keys() else -1

    @property
    def excluded(self) -> bool:
        """Whether ages tell that these are two."""
        births = self._around.births
        return bool(births) and contradict(self._held.births, births)


def score_person(
    match: NameMatch, candidate: ActorCandidate, found: Evidence, scene: Scene, shared: bool = False
) -> tuple[float, str]:
    """Score a person's name; the reason names what decided. `shared`: several records bear it, so it tells nothing."""
    trusted = candidate.origin in TRUSTED
    if trusted and candidate.strong and match.level == "same" and match.weight >= TELLING and not shared:
        return SURE, "name of a known actor"
    if found.excluded:
        return NO, "the ages exclude each other"
    if not candidate.strong:
        return _score_weak(candidate, found, scene)
    if match.level == "same" and shared:
        return (GOOD, "the namesake of that country") if trusted and found.country > 0 else _score_common(found, False)
    if match.level == "same":
        if trusted and found.country >= 0:
            return SURE, "name of a known actor"
        if match.weight >= TELLING:
            return _score_telling(found)
        return _score_common(found, trusted)
    tells = match.weight >= VERY_TELLING or match.words > 2
    if match.level == "spelling" and tells and found.country >= 0 and (found.support >= WEAK or not found.informed):
        return GOOD, "another spelling of a rare name"
    return _score_variant(found, "another spelling" if match.level == "spelling" else "a fuller or shorter name")


def _score_telling(found: Evidence) -> tuple[float, str]:
    if found.country < 0 and found.support < STRONG:
        return (DOUBT if found.support >= WEAK else NO), "the same rare name, in another country"
    if found.support >= WEAK or not found.informed:
        return GOOD, "the same rare name"
    return DOUBT, "the same rare name, in another company"


def _score_common(found: Evidence, trusted: bool) -> tuple[float, str]:
    if found.support >= STRONG and (found.country >= 0 or trusted):
        return GOOD, "the same name in the same company"
    if found.country < 0 and not trusted and found.support < WEAK:
        return NO, "a name that many bear, in another country"
    return DOUBT, "a name that many bear"


def _score_variant(found: Evidence, what: str) -> tuple[float, str]:
    if found.support >= STRONG and found.country >= 0:
        return HIGH, f"{what}, in the same company"
    return (DOUBT if found.support >= WEAK and found.country >= 0 else NO), what


def _score_weak(candidate: ActorCandidate, found: Evidence, scene: Scene) -> tuple[float, str]:
    if candidate.actor_id in scene.named or (candidate.country_code and scene.countries[candidate.country_code]):
        return GOOD, "short name, supported by the article"
    if found.support >= STRONG:
        return GOOD, "short name in the same company"
    return DOUBT, "short name without support"


def score_organization(
    match: NameMatch, candidate: ActorCandidate, found: Evidence, scene: Scene, members: Sequence[Entity]
) -> tuple[float, str]:
    """Score a name of anything but a person."""
    if candidate.kind == "state":
        if all(member.type == "organization" for member in members) and plays(members, scene):
            return DOUBT, "the state's team, it seems"
        return (SURE, "name of a known actor") if candidate.strong else _score_weak(candidate, found, scene)
    country = _country_beside(candidate, found, scene, members)
    if not candidate.strong:
        return (NO, "a short name, of another country") if country < 0 else _score_weak(candidate, found, scene)
    if match.level == "same" and candidate.origin in TRUSTED:
        if country > 0 or not candidate.country_code or found.support >= STRONG:
            return SURE, "name of a known actor"
        if country < 0 and candidate.kind == "group" and found.support < WEAK:
            return DOUBT, "a group of that name, in another country"
        if is_reused(match, candidate, members, scene) and (country < 0 or candidate.kind == "media"):
            return DOUBT, "a name that others bear too, without their country"
        return SURE, "name of a known actor"
    if match.level == "same":
        return _score_founded(match, found, country)
    if match.level == "spelling" and match.weight >= 2 and country >= 0 and found.support >= WEAK:
        return HIGH, "another spelling"
    if match.level == "order" and found.support >= STRONG and country >= 0:
        return HIGH, "the same words in the same company"
    return (DOUBT if found.support >= WEAK and country >= 0 else NO), "a name like it"


def _score_founded(match: NameMatch, found: Evidence, country: int) -> tuple[float, str]:
    if country < 0:
        return (DOUBT if found.support >= STRONG else NO), "the same name, in another country"
    if match.weight > 0 or country > 0:
        return GOOD, "the same name"
    return (HIGH, "the same name in the same company") if found.support >= STRONG else (DOUBT, "a general name")


def _country_beside(candidate: ActorCandidate, found: Evidence, scene: Scene, members: Sequence[Entity]) -> int:
    """Like Evidence.country, but what is tied to the name counts before what the article names elsewhere."""
    own = candidate.country_code
    if own:
        tied = scene.countries_beside(members)
        if tied:
            return 1 if own in tied else -1
    return found.country


def is_reused(match: NameMatch, candidate: ActorCandidate, members: Sequence[Entity], scene: Scene) -> bool:
    """Whether other countries have bodies of that name, and nothing but the country tells which is meant."""
    if _speaks_as_medium(candidate, members, scene):
        return False
    shared = match.weight <= 0 or any(_ACRONYM.match(member.text) for member in members)
    return shared or candidate.kind == "media" or bool(_REUSED_WORDS & scene.pool.context(candidate.actor_id).words)


def plays(members: Sequence[Entity], scene: Scene, least: int = 1) -> bool:
    """Whether a country's name stands among words of sport: a team then, which is no state."""
    text = scene.article.text
    spans = [sentence_around(text, m.start, m.end) for m in members if m.field == "body"]
    words = {stem(word) for start, end in spans for word in _WORD.findall(text[start:end].lower())}
    return len(words & _sport_words()) >= least


@lru_cache(maxsize=1)
def _sport_words() -> frozenset[str]:
    sport = next(topic for topic in vocabulary.topics() if topic.label == "sport")
    return frozenset(stem(word) for word, weight in sport.words.items() if weight >= 1 and " " not in word)


def _speaks_as_medium(candidate: ActorCandidate, members: Sequence[Entity], scene: Scene) -> bool:
    if candidate.kind != "media":
        return False
    text = scene.article.text
    return any(
        _TO_MEDIUM.search(text[max(0, m.start - 16) : m.start]) or _MEDIUM_SAID.match(text[m.end : m.end + 20])
        for m in members
        if m.field == "body"
    )
