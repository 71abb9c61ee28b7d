"""`manage.py import_actors FILE`: actors out of FollowTheMoney, Wikidata or CSV; docs/how-to/import-actors.md."""

from __future__ import annotations

import bz2
import gzip
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from events.ground import ensure_ground
from events.interop.actor_csv import read_actor_csv
from events.interop.actor_records import Record, Refused, cut_lines
from events.interop.follow_the_money import read_follow_the_money
from events.interop.import_actors import Report, import_records
from events.interop.wikidata import read_wikidata

READERS: dict[str, Callable[[Iterable[bytes]], Iterator[Record | Refused]]] = {
    "ftm": read_follow_the_money,
    "wikidata": read_wikidata,
    "csv": read_actor_csv,
}
OPENERS: dict[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open}
LINES_TO_GUESS = 5
SHOWN = 20


class Command(BaseCommand):
    """Take actors in from a data set; prints what became of them, and why a line was refused."""

    help = "Import actors from FollowTheMoney or Wikidata JSON lines or CSV (also .gz and .bz2; - is standard input)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--format", choices=["auto", *READERS], default="auto")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_ground()
        report = Report()
        try:
            with _open(options["file"]) as file:
                lines = cut_lines(file)
                first = list(islice(lines, LINES_TO_GUESS))
                chosen = options["format"] if options["format"] != "auto" else guess_format(first)
                import_records(READERS[chosen](chain(first, lines)), report, dry_run=options["dry_run"])
        except (OSError, EOFError) as error:
            self._tell(report, options["dry_run"])
            raise CommandError(f"{options['file']}: {error}; what was read before is stored.") from error
        except KeyboardInterrupt:
            self._tell(report, options["dry_run"])
            raise
        self._tell(report, options["dry_run"])
        if report.refused and not (report.new or report.updated or report.unchanged or report.left_alone):
            raise CommandError(f"no actor was accepted as {chosen}; the lines above say why, --format chooses another.")

    def _tell(self, report: Report, dry_run: bool) -> None:
        told = "would be " if dry_run else ""
        lines = [
            f"{told}new {report.new:,}, updated {report.updated:,}, unchanged {report.unchanged:,}, "
            f"left alone (merged) {report.left_alone:,}, no actors {report.skipped:,}, refused {report.refused:,}"
        ]
        lines += [f"line {refusal.line}: {refusal.reason}" for refusal in report.refusals[:SHOWN]]
        if report.refused > SHOWN:
            lines.append(f"… and {report.refused - SHOWN:,} refused lines more")
        self.stderr.write("\n".join(lines), style_func=str)


def guess_format(first: list[bytes]) -> str:
    """Tell the format from the first lines of a file."""
    for raw in first:
        line = raw.decode("utf-8", "replace").lstrip("\ufeff").strip()
        if line.startswith("[") or (line.startswith("{") and ('"labels"' in line or '"claims"' in line)):
            return "wikidata"
        if line.startswith("{"):
            return "ftm"
        if line:
            return "csv"
    return "csv"


@contextmanager
def _open(path: str) -> Iterator[BinaryIO]:
    if path == "-":
        yield sys.stdin.buffer
        return
    with OPENERS.get(Path(path).suffix, open)(path, "rb") as file:
        yield file
