"""Every pair of text and ground colour of the stylesheet can be read (WCAG 2.2 AA: 4.5 to 1), by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

LEAST = 4.5
GROUNDS = ("paper", "surface", "sunken")
TEXTS = ("ink", "ink-soft", "accent", "bad", "good", "person", "organization", "group", "location", "figure")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    ("ink", "claim"),
    ("figure", "claim"),
    ("ink", "accent-soft"),
    ("on-accent", "accent"),
    ("on-notice", "notice"),
    ("bad", "bad-soft"),
    ("ink", "bad-soft"),
    ("paper", "ink"),
    ("ink", "land"),
]


def read_tokens() -> dict[str, dict[str, str]]:
    css = Path(str(finders.find("events/newsbase.css"))).read_text(encoding="utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    by_day = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return {"light": by_day, "dark": by_day | dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(scheme: str, text: str, ground: str) -> None:
    tokens = read_tokens()[scheme]
    assert contrast(tokens[text], tokens[ground]) >= LEAST


def test_contrast_of_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
