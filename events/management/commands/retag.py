"""`manage.py retag`: have stored articles read again, in the background, by the tagger of the settings."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from events.intake.documents import InvalidDocument, parse_outlet, parse_published
from events.models import Source
from events.nudge import nudge_concluder, nudge_readers
from events.pipeline.read import tagger
from events.pipeline.retag import Selection, count_on_their_way, queue_again, select_articles
from newsbase.own_worker import worker_at_hand

POLL_SECONDS = 0.5
NUDGE_EVERY = 10  # polls: a nudge that was lost costs five seconds


class Command(BaseCommand):
    """Read stored articles again; what people decided, and every id whose words stay, is kept."""

    help = "Read stored articles again with the present tagger: by default those that another version has read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also those that this version has read already")
        parser.add_argument(
            "--since", metavar="DATE", default="", help="only articles published since, such as 2022-01-24"
        )
        parser.add_argument("--source", metavar="DOMAIN", default="", help="only articles of this outlet")
        parser.add_argument("--no-wait", action="store_true", help="leave them to the running workers and return")

    def handle(self, *args: Any, **options: Any) -> None:
        selection = self.read_selection(options)
        count = queue_again(select_articles(selection))
        self.stderr.write(f"{count} articles to be read again by {tagger().version}.", style_func=str)
        if count and not options["no_wait"]:
            with worker_at_hand():
                wait_for_all()

    def read_selection(self, options: dict[str, Any]) -> Selection:
        """Check the options; raises CommandError naming the one that is wrong."""
        try:
            since, _ = parse_published(options["since"])
        except InvalidDocument as error:
            raise CommandError(
                f"--since {options['since']!r} is not a date; expected something like 2022-01-24."
            ) from error
        domain = parse_outlet(options["source"])
        if domain and not Source.objects.filter(domain=domain).exists():
            raise CommandError(f"--source {domain!r} is the domain of no outlet; /sources/ lists them.")
        return Selection(since, domain, "" if options["all"] else tagger().version)


def wait_for_all() -> None:
    """Show progress until nothing is on its way any more."""
    columns = (TextColumn("Reading again"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        total = left = count_on_their_way()
        task = bar.add_task("", total=total)
        polls = 0
        while left:
            time.sleep(POLL_SECONDS)
            polls += 1
            if polls % NUDGE_EVERY == 0:
                nudge_readers()
                nudge_concluder()
            left = count_on_their_way()
            bar.update(task, completed=max(total - left, 0))
