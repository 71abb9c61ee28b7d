"""Which names are stored, and under which keys a written name is looked up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.gazetteer.name_choice import choose_names, list_keys, name_variants
from events.names import MAX_KEY


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("Al-Qaim", "qaim"),
        ("Al-Qaim", "al qaim"),
        ("the Hague", "hague"),
        ("St. Petersburg", "saint petersburg"),
        ("Anbar province", "anbar region"),
        ("Kharkiv Oblast", "kharkiv region"),
        ("County Cork", "cork region"),
        ("state of Victoria", "victoria region"),
        ("the Al-Anbar Governorate", "anbar region"),
        ("the city of Ramadi", "ramadi"),
        ("Gaza City", "gaza city"),
        ("Gaza City", "gaza"),
        ("Iraq's", "iraq"),
        ("Washington, D.C.", "washington dc"),
    ],
)
def test_a_written_name_is_looked_up_under(surface: str, key: str) -> None:
    assert key in name_variants(surface)


def test_the_whole_name_comes_first() -> None:
    assert name_variants("Al-Qaim")[0] == "al qaim"
    assert name_variants("Kansas City")[0] == "kansas city"
    assert name_variants("'' …") == []


@pytest.mark.parametrize(("stored", "written"), [("Anbar", "Anbar province"), ("Kharkiv Oblast", "Kharkiv region")])
def test_stored_areas_meet_what_news_writes(stored: str, written: str) -> None:
    assert set(list_keys(stored, is_area=True)) & set(name_variants(written))


def test_towns_get_no_generic_area_key() -> None:
    assert set(list_keys("Al Qā’im", is_area=False)) == {"al qaim", "qaim"}


def test_codes_and_machine_transliterations_are_dropped() -> None:
    others = ["PAR", "ba li", "Pariz", "PARIZ", "Párizs", "Париж", "x", "y" * 300, "Y" * 300, "https://a.example/B"]
    assert choose_names("Paris", others) == ("Pariz", "PARIZ", "Párizs", "Париж")


def test_small_towns_keep_only_latin_names() -> None:
    assert choose_names("Soldeu", ["Soldeu", "Сольдеу", "Soldéu El Bajo"], population=602) == ("Soldéu El Bajo",)


@given(st.text(max_size=250))
def test_any_text_gives_few_bounded_keys(text: str) -> None:
    variants = name_variants(text)
    assert len(variants) == len(set(variants)) <= 8
    assert all(0 < len(variant) <= MAX_KEY for variant in variants)
