"""Pointers and appeals in supplied texts are not read for names and claims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.records import Document
from events.tagger.boilerplate import find_boilerplate
from events.tagger.neural import NeuralTagger
from events.tagger.rules import RuleTagger

ARTICLE = "Kenya and Uganda will build a dam, said Ana Lopes.\nWork starts in March."


@pytest.mark.parametrize("line", ["Read more: Ethiopia closes its border", "Related: Somalia votes, says Omar Ali"])
def test_a_pointer_to_another_article_is_boilerplate_anywhere(line: str) -> None:
    text = f"{line}\n{ARTICLE}"
    assert [text[a:b] for a, b in find_boilerplate(text)] == [line]


def test_an_appeal_is_boilerplate_only_at_the_end() -> None:
    appeal = "Tags: Kenya, Uganda"
    assert find_boilerplate(f"{appeal}\n{ARTICLE}") == []
    assert len(find_boilerplate(f"{ARTICLE}\n{appeal}\nRead more")) == 2


def test_an_article_has_no_boilerplate_in_its_paragraphs() -> None:
    assert find_boilerplate(ARTICLE + "\nFollow the river and you see more of Kenya: its farms, its towns.") == []


@pytest.mark.parametrize("tagger", [RuleTagger, NeuralTagger])
def test_names_in_boilerplate_are_left_out(tagger: type[RuleTagger | NeuralTagger]) -> None:
    text = f"{ARTICLE}\nAlso read: Ethiopia will leave, says Omar Ali"
    [reading] = tagger().tag([Document(text, "", "en")])
    assert reading.entities
    assert all(entity.end <= len(ARTICLE) for entity in reading.entities)
    assert all(end <= len(ARTICLE) for one in reading.attributions for _, end in one.cue)


@given(st.text(alphabet="Read more:\n tagsX.", max_size=80))
def test_lines_are_whole_and_in_order(text: str) -> None:
    found = find_boilerplate(text)
    assert found == sorted(set(found))
    assert all("\n" not in text[a:b] and (a == 0 or text[a - 1] == "\n") for a, b in found)
