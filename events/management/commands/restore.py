"""`manage.py restore FILE`: what `backup` wrote, in the place of what is there."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections

from events.models import Article
from newsbase.dump import DumpError, read_dump


class Command(BaseCommand):
    """Restore a backup of this or an older version; what is not empty is only replaced on demand."""

    help = (
        "Put a backup (- for standard input) in the place of the database's content, then migrate. Stop workers before."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="throw away the articles that are stored now")

    def handle(self, *args: Any, **options: Any) -> None:
        stored = count_articles()
        if stored and not options["replace"]:
            raise CommandError(f"the database holds {stored} articles; give --replace to lose them for the backup's.")
        connections.close_all()
        try:
            source = None if options["file"] == "-" else Path(options["file"]).absolute()
            read_dump(source, connection.settings_dict)
        except DumpError as error:
            raise CommandError(f"nothing was changed: {error}") from error
        call_command("migrate", verbosity=0, interactive=False)
        self.stderr.write(f"Restored {count_articles()} articles.")


def count_articles() -> int:
    """Count what is stored; a database without our tables holds none."""
    try:
        return Article.objects.count()
    except DatabaseError:
        return 0
