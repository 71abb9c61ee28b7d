"""The addresses of the API: /api/v1/, its schema and its documentation."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from events.api import views

router = SimpleRouter()
router.register("articles", views.ArticleViewSet, "article")
router.register("events", views.EventViewSet, "event")
router.register("actors", views.ActorViewSet, "actor")
router.register("locations", views.LocationViewSet, "location")
router.register("claims", views.ClaimViewSet, "claim")
router.register("figures", views.FigureViewSet, "figure")
router.register("mentions", views.MentionViewSet, "mention")
router.register("sources", views.SourceViewSet, "source")
router.register("feeds", views.FeedViewSet, "feed")
router.register("runs", views.RunViewSet, "run")
router.register("decisions", views.DecisionViewSet, "decision")
router.register("judgements/actors", views.ActorJudgementViewSet, "actorjudgement")
router.register("judgements/events", views.EventJudgementViewSet, "eventjudgement")
router.register("judgements/locations", views.LocationJudgementViewSet, "locationjudgement")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(permission_classes=[]), name="api-schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema", permission_classes=[]), name="api-docs"),
    path("v1/", views.RootView.as_view(), name="api-root"),
    path("v1/annotate/", views.AnnotateView.as_view(), name="api-annotate"),
    path("v1/changes/", views.ChangesView.as_view(), name="api-changes"),
    path("v1/match/", views.MatchView.as_view(), name="api-match"),
    path("v1/suggest/", views.SuggestView.as_view(), name="api-suggest"),
    path("v1/search/", views.SearchView.as_view(), name="api-search"),
    path("v1/", include(router.urls)),
    path("v1/", include("events.api.owned_urls")),
    path("v1/reconcile/", include("events.api.reconcile_urls")),
    re_path(r"^[\s\S]*$", views.NotFoundView.as_view()),
]
