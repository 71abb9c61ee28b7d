"""`manage.py load_gazetteer`: towns, regions, countries and areas into the database, once a version of the data."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from events.interop.geonames import load_gazetteer


class Command(BaseCommand):
    """Load the gazetteer; does nothing, within a second, when this version is loaded already."""

    help = "Load the gazetteer (GeoNames places, regions, countries) unless this version of it is loaded."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="load again though this version is there")

    def handle(self, *args: Any, **options: Any) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
            task = progress.add_task("Gazetteer", total=None)

            def show(what: str, done: int, total: int) -> None:
                progress.update(task, description=f"Gazetteer: {what}", completed=done, total=total or None)

            loaded = load_gazetteer(show, force=options["force"])
        if not loaded.was_current:
            self.stderr.write(
                f"Gazetteer loaded: {loaded.inserted:,} places new, {loaded.updated:,} changed, "
                f"{loaded.names:,} names ({loaded.version})"
            )
        elif options["verbosity"] > 1:
            self.stderr.write(f"Gazetteer is current ({loaded.version})")
