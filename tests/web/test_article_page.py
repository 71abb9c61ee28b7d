"""The article page: margin notes, marks to switch off, corrections in place, provenance, and what revisions changed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import Article, ArticleReading, Decision
from events.web.revision_diff import MOST_WORDS, Part, compare_texts, compare_words
from tests.factories import (
    ActorFactory,
    ActorNameFactory,
    ArticleFactory,
    ArticleRevisionFactory,
    LocationFactory,
    UserFactory,
)
from tests.web.story import HOSTILE, make_story, read, story_article

Lines = st.lists(st.sampled_from(["one two", "two three four", "five", "five six", "seven"]), max_size=12)


@pytest.fixture
def article(db: None) -> Article:
    return story_article(make_story())


@pytest.fixture
def curator(db: None, client: Client) -> Client:
    client.force_login(UserFactory(username="carla", permissions=["curate"]))
    return client


def page_of(article: Article) -> str:
    return reverse("article_detail", args=[article.pk])


def test_a_claim_has_a_note_that_knows_its_words(client: Client, article: Article) -> None:
    claim = article.claims.get()
    page = read(client, page_of(article))
    assert f'data-note-for="c{claim.pk}"' in page and f'id="c{claim.pk}"' in page
    for box in ("show-names", "show-claims", "show-figures"):
        assert f'id="{box}" checked' in page


def test_provenance_names_the_tagger_and_its_certainty(client: Client, article: Article) -> None:
    ArticleReading.objects.create(
        revision=article.revision, tagger_version="rules-9", sentences=[], entities=[], attributions=[]
    )
    page = read(client, page_of(article))
    assert "rules-9" in page and "90 % certainty on average" in page


def test_an_unchanged_article_is_not_sent_again(client: Client, article: Article) -> None:
    etag = client.get(page_of(article))["ETag"]
    assert client.get(page_of(article), headers={"If-None-Match": etag}).status_code == 304
    article.claims.update(standing="disputed")
    assert client.get(page_of(article), headers={"If-None-Match": etag}).status_code == 200


def correct(client: Client, article: Article, means: str, part: str = "actor") -> str:
    mention = article.mentions.get(**{f"{part}__isnull": False})
    form = {"mentions": str(mention.pk), "part": part, "means": means}
    answer = client.post(reverse("article_correct", args=[article.pk]), form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_curators_are_offered_corrections(client: Client, article: Article) -> None:
    assert "Report a mistake" not in read(client, page_of(article))
    client.force_login(UserFactory(permissions=["ingest"]))
    assert "Report a mistake" not in read(client, page_of(article))
    mention = article.mentions.filter(actor__isnull=False).get()
    form = {"mentions": mention.pk, "part": "actor", "means": ""}
    assert client.post(reverse("article_correct", args=[article.pk]), form).status_code == 403
    mention.refresh_from_db()
    assert mention.actor_id is not None


def test_a_wrong_link_is_taken_off_in_place(curator: Client, article: Article) -> None:
    assert "Report a mistake" in read(curator, page_of(article))
    assert "The link is taken off" in correct(curator, article, "")
    assert not article.mentions.filter(actor__isnull=False).exists()
    assert Decision.objects.get().verb == "unlink"


def test_a_wrong_link_is_set_right_by_name_or_number(curator: Client, article: Article) -> None:
    other = ActorFactory(name="Self-Defence Forum")
    ActorNameFactory(actor=other, name="Self-Defence Forum")
    assert "Linked to Self-Defence Forum" in correct(curator, article, "self-defence forum")
    assert article.mentions.get(actor__isnull=False).actor == other
    third = ActorFactory(name="Third")
    correct(curator, article, str(third.pk))
    assert article.mentions.get(actor__isnull=False).actor == third
    place = LocationFactory(name="Hasaka", precision="city")
    assert "Linked to Hasaka" in correct(curator, article, str(place.pk), "location")


def test_an_unknown_or_shared_name_changes_nothing(curator: Client, article: Article) -> None:
    before = article.mentions.get(actor__isnull=False).actor
    assert "no actor is called" in correct(curator, article, "Nobody At All")
    for _ in range(2):
        ActorNameFactory(actor=ActorFactory(name="John Smith"), name="John Smith")
    assert "give the number of one" in correct(curator, article, "John Smith")
    assert article.mentions.get(actor__isnull=False).actor == before


def test_names_of_another_article_are_not_corrected_here(curator: Client, article: Article) -> None:
    other = ArticleFactory()
    mention = article.mentions.filter(actor__isnull=False).get()
    form = {"mentions": mention.pk, "part": "actor", "means": ""}
    assert curator.post(reverse("article_correct", args=[other.pk]), form).status_code == 404
    assert curator.post(reverse("article_correct", args=[article.pk]), {"mentions": ""}).status_code == 404


def test_revisions_show_what_changed(client: Client, article: Article) -> None:
    address = reverse("article_revisions", args=[article.pk])
    read(client, address, 404)
    text = (article.revision.text or "") if article.revision else ""
    ArticleRevisionFactory(article=article, title="New title", text=text.replace("70", "81") + f"\n\n{HOSTILE}")
    page = read(client, address)
    assert "<del> 70</del><ins> 81</ins>" in page
    assert "<script>alert" not in page
    assert "same words" in read(client, address + "?from=1&to=1")
    for wrong in ("?from=9", "?to=x", "?to=99999999999"):
        read(client, address + wrong, 404)
    assert reverse("article_revisions", args=[article.pk]) in read(client, page_of(article))


def test_readers_of_excerpts_do_not_see_more_by_comparing(client: Client, article: Article, settings: object) -> None:
    settings.ANONYMOUS_BODY = "excerpt"  # type: ignore[attr-defined]
    ArticleRevisionFactory(article=article, text="word " * 400 + "THE-END")
    page = read(client, reverse("article_revisions", args=[article.pk]))
    assert "THE-END" not in page and "Only the beginnings are compared" in page


@given(Lines, Lines)
def test_a_comparison_holds_every_word_of_both_texts(before: list[str], after: list[str]) -> None:
    passages = compare_texts("\n".join(before), "\n".join(after))
    if before == after:
        assert passages == []
        return
    skipped = sum(passage.skipped for passage in passages)
    for kind, lines in (("new", before), ("gone", after)):
        words = sum(len(part.text.split()) for passage in passages for part in passage.parts if part.kind != kind)
        assert words <= sum(len(line.split()) for line in lines)
        if not skipped:
            assert words == sum(len(line.split()) for line in lines)


def test_far_unchanged_paragraphs_are_counted() -> None:
    lines = [f"paragraph {number}" for number in range(20)]
    passages = compare_texts("\n".join(lines), "\n".join([*lines[:-1], "the end"]))
    assert [passage.skipped for passage in passages if passage.skipped] == [18]


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_words_are_compared_without_loss(before: str, after: str) -> None:
    parts = compare_words(before, after)
    assert "".join(part.text for part in parts if part.kind != "new") == before
    assert "".join(part.text for part in parts if part.kind != "gone") == after


def test_a_hostile_text_is_replaced_whole() -> None:
    long = "x " * (MOST_WORDS + 1)
    assert compare_words(long, "y") == [Part("gone", long), Part("new", "y")]
