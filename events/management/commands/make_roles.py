"""`manage.py make_roles`: the groups reader, curator and admin with their permissions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events.accounts import ensure_roles


class Command(BaseCommand):
    """Make the groups, or add what they lack; `up` does it at each start."""

    help = "Make the groups reader, curator and admin, or add the permissions that they lack."

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_roles()
