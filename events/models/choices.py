"""The closed lists of the design; columns, exports, pages and docs use exactly these. Extend a list here first.

Longer than 300 lines: one list after another, each looked up by its name.
"""

from django.db.models import IntegerChoices, TextChoices


class ActorKind(TextChoices):
    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    STATE = "state"
    MEDIA = "media"


class Origin(TextChoices):
    """Who made a record."""

    VOCABULARY = "vocabulary"
    IMPORT = "import"
    MACHINE = "machine"
    CURATOR = "curator"


class DecidedBy(TextChoices):
    MACHINE = "machine"
    CURATOR = "curator"


class MentionType(TextChoices):
    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    LOCATION = "location"


class TextField(TextChoices):
    """The part of an article a span's offsets count in."""

    TITLE = "title"
    BODY = "body"


class PlacePrecision(TextChoices):
    POINT = "point"
    NEAR = "near"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"


class TimePrecision(TextChoices):
    """How exactly a time is known; `unknown` goes with a null time, never with a guess."""

    SECOND = "second"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


class TimeBasis(TextChoices):
    """Where an event's time comes from: the words of its articles, or only when they were published."""

    TEXT = "text"
    PUBLISHED = "published"


class ActorRole(TextChoices):
    """What an actor does in an event, in order of weight."""

    AGENT = "agent"
    TARGET = "target"
    SPEAKER = "speaker"
    MEDIUM = "medium"


class PloverType(TextChoices):
    """The event types of the PLOVER ontology (events/vocabulary/plover.yaml says what tells of them)."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    COOPERATE = "COOPERATE"
    AID = "AID"
    CONCEDE = "CONCEDE"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"


class ClaimKind(TextChoices):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Modality(TextChoices):
    ASSERTED = "asserted"
    DENIED = "denied"
    HEDGED = "hedged"
    PROMISED = "promised"
    THREATENED = "threatened"
    WARNED = "warned"
    DEMANDED = "demanded"
    ASKED = "asked"


class Standing(TextChoices):
    SINGLE_SOURCE = "single_source"
    REPEATED = "repeated"
    CORROBORATED = "corroborated"
    DISPUTED = "disputed"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class ClaimLinkType(TextChoices):
    REPEATS = "repeats"
    CORROBORATES = "corroborates"
    CONTRADICTS = "contradicts"
    SUPERSEDES = "supersedes"


class FigureLinkType(TextChoices):
    SUPERSEDES = "supersedes"
    CONTRADICTS = "contradicts"
    REFINES = "refines"


class Bound(TextChoices):
    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


class Measure(TextChoices):
    KILLED = "killed"
    INJURED = "injured"
    ARRESTED = "arrested"
    MISSING = "missing"
    DISPLACED = "displaced"
    EVACUATED = "evacuated"
    RESCUED = "rescued"
    ESCAPED = "escaped"
    INFECTED = "infected"
    AFFECTED = "affected"
    MONEY = "money"
    VOTES = "votes"
    PERCENT = "percent"
    MAGNITUDE = "magnitude"
    AREA = "area"
    DISTANCE = "distance"
    OTHER = "other"


class Stage(TextChoices):
    READ = "read"
    CONCLUDE = "conclude"


class Lane(IntegerChoices):
    """Who goes first: somebody waits for it, it is news, or it is a back-fill that has time."""

    INTERACTIVE = 0
    NEWS = 1
    BULK = 2


class WorkStatus(TextChoices):
    PENDING = "pending"
    CLAIMED = "claimed"
    DONE = "done"
    REJECTED = "rejected"
    FAILED = "failed"
    QUARANTINED = "quarantined"


class Provenance(TextChoices):
    """How a text reached us: fetched from its address by our own client, or handed in by somebody."""

    FETCHED = "fetched"
    SUPPLIED = "supplied"


class RunKind(TextChoices):
    COMMAND = "command"
    API = "api"
    WEB = "web"
    FEED = "feed"
    DEMO = "demo"


class ItemOutcome(TextChoices):
    """What intake did with one document of a run; the reading's own outcome stands in ArticleWork."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


class SourceKind(TextChoices):
    AGENCY = "agency"
    NEWSPAPER = "newspaper"
    BROADCASTER = "broadcaster"
    ONLINE = "online"
    LOCAL = "local"
    UNKNOWN = "unknown"


class Affiliation(TextChoices):
    NONE = "none"
    STATE = "state"
    PARTY = "party"


class Verb(TextChoices):
    """What a curator did; a decision has one."""

    MERGE = "merge"
    SPLIT = "split"
    LINK = "link"
    UNLINK = "unlink"
    CREATE = "create"
    ALIAS = "alias"
    EDIT = "edit"
    LOCK = "lock"
    UNLOCK = "unlock"
    JUDGE = "judge"
    SUPPRESS = "suppress"
    TAKEDOWN = "takedown"


class Verdict(TextChoices):
    """What a person says of two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class ReviewKind(TextChoices):
    """What the review queue asks about."""

    LINK = "link"
    PLACE = "place"
    DUPLICATE = "duplicate"
    NAME = "name"


class ReviewState(TextChoices):
    """`stale`: decided elsewhere, or gone, before anybody answered."""

    OPEN = "open"
    DECIDED = "decided"
    STALE = "stale"


class ReviewAnswer(TextChoices):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class JobState(TextChoices):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"


class TokenScope(TextChoices):
    """What an API token may be used for."""

    READ = "read"
    INGEST = "ingest"
    CURATE = "curate"


class RecordKind(TextChoices):
    """The public records, as changes, webhooks and the addresses of the API name them."""

    ARTICLE = "article"
    EVENT = "event"
    ACTOR = "actor"
    LOCATION = "location"
    CLAIM = "claim"
    FIGURE = "figure"
    MENTION = "mention"
    SOURCE = "source"


class ChangeVerb(TextChoices):
    """What became of a public record. `merged`: another answers for it. `horizon`: older changes were removed."""

    CREATED = "created"
    UPDATED = "updated"
    MERGED = "merged"
    DELETED = "deleted"
    HORIZON = "horizon"
