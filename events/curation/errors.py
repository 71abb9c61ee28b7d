"""Why a decision was not carried out."""

from __future__ import annotations

from collections.abc import Sequence


class CurationRefused(Exception):
    """What was asked for cannot be; the message names the record, the value and the way out."""


class CurationConflict(CurationRefused):
    """The record is no longer as the person saw it; the message says what happened to it."""


class UndoRefused(CurationConflict):
    """A decision cannot be taken back exactly; `changes` lists what has changed since."""

    def __init__(self, changes: Sequence[str]) -> None:
        self.changes = tuple(changes)
        super().__init__("This cannot be undone exactly, because since then: " + "; ".join(self.changes) + ".")
