"""`manage.py load_vocabulary`: the shipped well-known actors into the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from events.interop.vocabulary import load_vocabulary


class Command(BaseCommand):
    """Load or update the vocabulary; does nothing when it is up to date."""

    help = "Load the shipped vocabulary of well-known actors (quick when it is loaded already)."

    def handle(self, *args: Any, **options: Any) -> None:
        count = load_vocabulary()
        if count:
            self.stderr.write(f"Loaded the vocabulary: {count} actors.", style_func=str)
