"""How likely two actors are one: in order of what speaks for it, told in words, and as the gold pairs say."""

from __future__ import annotations

import pytest

from events.curation.review.likeness import (
    SAME_KEY,
    SAME_SOUNDS,
    SAME_WORDS,
    Shared,
    Side,
    judge_likeness,
)
from events.names import fold, skeleton, token_key
from tests.gold.read_gold import NamePair, read_name_pairs

ORG = Side("organization", "IQ", frozenset())
KEY, SOUNDS = Shared("key", "Al-Ahed", "Al Ahed", True), Shared("sounds", "Musleh", "Muslih", True)


def how_they_meet(pair: NamePair) -> str:
    one, other = pair.a.name, pair.b.name
    if fold(one) == fold(other):
        return "key"
    if token_key(one) == token_key(other) and " " in token_key(one):
        return "words"
    both_long = " " in fold(one) and " " in fold(other)
    return "sounds" if skeleton(one) and skeleton(one) == skeleton(other) and both_long else ""


@pytest.mark.parametrize(("how", "weight"), [("key", SAME_KEY), ("words", SAME_WORDS), ("sounds", SAME_SOUNDS)])
def test_the_weights_are_the_shares_among_the_gold_pairs(how: str, weight: float) -> None:
    pairs = [p for p in read_name_pairs() if p.a.country and p.a.country == p.b.country and how_they_meet(p) == how]
    assert weight == pytest.approx(sum(p.judgement == "same" for p in pairs) / len(pairs), abs=0.03)


def test_gold_pairs_of_different_countries_are_never_the_same() -> None:
    apart = [p for p in read_name_pairs() if p.a.country and p.b.country and p.a.country != p.b.country]
    assert len(apart) > 40 and not [p for p in apart if p.judgement == "same"]


def test_kinds_that_cannot_be_one_are_no_pair() -> None:
    assert judge_likeness(Side("person", "IQ", frozenset()), ORG, [KEY]) is None
    assert judge_likeness(Side("group", "IQ", frozenset()), ORG, [KEY]) is not None


def test_the_best_of_several_meetings_counts_and_is_told() -> None:
    found = judge_likeness(ORG, ORG, [SOUNDS, KEY])
    assert found == (SAME_KEY, "“Al-Ahed” and “Al Ahed” are the same name, case and accents aside; of one country")


def test_country_events_and_short_names_move_the_score() -> None:
    abroad = Side("organization", "SY", frozenset({1, 2}))
    assert judge_likeness(ORG, abroad, [KEY]) is None
    here = Side("organization", "IQ", frozenset({1, 2, 3}))
    found = judge_likeness(here, abroad, [KEY])
    assert found is not None and "different countries; named in 2 events together" in found[1]
    weak = judge_likeness(ORG, ORG, [Shared("key", "Musleh", "Musleh", False)])
    assert weak is not None and weak[0] < SAME_KEY and "a short name that others may have" in weak[1]
