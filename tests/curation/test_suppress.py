"""Hiding a record: from everybody, at every address, for good, and back again exactly."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from events import curation
from events.curation import CurationConflict, CurationRefused, undo
from events.curation.link import MOST_MENTIONS
from events.models import Actor, Claim, ClaimActor, Event, EventActor, Figure, Mention
from events.pipeline.candidates import find_name_candidates
from events.pipeline.recount import mark_private, recount_actors
from events.pipeline.resolve import keys_to_look_up, resolve_article
from events.pipeline.store_events import recount_event_actors
from tests import factories as make
from tests.curation.world import take_picture
from tests.pipeline.build import entities_of, read_article

pytestmark = pytest.mark.django_db
NAME = "Ottilie Vandermeersch"


@pytest.fixture
def curator() -> User:
    user: User = make.UserFactory(permissions=["curate"])
    return user


@pytest.fixture
def witness() -> Actor:
    """A woman whom two articles name, who speaks, is counted by and spoken about."""
    actor: Actor = make.ActorFactory(name=NAME, kind="person", origin="machine")
    make.ActorNameFactory(actor=actor)
    for number in range(2):
        article = make.ArticleFactory(text=f"{NAME} saw it. She said so to {NAME}.", title=f"Story {number}")
        mention = make.MentionFactory(article=article, actor=actor, text=NAME, start=0, type="person")
        second = make.MentionFactory(article=article, actor=actor, text=NAME, start=33, type="person")
        event = make.EventFactory(location=None)
        make.EventArticleFactory(event=event, article=article)
        claim = make.ClaimFactory(
            article=article, event=event, speaker=actor, speaker_mention=mention, content=[[5, 9]]
        )
        make.FigureFactory(article=article, event=event, claim=claim, speaker=actor)
        other = make.ClaimFactory(
            article=article, event=event, speaker=None, speaker_mention=None, content=[[second.start, second.end]]
        )
        ClaimActor.objects.create(claim=other, actor=actor)
    recount_actors([actor.pk])
    recount_event_actors(Event.objects.values_list("pk", flat=True))
    assert EventActor.objects.filter(actor=actor).count() == 2
    actor.refresh_from_db()
    return actor


def addresses(actor: Actor) -> list[str]:
    api = f"/api/v1/actors/{actor.pk}/"
    return [reverse("actor_detail", args=[actor.pk]), reverse("actor_history", args=[actor.pk]), api,
            f"{api}events/", f"{api}claims/"]  # fmt: skip


def listings() -> list[str]:
    first, last = NAME.split()
    return [
        reverse("actor_list"),
        f"{reverse('actor_list')}?q={last}",
        f"{reverse('search')}?q={last}",
        "/api/v1/actors/",
        f"/api/v1/actors/?q={first}",
        "/api/v1/actors/?format=jsonl",
        "/api/v1/actors/?format=csv",
    ]


def test_nobody_finds_a_suppressed_record_anywhere(client: Client, curator: User, witness: Actor) -> None:
    for address in addresses(witness):
        assert client.get(address).status_code == 200, address
    curation.suppress_actor(witness.pk, curator, "asked for it")
    for address in addresses(witness):
        answer = client.get(address)
        assert answer.status_code == 410, address
        assert NAME not in answer.content.decode()
    for address in listings():
        answer = client.get(address)
        assert answer.status_code == 200, address
        words = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert f'actors/{witness.pk}"' not in words.decode() and f"/actors/{witness.pk}/" not in words.decode(), address
        assert f'"id":{witness.pk},' not in words.decode().replace(" ", "") or NAME not in words.decode(), address


def test_exports_leave_a_suppressed_record_out(curator: User, witness: Actor) -> None:
    curation.suppress_actor(witness.pk, curator)
    for kind in ("actors", "mentions", "claims", "figures"):
        out = StringIO()
        call_command("export", kind, "--format", "jsonl", stdout=out)
        rows = [json.loads(line) for line in out.getvalue().splitlines() if line.startswith("{")]
        held = [row.get("actor") for row in rows]
        held += [(row.get("speaker") or {}).get("actor") if isinstance(row.get("speaker"), dict) else row.get("speaker")
                 for row in rows]  # fmt: skip
        assert witness.pk not in held, kind


def test_what_hung_on_it_is_parted_and_undoing_brings_all_of_it_back(curator: User, witness: Actor) -> None:
    before = take_picture()
    decision = curation.suppress_actor(witness.pk, curator)
    assert not Mention.objects.filter(actor=witness).exists()
    assert not Claim.objects.filter(speaker=witness).exists()
    assert not Figure.objects.filter(speaker=witness).exists()
    assert not ClaimActor.objects.filter(actor=witness).exists()
    assert not EventActor.objects.filter(actor=witness).exists()
    undo(decision.pk, curator)
    assert take_picture() == before


def test_the_machine_neither_links_to_it_nor_founds_its_name_again(curator: User, witness: Actor) -> None:
    curation.suppress_actor(witness.pk, curator)
    for words in (NAME, NAME.upper(), f"Dr. {NAME}"):
        text = f"{words} came. Mayor Ida Kvistgaard left."
        article = read_article(text, entities_of(text, **{words: "person", "Ida_Kvistgaard": "person"}), number=900)
        candidates = find_name_candidates(*keys_to_look_up([article]))
        found = {m.entity.text: m for m in resolve_article(article, candidates)}
        assert (found[words].actor_id, found[words].candidates) == (None, ())
        assert [founded.name for founded in candidates.founded] == ["Ida Kvistgaard"]


def test_a_namesake_whom_everybody_knows_is_linked_all_the_same(curator: User, witness: Actor) -> None:
    known = make.ActorFactory(name=NAME, kind="person", origin="vocabulary")
    make.ActorNameFactory(actor=known)
    curation.suppress_actor(witness.pk, curator)
    article = read_article(f"{NAME} came.", entities_of(f"{NAME} came.", **{NAME: "person"}), number=901)
    candidates = find_name_candidates(*keys_to_look_up([article]))
    (found,) = resolve_article(article, candidates)
    assert found.actor_id in (known.pk, None) and candidates.founded == []
    assert witness.pk not in [actor for actor, _ in found.candidates]


def test_what_cannot_be_is_refused_in_words(curator: User, witness: Actor) -> None:
    survivor = make.ActorFactory(name="Ottilie V.", kind="person")
    merged = curation.merge_actors(survivor.pk, [witness.pk], curator)
    with pytest.raises(CurationRefused, match=str(survivor.pk)):
        curation.suppress_actor(witness.pk, curator)
    undo(merged.pk, curator)
    curation.suppress_actor(witness.pk, curator)
    with pytest.raises(CurationConflict, match="suppressed already"):
        curation.suppress_actor(witness.pk, curator)
    with pytest.raises(CurationRefused):
        curation.suppress_actor(10**15, curator)


def test_a_record_of_very_many_mentions_is_no_private_person(curator: User) -> None:
    famous = make.ActorFactory(name="Famous One", kind="person")
    article = make.ArticleFactory(text="x" * 3000)
    Mention.objects.bulk_create(
        make.MentionFactory.build(
            article=article, revision=article.revision, actor=famous, start=n, end=n + 1, text="x"
        )
        for n in range(MOST_MENTIONS + 1)
    )
    with pytest.raises(CurationRefused, match="mentions"):
        curation.suppress_actor(famous.pk, curator)


def test_merged_records_are_hidden_with_their_survivor(client: Client, curator: User, witness: Actor) -> None:
    survivor = make.ActorFactory(name="Ottilie V.", kind="person")
    curation.merge_actors(survivor.pk, [witness.pk], curator)
    curation.suppress_actor(survivor.pk, curator)
    for pk in (survivor.pk, witness.pk):
        assert client.get(f"/api/v1/actors/{pk}/").status_code == 410
        assert client.get(reverse("actor_detail", args=[pk]), follow=True).status_code == 410


def test_only_curators_suppress_and_they_still_see_the_record(client: Client, curator: User, witness: Actor) -> None:
    address = reverse("actor_suppress", args=[witness.pk])
    assert client.get(address).status_code == 302
    client.force_login(make.UserFactory())
    assert client.post(address).status_code == 403
    client.force_login(curator)
    assert NAME in client.get(address).content.decode()
    done = client.post(address, {"note": "a private person"}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("actor_history", args=[witness.pk])
    assert f"Suppressed: {NAME}" in done.content.decode()
    assert "a private person" in done.content.decode() and "Undo this" in done.content.decode()
    assert "suppressed" in client.get(reverse("actor_detail", args=[witness.pk])).content.decode()


# ------------------------------------------------------------------------------------------- private persons named once
def make_person(mentions: int, origin: str = "machine", kind: str = "person") -> Actor:
    actor: Actor = make.ActorFactory(name=f"Passer By {mentions} {origin} {kind}", kind=kind, origin=origin)
    article = make.ArticleFactory(text="Passer By " * 20)
    for number in range(mentions):
        make.MentionFactory(article=article, actor=actor, text="Passer By", start=number * 10, type="person")
    recount_actors([actor.pk])
    actor.refresh_from_db()
    return actor


def test_a_person_named_once_by_the_machine_has_no_profile_of_their_own(client: Client) -> None:
    person = make_person(1)
    assert person.is_private
    assert f"/actors/{person.pk}/" not in client.get(reverse("actor_list")).content.decode()
    assert client.get(f"/api/v1/actors/{person.pk}/").status_code == 404
    answer = client.get(reverse("actor_detail", args=[person.pk]))
    mention = person.mentions.get()
    assert answer["Location"] == f"{reverse('article_detail', args=[mention.article_id])}#m{mention.pk}"


@pytest.mark.parametrize(
    ("mentions", "origin", "kind"),
    [
        (2, "machine", "person"),
        (1, "vocabulary", "person"),
        (1, "curator", "person"),
        (1, "machine", "organization"),
    ],
)
def test_everybody_else_has_one(client: Client, mentions: int, origin: str, kind: str) -> None:
    actor = make_person(mentions, origin, kind)
    assert not actor.is_private
    assert client.get(reverse("actor_detail", args=[actor.pk])).status_code == 200


def test_a_second_article_or_a_curators_word_makes_a_person_public(curator: User) -> None:
    first, second = make_person(1), make_person(1, kind="person")
    make.MentionFactory(actor=first, text="Passer By", type="person")
    recount_actors([first.pk])
    curation.lock_fields("actor", second.pk, ["name"], curator)
    for actor in (first, second):
        actor.refresh_from_db()
        assert not actor.is_private


def test_marking_twice_changes_nothing() -> None:
    person = make_person(1)
    mark_private([person.pk])
    mark_private([])
    person.refresh_from_db()
    assert person.is_private
