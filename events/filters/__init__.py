"""The filters of every list, shared by the pages and the API (DESIGN 7).

`f = EventFilter(request.GET, queryset=list_events())`: `f.qs` is the filtered list, `f.describe_errors()` names wrong
values (they are left out of `f.qs`), `f.find_unknown(known)` names parameters nobody reads.
"""

from events.filters.articles import ArticleFilter
from events.filters.base import StrictFilterSet
from events.filters.decisions import DecisionFilter, JudgementFilter
from events.filters.events import EventFilter
from events.filters.intake import FeedFilter, RunFilter, SourceFilter
from events.filters.registers import ActorFilter, LocationFilter
from events.filters.statements import ClaimFilter, FigureFilter, MentionFilter

__all__ = [
    "ActorFilter",
    "ArticleFilter",
    "ClaimFilter",
    "DecisionFilter",
    "EventFilter",
    "FeedFilter",
    "FigureFilter",
    "JudgementFilter",
    "LocationFilter",
    "MentionFilter",
    "RunFilter",
    "SourceFilter",
    "StrictFilterSet",
]
