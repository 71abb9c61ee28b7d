"""Curators decide over the API as they do on the pages: tried, for good, many at once, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from events.models import Actor, ActorName, Claim, Decision, Event, EventSentence, Mention, Takedown
from tests import factories as make

pytestmark = pytest.mark.django_db
DECISIONS = "/api/v1/decisions/"


def merge(one: Any, *others: Any, **more: Any) -> dict[str, Any]:
    return {"action": "merge", "kind": "actor", "survivor": one.pk, "others": [o.pk for o in others], **more}


def pair() -> tuple[Any, Any]:
    return make.ActorFactory(name="Daesh"), make.ActorFactory(name="Islamic State")


def test_a_merge_is_made_read_and_taken_back(curator: APIClient, reader: APIClient) -> None:
    one, other = pair()
    made = curator.post(DECISIONS, merge(one, other, note="the same group"))
    assert made.status_code == 201
    assert reader.get(f"/api/v1/actors/{other.pk}/").json()["id"] == one.pk
    shown = reader.get(f"{DECISIONS}{made.json()['id']}/").json()
    assert (shown["verb"], shown["account"], shown["changed"]) == ("merge", None, [])
    assert curator.get(f"{DECISIONS}{made.json()['id']}/").json()["changed"][0]["after"] == {"canonical_id": one.pk}
    undone = curator.post(f"{DECISIONS}{made.json()['id']}/undo/")
    assert undone.json()["undone_account"]
    assert reader.get(f"/api/v1/actors/{other.pk}/").json()["id"] == other.pk
    assert curator.post(f"{DECISIONS}{made.json()['id']}/undo/").status_code == 409
    assert [row["id"] for row in reader.get(f"/api/v1/actors/{one.pk}/history/").json()["results"]] == [shown["id"]]


@pytest.mark.parametrize(
    ("address", "factory"),
    [
        ("decisions", make.DecisionFactory),
        ("judgements/actors", make.ActorJudgementFactory),
        ("judgements/events", make.EventJudgementFactory),
        ("judgements/locations", make.LocationJudgementFactory),
    ],
)
def test_three_times_as_many_rows_take_as_many_queries(reader: APIClient, address: str, factory: Any) -> None:
    counts = []
    for added in (3, 6):
        factory.create_batch(added)
        with CaptureQueriesContext(connection) as asked:
            counts.append(len(reader.get(f"/api/v1/{address}/").json()["results"]))
        counts.append(len(asked))
    assert counts[::2] == [3, 9]
    assert counts[1] == counts[3] <= 6


def test_a_dry_run_tells_exactly_what_would_come_and_leaves_all_as_it_is(curator: APIClient) -> None:
    one, other = pair()
    tried = curator.post(f"{DECISIONS}?dry_run=true", merge(one, other))
    assert (tried.status_code, tried.json()["id"], tried.json()["dry_run"]) == (200, None, True)
    assert not Decision.objects.exists()
    assert not Actor.objects.filter(canonical__isnull=False).exists()
    made = curator.post(DECISIONS, merge(one, other)).json()
    assert made["changed"] == tried.json()["changed"]
    curator.post(f"{DECISIONS}{made['id']}/undo/?dry_run=true")
    assert Actor.objects.get(pk=other.pk).canonical_id == one.pk


def test_a_list_is_carried_out_item_by_item(curator: APIClient) -> None:
    one, other = pair()
    mention = make.MentionFactory(actor=None)
    body = [
        merge(one, other), merge(one, other), {"action": "link", "mentions": [mention.pk], "actor": one.pk},
        {"action": "merg"}, merge(one, make.ActorFactory(kind="person")), 7,
    ]  # fmt: skip
    answer = curator.post(DECISIONS, body)
    assert answer.status_code == 200
    rows = answer.json()["results"]
    assert [row["status"] for row in rows] == [201, 409, 201, 400, 422, 400]
    assert rows[3]["problem"]["errors"][0]["nearest"] == "merge"
    assert rows[1]["problem"]["detail"]
    mention.refresh_from_db()
    assert mention.actor_id == one.pk
    assert Decision.objects.count() == 2


def test_the_same_key_decides_once(curator: APIClient) -> None:
    one, other = pair()
    key = {"Idempotency-Key": "abc"}
    first = curator.post(DECISIONS, merge(one, other), headers=key)
    again = curator.post(DECISIONS, merge(one, other), headers=key)
    assert first.json()["id"] == again.json()["id"]
    assert Decision.objects.count() == 1
    listed = [curator.post(DECISIONS, [merge(one, make.ActorFactory())], headers=key).json() for _ in range(2)]
    assert listed[0]["results"][0]["decision"]["id"] == listed[1]["results"][0]["decision"]["id"]


def test_what_changed_since_it_was_read_is_not_overwritten(curator: APIClient) -> None:
    actor = make.ActorFactory()
    version = curator.get(f"/api/v1/actors/{actor.pk}/").json()["version"]
    edit = {"action": "edit", "kind": "actor", "record": actor.pk, "values": {"name": "One name"}}
    assert curator.post(DECISIONS, edit, headers={"If-Match": f'"{version}"'}).status_code == 201
    late = curator.post(DECISIONS, edit | {"values": {"name": "Another"}}, headers={"If-Match": f'"{version}"'})
    assert (late.status_code, late.json()["code"]) == (412, "changed_since")
    assert "edit by" in late.json()["detail"]
    assert curator.post(DECISIONS, [edit | {"version": version}]).json()["results"][0]["status"] == 412
    assert Actor.objects.get(pk=actor.pk).name == "One name"


def test_every_action_can_be_carried_out(curator: APIClient) -> None:
    actor, person = make.ActorFactory(), make.ActorFactory(kind="person")
    mentions = [make.MentionFactory(actor=actor).pk for _ in range(3)]
    claim, other = make.ClaimFactory(), make.ClaimFactory()
    link = make.ClaimLinkFactory()
    bodies = [
        {"action": "split", "actor": actor.pk, "mentions": mentions[:1], "name": "Another ministry"},
        {"action": "unlink", "mentions": mentions[1:2]},
        {"action": "create", "mention": mentions[1], "name": "A third", "kind": "organization"},
        {"action": "lock", "kind": "actor", "record": actor.pk, "fields": ["name"]},
        {"action": "unlock", "kind": "actor", "record": actor.pk, "fields": ["name"]},
        {"action": "alias", "actor": actor.pk, "name": "MoI", "strong": False},
        {"action": "judge", "kind": "actor", "one": actor.pk, "other": person.pk, "verdict": "different"},
        {"action": "suppress", "actor": person.pk},
        {"action": "disown", "actor": actor.pk},
        {"action": "set_speaker", "claim": claim.pk, "actor": None},
        {"action": "link_claims", "claim": claim.pk, "other": other.pk, "type": "contradicts"},
        {"action": "confirm", "claim_link": link.pk},
        {"action": "reject", "claim_link": link.pk},
        {"action": "take_down", "article": claim.article_id, "reason": "a court said so"},
    ]
    rows = curator.post(DECISIONS, bodies).json()["results"]
    assert [row["status"] for row in rows] == [201] * len(bodies), [row for row in rows if row["status"] != 201]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"action": "merge"}, {"action": "merge", "kind": "actor", "survivor": "x", "others": [1]},
        {"action": "merge", "kind": "claim", "survivor": 1, "others": [2]}, {"action": "suppress", "actor": True},
        {"action": "suppress", "actor": 2**70}, {"action": "suppress", "actor": 1, "others": [2]}, "merge", [], None,
        {"action": "link", "mentions": []}, {"action": "alias", "actor": 1, "name": "x", "strong": "yes"},
    ],
)  # fmt: skip
def test_what_is_no_action_is_named(curator: APIClient, body: Any) -> None:
    answer = curator.post(DECISIONS, body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"]
    assert answer.json()["errors"][0]["way_out"]


@pytest.mark.parametrize(
    "body", [{"action": "suppress", "actor": 4711}, {"action": "alias", "actor": 1, "name": "a\x00"}]
)
def test_what_cannot_be_is_refused_with_the_reason(curator: APIClient, body: Any) -> None:
    answer = curator.post(DECISIONS, body)
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize(("who", "status"), [("reader", 401), ("outsider", 403), ("ingester", 403), ("curator", 201)])
def test_who_may_decide(request: pytest.FixtureRequest, who: str, status: int) -> None:
    one, other = pair()
    client: APIClient = request.getfixturevalue(who)
    assert client.post(DECISIONS, merge(one, other)).status_code == status
    assert client.get(DECISIONS).status_code == 200
    assert Decision.objects.exists() == (status == 201)


def test_a_taken_down_article_leaves_its_tombstone_alone(
    curator: APIClient, reader: APIClient, sign_in: Callable[..., APIClient]
) -> None:
    article = make.ArticleFactory(title="Secret", text="Anna Secretson was here.")
    only = make.ActorFactory(name="Anna Secretson", mention_count=1)
    mention = make.MentionFactory(article=article, actor=only, text="Anna Secretson")
    claim = make.ClaimFactory(article=article, speaker=only)
    kept, alone = make.EventFactory(title="Shared"), make.EventFactory(title="Secret")
    other = make.ArticleFactory()
    for event, told in ((kept, other), (kept, article)):
        make.EventArticleFactory(event=event, article=told, primary=told is other)
    make.EventArticleFactory(event=alone, article=article, primary=True)
    make.EventSentenceFactory(event=kept, article=article)
    address = f"/api/v1/articles/{article.pk}/"
    made = curator.post(DECISIONS, {"action": "take_down", "article": article.pk, "reason": "a court said so"})
    assert made.status_code == 201
    gone = reader.get(address)
    assert (gone.status_code, gone.json()["code"]) == (410, "gone")
    assert "a court said so" in gone.json()["detail"]
    assert Takedown.objects.get().article_id == article.pk
    article.refresh_from_db()
    assert (article.title, article.authors, article.revision_id) == ("", [], None)
    assert not article.revisions.exists()
    assert not Mention.objects.filter(pk=mention.pk).exists()
    assert not Claim.objects.filter(pk=claim.pk).exists()
    assert not EventSentence.objects.filter(article=article).exists()
    assert not Event.objects.filter(pk=alone.pk).exists()
    assert not ActorName.objects.filter(actor=only.pk).exists()
    assert not Actor.objects.filter(pk=only.pk).exists()
    assert Event.objects.get(pk=kept.pk).size == 1
    undo = curator.post(f"{DECISIONS}{made.json()['id']}/undo/")
    assert undo.status_code == 409
    assert "erased" in undo.json()["detail"]
    run = sign_in("ingest").post(
        "/api/v1/articles/", {"id": article.external_id, "text": "Anna Secretson was here. " * 20}
    )
    assert run.status_code == 202
    assert curator.post(DECISIONS, {"action": "take_down", "article": article.pk, "reason": "x"}).status_code == 409
