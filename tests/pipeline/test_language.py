"""A language is named only where the giver or the words tell it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.pipeline.language import detect_language, normalize_language

ENGLISH = "The dockers of Easthaven rejected an offer of four percent on Tuesday evening, their union said."
GERMAN = "Die neue Fähre zwischen Strandby und der Insel Holm hat am Montag ihren Betrieb aufgenommen."


@pytest.mark.parametrize(
    ("text", "hint", "expected"),
    [
        (ENGLISH, "", "en"),
        (GERMAN, "", "de"),
        (GERMAN, "en-US", "de"),
        (ENGLISH, "en_GB", "en"),
        ("Oslo", "", ""),
        ("Oslo", "nb-NO", "no"),
        ("12 34 56 78 90 11 22 33 44 55 66 77", "", ""),
        ("", "", ""),
        ("", "garbage in here", ""),
        ("Überfall am Kai", "en", "en"),
    ],
)
def test_words_decide_only_when_they_are_sure(text: str, hint: str, expected: str) -> None:
    assert detect_language(text, hint) == expected


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en-GB", "en"), ("zh_Hans", "zh"), ("FR", "fr"), ("iw", "he"), ("und", ""), ("", ""), ("e", ""), ("english", "")],
)
def test_tags_are_reduced_to_their_language(tag: str, code: str) -> None:
    assert normalize_language(tag) == code


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.text(max_size=10))
def test_any_text_has_a_short_code_or_none(text: str, hint: str) -> None:
    assert len(detect_language(text, hint)) in (0, 2, 3)
