"""The addresses of what belongs to an account."""

from rest_framework.routers import SimpleRouter

from events.api.views.exports import ExportViewSet
from events.api.views.saved_searches import SavedSearchViewSet
from events.api.views.webhooks import WebhookViewSet

router = SimpleRouter()
router.register("exports", ExportViewSet, "export")
router.register("searches", SavedSearchViewSet, "savedsearch")
router.register("webhooks", WebhookViewSet, "webhook")

urlpatterns = router.urls
