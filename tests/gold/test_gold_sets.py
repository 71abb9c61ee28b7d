"""The gold sets are whole: enough items, closed lists kept, nothing twice, half of it hard."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from events import vocabulary
from tests.gold.measure_merges import measure_merges
from tests.gold.measure_topics import measure_topics
from tests.gold.read_gold import JUDGEMENTS, KINDS, NamedThing, read_name_pairs, read_topic_items

PAIRS = read_name_pairs()
ITEMS = read_topic_items()
SIDES = [side for pair in PAIRS for side in (pair.a, pair.b)]
LEAST = 220
LEAST_OF_A_JUDGEMENT = 30
LEAST_OF_A_TOPIC = 10
COUNTRY = re.compile(r"[A-Z]{2}|")


def test_there_are_enough_of_each_judgement_and_topic() -> None:
    judgements = Counter(pair.judgement for pair in PAIRS)
    topics = Counter(item.topic for item in ITEMS)
    assert len(PAIRS) >= LEAST
    assert len(ITEMS) >= LEAST
    assert judgements.keys() == set(JUDGEMENTS)
    assert min(judgements.values()) >= LEAST_OF_A_JUDGEMENT
    assert min(topics.values()) >= LEAST_OF_A_TOPIC


def test_closed_lists_are_kept() -> None:
    labels = {topic.label for topic in vocabulary.topics()}
    assert {item.topic for item in ITEMS} == labels
    assert {item.also for item in ITEMS} <= labels | {""}
    assert {side.kind for side in SIDES} == set(KINDS)
    assert [side for side in SIDES if not COUNTRY.fullmatch(side.country)] == []


def test_names_of_persons_are_compared_with_persons_alone() -> None:
    assert [pair for pair in PAIRS if (pair.a.kind == "person") != (pair.b.kind == "person")] == []


def test_at_least_half_is_hard() -> None:
    for judgement in ("same", "different"):
        flags = [pair.hard for pair in PAIRS if pair.judgement == judgement]
        assert sum(flags) * 2 >= len(flags)
    assert sum(item.hard for item in ITEMS) * 2 >= len(ITEMS)
    assert all(pair.hard for pair in PAIRS if pair.judgement == "unknown")


def test_nothing_stands_twice() -> None:
    def key(side: NamedThing) -> tuple[str, ...]:
        return side.name, side.kind, side.country, side.context

    pairs = Counter(frozenset((key(pair.a), key(pair.b))) for pair in PAIRS)
    assert [pair for pair, uses in pairs.items() if uses > 1] == []
    for texts in ([item.headline for item in ITEMS], [item.lead for item in ITEMS]):
        assert [text for text, uses in Counter(texts).items() if uses > 1] == []


def test_every_field_that_must_say_something_does() -> None:
    texts = [*(side.name for side in SIDES), *(pair.why for pair in PAIRS), *(pair.trait for pair in PAIRS)]
    texts += [text for item in ITEMS for text in (item.headline, item.lead)]
    assert all(isinstance(text, str) and text == text.strip() != "" for text in texts)
    assert all(item.also != item.topic for item in ITEMS)
    assert all(isinstance(flag, bool) for flag in [*(pair.hard for pair in PAIRS), *(item.hard for item in ITEMS)])


def test_one_name_told_two_ways_has_a_context_on_both_sides() -> None:
    """Else nothing in the pair says why the two are not one."""
    alike = [pair for pair in PAIRS if pair.judgement == "different" and pair.a.name == pair.b.name]
    assert alike
    assert all(pair.a.context and pair.b.context for pair in alike)


def test_a_context_is_short() -> None:
    assert [side for side in SIDES if len(side.context) > 120] == []


def test_the_scores_tell_good_answers_from_bad_ones() -> None:
    gold = measure_merges(PAIRS, [pair.judgement for pair in PAIRS])
    eager = measure_merges(PAIRS, ["same"] * len(PAIRS))
    timid = measure_merges(PAIRS, ["unknown"] * len(PAIRS))
    assert (gold.precision, gold.recall, gold.mistakes) == (1, 1, ())
    assert (eager.recall, timid.recall, timid.precision, timid.mistakes) == (1, 0, 1, ())
    assert eager.precision == pytest.approx(eager.same / len(PAIRS))
    perfect = measure_topics(ITEMS, [item.topic for item in ITEMS])
    none = measure_topics(ITEMS, [""] * len(ITEMS))
    assert (perfect.accuracy, perfect.accepted_share, none.accuracy, none.accepted_share) == (1, 1, 0, 0)


def test_the_scores_refuse_answers_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="maybe"):
        measure_merges(PAIRS[:1], ["maybe"])
    with pytest.raises(ValueError, match="shorter"):
        measure_merges(PAIRS, ["same"])
    with pytest.raises(ValueError, match="shorter"):
        measure_topics(ITEMS, [""])
