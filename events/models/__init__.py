"""The tables, one file each."""

from events.models.actor import Actor, ActorName
from events.models.article import (
    VECTOR_SIZE,
    Article,
    ArticleReading,
    ArticleRevision,
    ArticleSearch,
    ArticleSignature,
    ArticleVector,
)
from events.models.claim import Claim, ClaimLink
from events.models.event import Event, EventActor, EventArticle, EventLocation, EventVector
from events.models.feed import Feed
from events.models.figure import Figure
from events.models.ingest_run import IngestRun, RunItem
from events.models.location import DataVersion, Location, LocationName
from events.models.mention import Mention
from events.models.source import Source
from events.models.work import ArticleWork

__all__ = [
    "VECTOR_SIZE",
    "Actor",
    "ActorName",
    "Article",
    "ArticleReading",
    "ArticleRevision",
    "ArticleSearch",
    "ArticleSignature",
    "ArticleVector",
    "ArticleWork",
    "Claim",
    "ClaimLink",
    "DataVersion",
    "Event",
    "EventActor",
    "EventArticle",
    "EventLocation",
    "EventVector",
    "Feed",
    "Figure",
    "IngestRun",
    "Location",
    "LocationName",
    "Mention",
    "RunItem",
    "Source",
]
