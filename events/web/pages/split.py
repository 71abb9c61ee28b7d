"""The split page: the mentions of an actor, by the words that name it and one by one, to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from events.models import Actor, Mention
from events.queries import Example, find_family, list_examples

MOST_FORMS = 100
MOST_MENTIONS = 60


@dataclass(frozen=True, slots=True)
class SplitPage:
    """`forms`: (words, how often); `mentions`: the newest. `total` is exact. `errors`: why the last try was refused."""

    actor: Actor
    forms: Sequence[tuple[str, int]]
    mentions: Sequence[Example]
    total: int
    name: str
    chosen_forms: frozenset[str]
    chosen: frozenset[int]
    error: str


def build_split_page(
    actor: Actor,
    *,
    name: str = "",
    forms: frozenset[str] = frozenset(),
    chosen: frozenset[int] = frozenset(),
    error: str = "",
) -> SplitPage:
    """Prepare the page: four queries."""
    family = find_family(Actor, [actor.pk])
    held = Mention.objects.current().filter(actor__in=family)
    counted = held.order_by().values_list("text").annotate(n=Count("pk")).order_by("-n", "text")
    return SplitPage(
        actor=actor,
        forms=[(text, n) for text, n in counted[:MOST_FORMS]],
        mentions=list_examples("actor", {actor.pk: family}, MOST_MENTIONS).get(actor.pk, []),
        total=held.count(),
        name=name,
        chosen_forms=forms,
        chosen=chosen,
        error=error,
    )


def find_chosen(actor: Actor, forms: frozenset[str], chosen: frozenset[int]) -> list[int]:
    """Return the ids of the mentions that were chosen, by their words or one by one. Two queries."""
    held = Mention.objects.current().filter(actor__in=find_family(Actor, [actor.pk]))
    by_words = held.filter(text__in=forms).values_list("pk", flat=True) if forms else ()
    return sorted({*by_words, *chosen})
