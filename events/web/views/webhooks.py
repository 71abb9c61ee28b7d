"""One's own webhooks: made, tested, looked at, switched on and off; and the notices about them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events.alerts import deliver
from events.alerts.dispatch import make_ping
from events.alerts.searches import list_searches
from events.alerts.webhooks import TYPES, change_webhook, list_webhooks, make_webhook, renew_secret
from events.models import Delivery, Notice, SavedSearch, Webhook
from events.selections import SelectionRefused
from events.web.views.curators import user_of
from events.web.views.searches import tell_refusal

SHOWN = 50


class WebhookForm(forms.Form):
    """Where to, and about what: a search of one's own, or kinds of change."""

    name = forms.CharField(max_length=100, label="Name")
    url = forms.CharField(max_length=2000, label="Address", help_text="An https address that takes POST requests.")
    search = forms.ModelChoiceField(SavedSearch.objects.none(), required=False, label="What is new to a saved search")
    types = forms.MultipleChoiceField(
        choices=[(t, t) for t in TYPES], required=False, label="Or changes of records",
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Several may be chosen; <code>event.*</code> is all that happens to events.",
    )  # fmt: skip

    def __init__(self, data: object, user: User, **options: Any) -> None:
        super().__init__(data, **options)  # type: ignore[arg-type]
        self.fields["search"].queryset = list_searches(user)  # type: ignore[attr-defined]


class ChangeForm(WebhookForm):
    enabled = forms.BooleanField(required=False, label="Switched on")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """List the account's webhooks; sent, make one and show its secret, which no other answer holds."""
    user, secret = user_of(request), ""
    form = WebhookForm(request.POST if request.method == "POST" else None, user)
    if request.method == "POST" and form.is_valid():
        try:
            _, secret = make_webhook(user, **form.cleaned_data)
            form = WebhookForm(None, user)
        except SelectionRefused as refused:
            tell_refusal(form, refused)
    context = {"form": form, "webhooks": list_webhooks(user), "secret": secret}
    return render(request, "accounts/webhooks.html", context, status=400 if form.errors else 200)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a webhook and what was sent; sent, change it."""
    user = user_of(request)
    hook = get_object_or_404(list_webhooks(user), pk=pk)
    held = {"name": hook.name, "url": hook.url, "search": hook.search, "types": hook.types, "enabled": hook.enabled}
    form = ChangeForm(request.POST if request.method == "POST" else None, user, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            change_webhook(hook, **form.cleaned_data)
        except SelectionRefused as refused:
            tell_refusal(form, refused)
        else:
            messages.success(request, f"“{hook.name}” is changed.")
            return redirect("webhook", pk)
    return _show(request, hook, form, "", 400 if form.errors else 200)


@login_required
@never_cache
@require_POST
def webhook_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """Renew the signing secret and show it, this once."""
    hook = get_object_or_404(list_webhooks(user_of(request)), pk=pk)
    held = {"name": hook.name, "url": hook.url, "search": hook.search, "types": hook.types, "enabled": hook.enabled}
    return _show(request, hook, ChangeForm(None, user_of(request), initial=held), renew_secret(hook), 200)


@login_required
@require_POST
def webhook_test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message now and say what came back."""
    hook = get_object_or_404(Webhook, pk=pk, user=user_of(request))
    outcome = deliver.send_now(make_ping(hook))
    if outcome.arrived:
        messages.success(request, f"The test message arrived: {outcome.status} after {outcome.milliseconds} ms.")
    else:
        told = f"it answered {outcome.status}" if outcome.status else "it did not arrive"
        messages.error(request, f"The test message failed: {told}. {outcome.error}")
    return redirect("webhook", pk)


@login_required
@require_POST
def webhook_replay(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """Queue a message again."""
    held = get_object_or_404(Delivery, pk=delivery, webhook=pk, webhook__user=user_of(request))
    if deliver.replay(held):
        messages.success(request, "The message is sent again, under the same Idempotency-Key.")
    return redirect("webhook", pk)


@login_required
@require_POST
def webhook_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a webhook go, with what waits for it."""
    hook = get_object_or_404(Webhook, pk=pk, user=user_of(request))
    hook.delete()
    messages.success(request, f"“{hook.name}” is deleted.")
    return redirect("webhooks")


@login_required
@require_POST
def dismiss_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a notice no longer."""
    notice = get_object_or_404(Notice, pk=pk, user=user_of(request))
    Notice.objects.filter(pk=notice.pk, dismissed_at__isnull=True).update(dismissed_at=timezone.now())
    return redirect(notice.path or "searches")


def _show(request: HttpRequest, hook: Webhook, form: forms.Form, secret: str, status: int) -> HttpResponse:
    context = {"hook": hook, "form": form, "secret": secret, "deliveries": hook.deliveries.order_by("-pk")[:SHOWN]}
    return render(request, "accounts/webhook.html", context, status=status)
