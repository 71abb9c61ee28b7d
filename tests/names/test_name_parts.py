"""Names taken apart and compared: titles off, spellings met, relatives and branches kept apart; no string breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.names.blocks import MAX_BLOCK, MOST_BLOCKS, name_blocks
from events.names.organizations import read_organization
from events.names.people import read_person
from events.pipeline.compare_names import compare_names, compare_organizations, compare_people


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Gen. Tarek Hosny", ["tarek", "hosny"]),
        ("former Prime Minister Ilse Quarnberg", ["ilse", "quarnberg"]),
        ("Quarnberg, Ilse", ["ilse", "quarnberg"]),
        ("J.K. Wexlar", ["j", "k", "wexlar"]),
        ("Abd al-Rahman al-Hosny", ["abdrahman", "hosny"]),
        ("Don Marlow", ["don", "marlow"]),
        ("Ilse Quarnberg's", ["ilse", "quarnberg"]),
    ],
)
def test_a_persons_name_is_its_words_without_titles_and_particles(name: str, words: list[str]) -> None:
    assert [word.text for word in read_person(name).words] == words


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Tarek Hosny", "Tareq Husni", "spelling"),
        ("Peggy Quarnberg", "Margaret Quarnberg", "spelling"),
        ("Ilse Maria Quarnberg", "Ilse Quarnberg", "part"),
        ("I. Quarnberg", "Ilse Quarnberg", "part"),
        ("Quarnberg Ilse", "Ilse Quarnberg", "order"),
        ("Dr Ilse Quarnberg", "Ilse Quarnberg", "same"),
    ],
)
def test_forms_of_one_persons_name_meet(one: str, other: str, level: str) -> None:
    match = compare_people(one, other)
    assert match is not None and match.level == level
    assert set(name_blocks(one, "person")) & set(name_blocks(other, "person"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ilse Quarnberg", "Olaf Quarnberg"),
        ("Ivan Smelkov", "Ivana Smelkova"),
        ("Michael Quarnberg", "Michelle Quarnberg"),
        ("John Quarnberg Jr.", "John Quarnberg Sr."),
        ("Ana Soto Lima", "Ana Soto Paz"),
        ("Quarnberg", "Ilse Quarnberg"),
    ],
)
def test_relatives_and_bare_surnames_do_not_meet(one: str, other: str) -> None:
    assert compare_people(one, other) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("Quarn Foods Ltd", "Quarn Foods Limited"), ("The Quarn Trust (QT)", "Quarn Trust"), ("OOO Wexlar", "Wexlar LLC")],
)
def test_legal_forms_and_acronyms_behind_are_no_part_of_a_name(one: str, other: str) -> None:
    match = compare_organizations(one, other)
    assert match is not None and match.level == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Quarn Trust", "Quarn Trust Kenya"),
        ("Wexlar", "Wexlar Energy"),
        ("Quarn Holdings (Jersey) Ltd", "Quarn Holdings"),
    ],
)
def test_a_branch_is_not_its_body(one: str, other: str) -> None:
    assert compare_organizations(one, other) is None


def test_an_acronym_in_brackets_is_read() -> None:
    assert read_organization("Kisumu Relief Association (KRA)").acronym == "KRA"


@given(st.text(max_size=400), st.text(max_size=60))
def test_no_string_breaks_taking_apart_or_comparing(one: str, other: str) -> None:
    for kind in ("person", "organization"):
        blocks = name_blocks(one, kind)
        assert len(blocks) <= MOST_BLOCKS
        assert all(0 < len(block) <= MAX_BLOCK for block in blocks)
        compare_names(one, other, kind)


@given(
    st.text(alphabet="abcdefghijk -.'ABCDE", min_size=3, max_size=30), st.text(alphabet="abcdefghijk -.", max_size=30)
)
def test_comparing_does_not_depend_on_who_comes_first(one: str, other: str) -> None:
    for kind in ("person", "organization"):
        assert (compare_names(one, other, kind) is None) == (compare_names(other, one, kind) is None)
