"""What all filter sets do alike: strict values, OR within a parameter, `exclude=`, no unknown parameter unnoticed.

A filter turns a clean value into a condition (a `Q`), so that `exclude=name:value` can turn the same condition round.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from events.filters.values import MAX_VALUES, ManyField, OneField, RawWidget, refuse

Condition = Callable[[Any], Q]


class ConditionFilter(django_filters.Filter):
    """A filter by a condition made from the value. `help_text` goes into the API's documentation."""

    field_class: type[forms.Field] = OneField

    def __init__(self, field_class: type[forms.Field], condition: Condition, help_text: str, **options: Any) -> None:
        self.field_class = field_class
        self.condition = condition
        super().__init__(label=help_text, help_text=help_text, **options)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if value is None or value == []:
            return qs
        return qs.filter(self.condition(value))


class ExcludeField(forms.Field):
    """`name:value[,value]`, repeated; the form reads them with the fields of the other parameters."""

    widget = RawWidget
    schema: dict[str, Any] = {"type": "string", "pattern": "^[a-z_]+:.+$"}


class ExcludeFilter(django_filters.Filter):
    field_class = ExcludeField


class FilterForm(forms.Form):
    """The form behind a filter set."""

    def clean_exclude(self) -> list[tuple[str, Any]]:
        given = [text for text in self.cleaned_data["exclude"] or [] if text.strip()]
        if len(given) > MAX_VALUES:
            raise refuse(f"{len(given)} values", "are too many", f"give at most {MAX_VALUES}")
        return [self._read_exclusion(text) for text in given]

    def _read_exclusion(self, text: str) -> tuple[str, Any]:
        name, _, value = text.partition(":")
        field = self.fields.get(name.strip())
        if not isinstance(field, ManyField):
            able = sorted(name for name, field in self.fields.items() if isinstance(field, ManyField))
            raise refuse(
                text, "names no filter that can be excluded", f"give NAME:VALUE with NAME of {', '.join(able)}"
            )
        try:
            values = field.clean([value])
        except ValidationError as error:
            inner = error.params or {}
            raise refuse(
                text, str(inner.get("problem", "is wrong")), str(inner.get("way_out", "see the docs"))
            ) from None
        if not values:
            raise refuse(text, "names no value", "give NAME:VALUE, such as country:US")
        return name.strip(), values


class StrictFilterSet(django_filters.FilterSet):
    """The base of all filter sets. Values of one parameter are alternatives, parameters narrow each other."""

    exclude = ExcludeFilter(
        label="Leave out",
        help_text="Leave out rows: `exclude=country:US,RU` (any of the values); repeat it for further filters.",
    )

    class Meta:
        form = FilterForm

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Apply the parameters that are valid; the others stand in `errors`."""
        for name, value in self.form.cleaned_data.items():
            if name != "exclude":
                queryset = self.filters[name].filter(queryset, value)
        for name, value in self.form.cleaned_data.get("exclude") or []:
            queryset = queryset.filter(~self.filters[name].condition(value))
        return queryset

    def find_unknown(self, known: Collection[str] = ()) -> list[str]:
        """Return the parameters given that neither we nor the caller (`known`) read, in order of their names."""
        return sorted(set(self.data) - set(self.filters) - set(known))

    def describe_errors(self) -> list[dict[str, str]]:
        """Return what is wrong with the values given: see `describe_error`; empty when all is well."""
        return [
            describe_error(name, error.params or {}, error.message)
            for name, errors in self.errors.as_data().items()
            for error in errors
        ]


def describe_error(name: str, given: Mapping[str, Any], message: object) -> dict[str, str]:
    """One wrong value: field, value, problem and way_out, with the choice that is most like it as `nearest`."""
    described = {"field": name, "value": str(given.get("value", "")), "problem": str(given.get("problem", message))}
    return (
        described
        | {"way_out": str(given.get("way_out", ""))}
        | find_nearest(described["value"], given.get("choices", ()))
    )


def find_nearest(text: str, choices: Iterable[str]) -> dict[str, str]:
    """Return {"nearest": …}, the choice that was most likely meant; empty where none is like the text."""
    by_folded = {choice.lower(): choice for choice in choices}
    found = get_close_matches(text.lower()[:100], by_folded, n=1, cutoff=0.5)
    return {"nearest": by_folded[found[0]]} if found else {}


def join_or(conditions: Iterable[Q]) -> Q:
    """Return the condition that any of these holds; nothing when there are none."""
    joined = Q(pk__in=[])
    for condition in conditions:
        joined |= condition
    return joined
