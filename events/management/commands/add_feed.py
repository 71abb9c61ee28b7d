"""`manage.py add_feed URL`: subscribe to a feed, or to the feed that a page names."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.feeds.add import add_feed
from events.feeds.entries import NotAFeed
from events.feeds.poll import poll_feed
from events.pipeline.errors import Reject, Retry
from events.pipeline.fetch_settings import policy_from_settings


class Command(BaseCommand):
    """Fetch an address, check that it is a feed, store it, and take in what it has now."""

    help = "Add a feed by its address, or by the address of a page that names one; polled by beat from then on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("url", metavar="URL")
        parser.add_argument("--title", default="", help="instead of the feed's own")
        parser.add_argument("--no-poll", action="store_true", help="leave its first poll to beat")

    def handle(self, *args: Any, **options: Any) -> None:
        policy = policy_from_settings()
        try:
            added = add_feed(options["url"], policy, options["title"])
        except (Reject, Retry, NotAFeed) as error:
            raise CommandError(f"{options['url']} was not added. {error}") from None
        feed = added.feed
        if added.named_by:
            self.stderr.write(f"{added.named_by} is a page; it names this feed: {feed.url}")
        if added.content.problem:
            self.stderr.write(f"the feed is read, though it breaks its format: {added.content.problem}")
        state = "added" if added.created else "known already"
        self.stdout.write(f"feed {feed.pk} {state}: {feed} ({len(added.content.entries)} entries)")
        if options["no_poll"]:
            return
        result = poll_feed(feed.pk, policy)
        if result.error:
            raise CommandError(f"feed {feed.pk} could not be polled: {result.error}")
        self.stdout.write(f"{result.added} new of {result.entries}; the workers fetch and read them")
