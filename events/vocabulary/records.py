"""The frozen records that the vocabulary hands out; what each field means stands here once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["person", "organization", "group", "state", "media"]
Modality = Literal["asserted", "denied", "hedged", "promised", "threatened", "warned", "demanded", "asked"]
Bound = Literal["exact", "at_least", "at_most", "about"]
CueType = Literal["verb", "phrase", "noun"]
Strength = Literal["strong", "weak"]
UnitKind = Literal["currency", "length", "area", "ratio", "magnitude", "mass", "temperature", "volume", "energy"]


@dataclass(frozen=True, slots=True)
class State:
    """A state: `strong` names need no context; `weak` are metonyms (capital, seat of government) that need one."""

    code: str  # ISO 3166-1 alpha-2, XK for Kosovo
    iso3: str
    name: str
    strong: tuple[str, ...]
    demonyms: tuple[str, ...]
    capital: str
    weak: tuple[str, ...]

    @property
    def key(self) -> str:
        """The slug under which the state stands among the actors."""
        return f"state-{self.code.lower()}"

    @property
    def names(self) -> tuple[str, ...]:
        """Name and strong aliases; case matters ("US" is not "us")."""
        return (self.name, *self.strong)

    @property
    def metonyms(self) -> tuple[str, ...]:
        """Capital and other weak names: the state where something speaks or acts, else the place."""
        return tuple(dict.fromkeys((self.capital, *self.weak)))


@dataclass(frozen=True, slots=True)
class Role:
    """An office held; a year is None where it is open (still held) or not known for sure."""

    title: str
    country: str | None
    from_year: int | None
    to_year: int | None


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """A well-known actor; `weak` aliases (surnames, shared acronyms) link only where the context speaks for them."""

    key: str
    name: str
    kind: ActorKind
    country: str | None
    strong: tuple[str, ...]
    weak: tuple[str, ...]
    description: str
    roles: tuple[Role, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Name and strong aliases; case matters ("IS" is not "is")."""
        return (self.name, *self.strong)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of attribution: a verb, a phrase before or around the source ("according to"), or a noun ("statement").

    `forms` are all surface forms, lower case, lemma included; `negates`: the content is denied, not asserted;
    a `weak` cue counts only with a person or organization as its source next to it.
    """

    lemma: str
    type: CueType
    forms: tuple[str, ...]
    modality: Modality
    negates: bool
    strength: Strength


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure's measure: `verbs` and `nouns` trigger it, `counted` are the things that it usually counts."""

    name: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a figure: `code` is what is stored ("USD", "km"), `before` stand in front of the number ("$")."""

    code: str
    kind: UnitKind
    measure: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    factor: float  # to the first unit of its kind in SI (m, m², kg, J); 1 for currencies and ratios


@dataclass(frozen=True, slots=True)
class BoundPhrase:
    """Words that bound a figure; `position` tells whether they stand before or after the number."""

    phrase: str
    bound: Bound
    position: Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class VagueQuantity:
    """A quantity in words without a number; `high` is None where it is open."""

    phrase: str
    low: float
    high: float | None


@dataclass(frozen=True, slots=True)
class Topic:
    """A top-level IPTC Media Topic with weighted indicative words (lower case, one or more words)."""

    code: str
    label: str
    words: dict[str, float]


@dataclass(frozen=True, slots=True)
class Titles:
    """Word lists that help to find and type names; lower case except for honorifics, months, weekdays and suffixes."""

    honorifics: frozenset[str]  # "Mr", "Dr"
    roles: frozenset[str]  # role titles before names: "president", "prime minister"
    role_nouns: frozenset[str]  # people by role, seldom before names: "resident", "witness"
    organization_words: frozenset[str]  # heads and tails of organization names: "ministry", "inc"
    group_words: frozenset[str]  # heads of armed or political groups: "front", "militia"
    media_words: frozenset[str]  # "news agency", "times"
    facility_words: frozenset[str]  # "airport", "prison"
    place_words: frozenset[str]  # "province", "river"
    months: frozenset[str]
    weekdays: frozenset[str]
    name_particles: frozenset[str]  # lower-case words inside names: "al", "van", "bin"
    name_suffixes: frozenset[str]  # "Jr", "III"
    not_names: frozenset[str]  # capitalised at a sentence's start, yet no names


@dataclass(frozen=True, slots=True)
class Meanings:
    """What comparing statements needs to know of words, lower case: see meanings.yaml."""

    small: frozenset[str]  # function words
    saying: frozenset[str]  # plain verbs of saying
    negations: frozenset[str]  # each turns its clause round
    joints: frozenset[str]  # a clause ends here
    amounts: frozenset[str]  # words of number: compared as numbers
    crowds: frozenset[str]  # sources by role: never known to be one
    not_opposites: frozenset[str]  # words in un- that are not the opposite of the rest
    same: tuple[tuple[str, ...], ...]  # phrases of one meaning; the first names it
    opposite: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]  # two sides that exclude each other


@dataclass(frozen=True, slots=True)
class ActType:
    """An event type of PLOVER. `phrases`: each a verb and what follows, one set of alternatives a word, None for a gap.

    `side`: what the object is: "receiver", "both" (does it together with the subject) or "none". `doers`: nouns that show
    a political doer for this type alone.
    """

    name: str
    meaning: str
    side: Literal["receiver", "both", "none"]
    phrases: tuple[tuple[frozenset[str] | None, ...], ...]
    doers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plover:
    """plover.yaml: the types in its order, and the word lists around them, lower case."""

    types: tuple[ActType, ...]
    political: frozenset[str]
    not_under: frozenset[str]  # labels of topics
    undone: frozenset[str]


@dataclass(frozen=True, slots=True)
class Headlines:
    """headlines.yaml, lower case: what keeps a headline from being the neutral one."""

    loud: frozenset[str]  # words of feeling and of alarm
    labels: frozenset[str]  # first words that mark a format: "live", "watch", "opinion"
    teasers: tuple[str, ...]  # beginnings that promise instead of telling: "what we know"
