"""The addresses of the pages."""

from django.urls import path, register_converter

from events.web.converters import RecordIdConverter
from events.web.views import actors, articles, claims, events, ingest, locations, runs, site, sources

register_converter(RecordIdConverter, "id")

urlpatterns = [
    path("", events.event_list, name="event_list"),
    path("events/<id:pk>/", events.event_detail, name="event_detail"),
    path("articles/", articles.article_list, name="article_list"),
    path("articles/<id:pk>/", articles.article_detail, name="article_detail"),
    path("actors/", actors.actor_list, name="actor_list"),
    path("actors/<id:pk>/", actors.actor_detail, name="actor_detail"),
    path("locations/", locations.location_list, name="location_list"),
    path("locations/<id:pk>/", locations.location_detail, name="location_detail"),
    path("claims/", claims.claim_list, name="claim_list"),
    path("claims/<id:pk>/", claims.claim_detail, name="claim_detail"),
    path("sources/", sources.source_list, name="source_list"),
    path("sources/<id:pk>/", sources.source_detail, name="source_detail"),
    path("runs/", runs.run_list, name="run_list"),
    path("runs/<id:pk>/", runs.run_detail, name="run_detail"),
    path("ingest/", ingest.ingest_form, name="ingest_form"),
    path("search/", site.search, name="search"),
    path("status/", site.status, name="status"),
    path("demo/", site.demo, name="demo"),
    path("demo/remove/", site.demo_remove, name="demo_remove"),
]
