"""`manage.py export_as FORMAT`: stream records in the form of other tools; docs/INTEROP.md."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from events.api.export_rows import FOREIGN
from events.api.renderers import dump
from events.exports.files import FOREIGN as KINDS
from events.models.alert_choices import ExportFormat
from events.queries import read_page
from events.queries.paging import Order
from events.selections import KINDS as LISTS
from events.selections import SelectionRefused, read_selection

PAGE = 500


class Command(BaseCommand):
    """Write FollowTheMoney entities, ninjs items or PLOVER events as JSON lines to standard output."""

    help = "Stream actors, articles, events and mentions as ftm, articles as ninjs, or events as plover."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=list(FOREIGN))
        parser.add_argument("--kind", help="only this kind of record; all that the format has unless given")
        parser.add_argument("--query", default="", help="filters of the kind's list, as in its address")

    def handle(self, *args: Any, **options: Any) -> None:
        form = options["format"]
        able = [kind for kind in LISTS if kind in KINDS[ExportFormat(form)]]
        kinds = [options["kind"]] if options["kind"] else able
        if kinds[0] not in able:
            raise CommandError(f"{kinds[0]!r} cannot be written as {form}; give one of {', '.join(able)}.")
        if options["query"] and len(kinds) > 1:
            raise CommandError(f"--query belongs to one list: give --kind too, one of {', '.join(able)}.")
        sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        for kind in kinds:
            try:
                rows = read_selection(kind, options["query"]).rows()
            except SelectionRefused as refused:
                raise CommandError(str(refused)) from None
            position: str | None = None
            while True:
                page = read_page(rows, Order("id"), PAGE, position)
                sys.stdout.writelines(dump(record) + "\n" for record in FOREIGN[form](kind, page.rows))
                position = page.next
                if not position:
                    break
        sys.stdout.flush()
