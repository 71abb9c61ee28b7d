"""One's own API tokens: made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.models import ApiToken
from events.models.choices import TokenScope
from events.tokens import RIGHTS, TokenRefused, issue_token
from events.web.views.curators import user_of

LIFETIMES = (("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "until it is revoked"))


class TokenForm(forms.Form):
    """What a new token is for; only what the account may do is offered."""

    name = forms.CharField(max_length=100, label="What it is for", help_text="Such as the program that will use it.")
    scopes = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, label="It may", initial=[TokenScope.READ])
    days = forms.ChoiceField(choices=LIFETIMES, required=False, initial="90", label="It is good for")

    def __init__(self, data: object, user: User) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        held = [scope for scope in TokenScope if scope not in RIGHTS or user.has_perm(RIGHTS[scope])]
        self.fields["scopes"].choices = [(scope.value, scope.value) for scope in held]  # type: ignore[attr-defined]


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the account's tokens; sent, make one and show its key, which no other answer ever holds."""
    user, key = user_of(request), ""
    form = TokenForm(request.POST if request.method == "POST" else None, user)
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        until = timezone.now() + timedelta(days=int(days)) if days else None
        try:
            _, key = issue_token(user, form.cleaned_data["name"], form.cleaned_data["scopes"], until)
            form = TokenForm(None, user)
        except TokenRefused as refused:
            form.add_error(None, str(refused))
    held = ApiToken.objects.filter(user=user).order_by("pk")
    context = {"form": form, "tokens": held, "key": key, "now": timezone.now()}
    return render(request, "registration/tokens.html", context, status=200 if not form.errors else 400)


@login_required
@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete one of the account's own tokens."""
    token = get_object_or_404(ApiToken, pk=pk, user=user_of(request))
    token.delete()
    messages.success(request, f"The token {token.name} is revoked: programs that use it are refused from now on.")
    return redirect("tokens")
