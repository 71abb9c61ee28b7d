"""The frozen records that linking claims and figures works on. Pure: ids and words come in, links come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Interval:
    """The values that a figure allows: low or high is None where it is open; `about` numbers get a margin."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a claim: what it allows, what it measures ("" where no measure fits), and the concept counted."""

    interval: Interval
    measure: str
    unit: str
    who: frozenset[str]
    noun: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a statement says, as far as words tell: weighted concepts with their sign, numbers, times, and its mood.

    `signs` has concept -> +1 or -1 (negated, or named by its opposite: then it is `turned`, or its name begins with ±).
    `sides` are concepts of the speaker's own name; `refuses`: charges are denied without saying which. `moods` holds
    question, demand, condition, possible where the words are so; `marks` holds withdraws, updates, corrects. `total` is
    the sum of the weights; `heads` are the concepts of the first clause. `names` are stems.
    """

    signs: dict[str, int]
    turned: frozenset[str]
    weights: dict[str, float]
    counts: tuple[Count, ...]
    times: frozenset[str]
    names: frozenset[str]
    sides: frozenset[str]
    first_person: bool
    refuses: bool
    moods: frozenset[str]
    marks: frozenset[str]
    total: float
    heads: frozenset[str]


@dataclass(frozen=True, slots=True)
class ClaimSide:
    """A claim as linking sees it. `origin` is equal for articles of one origin (copies, one owner, one state's media).

    `speaker_actor` and `event_id` are canonical, `own_speaker` and `own_event` as they were given; `about_places` are
    ids of the places it speaks of; `spans` is where its content stands in the article; `states`: its cue is one of
    stating or believing, not of an act; `is_person`: the speaker is known to be one.
    """

    claim_id: int
    article_id: int
    origin: str
    outlet: str
    speaker: str
    speaker_actor: int | None
    words: str
    at: datetime | None
    meaning: Meaning
    event_id: int | None = None
    own_event: int | None = None
    own_speaker: int | None = None
    spans: tuple[tuple[int, int], ...] = ()
    about_places: frozenset[int] = field(default_factory=frozenset)
    states: bool = True
    is_person: bool = False
    article_key: str = ""


@dataclass(frozen=True, slots=True)
class PairLink:
    """How two claims bear on each other: `claim` does it to `other`. `reason` is for readers."""

    claim: int
    other: int
    type: str
    score: float
    reason: str
