"""`manage.py ingest PATH… URL… -`: hand documents in; with --wait until the workers have read them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.ground import ensure_ground
from events.intake import close_run, run_for_command, take_in
from events.intake.follow import describe_refused, follow_run
from events.intake.paths import read_all
from events.pipeline.heal import heal_events
from newsbase.own_worker import worker_at_hand


class Command(BaseCommand):
    """Take documents in from files, folders, addresses or standard input."""

    help = "Hand in documents: .jsonl, .html, .txt files, folders, URLs, or - for JSON Lines on standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", nargs="+", metavar="PATH|URL|-")
        parser.add_argument("--wait", action="store_true", help="until every document is read; shows progress")
        parser.add_argument("--vouched", action="store_true", help="you vouch that outlets and addresses are as named")

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_ground()
        run = run_for_command(" ".join(options["what"]), options["vouched"])
        try:
            take_in(run, read_all(options["what"]))
        except KeyboardInterrupt:
            close_run(run, "interrupted")
            raise
        close_run(run)
        if options["wait"]:
            with worker_at_hand():
                progress = follow_run(run, self.stderr)
            heal_events()
            accepted = progress.accepted - progress.failed - progress.rejected_articles - progress.postponed
        else:
            accepted = run.created + run.revised + run.unchanged
            counts = f"{run.created} new, {run.revised} revised, {run.unchanged} unchanged, {run.rejected} refused"
            self.stderr.write("\n".join([f"run {run.pk}: {counts}", *describe_refused(run)]), style_func=str)
        if accepted <= 0:
            raise CommandError("no document was accepted; the lines above say why.")
