"""An event's title is the plain headline that tells what all of them tell. All headlines are written for these tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from events.pipeline.headline_choice import Headline, choose_headline, find_faults


def choose(*texts: str, opening: str = "", language: str = "en") -> str:
    return choose_headline([Headline(n, text, opening, language) for n, text in enumerate(texts)]).text


FERRY = "A ferry with 120 people on board ran aground near Brenholm on Monday, the coast guard said."


@pytest.mark.parametrize(
    ("plain", "others"),
    [
        (
            "Ferry with 120 aboard runs aground near Brenholm",
            ["SHOCK AS FERRY RUNS AGROUND NEAR BRENHOLM!", "Ferry horror: what we know about the Brenholm disaster"],
        ),
        (
            "Parliament in Tolmania passes pension law",
            [
                "Outrage as lawmakers in Tolmania ram through pension law",
                "LIVE: Tolmania parliament votes on pension law",
            ],
        ),
        (
            "Fire at Karsholt warehouse kills three workers",
            [
                "Three dead!",
                "‘It was hell’: survivors of warehouse fire in Karsholt",
                "Why did the Karsholt warehouse burn?",
            ],
        ),
        (
            "Central bank of Norvik raises interest rate to 4 percent",
            ["Rates shock for millions as Norvik bank strikes", "Opinion: my mortgage and the central bank of Norvik"],
        ),
        (
            "Norvik and Estmar sign border treaty in Selgar",
            [
                "Border treaty",
                "Norvik triumphs in stunning border deal with Estmar",
                "Treaty a disgrace, opposition in Norvik says",
            ],
        ),
    ],
)
def test_the_plain_headline_wins_whatever_came_first(plain: str, others: list[str]) -> None:
    for place in range(len(others) + 1):
        texts = [*others[:place], plain, *others[place:]]
        assert choose(*texts) == plain


def test_the_headline_that_shares_most_with_the_others_wins() -> None:
    odd = "Museum in Sundby stays shut until the spring"
    assert choose(odd, "Earthquake hits coast of western Havland", "Strong earthquake hits western Havland") != odd


def test_of_equals_the_earlier_one_is_kept() -> None:
    assert (
        choose("Storm cuts power to homes in Havland", "Storm cuts power to homes in Havland")
        == "Storm cuts power to homes in Havland"
    )
    chosen = choose_headline(
        [
            Headline(7, "Storm hits the coast of Havland", "", "en"),
            Headline(8, "Storm hits the coast of Havland", "", "en"),
        ]
    )
    assert chosen.article == 7


def test_english_goes_before_other_languages_and_these_before_none() -> None:
    told = [
        Headline(1, "Fähre läuft vor Brenholm auf Grund", "", "de"),
        Headline(2, "Ferry aground off Brenholm", "", "en"),
    ]
    assert choose_headline(told).article == 2
    assert choose_headline(told[:1]).text == "Fähre läuft vor Brenholm auf Grund"


def test_without_headlines_the_first_sentence_stands_in() -> None:
    assert choose("", "  ", opening=FERRY) == FERRY
    assert choose("") == ""
    assert choose_headline([]).text == ""


def test_a_site_behind_a_bar_is_no_part_of_the_title() -> None:
    assert choose("Ferry runs aground near Brenholm | The Brenholm Gazette") == "Ferry runs aground near Brenholm"


@pytest.mark.parametrize("odd", ["!!!", "\u2028", "💥💥", "a" * 5_000, "?" * 900, "\x00"])
def test_odd_headlines_never_win_over_a_plain_one(odd: str) -> None:
    assert (
        choose(odd, "Ferry with 120 aboard runs aground near Brenholm")
        == "Ferry with 120 aboard runs aground near Brenholm"
    )


def test_faults_are_named() -> None:
    assert {"shouted", "exclaims"} <= set(find_faults("MASSIVE BLAST ROCKS CITY!"))
    assert find_faults("Ferry with 120 aboard runs aground near Brenholm") == []


SCORE_ALONE = """
from events.pipeline.headline_choice import score_headline
words = "fire in the old grain store of harbour town kills nine people after dawn blast says mayor".split()
print(repr(score_headline(" ".join(words), {word: 0.1 + n / 700 for n, word in enumerate(words)})))
"""


def test_every_process_gives_a_headline_the_same_score() -> None:
    scores = {
        subprocess.run(
            [sys.executable, "-c", SCORE_ALONE],
            env={"PYTHONHASHSEED": str(seed), "PATH": "/usr/bin:/bin"},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(1, 5)
    }
    assert len(scores) == 1
