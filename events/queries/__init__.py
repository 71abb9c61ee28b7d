"""Reads across the tables, for the pages and the API alike.

`list_*` give querysets with everything that a row shows already selected or prefetched; `get_*_detail` give frozen
records, None when there is nothing to show. All take a constant number of queries, whatever the number of rows. Lists
are paged by `read_page(queryset, *_ORDERS[name], size, cursor)`; filters stand in events/filters.
"""

from events.queries.actors import (
    ACTOR_ORDERS,
    ActorDetail,
    get_actor_detail,
    list_actor_claims,
    list_actor_events,
    list_actors,
)
from events.queries.articles import ARTICLE_ORDERS, ArticleDetail, get_article_detail, list_articles
from events.queries.canonical import find_family, find_survivor, survivor_of
from events.queries.claims import (
    CLAIM_ORDERS,
    FIGURE_ORDERS,
    MENTION_ORDERS,
    ClaimDetail,
    get_claim_detail,
    list_claims,
    list_figures,
    list_mentions,
)
from events.queries.events import (
    EVENT_ORDERS,
    EventDetail,
    get_event_detail,
    list_event_actors,
    list_event_articles,
    list_event_locations,
    list_events,
)
from events.queries.examples import Example, list_examples, show_mentions
from events.queries.facets import Bar, Counts, Facets, FacetValue, Histogram, count_beside
from events.queries.hidden import find_hidden, find_only_mention
from events.queries.history import RecordHistory, get_history, table_of_column
from events.queries.locations import (
    LOCATION_ORDERS,
    LocationDetail,
    get_location_detail,
    list_gazetteer,
    list_location_events,
    list_locations,
)
from events.queries.paging import CursorError, Order, Page, read_page, walk
from events.queries.review import ReviewProgress, count_open, get_review_progress
from events.queries.sides import RECORDS, Side, find_by_name, list_sides
from events.queries.sources import (
    FEED_ORDERS,
    RUN_ORDERS,
    SOURCE_ORDERS,
    RunDetail,
    SourceDetail,
    get_run_detail,
    get_source_detail,
    list_feeds,
    list_run_items,
    list_runs,
    list_sources,
)

__all__ = [
    "ACTOR_ORDERS",
    "ARTICLE_ORDERS",
    "CLAIM_ORDERS",
    "EVENT_ORDERS",
    "FEED_ORDERS",
    "FIGURE_ORDERS",
    "LOCATION_ORDERS",
    "MENTION_ORDERS",
    "RECORDS",
    "RUN_ORDERS",
    "SOURCE_ORDERS",
    "ActorDetail",
    "ArticleDetail",
    "Bar",
    "ClaimDetail",
    "Counts",
    "CursorError",
    "EventDetail",
    "Example",
    "FacetValue",
    "Facets",
    "Histogram",
    "LocationDetail",
    "Order",
    "Page",
    "RecordHistory",
    "ReviewProgress",
    "RunDetail",
    "Side",
    "SourceDetail",
    "count_beside",
    "count_open",
    "find_by_name",
    "find_family",
    "find_hidden",
    "find_only_mention",
    "find_survivor",
    "get_actor_detail",
    "get_article_detail",
    "get_claim_detail",
    "get_event_detail",
    "get_history",
    "get_location_detail",
    "get_review_progress",
    "get_run_detail",
    "get_source_detail",
    "list_actor_claims",
    "list_actor_events",
    "list_actors",
    "list_articles",
    "list_claims",
    "list_event_actors",
    "list_event_articles",
    "list_event_locations",
    "list_events",
    "list_examples",
    "list_feeds",
    "list_figures",
    "list_gazetteer",
    "list_location_events",
    "list_locations",
    "list_mentions",
    "list_run_items",
    "list_runs",
    "list_sides",
    "list_sources",
    "read_page",
    "show_mentions",
    "survivor_of",
    "table_of_column",
    "walk",
]
