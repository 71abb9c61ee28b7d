"""The views of the API, one viewset a resource."""

from events.api.views.annotate import AnnotateView
from events.api.views.articles import ArticleViewSet
from events.api.views.changes import ChangesView
from events.api.views.decisions import DecisionViewSet
from events.api.views.events import EventViewSet
from events.api.views.intake import FeedViewSet, RunViewSet
from events.api.views.judgements import (
    ActorJudgementViewSet,
    EventJudgementViewSet,
    LocationJudgementViewSet,
)
from events.api.views.names import MatchView, SuggestView
from events.api.views.resources import (
    ActorViewSet,
    ClaimViewSet,
    FigureViewSet,
    LocationViewSet,
    MentionViewSet,
    SourceViewSet,
)
from events.api.views.root import NotFoundView, RootView
from events.api.views.search import SearchView

__all__ = [
    "ActorJudgementViewSet",
    "ActorViewSet",
    "AnnotateView",
    "ArticleViewSet",
    "ChangesView",
    "ClaimViewSet",
    "DecisionViewSet",
    "EventJudgementViewSet",
    "EventViewSet",
    "FeedViewSet",
    "FigureViewSet",
    "LocationJudgementViewSet",
    "LocationViewSet",
    "MatchView",
    "MentionViewSet",
    "NotFoundView",
    "RootView",
    "RunViewSet",
    "SearchView",
    "SourceViewSet",
    "SuggestView",
]
