"""The two stages on a real database: named outcomes, kept identities, people before the machine."""

from __future__ import annotations

from typing import Any

import pytest

from events.intake import open_run, parse_document, take_in
from events.models import (
    Actor,
    Article,
    ArticleWork,
    Claim,
    ClaimLink,
    Event,
    EventArticle,
    Figure,
    Mention,
)
from events.models.choices import ActorKind, DecidedBy, RunKind, WorkStatus
from events.names import fold
from events.pipeline import conclude as stage
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch

pytestmark = pytest.mark.django_db

STORY = (
    "Anna Berglund, the mayor of Hammerby, said the bridge would be closed for two weeks.\n\n"
    "At least 12 people were injured when part of the deck gave way on Monday, the regional rescue service said.\n\n"
    "“We will rebuild it,” Berglund told reporters. The builder, Nordic Span Group (NSG), initially said the deck was "
    "sound but later acknowledged that it had found cracks in March."
)
WIRE = STORY + "\n\nThe bridge was opened in 1974 and carries some 9,000 cars a day between the two halves of the town."
OTHER = (
    "Shares of the chip maker rose by 4 percent on Friday after it reported record earnings for the third quarter. "
    "Analysts had expected less. Demand from data centres made up for weak sales of phones, the company said."
)


def hand_in(*texts: str, **fields: Any) -> list[int]:
    run = open_run(RunKind.API, account="ana", vouched=True)
    rows = [{"id": str(n), "text": text, "published": f"2022-03-0{n}T10:00:00Z"} for n, text in enumerate(texts, 1)]
    take_in(run, [parse_document({**row, **fields}) for row in rows])
    return list(Article.objects.order_by("pk").values_list("pk", flat=True))


