"""Everybody who may ask the API, what each may do, and what needs a right: for tests that ask every address."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import User

from events.api.urls import router
from events.tokens import issue_token
from tests import factories as make

CAST: dict[str, set[str]] = {
    "anonymous": set(),
    "reader": {"account"},
    "ingester": {"account", "ingest"},
    "curator": {"account", "curate"},
    "admin": {"account", "ingest", "curate"},
}
# Writes that need a right; a POST that is not here only asks, and everybody who reads may.
NEEDS = {
    ("post", "/api/v1/articles/"): "ingest",
    ("post", "/api/v1/feeds/"): "ingest",
    ("post", "/api/v1/decisions/"): "curate",
    ("post", "/api/v1/decisions/{id}/undo/"): "curate",
}
ASKS = {"/api/v1/events/for-text/", "/api/v1/annotate/", "/api/v1/match/", "/api/v1/reconcile/"}
# What belongs to an account alone.
OWNED = ("/api/v1/searches/", "/api/v1/webhooks/", "/api/v1/exports/")


def make_keys() -> dict[str, str]:
    """An Authorization header for each of the cast ("" for nobody); the admin's account may do everything."""
    keys = {"anonymous": ""}
    for name, rights in CAST.items():
        if name != "anonymous":
            scopes = sorted(rights - {"account"})
            user = make.UserFactory(username=name, permissions=scopes, is_superuser=name == "admin")
            keys[name] = f"Token {issue_token(user, name, ['read', *scopes])[1]}"
    return keys


def give(user: User) -> dict[str, int]:
    """A saved search, a webhook with a message and an export of this account: their ids by the name in the path."""
    hook = make.WebhookFactory(user=user)
    found = {"searches": make.SavedSearchFactory(user=user), "webhooks": hook, "exports": make.ExportFactory(user=user)}
    return {name: row.pk for name, row in found.items()} | {"deliveries": make.DeliveryFactory(webhook=hook).pk}


def find_ids() -> dict[str, int]:
    """An id for every kind of record that the paths name and the world holds."""
    found = {}
    for prefix, view, _ in router.registry:
        row = view.listings["list"].rows().order_by("pk").first()
        found |= {prefix: row.pk} if row else {}
    return found


def count_rows() -> dict[str, int]:
    """How many rows each table of ours holds, but the tokens', which note when they were last used, and those of the limits,
    which count who asks."""
    tables = [model for model in apps.get_app_config("events").get_models() if model.__name__ != "RateBucket"]
    return {model.__name__: model._default_manager.count() for model in tables}
