"""`manage.py conclude [--all]`: conclude what was read; with --all everything again, in order of publication."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from events.ground import ensure_ground
from events.pipeline.conclude import conclude_batch
from events.pipeline.conclude_all import conclude_all
from events.pipeline.heal import heal_events


class Command(BaseCommand):
    """Resolve names, find claims and place articles in events."""

    help = "Conclude what was read; --all: everything again, so that the same articles give the same events."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="conclude every article again, in order of publication")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_ground()
        waiting = 0
        while batch := conclude_batch():
            waiting += batch
        heal_events()
        self.stderr.write(f"concluded {waiting} articles that waited", style_func=str)
        if options["all"]:
            moved = conclude_all(self._tell)
            self.stderr.write(f"{moved} articles changed their event", style_func=str)

    def _tell(self, done: int, total: int) -> None:
        self.stderr.write(f"concluded {done} of {total} again", style_func=str)