def work_off() -> None:
    while read_batch():
        pass
    while conclude_batch():
        pass


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Everything derived, ids included."""
    return {
        "mentions": list(
            Mention.objects.order_by("pk").values_list("pk", "start", "end", "type", "actor", "removed_at")
        ),
        "claims": list(Claim.objects.order_by("pk").values_list("pk", "text", "speaker", "standing", "removed_at")),
        "figures": list(Figure.objects.order_by("pk").values_list("pk", "text", "measure", "value", "event")),
        "links": list(ClaimLink.objects.order_by("claim", "other").values_list("claim", "other", "type")),
        "members": list(EventArticle.objects.order_by("pk").values_list("pk", "event", "article", "score", "reason")),
        "events": list(Event.objects.order_by("pk").values_list("pk", "title", "size", "origins", "location")),
        "actors": list(Actor.objects.order_by("pk").values_list("pk", "name", "mention_count")),
    }


def again() -> None:
    ArticleWork.objects.update(stage="read", status="pending")
    work_off()


def test_an_article_becomes_mentions_claims_figures_and_an_event() -> None:
    hand_in(STORY)
    work_off()
    article = Article.objects.get()
    assert article.work.status == WorkStatus.DONE
    assert article.revision is not None
    mayor = Actor.objects.get(name="Anna Berglund")
    assert (mayor.kind, mayor.mention_count) == (ActorKind.PERSON, 1)
    assert {c.speaker for c in Claim.objects.filter(text__contains="rebuild")} == {mayor}
    assert Figure.objects.get(measure="injured").low == 12
    event = Event.objects.get()
    assert (event.size, event.origins) == (1, 1)
    assert all(f.event == event for f in Figure.objects.all())


def test_a_later_admission_supersedes_the_first_statement() -> None:
    hand_in(STORY)
    work_off()
    link = ClaimLink.objects.get(type="supersedes")
    assert "cracks" in link.claim.text
    assert "sound" in link.other.text
    assert link.other.standing == "superseded"
    assert link.reason


def test_every_span_holds_the_words_that_are_recorded() -> None:
    hand_in(STORY, OTHER)
    work_off()
    for row in [*Mention.objects.current(), *Figure.objects.current()]:
        assert row.revision.text is not None
        assert row.revision.text[row.start : row.end] == row.text
    for claim in Claim.objects.current():
        text = claim.revision.text or ""
        assert " ".join(text[a:b] for a, b in claim.content) == claim.text
        if claim.speaker_start is not None:
            assert text[claim.speaker_start : claim.speaker_end] == claim.speaker_text


def test_reading_again_changes_nothing_ids_included() -> None:
    hand_in(STORY, OTHER, WIRE)
    work_off()
    before = snapshot()
    assert all(before.values())
    again()
    assert snapshot() == before


def test_ids_move_along_unchanged_words_into_the_next_revision() -> None:
    hand_in(STORY)
    work_off()
    mentions = dict(Mention.objects.filter(type="person").values_list("text", "pk"))
    claim = Claim.objects.get(text__contains="rebuild").pk
    event = EventArticle.objects.get().event_id
    hand_in("CORRECTED: the number of injured was wrong. " + STORY.replace("At least 12", "At least 9"))
    work_off()
    assert Article.objects.get().revision.number == 2  # type: ignore[union-attr]
    current = dict(Mention.objects.current().filter(type="person").values_list("text", "pk"))
    assert current["Anna Berglund"] == mentions["Anna Berglund"]
    assert Claim.objects.current().get(text__contains="rebuild").pk == claim
    assert EventArticle.objects.get().event_id == event
    assert [f.low for f in Figure.objects.current().filter(measure="injured")] == [9]
    assert Figure.objects.filter(measure="injured").count() == 2
    assert Actor.objects.get(name="Anna Berglund").mention_count == 1


def test_a_decision_of_a_curator_survives_reading_again_and_a_new_revision() -> None:
    hand_in(STORY)
    work_off()
    other = Actor.objects.create(name="Another Berglund", kind=ActorKind.PERSON)
    mention = Mention.objects.filter(text="Berglund").get()
    Mention.objects.filter(pk=mention.pk).update(actor=other, decided_by=DecidedBy.CURATOR)
    again()
    mention.refresh_from_db()
    assert (mention.actor, mention.removed_at) == (other, None)
    hand_in("Update. " + STORY)
    work_off()
    moved = Mention.objects.current().get(pk=mention.pk)
    assert moved.actor == other
    overlapping = Mention.objects.current().filter(field="body", start__lt=moved.end, end__gt=moved.start)
    assert [m.pk for m in overlapping] == [moved.pk]


def test_a_curators_claim_keeps_its_speaker() -> None:
    hand_in(STORY)
    work_off()
    somebody = Actor.objects.create(name="Somebody Else", kind=ActorKind.PERSON)
    Claim.objects.filter(text__contains="rebuild").update(speaker=somebody, decided_by=DecidedBy.CURATOR)
    again()
    assert Claim.objects.get(text__contains="rebuild").speaker == somebody


def test_an_actor_is_counted_once_an_article_whatever_its_revisions() -> None:
    hand_in("Anna Berglund came to Hammerby. She stayed for a week and then she left again by train.")
    work_off()
    hand_in("ANNA BERGLUND arrived. Nothing else of the first report was kept in this one, as it was all wrong.")
    work_off()
    assert Actor.objects.get(name__iexact="Anna Berglund").mention_count == 1
    hand_in("Somebody else came. Nothing else of the earlier reports was kept in this one, as it was all wrong.")
    work_off()
    assert Actor.objects.get(name__iexact="Anna Berglund").mention_count == 0


def test_what_a_curator_said_of_a_claim_and_a_figure_moves_into_the_next_revision() -> None:
    hand_in(STORY)
    work_off()
    somebody = Actor.objects.create(name="Somebody Else", kind=ActorKind.PERSON)
    claim = Claim.objects.get(text__contains="rebuild")
    Claim.objects.filter(pk=claim.pk).update(speaker=somebody, decided_by=DecidedBy.CURATOR)
    figure = Figure.objects.get(measure="injured")
    Figure.objects.filter(pk=figure.pk).update(who="people on the bridge", decided_by=DecidedBy.CURATOR)
    hand_in("Updated on Tuesday. " + STORY)
    work_off()
    moved = Claim.objects.current().get(pk=claim.pk)
    text = moved.revision.text or ""
    assert moved.speaker == somebody
    assert " ".join(text[a:b] for a, b in moved.content) == moved.text
    assert Claim.objects.current().filter(text=moved.text).count() == 1
    kept = Figure.objects.current().get(measure="injured")
    assert (kept.pk, kept.who, text[kept.start : kept.end]) == (figure.pk, "people on the bridge", kept.text)


def test_a_poisonous_article_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    poison = hand_in(STORY, OTHER, WIRE)[1]
    find = stage.find_claims

    def stumble(article: Any, mentions: Any) -> Any:
        if article.article_id == poison:
            raise ZeroDivisionError("seven")
        return find(article, mentions)

    monkeypatch.setattr(stage, "find_claims", stumble)
    work_off()
    outcomes = dict(ArticleWork.objects.values_list("article", "status"))
    assert outcomes.pop(poison) == WorkStatus.FAILED
    assert set(outcomes.values()) == {WorkStatus.DONE}
    assert "ZeroDivisionError" in ArticleWork.objects.get(article=poison).reason
    assert Article.objects.get(pk=poison).revision is None


def test_a_wire_copy_joins_its_origin_and_adds_no_origin() -> None:
    first, other, copy = hand_in(STORY, OTHER, WIRE)
    work_off()
    assert Article.objects.get(pk=copy).copy_of_id == first
    assert Article.objects.get(pk=other).copy_of_id is None
    event = EventArticle.objects.get(article=copy).event
    assert (event.size, event.origins) == (2, 1)


def test_unverified_text_adds_no_origin() -> None:
    run = open_run(RunKind.API, account="ana")
    take_in(run, [parse_document({"id": "x", "text": STORY, "outlet": "paper.example"})])
    work_off()
    assert Event.objects.get().origins == 0


def test_html_without_an_article_is_rejected_with_a_reason_and_short_text_is_read() -> None:
    run = open_run(RunKind.API, account="ana")
    page = {"id": "page", "html": "<html><body><nav><a href='/'>Home</a></nav></body></html>"}
    take_in(run, [parse_document(page), parse_document({"id": "brief", "text": "Rain fell."})])
    work_off()
    assert ArticleWork.objects.get(article__external_id="page").status == WorkStatus.REJECTED
    assert ArticleWork.objects.get(article__external_id="page").reason
    assert ArticleWork.objects.get(article__external_id="brief").status == WorkStatus.DONE


def test_other_languages_are_stored_and_searchable_and_get_no_english_claims() -> None:
    text = "El alcalde dijo que el puente estará cerrado durante dos semanas. Al menos 12 personas resultaron heridas."
    hand_in(text)
    work_off()
    article = Article.objects.get()
    assert article.language == "es"
    assert not Claim.objects.exists()
    assert article.search.document


def test_a_batch_is_concluded_in_a_constant_number_of_statements(django_assert_max_num_queries: Any) -> None:
    hand_in(*[f"Report {n}. {STORY} Number {fold(str(n))} said." for n in range(1, 9)])
    while read_batch():
        pass
    with django_assert_max_num_queries(100):
        assert conclude_batch() == 8
