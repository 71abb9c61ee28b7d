"""The frozen records that the steps hand to each other. Offsets count code points, half-open: text[start:end]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
Span = tuple[int, int]


# --- read: fetch -> extract -> tag ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class FetchedPage:
    """What the web answered. `url` is the address after redirects; `headers` has lower-case names.

    `permanent_url` is how far permanent redirects alone lead: the address to ask next time. Status 304 has no body.
    """

    requested_url: str
    url: str
    status: int
    content_type: str
    body: bytes
    headers: dict[str, str]
    permanent_url: str = ""


@dataclass(frozen=True, slots=True)
class ExtractedArticle:
    """What a page says, without its furniture. `canonical_url` is trusted only within the page's registrable domain."""

    text: str
    title: str
    authors: tuple[str, ...]
    published_at: datetime | None
    published_precision: str
    language: str
    canonical_url: str
    site_name: str


@dataclass(frozen=True, slots=True)
class Document:
    """What the tagger reads."""

    text: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in the text. `field`: title or body; `type`: person, organization, group, location."""

    field: str
    start: int
    end: int
    text: str
    type: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what, as spans of the body; any of source and cue may be empty, content may be discontinuous."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the tagger found in one document. `vector` is a unit vector of VECTOR_SIZE numbers, by words; `meaning` one
    of MEANING_SIZE numbers, for search, where the tagger has one."""

    sentences: tuple[Span, ...]
    entities: tuple[Entity, ...]
    attributions: tuple[Attribution, ...]
    vector: Vector
    meaning: Vector | None = None


# --- conclude: resolve -> claims -> cluster -> store ------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article as the conclude steps see it: its words, its reading, and what is known of its outlet."""

    article_id: int
    revision_id: int
    title: str
    text: str
    language: str
    published_at: datetime | None
    published_precision: str
    source_id: int | None
    source_name: str
    source_country: str
    provenance: str
    counts_as_origin: bool
    is_sample: bool
    reading: Reading


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A gazetteer record that a name may mean. `matched_key` is the folded name by which it was found."""

    location_id: int
    name: str
    lat: float | None
    lon: float | None
    precision: str
    feature_code: str
    country_code: str
    admin1_code: str
    population: int
    matched_key: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class ActorCandidate:
    """An actor that a name may mean. `actor_id` < 0 stands for one founded in this batch and not stored yet."""

    actor_id: int
    name: str
    kind: str
    country_code: str
    matched_key: str
    strong: bool
    mention_count: int
    origin: str
    location_id: int | None = None
    alias: str = ""
    suppressed: bool = False


@dataclass(frozen=True, slots=True)
class ResolvedMention:
    """A mention with its decisions. `candidates` (actors) and `places`, each with its score, only where doubt was kept.

    `founds` names a new actor's kind.
    """

    entity: Entity
    actor_id: int | None
    location_id: int | None
    precision: str
    score: float | None
    reason: str
    candidates: tuple[tuple[int, float], ...] = ()
    founds: str = ""
    dateline: bool = False
    places: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundTime:
    """A time that a text names: [first, last] in UTC, as exactly as `precision` (day, month, year) says."""

    start: int
    end: int
    first: datetime
    last: datetime
    precision: str


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """A claim in one article. `speaker_mention` is an index into the article's resolved mentions, or None.

    `medium` is where the words came through ("in an interview with …"), `reported_by` the claim inside which it stands.
    """

    speaker_mention: int | None
    speaker: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    kind: str
    modality: str
    negated: bool
    confidence: float
    supersedes: int | None = None
    supersedes_reason: str = ""
    medium: Span | None = None
    medium_mention: int | None = None
    reported_by: int | None = None
    speaks_of: FoundTime | None = None


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A reported number. `claim` is an index into the article's claims, None in the narrator's own voice."""

    start: int
    end: int
    measure: str
    value: float | None
    low: float | None
    high: float | None
    bound: str
    unit: str
    who: str
    claim: int | None = None
    as_of: FoundTime | None = None
    location_mention: int | None = None


@dataclass(frozen=True, slots=True)
class ConcludedArticle:
    """Everything that was decided about one article before it meets the events."""

    article: ReadArticle
    mentions: tuple[ResolvedMention, ...]
    claims: tuple[FoundClaim, ...]
    figures: tuple[FoundFigure, ...]
    copy_of: int | None = None
    copy_score: float | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """The decision for one article: an event (None: found a new one), how sure, and why in words."""

    event_id: int | None
    score: float
    reason: str
