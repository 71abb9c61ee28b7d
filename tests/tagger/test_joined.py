"""Network and rules joined: the surer reading of each cue, none twice."""

from __future__ import annotations

from events.pipeline.records import Attribution
from events.tagger.joined import join_attributions

TEXT = "They initially said A but later acknowledged B"


def made(cue: str, content: str, confidence: float, source: str = "They") -> Attribution:
    def span(words: str) -> tuple[tuple[int, int], ...]:
        return ((TEXT.index(words), TEXT.index(words) + len(words)),) if words else ()

    return Attribution(span(source), span(cue), span(content), confidence)


FIRST, LATER = made("initially said", "A", 0.8), made("later acknowledged", "B", 0.97)


def test_a_sure_reading_of_the_rules_stands_before_the_networks() -> None:
    network = made("later acknowledged", "A but later", 0.5)
    assert join_attributions([network], [LATER]) == [LATER]


def test_what_only_the_network_found_is_kept_unless_it_is_a_mere_guess() -> None:
    assert join_attributions([made("but", "B", 0.6)], []) == [made("but", "B", 0.6)]
    assert join_attributions([made("but", "B", 0.2)], []) == []


def test_an_unsure_reading_of_the_rules_alone_is_left_out() -> None:
    assert join_attributions([], [FIRST]) == []


def test_content_that_runs_over_a_sure_cue_is_cut_as_the_rules_have_it() -> None:
    network = made("initially said", "A but later acknowledged B", 0.6)
    assert join_attributions([network], [FIRST, LATER]) == [FIRST, LATER]


def test_a_fair_reading_of_the_rules_stands_only_before_an_unsure_one_of_the_network() -> None:
    fair = made("later acknowledged", "B", 0.92)
    unsure, surer = made("later acknowledged", "A but later", 0.6), made("later acknowledged", "A but later", 0.9)
    assert join_attributions([unsure], [fair]) == [fair]
    assert join_attributions([surer], [fair]) == [surer]
    assert join_attributions([], [fair]) == []
