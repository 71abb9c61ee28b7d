"""The addresses of the site: admin, API, pages."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("django.contrib.auth.urls")),
    path("api/", include("events.api.urls")),
    path("", include("events.web.urls")),
]
