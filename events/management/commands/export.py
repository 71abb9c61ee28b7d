"""`manage.py export KIND`: stream a table in its bulk format to standard output."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from events.exports import KINDS, export_rows, write_rows
from events.exports.write import FORMATS


class Command(BaseCommand):
    """Export articles, mentions, claims, figures, events, actors or locations."""

    help = "Stream one kind of record as JSON Lines or CSV to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("--format", choices=FORMATS, default="jsonl")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogatepass", newline="")  # type: ignore[union-attr]
        with transaction.atomic():  # one snapshot, and a server-side cursor that lives as long as it
            write_rows(export_rows(options["kind"]), options["format"], sys.stdout)
        sys.stdout.flush()
