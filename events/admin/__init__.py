"""The administration of every table, one file a group."""

from events.admin import articles, events, intake, registers, statements

__all__ = ["articles", "events", "intake", "registers", "statements"]
