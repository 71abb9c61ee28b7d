"""Vectors: near for the same matter, far for another, the same everywhere."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import VECTOR_SIZE as STORED_SIZE
from events.tagger.vectors import VECTOR_SIZE, make_vector

QUAKE = "A strong earthquake shook the coast and destroyed houses in three villages; rescuers searched the rubble."
QUAKE_TOO = "Rescuers searched rubble for survivors after the earthquake that destroyed many houses along the coast."
MATCH = "The striker scored twice in the final as the team lifted the cup before forty thousand fans."


def test_the_size_is_the_one_that_is_stored() -> None:
    assert VECTOR_SIZE == STORED_SIZE


def test_one_matter_in_other_words_is_nearer_than_another_matter() -> None:
    one, other, third = (make_vector("", text) for text in (QUAKE, QUAKE_TOO, MATCH))
    assert float(one @ other) > 0.4
    assert float(one @ other) > float(one @ third) + 0.3


def test_the_title_weighs_more_than_the_body() -> None:
    body = make_vector("", MATCH)
    assert float(make_vector(QUAKE, MATCH) @ make_vector("", QUAKE)) > float(body @ make_vector("", QUAKE))


def test_a_name_weighs_more_than_a_common_word() -> None:
    named, plain = make_vector("", "the Rose by the rising sea"), make_vector("", "the rose by the rising sea")
    assert float(named @ make_vector("", "rose")) > float(plain @ make_vector("", "rose"))


def test_another_process_makes_the_same_vector() -> None:
    code = f"from events.tagger.vectors import make_vector; print(make_vector('', {QUAKE!r}).tobytes().hex())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == make_vector("", QUAKE).tobytes().hex()


def test_texts_without_words_share_one_vector() -> None:
    assert np.array_equal(make_vector("", ""), make_vector("  ", "…\n\n!!"))


def test_other_languages_have_vectors_of_their_own() -> None:
    one = make_vector("", "الزلزال دمر القرية على الساحل")
    other = make_vector("", "الزلزال دمر المدينة على الساحل")
    assert 0.4 < float(one @ other) < 0.999


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=400))
def test_every_vector_has_length_one(title: str, text: str) -> None:
    vector = make_vector(title, text)
    assert vector.shape == (VECTOR_SIZE,)
    assert vector.dtype == np.float32
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-3
