"""What the search box offers while somebody types: the best few of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from events.filters import ActorFilter, LocationFilter, SourceFilter
from events.queries import list_actors, list_locations, list_sources
from events.web.phrases import tell_country, tell_place

SHORTEST = 2
"""Letters from which names are offered: one letter begins a tenth of all."""
OF_EACH = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    label: str
    detail: str
    href: str


@dataclass(frozen=True, slots=True)
class SuggestionGroup:
    name: str
    entries: Sequence[Suggestion]


def suggest(words: str) -> list[SuggestionGroup]:
    """Offer actors, places and outlets whose names begin so. Three queries and a prefetch, none for a single letter."""
    if len(words.strip()) < SHORTEST:
        return []
    data = QueryDict(urlencode({"q": words.strip()[:100]}))
    actors = ActorFilter(data, queryset=list_actors()).qs.filter(mention_count__gt=0)[:OF_EACH]
    places = LocationFilter(data, queryset=list_locations()).qs.order_by("-population", "pk")[:OF_EACH]
    sources = SourceFilter(data, queryset=list_sources()).qs[:OF_EACH]
    groups = [
        SuggestionGroup(
            gettext("Actors"), [_offer(a, a.name, _join(a.kind, tell_country(a.country_code))) for a in actors]
        ),
        SuggestionGroup(
            gettext("Places"), [_offer(p, tell_place(p.name, p.country_code, p.precision), p.precision) for p in places]
        ),
        SuggestionGroup(gettext("Sources"), [_offer(s, str(s), s.domain) for s in sources]),
    ]
    return [group for group in groups if group.entries]


def _offer(record: Model, label: str, detail: str) -> Suggestion:
    return Suggestion(label, detail, reverse(f"{record._meta.model_name}_detail", args=[record.pk]))


def _join(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
