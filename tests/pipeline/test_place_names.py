"""How place names are read: the keys, the kinds of reading, and that no name can stall it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.place_names import ALIKE, MAX_PREFIX_WORDS, read_body, read_name
from events.pipeline.place_surroundings import contains_by_link, said_to_be, state_behind


def keys_of(text: str, how: str, dotted: bool = False) -> list[str]:
    return [reading.key for reading in read_name(text, dotted) if reading.how == how]


@pytest.mark.parametrize(
    ("text", "how", "key"),
    [
        ("Al-Qaim", "", "qaim"),
        ("Sioux Falls, S.D.", "", "sioux falls"),
        ("US state of Texas", "", "texas"),
        ("Mexico City", "town", "mexico"),
        ("Hasakah prison", "near", "hasakah"),
        ("Columbia Metropolitan Airport", "near", "columbia"),
        ("north Arlington", "part", "arlington"),
        ("North-Western Sydney", "part", "sydney"),
        ("Historic Dublin", "part", "dublin"),
        ("Dublin Veterans Garden", "prefix", "dublin"),
        ("South Ossetian", "", "south ossetia"),
        ("Turkish", "", "turkey"),
        ("Daqahliya", "alike", f"{ALIKE}dkl"),
    ],
)
def test_a_name_is_read_in_the_ways_news_writes_it(text: str, how: str, key: str) -> None:
    assert key in keys_of(text, how)


def test_a_short_form_before_a_full_stop_is_a_state_first() -> None:
    assert read_name("Fla", dotted=True)[0].key == "fla."
    assert read_name("Fla", dotted=False)[0].key == "fla"


def test_generic_first_words_are_no_place() -> None:
    assert keys_of("Lake Pontchartrain", "prefix") == []
    assert keys_of("Fort Detrick", "prefix") == []


@pytest.mark.parametrize(
    ("text", "place", "only_region"),
    [
        ("Clarke County Superior Court", "clarke county", False),
        ("West Columbia City Council", "west columbia", False),
        ("University of Hartford", "hartford", False),
        ("Ohio Department of Development", "ohio", True),
        ("White House", "white", True),
        ("US Centers for Disease Control and Prevention", "us", True),
    ],
)
def test_bodies_bear_the_name_of_their_place(text: str, place: str, only_region: bool) -> None:
    assert (place, only_region) in read_body(text)


@pytest.mark.parametrize("text", ["Toyota", "Daily Planet", "Red Cross", ""])
def test_other_organisations_bear_none(text: str) -> None:
    assert read_body(text) == []


@given(st.text(max_size=400), st.booleans())
def test_any_text_can_be_read_and_gives_few_keys(text: str, dotted: bool) -> None:
    readings = read_name(text, dotted)
    assert len({reading.key for reading in readings}) == len(readings) <= 30
    assert [reading.rank for reading in readings] == list(range(len(readings)))
    read_body(text)


def test_a_name_of_ten_thousand_words_gives_few_short_keys() -> None:
    readings = read_name("Paris " * 10_000)
    assert len(readings) < 30
    assert max(len(reading.key) for reading in readings) <= 210
    assert sum(reading.how == "prefix" for reading in readings) <= MAX_PREFIX_WORDS
    assert len(read_body("City of " * 10_000)) < 10


@pytest.mark.parametrize(
    "between", [", ", " in ", ", a town in ", " district of ", " (", ", the capital city of ", " town of "]
)
def test_links_put_one_name_inside_another(between: str) -> None:
    assert contains_by_link(between)


@pytest.mark.parametrize("between", [" and ", ". ", " said he left ", " " * 60 + "in "])
def test_other_words_do_not(between: str) -> None:
    assert not contains_by_link(between)


def test_a_state_is_read_behind_a_town() -> None:
    text = "Surprise, Ariz., and Reno, NV won; Boise, IDEAL for some"
    assert state_behind(text, text.index(", Ariz")) == "ariz."
    assert state_behind(text, text.index(", NV")) == "nv."
    assert state_behind(text, text.index(", IDEAL")) == ""


def test_words_around_a_name_say_what_it_is() -> None:
    assert said_to_be("the state of Washington won", 13, 23) == "region"
    assert said_to_be("in Fulton county today", 3, 9) == "region"
    assert said_to_be("the city of Washington", 12, 22) == "town"
    assert said_to_be("Washington said", 0, 10) == ""
