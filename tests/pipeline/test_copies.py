"""Near-copies are found, other reports are not, and the origin is the earliest."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.copies import (
    Signature,
    choose_origin,
    compare,
    is_copy,
    link_copies,
    make_signature,
    pack_hashes,
    unpack_hashes,
)

WIRE = (
    "A ferry with more than two hundred passengers on board ran aground off the northern coast early on Tuesday, and "
    "rescue crews worked through the morning to bring everyone ashore, the coast guard said. Nobody was seriously "
    "hurt. The captain told investigators that the steering had failed shortly after the ship left the harbour. "
    "Passengers described a loud bang, and then darkness, before the crew handed out life jackets and led them to the "
    "upper deck. The company that runs the line said it would replace the ship while the damage is examined."
)
EDITED = "PORT TOWN (Wire) - " + WIRE.replace("Nobody was seriously hurt. ", "").replace("harbour", "harbor")
OTHER = (
    "Rescuers brought all passengers of a stranded ferry to safety on Tuesday after the vessel hit rocks in the north. "
    "According to the coast guard, a technical fault is the likely cause. Some travellers spoke of panic on board, "
    "others praised the crew. Hospitals treated nine people for shock and bruises. It is the third accident on this "
    "route within two years, and the opposition in parliament demanded an inquiry into the ageing fleet and its owner."
)


def test_an_edited_wire_story_is_a_copy_and_another_report_is_not() -> None:
    mine, edited, other = (make_signature(text) for text in (WIRE, EDITED, OTHER))
    assert is_copy(compare(mine, edited))
    assert not is_copy(compare(mine, other))


def test_the_first_third_of_a_story_is_a_copy_of_the_whole() -> None:
    whole = " ".join(part.replace("ferry", f"ferry {n}") for n, part in enumerate((WIRE, OTHER), 1))
    assert is_copy(compare(make_signature(whole[: len(whole) // 3]), make_signature(whole)))


def test_copies_share_a_band_by_which_the_database_finds_them() -> None:
    assert set(make_signature(WIRE).bands) & set(make_signature(EDITED).bands)
    assert not set(make_signature(WIRE).bands) & set(make_signature("word " * 5 + OTHER[:80]).bands)


def test_a_text_too_short_to_compare_has_no_bands() -> None:
    assert make_signature("Two dead in fire, police say.").bands == ()
    assert make_signature("").bands == ()


def test_a_stored_signature_comes_back_equal() -> None:
    made = make_signature(WIRE)
    again = compare(made, Signature(unpack_hashes(pack_hashes(made.hashes)), made.shingles))
    assert (again.jaccard, again.contained) == (1.0, 1.0)


def test_the_resemblance_of_long_texts_is_estimated_from_a_part() -> None:
    words = [f"w{n}" for n in range(6_000)]
    whole, half = make_signature(" ".join(words)), make_signature(" ".join(words[:3_000]))
    assert whole.hashes.size == half.hashes.size == 1_024
    assert abs(compare(whole, half).jaccard - 0.5) < 0.08
    assert compare(whole, half).contained > 0.9


def test_a_brief_shares_a_band_with_the_story_whose_opening_it_is() -> None:
    words = [f"w{n}" for n in range(600)]
    whole, brief = make_signature(" ".join(words)), make_signature(" ".join(words[:50]))
    assert set(whole.bands) & set(brief.bands)


def test_the_earliest_published_is_the_origin_and_undated_ones_come_last() -> None:
    early, late = datetime(2022, 1, 1, tzinfo=UTC), datetime(2022, 1, 2, tzinfo=UTC)
    assert choose_origin({1: late, 2: early, 3: None}) == 2
    assert choose_origin({5: None, 4: None}) == 4
    assert choose_origin({5: early, 4: early}) == 4


EARLY, LATE = datetime(2022, 1, 1, tzinfo=UTC), datetime(2022, 1, 3, tzinfo=UTC)


WORDS = {1: EDITED, 2: EDITED + " More.", 3: OTHER, 9: WIRE}
SIGNATURES = {number: make_signature(text) for number, text in WORDS.items()}
DATES = {1: LATE, 2: LATE, 3: LATE, 9: EARLY}


def pairs(*batch: int) -> list[tuple[int, int]]:
    return [(one, other) for one in batch for other in WORDS if one != other]


def test_an_origin_that_comes_later_takes_over_the_group_of_a_stored_copy() -> None:
    groups = link_copies(pairs(9), SIGNATURES, {1: None, 2: 1, 3: None, 9: None}, DATES)
    assert [groups.origin(n) for n in (1, 2, 3, 9)] == [9, 9, 3, 9]
    assert groups.re_rooted() == {1: 9, 2: 9}


def test_copies_within_one_batch_find_their_origin() -> None:
    groups = link_copies(pairs(1, 2, 3, 9), SIGNATURES, {}, DATES)
    assert [groups.origin(n) for n in (1, 2, 3, 9)] == [9, 9, 3, 9]


def test_an_origin_that_is_read_again_stays_the_origin_of_its_copies() -> None:
    groups = link_copies(pairs(9), SIGNATURES, {1: 9, 2: 9, 9: None, 3: None}, DATES)
    assert [groups.origin(n) for n in (1, 2, 9)] == [9, 9, 9]


@given(st.text(max_size=400))
def test_any_text_has_a_signature_that_fits_the_database(text: str) -> None:
    made = make_signature(text)
    assert len(pack_hashes(made.hashes)) <= 4 * 1_024
    assert all(-(2**63) <= band < 2**63 for band in made.bands)
