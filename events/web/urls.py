"""The addresses of the pages."""

from django.urls import path, register_converter

from events.web.converters import RecordIdConverter
from events.web.views import (
    actors,
    articles,
    claims,
    correct,
    decide_claims,
    events,
    history,
    ingest,
    locations,
    merge,
    review,
    runs,
    site,
    sources,
    split,
)

register_converter(RecordIdConverter, "id")

urlpatterns = [
    path("", events.event_list, name="event_list"),
    path("map/", events.event_map, name="event_map"),
    path("timeline/", events.event_timeline, name="event_timeline"),
    path("events/<id:pk>/", events.event_detail, name="event_detail"),
    path("articles/", articles.article_list, name="article_list"),
    path("articles/<id:pk>/", articles.article_detail, name="article_detail"),
    path("articles/<id:pk>/revisions/", articles.article_revisions, name="article_revisions"),
    path("articles/<id:pk>/correct/", correct.article_correct, name="article_correct"),
    path("actors/", actors.actor_list, name="actor_list"),
    path("actors/<id:pk>/", actors.actor_detail, name="actor_detail"),
    path("locations/", locations.location_list, name="location_list"),
    path("locations/<id:pk>/", locations.location_detail, name="location_detail"),
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/<id:pk>/", claims.claim_detail, name="claim_detail"),
    path("claims/<id:pk>/decide/", decide_claims.claim_decide, name="claim_decide"),
    path("sources/", sources.source_list, name="source_list"),
    path("sources/<id:pk>/", sources.source_detail, name="source_detail"),
    path("runs/", runs.run_list, name="run_list"),
    path("runs/<id:pk>/", runs.run_detail, name="run_detail"),
    path("ingest/", ingest.ingest_form, name="ingest_form"),
    path("actors/<id:pk>/history/", history.record_history, {"table": "actor"}, name="actor_history"),
    path("locations/<id:pk>/history/", history.record_history, {"table": "location"}, name="location_history"),
    path("events/<id:pk>/history/", history.record_history, {"table": "event"}, name="event_history"),
    path("decisions/<id:pk>/undo/", history.undo_decision, name="undo_decision"),
    path("merge/<str:table>/", merge.merge_records, name="merge"),
    path("actors/<id:pk>/split/", split.actor_split, name="actor_split"),
    path("jobs/<id:pk>/", split.curation_job, name="curation_job"),
    path("review/", review.review_queue, name="review"),
    path("review/take-back/", review.review_take_back, name="review_take_back"),
    path("review/<id:pk>/", review.review_answer, name="review_answer"),
    path("search/", site.search, name="search"),
    path("status/", site.status, name="status"),
    path("demo/", site.demo, name="demo"),
    path("demo/remove/", site.demo_remove, name="demo_remove"),
]
