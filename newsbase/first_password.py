"""Nobody works on with a password that was shown on a terminal: it must be changed at the first login."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.models import User
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from events.accounts import must_change_password, settle_password

SESSION_KEY = "password_is_own"
PASSWORD_FILE = "first_password"  # noqa: S105 - in NEWSBASE_HOME, where `up` had no terminal to show the password on


class RequireOwnPassword:
    """Send a user who must change the password to the form for it; costs one query a session, then none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated or request.session.get(SESSION_KEY):
            return self.get_response(request)
        if not must_change_password(request.user):
            request.session[SESSION_KEY] = True
            return self.get_response(request)
        change = reverse("password_change")
        if request.path in {change, reverse("logout"), reverse("admin:logout")}:
            return self.get_response(request)
        if request.path.startswith("/api/"):
            return HttpResponse("Change your password first.", status=403, content_type="text/plain; charset=utf-8")
        return HttpResponseRedirect(change)


class ChangePassword(PasswordChangeView):
    """Django's form; afterwards the user is no longer asked."""

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """Store the new password, unless it is the old one, and lift the demand."""
        user = cast(User, self.request.user)
        if user.check_password(form.cleaned_data["new_password1"]):
            form.add_error("new_password1", "This is the password you have; choose another.")
            return self.form_invalid(form)
        answer = super().form_valid(form)
        settle_password(user)
        if user.is_superuser:
            (settings.NEWSBASE_HOME / PASSWORD_FILE).unlink(missing_ok=True)
        return answer
