"""Claims: whose they are, how they are put, and which one takes another back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from events.pipeline.claims import find_claims
from events.pipeline.records import Attribution, ReadArticle
from tests.tagger.reading import TEXTS, claims_of, mentions_of, read, said_in


def speakers_in(text: str) -> list[str]:
    return [said.speaker for said in said_in(text)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ama Mensah said the dam is safe.", "Ama Mensah"),
        ("Ama Mensah, a spokeswoman for Kofi Owusu, said the dam is safe.", "Ama Mensah"),
        ("The head of the board for Kofi Owusu, Ama Mensah, said the dam is safe.", "Ama Mensah"),
        ("A spokeswoman for Kofi Owusu said the dam is safe.", ""),
        ("Kofi Owusu’s lawyer said the dam is safe.", ""),
        ("Ghanaian officials said the dam is safe.", ""),
        ("The Volta River Authority said the dam is safe.", "Volta River Authority"),
        ("Kofi Owusu, who said the dam is safe, left.", "Kofi Owusu"),
    ],
)
def test_the_name_that_heads_the_source_speaks(text: str, speaker: str) -> None:
    assert speakers_in(text)[:1] == [speaker]


def test_he_is_the_person_who_spoke_last() -> None:
    text = "Kofi Owusu met Ama Mensah. “The dam is safe,” Owusu said. “It will hold,” he added."
    assert speakers_in(text) == ["Owusu", "Owusu"]


def test_she_is_not_a_man_who_was_called_mr() -> None:
    text = "Mrs Mensah met Mr Owusu. Mr Owusu said the dam is safe. She said it had cracks."
    assert speakers_in(text) == ["Owusu", "Mensah"]


def test_a_pronoun_too_far_from_any_person_stays_open() -> None:
    text = "Kofi Owusu left. " + "The river rose. " * 8 + "He said the dam is safe."
    assert speakers_in(text) == [""]


def test_a_role_stands_for_the_person_introduced_in_it() -> None:
    text = (
        "Ama Mensah, the mayor of Tema, and Kofi Owusu, the mayor of Ada, met on Monday. It rained. "
        "The mayor of Ada said the dam is safe. The mayor of Tema said it had cracks."
    )
    assert speakers_in(text) == ["Kofi Owusu", "Ama Mensah"]


def test_a_role_that_two_people_hold_stays_open() -> None:
    text = "Ama Mensah, the mayor of Tema, and Kofi Owusu, the mayor of Ada, met. The mayor said the dam is safe."
    assert speakers_in(text) == [""]


def test_a_role_in_front_of_its_name_is_remembered() -> None:
    text = "The commander of the northern border guard, Kofi Owusu, arrived. The commander said the road was open."
    assert speakers_in(text) == ["Kofi Owusu"]


def test_an_indefinite_role_is_nobody_named_before() -> None:
    assert speakers_in("Ama Mensah, the mayor, left. A mayor said the dam is safe.") == [""]


def test_a_speaker_found_by_pronoun_is_less_sure() -> None:
    named, pronoun = claims_of("Ama Mensah said that the dam is safe. She said that it will hold.")
    assert pronoun.confidence < named.confidence


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The dam is safe,” Mensah said.", "direct"),
        ("Mensah said that “the dam is safe for now”.", "direct"),
        ("Mensah said that the dam is safe.", "indirect"),
        ("Mensah said the dam was “as safe as ever” after the rain.", "mixed"),
        ("Mensah said the so-called “dam” was a wall.", "indirect"),
        ("“The dam is safe,” Mensah said. “Nobody needs to leave.”", "direct"),
    ],
)
def test_quotation_marks_tell_the_kind(text: str, kind: str) -> None:
    assert [said.kind for said in said_in(text)] == [kind]


@pytest.mark.parametrize(
    ("text", "modality", "negated"),
    [
        ("Mensah said that the dam is safe.", "asserted", False),
        ("Mensah said that the dam is not safe.", "asserted", True),
        ("Mensah said there will be no flood.", "asserted", True),
        ("Mensah denied that the dam is safe.", "denied", True),
        ("Mensah denied that the dam is not safe.", "denied", False),
        ("Mensah warned that the dam may break.", "warned", False),
        ("Mensah promised that the dam would be rebuilt.", "promised", False),
        ("Mensah threatened that the board would resign.", "threatened", False),
        ("Mensah said the dam held, which did not surprise her.", "asserted", False),
    ],
)
def test_cue_and_negation_tell_the_attitude(text: str, modality: str, negated: bool) -> None:
    said = said_in(text)[0]
    assert (said.modality, said.negated) == (modality, negated)


def test_what_was_not_said_is_no_claim() -> None:
    assert said_in("Mensah did not confirm that the dam is safe.") == []
    assert [said.modality for said in said_in("Mensah did not deny that the dam is safe.")] == ["denied"]


def superseded(text: str) -> list[int | None]:
    return [claim.supersedes for claim in claims_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The board initially said the dam was safe, but later acknowledged that it had cracks.",
        "The board first said nobody was hurt. But it later admitted that two workers had died.",
        "The Volta River Authority had earlier said the dam was safe but then conceded that it had cracks.",
    ],
)
def test_a_correction_supersedes_what_was_said_at_first(text: str) -> None:
    claims = claims_of(text)
    assert [claim.supersedes for claim in claims] == [None, 0]
    assert claims[1].supersedes_reason


@pytest.mark.parametrize(
    "text",
    [
        "The board said the dam was safe, and added that it would be rebuilt.",
        "The board initially said the dam was safe, but Owusu later acknowledged that it had cracks.",
        "Mensah said the dam was safe. Owusu later said that it had cracks.",
    ],
)
def test_other_speakers_and_mere_additions_supersede_nothing(text: str) -> None:
    assert set(superseded(text)) == {None}


def with_attributions(article: ReadArticle, *attributions: Attribution) -> ReadArticle:
    return replace(article, reading=replace(article.reading, attributions=attributions))


def test_spans_from_a_broken_tagger_are_dropped() -> None:
    article = read("Mensah said the dam is safe.")
    broken = (
        Attribution(((0, 6),), ((7, 11),), ((12, 900),), 0.9),
        Attribution(((0, 6),), ((7, 11),), (), 0.9),
        Attribution(((0, 6),), ((11, 7),), ((12, 27),), 0.9),
        Attribution((), (), ((20, 27), (12, 22)), 0.9),
    )
    claims = find_claims(with_attributions(article, *broken), mentions_of(article))
    assert [claim.content for claim in claims] == [((12, 27),)]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_claims_hold_for_any_text(text: str) -> None:
    article = read(text)
    mentions = mentions_of(article)
    claims = find_claims(article, mentions)
    for number, claim in enumerate(claims):
        assert claim.content
        for start, end in (*claim.content, *filter(None, (claim.speaker, claim.cue))):
            assert 0 <= start < end <= len(text)
        assert claim.speaker_mention is None or 0 <= claim.speaker_mention < len(mentions)
        assert claim.kind in {"direct", "indirect", "mixed"}
        assert claim.supersedes is None or (0 <= claim.supersedes < len(claims) and claim.supersedes != number)
        assert 0 < claim.confidence <= 1
