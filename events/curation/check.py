"""Whether a row may be stored, before the database is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from events.curation.errors import CurationRefused


def check_row(row: Any, fields: Iterable[str]) -> None:
    """Refuse values of these fields that the table does not take; the message names field, value and reason."""
    given = set(fields)
    try:
        row.clean_fields(exclude={field.name for field in row._meta.fields} - given)
        for rule in row._meta.constraints:
            if isinstance(rule, CheckConstraint):
                rule.validate(type(row), row)
    except ValidationError as error:
        by_field = error.message_dict if hasattr(error, "error_dict") else {", ".join(sorted(given)): error.messages}
        found = [
            f"{name}: {str(getattr(row, name, ''))[:80]!r}: {' '.join(messages)}" for name, messages in by_field.items()
        ]
        raise CurationRefused(" ".join(found)) from error
