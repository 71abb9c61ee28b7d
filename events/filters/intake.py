"""Filters of outlets, feeds and runs of intake."""

from __future__ import annotations

from django.db.models import Q

from events.filters.base import ConditionFilter, StrictFilterSet
from events.filters.conditions import (
    choices,
    codes,
    countries,
    flag,
    from_sources,
    from_time,
    ids,
    in_column,
    until_time,
)
from events.filters.values import FlagField, IdsField, SourcesField, WordsField
from events.models.choices import Affiliation, RunKind, SourceKind


def outlet_is_called(words: str) -> Q:
    return Q(name__icontains=words) | Q(domain__icontains=words)


def feed_is_called(words: str) -> Q:
    return Q(title__icontains=words) | Q(url__icontains=words)


def is_failing(value: bool) -> Q:
    return Q(error_count__gt=0) if value else Q(error_count=0)


def is_open(value: bool) -> Q:
    return Q(finished_at__isnull=value)


class SourceFilter(StrictFilterSet):
    q = ConditionFilter(WordsField, outlet_is_called, "Part of the name or domain.")
    domain = codes("domain", "Domain, exactly.")
    country = countries("country_code", "Country, two letters.")
    language = codes("language", "Language code.")
    kind = choices("kind", SourceKind, "What kind of outlet.")
    affiliation = choices("affiliation", Affiliation, "Declared affiliation.")
    is_sample = flag("is_sample", "Sample outlets of the demo.")
    id__in = ids()


class FeedFilter(StrictFilterSet):
    q = ConditionFilter(WordsField, feed_is_called, "Part of the title or address.")
    source = ConditionFilter(SourcesField, from_sources(), "Outlets, by id or domain.")
    enabled = flag("enabled", "Polled, or switched off.")
    is_failing = ConditionFilter(FlagField, is_failing, "Its last poll failed.")
    id__in = ids()


class RunFilter(StrictFilterSet):
    kind = choices("kind", RunKind, "The way in.")
    feed = ConditionFilter(IdsField, in_column("feed"), "Feeds, by id.")
    is_open = ConditionFilter(FlagField, is_open, "Documents are still being handed in.")
    started_at__gte = from_time("started_at", "Started")
    started_at__lte = until_time("started_at", "Started")
    id__in = ids()
