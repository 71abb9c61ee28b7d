"""`manage.py load FILE`: what `dump` wrote, into an empty installation."""

from __future__ import annotations

import gzip
import sys
import zlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError

from events.interop.load import LoadRefused, load_dump


class Command(BaseCommand):
    """Load a dump of the same version; an installation that holds anything of its own is refused."""

    help = "Load FILE of `dump` (.gz is unpacked, - is standard input) into an installation that holds no articles yet."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["file"] == "-":
                rows = load_dump(sys.stdin.buffer)
            else:
                path = Path(options["file"])
                with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
                    rows = load_dump(cast(BinaryIO, file))
        except LoadRefused as refused:
            raise CommandError(f"nothing was changed: {refused}.") from refused
        except (OSError, EOFError, zlib.error) as error:
            raise CommandError(f"nothing was changed: {options['file']}: {error}.") from error
        self.stderr.write(f"Loaded {sum(rows.values()):,} rows of {len(rows)} tables.")
