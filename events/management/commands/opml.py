"""`manage.py opml FILE` takes a list of feeds in; `manage.py opml --export` writes ours."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.interop.opml import MAX_BYTES, NotOpml, import_feeds, read_opml, write_opml
from events.models import Feed
from events.pipeline.fetch_settings import policy_from_settings


class Command(BaseCommand):
    """Subscribe to the feeds of an OPML file, or write one of the feeds that are polled."""

    help = "Add the feeds of FILE (OPML, - is standard input), or with --export write ours to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", nargs="?")
        parser.add_argument("--export", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["export"] == bool(options["file"]):
            raise CommandError("give a FILE to take in, or --export to write ours.")
        if options["export"]:
            feeds = Feed.objects.filter(enabled=True).select_related("source").order_by("pk")
            self.stdout.write(write_opml(feeds).decode(), ending="")
            return
        try:
            if options["file"] == "-":
                data = sys.stdin.buffer.read(MAX_BYTES + 1)
            else:
                with Path(options["file"]).open("rb") as file:
                    data = file.read(MAX_BYTES + 1)
            report = import_feeds(read_opml(data), policy_from_settings())
        except (OSError, NotOpml) as error:
            raise CommandError(f"{options['file']}: {error}.") from error
        for url, why in report.refused:
            self.stderr.write(f"left out: {url}: {why}", style_func=str)
        self.stdout.write(f"{report.added} added, {report.known} known already, {len(report.refused)} left out")
