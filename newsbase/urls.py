"""The addresses of the site: admin, API, pages."""

from django.contrib import admin
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeDoneView
from django.urls import include, path

from events.web.views.metrics import metrics
from events.web.views.tokens import revoke_token, tokens
from newsbase.first_password import ChangePassword

urlpatterns = [
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
    path("accounts/password_change/", ChangePassword.as_view(), name="password_change"),
    # Not all of django.contrib.auth.urls: a reset by mail needs a mail server, which an installation need not have.
    path("accounts/password_change/done/", PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("accounts/tokens/", tokens, name="tokens"),
    path("accounts/tokens/<int:pk>/revoke/", revoke_token, name="revoke_token"),
    path("accounts/", include("events.web.account_urls")),
    path("accounts/login/", LoginView.as_view(), name="login"),
    path("accounts/logout/", LogoutView.as_view(), name="logout"),
    path("api/", include("events.api.urls")),
    path("", include("events.web.urls")),
]
