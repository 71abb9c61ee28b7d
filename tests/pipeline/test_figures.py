"""Figures: what is counted, how exactly, by whom; and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from events.pipeline.claims import find_claims
from events.pipeline.figures import find_figures
from events.pipeline.records import FoundFigure
from tests.tagger.reading import TEXTS, figures_of, mentions_of, read


def only(text: str) -> FoundFigure:
    figures = figures_of(text)
    assert len(figures) == 1, [text[f.start : f.end] for f in figures]
    return figures[0]


@pytest.mark.parametrize(
    ("text", "measure", "value", "bound", "who"),
    [
        ("At least 70 inmates were killed in the attack.", "killed", 70, "at_least", "inmates"),
        ("The blast killed 12 people on the bridge.", "killed", 12, "exact", "people"),
        ("More than 2,300 villagers died in the flood.", "killed", 2300, "at_least", "villagers"),
        ("The death toll rose to 45 on Tuesday.", "killed", 45, "exact", ""),
        ("Rescuers counted 16 deaths in the valley.", "killed", 16, "exact", ""),
        ("Nearly 90 passengers were injured when the train left the track.", "injured", 90, "about", "passengers"),
        ("The storm left 30 people wounded.", "injured", 30, "exact", "people"),
        ("Police arrested nearly 90 protesters sheltering nearby.", "arrested", 90, "about", "protesters"),
        ("Up to 400 fishermen were missing.", "missing", 400, "at_most", "fishermen"),
        ("The war has displaced 2.5 million people.", "displaced", 2_500_000, "exact", "people"),
        ("Half of the town and 3,000 residents were evacuated.", "evacuated", 3000, "exact", "residents"),
        ("Seventy-three inmates escaped from the prison.", "escaped", 73, "exact", "inmates"),
        ("One soldier was killed near the border.", "killed", 1, "exact", "soldier"),
        ("Two hundred and five sailors were rescued.", "rescued", 205, "exact", "sailors"),
        ("She won by 3,200 votes.", "votes", 3200, "exact", ""),
    ],
)
def test_counts_of_people(text: str, measure: str, value: float, bound: str, who: str) -> None:
    figure = only(text)
    assert (figure.measure, figure.value, figure.bound, figure.who) == (measure, value, bound, who)


@pytest.mark.parametrize(
    ("text", "measure", "value", "unit"),
    [
        ("The bank paid $3.4bn for the mine.", "money", 3.4e9, "USD"),
        ("It cost €250 million to build.", "money", 2.5e8, "EUR"),
        ("Prices rose by 12.5 percent.", "percent", 12.5, "percent"),
        ("About 40% of the crop was lost.", "percent", 40, "percent"),
        ("The fire burned 300 square kilometres of forest.", "area", 300, None),
        ("The village lies 20 km from the coast.", "distance", 20, "km"),
    ],
)
def test_amounts_with_a_unit(text: str, measure: str, value: float, unit: str | None) -> None:
    figure = only(text)
    assert (figure.measure, figure.value) == (measure, value)
    assert unit is None or figure.unit == unit
    assert figure.unit


@pytest.mark.parametrize(
    "text", ["A magnitude 7.8 earthquake struck.", "An earthquake of magnitude 7.8 struck the coast."]
)
def test_magnitudes(text: str) -> None:
    assert (only(text).measure, only(text).value) == ("magnitude", 7.8)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Between 20 and 30 people were killed.", 20, 30),
        ("20 to 30 people were killed.", 20, 30),
        ("20–30 people were killed.", 20, 30),
        ("Three to five million people were displaced.", 3e6, 5e6),
        ("Twenty to 30 people were killed.", 20, 30),
        ("The offer was $145 million to $175 million.", 145e6, 175e6),
    ],
)
def test_ranges_have_both_ends_and_no_value(text: str, low: float, high: float) -> None:
    figure = only(text)
    assert (figure.value, figure.low, figure.high) == (None, low, high)


def test_a_change_from_one_number_to_another_is_no_range() -> None:
    figures = figures_of("The death toll rose from 38 to 45.")
    assert 45 in [figure.value for figure in figures]
    assert all(figure.value is not None for figure in figures)


def test_dozens_have_a_lower_end_only() -> None:
    figure = only("The blast let dozens of inmates flee to the hills.")
    assert (figure.measure, figure.value, figure.low, figure.high, figure.who) == ("escaped", None, 24, None, "inmates")
    assert figure.bound in {"at_least", "about"}


def test_bounds_limit_what_is_known() -> None:
    assert (only("At least 70 men died.").low, only("At least 70 men died.").high) == (70, None)
    assert (only("Up to 70 men died.").low, only("Up to 70 men died.").high) == (None, 70)
    assert (only("Some 70 men died.").low, only("Some 70 men died.").high) == (None, None)
    assert (only("70 men died.").low, only("70 men died.").high) == (70, 70)


def test_each_number_keeps_its_own_measure() -> None:
    text = "The quake killed 12 people, injured about 300 and displaced tens of thousands."
    assert [(f.measure, f.value, f.low) for f in figures_of(text)] == [
        ("killed", 12, 12),
        ("injured", 300, None),
        ("displaced", None, 20_000),
    ]


def test_who_does_it_is_not_who_suffers_it() -> None:
    text = "Some 70 militants killed 3 soldiers."
    assert [(f.measure, f.value) for f in figures_of(text)] == [("other", 70), ("killed", 3)]


def test_a_building_damaged_is_not_its_visitors() -> None:
    text = "The hall, used by up to 1,000 visitors, was damaged by fire."
    assert [f.measure for f in figures_of(text)] == ["other"]
    assert only("Some 12 people, including a child, were killed.").measure == "killed"


@pytest.mark.parametrize(
    "text",
    [
        "Ama Mensah, 34, left the court.",
        "A 34-year-old man and a boy aged 12 left.",
        "It happened on January 27, 2019, and again on 3 March.",
        "In 2014 the war began; it ended in 2017.",
        "They met at 10:30 am and left at 5 pm.",
        "They waited for 12 days and 3 hours.",
        "The team won 3-1 on Sunday.",
        "Call 555-123-4567 or +49 30 1234567.",
        "She lives at 10 Downing Street.",
        "The Boeing 737 landed after flight 1549.",
        "The 19th century ended. He came third.",
        "Resolution 242 and Article 5 were read out.",
        "One of the men left.",
        "The 1990s were wet.",
        "He was one of the nation’s best singers.",
        "The nineteen sixties were wet; 32-bit programs came later.",
        "He weighed 200 pounds.",
    ],
)
def test_ages_dates_times_scores_and_codes_are_no_figures(text: str) -> None:
    assert [text[f.start : f.end] for f in figures_of(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No one was killed.", [("killed", 0, "")]),
        ("No free press is allowed, and no one knows how many died.", []),
        ("Nine of the 14 miners were rescued.", [("rescued", 9, "miners"), ("other", 14, "miners")]),
        ("The fire razed 30 homes and 22 barns.", [("affected", 30, "homes"), ("affected", 22, "barns")]),
        ("Fourteen clerks and four guards were killed.", [("killed", 14, "clerks"), ("killed", 4, "guards")]),
        ("Twelve hostages were freed.", [("rescued", 12, "hostages")]),
        ("They shot at the car, killing him and two others.", [("killed", 2, "others")]),
        ("On Friday 12 people were killed.", [("killed", 12, "people")]),
        ("The club has 88 swimmers, down from 102.", [("other", 88, "swimmers"), ("other", 102, "")]),
        ("He drove at 90 km/h; eight in ten drivers do.", []),
    ],
)
def test_what_is_said_of_parts_neighbours_and_nobody(text: str, expected: list[tuple[str, float, str]]) -> None:
    assert [(f.measure, f.value, f.who) for f in figures_of(text)] == expected


def test_a_hyphen_may_join_a_range_and_a_dozen_is_a_number() -> None:
    figure = only("It will take 32-40 million dollars.")
    assert (figure.value, figure.low, figure.high, figure.unit) == (None, 32e6, 40e6, "USD")
    figure = only("More than a dozen people were killed.")
    assert (figure.value, figure.low, figure.high, figure.bound) == (12, 12, None, "at_least")


def test_the_span_holds_bound_number_and_noun() -> None:
    text = "Officials counted at least 70 dead inmates. Between 20 and 30 people were killed."
    figures = figures_of(text)
    assert text[figures[-1].start : figures[-1].end] == "Between 20 and 30 people"
    assert text[figures[0].start : figures[0].end].startswith("at least 70")


def test_a_figure_belongs_to_the_innermost_claim_that_holds_it() -> None:
    text = "Mensah said that the board had claimed that 12 people were killed. Another 5 people were injured."
    article = read(text)
    claims = find_claims(article, mentions_of(article))
    inner, outer = find_figures(article, claims)
    assert inner.claim is not None
    assert text[claims[inner.claim].content[0][0] :].startswith("that 12 people")
    assert outer.claim is None


def test_a_table_is_no_sentence() -> None:
    assert figures_of("Results: " + "12 people killed, " * 200) == []


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_figures_hold_for_any_text(text: str) -> None:
    article = read(text)
    claims = find_claims(article, mentions_of(article))
    figures = find_figures(article, claims)
    assert len({(f.start, f.end, f.measure) for f in figures}) == len(figures)
    for figure in figures:
        assert 0 <= figure.start < figure.end <= len(text)
        assert figure.value is not None or figure.low is not None
        assert figure.low is None or figure.high is None or figure.low <= figure.high
        assert figure.bound in {"exact", "at_least", "at_most", "about"}
        assert figure.claim is None or 0 <= figure.claim < len(claims)
