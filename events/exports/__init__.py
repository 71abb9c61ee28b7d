"""The bulk formats: one plain dict a row, streamed, current revisions only. Used by `manage.py export` and the API."""

from events.exports.rows import KINDS, export_rows
from events.exports.write import write_rows

__all__ = ["KINDS", "export_rows", "write_rows"]
