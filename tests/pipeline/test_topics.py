"""Topics: what a text is about by its words, and nothing where they do not tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events import vocabulary
from events.pipeline.topics import score_topics


@pytest.mark.parametrize(
    ("title", "text", "topic"),
    [
        (
            "Earthquake kills dozens",
            "Rescuers searched the rubble after the earthquake; tsunami warnings were lifted.",
            "disaster",
        ),
        (
            "Voters go to the polls",
            "The election commission said turnout in the presidential vote was high.",
            "politic",
        ),
        (
            "Army shells town",
            "Troops and rebels fought for the town; air strikes and shelling killed soldiers.",
            "conflict",
        ),
        ("Striker scores twice", "The football team won the final match of the tournament before its fans.", "sport"),
    ],
)
def test_the_plain_topic_comes_first(title: str, text: str, topic: str) -> None:
    scores = score_topics(title, text)
    assert next(iter(scores)).startswith(topic), scores


def test_words_that_tell_nothing_give_no_topic() -> None:
    assert score_topics("", "It was there, and then it was not.") == {}
    assert score_topics("", "") == {}


def test_the_title_outweighs_a_word_in_passing() -> None:
    scores = score_topics("Earthquake shakes the coast", "The earthquake came during a football match.")
    assert next(iter(scores)).startswith("disaster")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=500))
def test_scores_are_shares_of_known_topics(title: str, text: str) -> None:
    scores = score_topics(title, text)
    assert scores.keys() <= {topic.label for topic in vocabulary.topics()}
    assert not scores or abs(sum(scores.values()) - 1) < 0.02
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
