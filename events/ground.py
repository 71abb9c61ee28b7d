"""What must be in a database before articles are read: tables, gazetteer, vocabulary. Idempotent, quick when there."""

from __future__ import annotations

from django.core.management import call_command

from events.accounts import ensure_roles


def ensure_ground() -> None:
    """Bring all of it up to date; progress goes to standard error."""
    call_command("migrate", verbosity=0, interactive=False)
    ensure_roles()
    call_command("load_gazetteer")
    call_command("load_vocabulary")
