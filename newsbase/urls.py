"""The addresses of the site: admin, API, pages."""

from django.contrib import admin
from django.urls import include, path

from newsbase.first_password import ChangePassword

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/password_change/", ChangePassword.as_view(), name="password_change"),
    path("accounts/", include("django.contrib.auth.urls")),
    path("api/", include("events.api.urls")),
    path("", include("events.web.urls")),
]
