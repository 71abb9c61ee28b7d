"""Filters of decisions and verdicts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from events.filters.base import ConditionFilter, StrictFilterSet
from events.filters.conditions import choices, from_time, ids, until_time
from events.filters.values import FlagField, IdsField
from events.models.choices import Verb, Verdict


def is_undone(value: bool) -> Q:
    return Q(undone_at__isnull=not value)


def is_about_one_of(values: Sequence[int]) -> Q:
    return Q(left__in=values) | Q(right__in=values)


class DecisionFilter(StrictFilterSet):
    verb = choices("verb", Verb, "What was decided.")
    is_undone = ConditionFilter(FlagField, is_undone, "Taken back, or in force.")
    made_at__gte = from_time("made_at", "Made")
    made_at__lte = until_time("made_at", "Made")
    id__in = ids()


class JudgementFilter(StrictFilterSet):
    verdict = choices("verdict", Verdict, "What was said of the two.")
    record = ConditionFilter(IdsField, is_about_one_of, "One of the two is among these, by id.")
    modified_at__gte = from_time("modified_at", "Said")
    id__in = ids()
