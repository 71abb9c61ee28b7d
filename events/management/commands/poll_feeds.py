"""`manage.py poll_feeds`: poll the feeds that are due, or all, now; beat does the same every half minute."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.feeds.poll import PollResult, poll_due, poll_feed
from events.models import Feed


class Command(BaseCommand):
    """Poll feeds and say what each had."""

    help = "Poll feeds that are due; with ids only those, with --all every enabled one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("feed", nargs="*", type=int, metavar="ID")
        parser.add_argument("--all", action="store_true", help="every enabled feed, due or not")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["feed"]
        if options["all"]:
            wanted = list(Feed.objects.filter(enabled=True).order_by("pk").values_list("pk", flat=True))
        if not wanted and not options["all"]:
            self.stdout.write(f"{poll_due(seconds=float('inf'))} feeds were due")
            return
        failed = 0
        for feed_id in wanted:
            result = poll_feed(feed_id)
            failed += bool(result.error)
            self.stdout.write(f"feed {feed_id}: {_describe(result)}")
        if wanted and failed == len(wanted):
            raise CommandError("no feed could be polled; the lines above say why.")


def _describe(result: PollResult) -> str:
    if result.error:
        return result.error
    return "nothing changed" if result.unchanged else f"{result.added} new of {result.entries}"
