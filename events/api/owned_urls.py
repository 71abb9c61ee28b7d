"""The addresses of what belongs to an account."""

from rest_framework.routers import SimpleRouter

from events.api.views.saved_searches import SavedSearchViewSet

router = SimpleRouter()
router.register("searches", SavedSearchViewSet, "savedsearch")

urlpatterns = router.urls
