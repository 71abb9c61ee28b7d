"""Through whom a claim came, inside which other it stands, and when it speaks of."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.pipeline.claims import find_claims
from events.pipeline.records import Attribution
from events.pipeline.times_in_text import find_times
from tests.pipeline.test_claims import with_attributions
from tests.tagger.reading import TEXTS, claims_of, mentions_of, read

MONDAY = datetime(2022, 1, 24, 9, 0, tzinfo=UTC)


def medium_in(text: str) -> list[str]:
    return [text[slice(*claim.medium)] if claim.medium else "" for claim in claims_of(text)]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Ama Mensah told Reuters that the dam is safe.", "Reuters"),
        ("Mensah said, in an interview with Volta Radio, that the dam is safe.", "Volta Radio"),
        ("Mensah wrote on Twitter that the dam is safe.", "Twitter"),
        ("Mensah said the dam is safe.", ""),
        ("Mensah told Kofi Owusu that the dam is safe.", ""),
    ],
)
def test_the_medium_is_named_beside_the_cue(text: str, medium: str) -> None:
    assert medium_in(text) == [medium]


def test_a_claim_inside_a_claim_knows_the_outer_one() -> None:
    text = "Mensah said that Owusu had told her that the dam is safe."
    outer = Attribution(((0, 6),), ((7, 11),), ((12, 56),), 0.9)
    inner = Attribution(((17, 22),), ((27, 31),), ((36, 56),), 0.9)
    article = with_attributions(read(text), outer, inner)
    assert [claim.reported_by for claim in find_claims(article, mentions_of(article))] == [None, 0]


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("It broke on Thursday.", "2022-01-20", "2022-01-20", "day"),
        ("It will reopen on Thursday.", "2022-01-27", "2022-01-27", "day"),
        ("It broke yesterday.", "2022-01-23", "2022-01-23", "day"),
        ("It broke on 3 March 2021.", "2021-03-03", "2021-03-03", "day"),
        ("It broke on December 30.", "2021-12-30", "2021-12-30", "day"),
        ("It broke in 2014.", "2014-01-01", "2014-12-31", "year"),
        ("It broke last month.", "2021-12-01", "2021-12-31", "month"),
        ("It broke in March 2020.", "2020-03-01", "2020-03-31", "month"),
    ],
)
def test_times_are_counted_from_the_day_of_publication(text: str, first: str, last: str, precision: str) -> None:
    (found,) = find_times(text, MONDAY)
    assert (f"{found.first:%Y-%m-%d}", f"{found.last:%Y-%m-%d}", found.precision) == (first, last, precision)


@pytest.mark.parametrize(
    "text", ["It may break.", "It broke on 31 February.", "Call 2014 now.", "It broke on Thursday."]
)
def test_no_time_is_guessed(text: str) -> None:
    assert find_times(text, None) == []


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.none() | st.datetimes(timezones=st.just(UTC)))
def test_times_hold_for_any_text_and_date(text: str, published: datetime | None) -> None:
    for found in find_times(text, published):
        assert 0 <= found.start < found.end <= len(text)
        assert found.first <= found.last
