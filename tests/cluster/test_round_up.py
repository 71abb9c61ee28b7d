"""An article of several happenings is told from one that reports one. All texts are written for these tests."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.cluster.round_up import cut_items
from tests.pipeline.build import entities_of, read_article
from tests.pipeline.test_cluster import (
    BODIES,
    BOMB_A,
    ELECTION,
    MATCH_A,
    MINE,
    MINE_LATER,
    NAMES,
    PEOPLE,
    PLACES,
    QUARTER_2,
    STORM,
)

STRIKE = (
    "Teachers in Orlande went on strike over the wages of beginners. Their union's head Vera Halm said that schools would"
    " stay shut until the ministry answers."
)
KNOWN = NAMES | PLACES | PEOPLE | BODIES | {"Vera_Halm": "person"}


def items_of(*paragraphs: str) -> list[str]:
    text = "\n\n".join(paragraphs)
    return [item.text for item in cut_items(read_article(text, entities_of(text, **KNOWN)))]


def test_each_story_of_a_digest_is_an_item_headings_left_out() -> None:
    assert items_of("The week in brief", MINE, ELECTION, STORM, BOMB_A) == [MINE, ELECTION, STORM, BOMB_A]


def test_paragraphs_on_one_story_are_one_item_wherever_they_stand() -> None:
    told = [MINE, ELECTION, STORM, BOMB_A, MATCH_A, QUARTER_2, STRIKE]
    assert items_of(*told, MINE_LATER) == [f"{MINE}\n{MINE_LATER}", *told[1:]]


def test_an_items_names_stand_where_its_own_text_has_them() -> None:
    text = "\n\n".join(["In brief", ELECTION, STORM, MINE, BOMB_A])
    items = cut_items(read_article(text, entities_of(text, **KNOWN)))
    assert [[item.text[e.start : e.end] == e.text for e in item.entities] for item in items] == [
        [True] * len(item.entities) for item in items
    ]
    assert all(item.entities for item in items)


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param([MINE, MINE_LATER, MINE], id="one story"),
        pytest.param([MINE, MINE_LATER, ELECTION, STORM], id="a report with paragraphs on other stories"),
        pytest.param(
            [MINE, "Rescue work goes on in the cold and nobody knows for how long it will have to."] * 3, id="no names"
        ),
        pytest.param([MATCH_A], id="one paragraph"),
        pytest.param(["Short lines only"] * 40, id="a listing"),
    ],
)
def test_a_report_of_one_happening_has_no_items(paragraphs: list[str]) -> None:
    assert items_of(*paragraphs) == []


@given(st.lists(st.text(max_size=300), max_size=12))
def test_any_text_can_be_cut(paragraphs: list[str]) -> None:
    items_of(*paragraphs)
