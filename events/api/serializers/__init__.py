"""Records as the API shows them: one serializer a resource, related records in short form."""

from events.api.serializers.articles import ArticleDetailSerializer, ArticleSerializer
from events.api.serializers.decisions import DecisionDetailSerializer, DecisionSerializer
from events.api.serializers.events import (
    EventActorSerializer,
    EventArticleSerializer,
    EventDetailSerializer,
    EventLinkSerializer,
    EventSerializer,
)
from events.api.serializers.intake import (
    FeedSerializer,
    RunDetailSerializer,
    RunItemSerializer,
    RunSerializer,
    SourceSerializer,
)
from events.api.serializers.judgements import (
    ActorJudgementSerializer,
    EventJudgementSerializer,
    LocationJudgementSerializer,
)
from events.api.serializers.registers import ActorSerializer, LocationSerializer
from events.api.serializers.statements import (
    ClaimBearingSerializer,
    ClaimSerializer,
    FigureSerializer,
    MentionSerializer,
)

__all__ = [
    "ActorJudgementSerializer",
    "ActorSerializer",
    "ArticleDetailSerializer",
    "ArticleSerializer",
    "ClaimBearingSerializer",
    "ClaimSerializer",
    "DecisionDetailSerializer",
    "DecisionSerializer",
    "EventActorSerializer",
    "EventArticleSerializer",
    "EventDetailSerializer",
    "EventJudgementSerializer",
    "EventLinkSerializer",
    "EventSerializer",
    "FeedSerializer",
    "FigureSerializer",
    "LocationJudgementSerializer",
    "LocationSerializer",
    "MentionSerializer",
    "RunDetailSerializer",
    "RunItemSerializer",
    "RunSerializer",
    "SourceSerializer",
]
