"""Read one field of a vocabulary entry, checked; each function raises VocabularyError with file, entry and field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .errors import VocabularyError


@dataclass(slots=True)
class Entry:
    """One raw mapping of a YAML file, remembering where it stands and which of its fields were asked for."""

    file: str
    label: str
    raw: Mapping[str, Any]
    known: set[str] = field(default_factory=set)

    def fail(self, name: str, problem: str) -> VocabularyError:
        return VocabularyError(self.file, self.label, name, problem)

    def _get(self, name: str) -> Any:
        self.known.add(name)
        return self.raw.get(name)

    def text(self, name: str) -> str:
        """A non-empty string without blanks at its ends."""
        value = self._get(name)
        if value is None:
            raise self.fail(name, "is missing; add it")
        return self._check_text(name, value)

    def optional_text(self, name: str) -> str | None:
        value = self._get(name)
        return None if value is None else self._check_text(name, value)

    def choice(self, name: str, choices: Sequence[str], default: str | None = None) -> str:
        value = self._get(name)
        if value is None and default is not None:
            return default
        if value not in choices:
            raise self.fail(name, f"{value!r} is not one of {', '.join(choices)}")
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings, empty where the field is absent; no string twice."""
        value = self._get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.fail(name, f"{value!r} is not a list; write it as [a, b]")
        found = tuple(self._check_text(name, item) for item in value)
        for position, item in enumerate(found):
            if item in found[:position]:
                raise self.fail(name, f"{item!r} stands there twice; remove one")
        return found

    def number(self, name: str, default: float | None = None) -> float:
        value = self.optional_number(name)
        if value is None:
            if default is None:
                raise self.fail(name, "is missing; add a number")
            return default
        return value

    def optional_number(self, name: str) -> float | None:
        value = self._get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise self.fail(name, f"{value!r} is not a number")
        return float(value)

    def flag(self, name: str) -> bool:
        value = self._get(name)
        if value not in (None, True, False):
            raise self.fail(name, f"{value!r} is neither true nor false")
        return bool(value)

    def entries(self, name: str) -> list[Entry]:
        """A list of mappings inside this entry, empty where the field is absent."""
        value = self._get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise self.fail(name, f"{value!r} is not a list of mappings")
        return [Entry(self.file, f"{self.label}.{name}[{i}]", item) for i, item in enumerate(value)]

    def finish(self) -> None:
        """Refuse fields that nobody asked for: most of them are typing errors."""
        for name in self.raw:
            if name not in self.known:
                raise self.fail(str(name), f"is not known here; known are {', '.join(sorted(self.known))}")

    def _check_text(self, name: str, value: Any) -> str:
        if not isinstance(value, str):
            # YAML reads NO, ON and 1.5 as something else than text.
            raise self.fail(name, f"{value!r} is not text; put it in quotes")
        if not value or value != value.strip():
            raise self.fail(name, f"{value!r} is empty or has blanks at its ends")
        return value
