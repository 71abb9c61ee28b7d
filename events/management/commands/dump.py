"""`manage.py dump FILE`: the whole knowledge base in one file, to be loaded into another installation."""

from __future__ import annotations

import gzip
import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.core.management.base import BaseCommand, CommandError

from events.interop.dump import write_dump


class Command(BaseCommand):
    """Write articles, records, decisions and history; accounts and what belongs to them stay here."""

    help = "Write the knowledge base into FILE (.gz packs it, - is standard output) for `load` on another installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] == "-":
            rows = write_dump(sys.stdout.buffer)
            sys.stdout.buffer.flush()
        else:
            rows = self._write_file(Path(options["file"]).absolute())
        self.stderr.write(f"Wrote {sum(rows.values()):,} rows of {len(rows)} tables.")

    def _write_file(self, target: Path) -> dict[str, int]:
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                if target.suffix == ".gz":
                    # Without name and time, so that the same content gives the same file.
                    with gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
                        rows = write_dump(cast(BinaryIO, packed))
                else:
                    rows = write_dump(file)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        except OSError as error:
            raise CommandError(f"no dump was written: {target}: {error.strerror or error}") from error
        finally:
            draft.unlink(missing_ok=True)
        return rows
