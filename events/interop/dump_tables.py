"""What a dump holds: every table of the knowledge base, and nothing that belongs to accounts or to one installation."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

# Of accounts (tokens, searches, webhooks …), or true of one installation only (its changes, what it knows of hosts).
KEPT_AT_HOME = frozenset(
    {
        "ApiToken",
        "Change",
        "Delivery",
        "Export",
        "HostPace",
        "Notice",
        "ReviewMark",
        "SavedSearch",
        "SearchHit",
        "Webhook",
    }
)
APP = "events"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns in order; those of accounts are dumped as NULL. `keys` order its rows."""

    name: str
    columns: tuple[str, ...]
    of_accounts: frozenset[str]
    keys: tuple[str, ...]

    def select(self) -> str:
        """The query of all rows, in an order that does not depend on where they lie."""
        told = ", ".join(f"NULL AS {quote(c)}" if c in self.of_accounts else quote(c) for c in self.columns)
        order = ", ".join(map(quote, self.keys))
        return f"SELECT {told} FROM {quote(self.name)} ORDER BY {order}"  # noqa: S608 - names of our own models

    @property
    def target(self) -> str:
        return f"{quote(self.name)} ({', '.join(map(quote, self.columns))})"


def list_tables() -> list[Table]:
    """The tables of a dump, by name."""
    found = []
    for model in apps.get_app_config(APP).get_models():
        if model.__name__ in KEPT_AT_HOME or model._meta.proxy or not model._meta.managed:
            continue
        # A composite key is no column of its own.
        fields = [field for field in model._meta.concrete_fields if field.column]
        users = frozenset(str(field.column) for field in fields if field.related_model is User)
        keys = tuple(str(field.column) for field in model._meta.pk_fields)
        found.append(Table(model._meta.db_table, tuple(str(field.column) for field in fields), users, keys))
    return sorted(found, key=lambda table: table.name)


def list_migrations() -> list[str]:
    """The migrations that this database has, by name: two databases with the same ones have the same tables."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(name for app, name in applied if app == APP)


def quote(name: str) -> str:
    return connection.ops.quote_name(name)
