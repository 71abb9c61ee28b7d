"""The tables, one file each."""

from events.models.act import Act, ActParty
from events.models.actor import Actor, ActorName
from events.models.actor_judgement import ActorJudgement
from events.models.api_token import ApiToken
from events.models.article import (
    MEANING_SIZE,
    VECTOR_SIZE,
    Article,
    ArticleMeaning,
    ArticleReading,
    ArticleRevision,
    ArticleSearch,
    ArticleSignature,
    ArticleVector,
)
from events.models.article_fetch import ArticleFetch
from events.models.change import Change
from events.models.claim import Claim, ClaimActor, ClaimKeys, ClaimLink, ClaimLocation
from events.models.curation_job import CurationJob
from events.models.day_counts import ActorDay, LocationDay
from events.models.decision import Decision
from events.models.delivery import Delivery
from events.models.event import (
    Event,
    EventActor,
    EventArticle,
    EventLink,
    EventLocation,
    EventSentence,
    EventVector,
)
from events.models.event_judgement import EventJudgement
from events.models.export import Export
from events.models.feed import Feed
from events.models.figure import Figure, FigureLink
from events.models.history import ActorHistory, ActorNameHistory, DecisionHistory, EventHistory, LocationHistory
from events.models.host import HostPace
from events.models.ingest_run import IngestRun, RunItem
from events.models.location import DataVersion, Location, LocationName
from events.models.location_judgement import LocationJudgement
from events.models.mention import Mention
from events.models.notice import Notice
from events.models.profile import ArticleProfile, EventProfile
from events.models.rate_bucket import RateBucket
from events.models.review_item import ReviewItem, ReviewMark
from events.models.saved_search import SavedSearch, SearchHit
from events.models.source import Source
from events.models.takedown import Takedown
from events.models.tally import Tally
from events.models.webhook import Webhook
from events.models.work import ArticleWork

__all__ = [
    "MEANING_SIZE",
    "VECTOR_SIZE",
    "Act",
    "ActParty",
    "Actor",
    "ActorDay",
    "ActorHistory",
    "ActorJudgement",
    "ActorName",
    "ActorNameHistory",
    "ApiToken",
    "Article",
    "ArticleFetch",
    "ArticleMeaning",
    "ArticleProfile",
    "ArticleReading",
    "ArticleRevision",
    "ArticleSearch",
    "ArticleSignature",
    "ArticleVector",
    "ArticleWork",
    "Change",
    "Claim",
    "ClaimActor",
    "ClaimKeys",
    "ClaimLink",
    "ClaimLocation",
    "CurationJob",
    "DataVersion",
    "Decision",
    "DecisionHistory",
    "Delivery",
    "Event",
    "EventActor",
    "EventArticle",
    "EventHistory",
    "EventJudgement",
    "EventLink",
    "EventLocation",
    "EventProfile",
    "EventSentence",
    "EventVector",
    "Export",
    "Feed",
    "Figure",
    "FigureLink",
    "HostPace",
    "IngestRun",
    "Location",
    "LocationDay",
    "LocationHistory",
    "LocationJudgement",
    "LocationName",
    "Mention",
    "Notice",
    "RateBucket",
    "ReviewItem",
    "ReviewMark",
    "RunItem",
    "SavedSearch",
    "SearchHit",
    "Source",
    "Takedown",
    "Tally",
    "Webhook",
]
