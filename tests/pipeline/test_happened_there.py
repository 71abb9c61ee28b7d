"""Words around a place name that say something happened there, and words that do not."""

from __future__ import annotations

import pytest

from events.pipeline.happened_there import happened_there


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A fire broke out in a market in Sidon on Monday", "Sidon"),
        ("A lorry overturned near Sidon, Lebanon", "Lebanon"),
        ("in the northern city of Mosul", "Mosul"),
        ("An earthquake struck southern Turkey on Monday", "Turkey"),
        ("The quake in Turkey and Syria killed", "Syria"),
        ("In Kyiv, Kharkiv and eastern Odesa, people", "Odesa"),
        ("floods across much of Sudan", "Sudan"),
        ("Kenya's parliament voted", "Kenya"),
        ("on the island of Maui", "Maui"),
    ],
)
def test_something_happened_there(text: str, name: str) -> None:
    start = text.index(name)
    assert happened_there(text, start, start + len(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Croatia beat Spain 2-1", "Croatia"),
        ("Croatia beat Spain 2-1", "Spain"),
        ("in a match between Croatia and Spain", "Spain"),
        ("In Friday's game Croatia won", "Croatia"),
        ("in talks with Iran", "Iran"),
        ("in a war of words Iran said", "Iran"),
        ("It was in the second half that Norway", "Norway"),
        ("sent troops to Mali", "Mali"),
        ("on Friday Croatia", "Croatia"),
    ],
)
def test_it_only_took_part(text: str, name: str) -> None:
    start = text.index(name)
    assert not happened_there(text, start, start + len(name))
