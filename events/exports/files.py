"""Files of exports: asked for, found, and taken away when their time is over."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from events.models import Export
from events.models.alert_choices import ExportFormat, ExportState
from events.selections import SelectionRefused, name_problem, read_selection

MOST_OPEN = 5
"""Exports of one account that wait or run: others get their turn too."""

KEEP = timedelta(days=7)
# What each kind can be written as. A place on a map: those that have one; the others' formats: what they speak of.
LISTS = (ExportFormat.JSON, ExportFormat.JSONL, ExportFormat.CSV)
PLACED = frozenset({"event", "location", "mention"})
FOREIGN: dict[ExportFormat, frozenset[str]] = {
    ExportFormat.FTM: frozenset({"actor", "event", "article", "mention"}),
    ExportFormat.NINJS: frozenset({"article"}),
    ExportFormat.PLOVER: frozenset({"event"}),
}
SUFFIXES = {form: f"{form}.jsonl" if form in FOREIGN else form.value for form in ExportFormat}


def formats_of(kind: str) -> list[str]:
    """The formats that a kind can be exported in."""
    placed = [ExportFormat.GEOJSON] if kind in PLACED else []
    foreign = [form for form, kinds in FOREIGN.items() if kind in kinds]
    return [form.value for form in (*LISTS, *placed, *foreign)]


def ask_for_export(user: User, *, kind: str, query: str, form: str) -> Export:
    """Queue an export; raises SelectionRefused naming what is wrong."""
    selection = read_selection(kind, query, with_shape=True)
    if form not in formats_of(kind):
        way_out = f"give one of {', '.join(formats_of(kind))}"
        raise SelectionRefused([name_problem("format", form, f"is not a format of {kind}s", way_out)])
    if form in FOREIGN and (given := [name for name in ("fields", "expand") if name in selection.data]):
        raise SelectionRefused(
            [name_problem(given[0], selection.data[given[0]], f"does not go with {form}", "leave it out")]
        )
    if Export.objects.filter(user=user, state__in=[ExportState.PENDING, ExportState.RUNNING]).count() >= MOST_OPEN:
        raise SelectionRefused(
            [name_problem("export", "", f"would be number {MOST_OPEN + 1} at once", "wait for one, or delete it")]
        )
    name = f"{secrets.token_hex(16)}.{SUFFIXES[ExportFormat(form)]}"
    return Export.objects.create(user=user, kind=kind, query=selection.query, format=form, file=name)


def list_exports(user: User) -> QuerySet[Export]:
    return Export.objects.filter(user=user).order_by("-pk")


def path_of(export: Export) -> Path:
    """Where the file is, or will be: in a folder that is closed to other accounts of the machine."""
    folder = Path(settings.EXPORTS_FOLDER)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / export.file


def file_name(export: Export) -> str:
    """The name under which it is downloaded."""
    return f"newsbase-{export.kind}s-{export.made_at:%Y-%m-%d}.{export.file.partition('.')[2]}"


def delete_export(export: Export) -> None:
    """Let an export go, and its file; a worker that still writes it stops at its next note."""
    path = path_of(export)
    export.delete()
    path.unlink(missing_ok=True)


def expire_exports() -> int:
    """Take away the files whose time is over, and those that no export knows; returns how many expired."""
    due = Export.objects.filter(state=ExportState.DONE, expires_at__lt=timezone.now())
    expired = 0
    for export in due:
        path_of(export).unlink(missing_ok=True)
        expired += Export.objects.filter(pk=export.pk).update(state=ExportState.EXPIRED)
    folder = Path(settings.EXPORTS_FOLDER)
    held = set(Export.objects.exclude(state=ExportState.EXPIRED).values_list("file", flat=True))
    old = (timezone.now() - KEEP).timestamp()
    for path in folder.glob("*.*") if folder.is_dir() else ():
        if path.name not in held and path.stat().st_mtime < old:
            path.unlink(missing_ok=True)
    return expired
