"""The addresses of the reconciliation service."""

from django.urls import path, re_path

from events.api.views.reconcile import (
    ReconcilePropertiesView,
    ReconcileSuggestView,
    ReconcileView,
    ReconcileViewView,
)

urlpatterns = [
    path("", ReconcileView.as_view(), name="api-reconcile"),
    re_path("^suggest/(?P<what>entity|type|property)/$", ReconcileSuggestView.as_view(), name="api-reconcile-suggest"),
    path("properties/", ReconcilePropertiesView.as_view(), name="api-reconcile-properties"),
    path("view/<slug:entity>/", ReconcileViewView.as_view(), name="api-reconcile-view"),
]
