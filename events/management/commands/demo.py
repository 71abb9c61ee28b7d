"""`manage.py demo --load | --remove`: the sample corpus in and out."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from events.demo import load_demo, offer_demo, remove_demo
from events.ground import ensure_ground
from events.intake.follow import follow_run
from events.models import Actor, Article, Claim, Event, Figure, Mention
from newsbase.own_worker import worker_at_hand


class Command(BaseCommand):
    """Load the sample articles through the real pipeline, or take them out wholly."""

    help = "Load the sample corpus (only while no article is stored, unless --again) or remove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--load", action="store_true")
        what.add_argument("--remove", action="store_true")
        parser.add_argument("--again", action="store_true", help="load although articles are stored")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_ground()
        if options["remove"]:
            removed = remove_demo()
            self.stderr.write(
                f"Removed {removed.articles} sample articles, {removed.events} events, {removed.actors} actors and "
                f"{removed.sources} outlets.",
                style_func=str,
            )
            return
        run = load_demo() if options["again"] else offer_demo()
        if run is None:
            self.stderr.write(
                "There are articles already; the sample corpus stays out (--again loads it all the same)."
            )
            return
        with worker_at_hand():
            follow_run(run, self.stderr)
        self.stderr.write(summarize(), style_func=str)


def summarize() -> str:
    """Say what the knowledge base holds now, in one line."""
    mentions = Mention.objects.current()
    return (
        f"{Article.objects.filter(revision__isnull=False).count()} articles, "
        f"{Actor.objects.filter(mention_count__gt=0).count()} actors, "
        f"{mentions.filter(location__isnull=False).values('location').distinct().count()} places, "
        f"{Claim.objects.current().count()} claims, {Figure.objects.current().count()} figures, "
        f"{Event.objects.canonical_only().count()} events."
    )
