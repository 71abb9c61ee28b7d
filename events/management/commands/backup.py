"""`manage.py backup FILE`: everything in one file, while the system runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from newsbase.dump import DumpError, write_dump


class Command(BaseCommand):
    """Dump the database, consistent as of now, into a file for `restore`."""

    help = "Write the whole database into FILE (- for standard output); nothing needs to be stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        target = None if options["file"] == "-" else Path(options["file"]).absolute()
        try:
            write_dump(target, connection.settings_dict)
        except DumpError as error:
            raise CommandError(f"no backup was written: {error}") from error
        if target is not None:
            self.stderr.write(f"Wrote {target} ({target.stat().st_size / 1e6:.1f} MB).")
