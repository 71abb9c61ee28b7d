"""Every table has admin pages that work, stay fast, and leave the machine's records alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import curation, models
from events.admin import base
from events.admin.base import MachineAdmin
from events.tokens import issue_token
from tests import factories as make
from tests.api.world import build_world

pytestmark = pytest.mark.django_db
# Bookkeeping that nobody looks up by row: counts (whose key of two columns Django's administration cannot show either),
# the feed of changes, paces, hits. They stand on pages, in the API and in the metrics.
UNLISTED = {
    "ActorDay", "ArticleFetch", "Change", "HostPace", "LocationDay", "RateBucket", "SearchHit", "Takedown", "Tally"
}  # fmt: skip
MODELS = sorted(
    (model for model in apps.get_app_config("events").get_models() if model.__name__ not in UNLISTED),
    key=lambda model: model.__name__,
)
WORDS = (
    "ministry",
    "Story",
    "doc-1",
    "https://outlet.example/stories/1",
    "70",
    "9" * 40,
    "%",
    "a\x00b",
    '"',
    "-x",
    "💥",
)


@pytest.fixture
def boss(client: Client) -> Client:
    client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
    return client


@pytest.fixture(autouse=True)
def _world() -> None:
    build_world(2)
    article, event = models.Article.objects.all()[0], models.Event.objects.all()[0]
    models.ArticleMeaning.objects.create(article=article, vector=[1.0] * models.MEANING_SIZE)
    models.ArticleVector.objects.create(article=article, vector=[0.0] * models.VECTOR_SIZE)
    models.EventVector.objects.create(event=event, vector=[0.0] * models.VECTOR_SIZE)
    models.ArticleSignature.objects.create(article=article, hashes=b"x", shingles=1, bands=[1])
    models.ArticleReading.objects.create(
        revision=article.revision, tagger_version="t", sentences=[], entities=[], attributions=[]
    )
    models.DataVersion.objects.create(name="gazetteer", version="1")
    issue_token(make.UserFactory(), "reader", ["read"])
    models.ArticleProfile.objects.get_or_create(article=article, defaults={"data": b"x"})
    models.EventProfile.objects.get_or_create(event=event, defaults={"data": b"x", "keys": [1]})
    make_linked_statements()
    make.ActorJudgementFactory()
    make.LocationJudgementFactory()
    make.EventJudgementFactory()
    models.ReviewMark.objects.create(name="names")
    make_curators_rows()
    make_alerts()


def make_alerts() -> None:
    """A row in each table of what an account follows."""
    make.SavedSearchFactory()
    make.DeliveryFactory()
    make.NoticeFactory()
    make.ExportFactory()


def make_linked_statements() -> None:
    """A row in each table beside claims and figures."""
    claim = make.ClaimLinkFactory().claim
    make.FigureLinkFactory()
    models.ClaimKeys.objects.create(claim=claim, keys=[1])
    models.ClaimActor.objects.create(claim=claim, actor=make.ActorFactory())
    models.ClaimLocation.objects.create(claim=claim, location=make.LocationFactory())
    make.EventLinkFactory()
    make.EventSentenceFactory()
    make.ActPartyFactory()


def make_curators_rows() -> None:
    """A row or more in each table that keeps what curators do."""
    user = make.UserFactory()
    make.ReviewItemFactory(leased_by=user)
    make.CurationJobFactory(user=user)
    actor, place, event = make.ActorFactory(), make.LocationFactory(), make.EventFactory()
    named = curation.add_alias(actor.pk, "Another", user)
    for table, pk in (("actor", actor.pk), ("location", place.pk), ("event", event.pk)):
        curation.lock_fields(table, pk, ["location" if table == "event" else "name"], user)
    curation.undo(named.pk, user)


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:events_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_every_table_can_be_listed_searched_filtered_and_opened(boss: Client, model: Any) -> None:
    row = model.objects.all()[0]
    listed = boss.get(address(model, "changelist"))
    assert listed.status_code == 200
    assert listed.context["cl"].result_count >= 1
    for words in WORDS:
        assert boss.get(address(model, "changelist"), {"q": words}).status_code == 200, words
    shown = boss.get(address(model, "change", row.pk))
    assert shown.status_code == 200
    for spec in listed.context["cl"].filter_specs:
        for choice in spec.choices(listed.context["cl"]):
            assert boss.get(address(model, "changelist") + choice["query_string"]).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_a_list_takes_the_same_queries_for_more_rows(boss: Client, model: Any) -> None:
    if model in (models.DataVersion, models.ReviewMark):
        pytest.skip("one row a data set, or a search")
    boss.get(address(model, "changelist"))
    with CaptureQueriesContext(connection) as few:
        boss.get(address(model, "changelist"))
    build_world(3)
    make_linked_statements()
    make_linked_statements()
    make.ActorJudgementFactory.create_batch(2)
    make.LocationJudgementFactory.create_batch(2)
    make.EventJudgementFactory.create_batch(2)
    make_curators_rows()
    make_alerts()
    with CaptureQueriesContext(connection) as more:
        boss.get(address(model, "changelist"))
    assert len(more) == len(few)


@pytest.mark.parametrize("model", [model for model in MODELS if isinstance(admin.site._registry[model], MachineAdmin)])
def test_nobody_changes_what_the_machine_wrote(boss: Client, model: Any) -> None:
    row = model.objects.all()[0]
    assert boss.get(address(model, "add")).status_code == 403
    assert boss.post(address(model, "change", row.pk), {}).status_code == 403
    assert boss.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model.objects.filter(pk=row.pk).exists()


def test_links_between_records_lead_to_lists_that_work(boss: Client) -> None:
    import re

    for model in (models.Article, models.Event, models.Actor, models.Location, models.Claim, models.Source, models.Feed,
                  models.IngestRun):  # fmt: skip
        page = boss.get(address(model, "change", model.objects.all()[0].pk)).content.decode()
        links = re.findall(r'href="(/admin/events/\w+/\?\w+=\d+)"', page)
        assert links, model
        for link in links:
            assert boss.get(link).status_code == 200, link


def test_people_edit_what_no_machine_writes(boss: Client) -> None:
    source = models.Source.objects.all()[0]
    form = boss.get(address(models.Source, "change", source.pk)).context["adminform"].form
    data = {name: form.initial.get(name) or "" for name in form.fields} | {"owner": "A state", "affiliation": "state"}
    assert boss.post(address(models.Source, "change", source.pk), data).status_code == 302
    source.refresh_from_db()
    assert (source.owner, source.affiliation) == ("A state", "state")


@pytest.mark.parametrize(
    ("app", "model", "field"),
    [("events", "feed", "source"), ("events", "actor", "location"), ("events", "event", "location")],
)
def test_related_records_are_offered_while_typing(boss: Client, app: str, model: str, field: str) -> None:
    query = {"term": "t", "app_label": app, "model_name": model, "field_name": field}
    assert boss.get(reverse("admin:autocomplete"), query).json()["results"]


def test_large_tables_are_estimated_and_say_so(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_article")
    listed = boss.get(address(models.Article, "changelist"))
    assert listed.context["cl"].result_count == models.Article.objects.count()
    assert base.ESTIMATED not in listed.content.decode()
    monkeypatch.setattr(base, "COUNT_EXACTLY_BELOW", 1)
    monkeypatch.setattr(base, "ESTIMATED", "estimated, they say")
    monkeypatch.setattr(base, "estimate_rows", lambda _: 987_654)
    listed = boss.get(address(models.Article, "changelist"))
    assert listed.context["cl"].result_count == 987_654
    assert "estimated, they say" in listed.content.decode()
    assert (
        boss.get(address(models.Article, "changelist"), {"provenance__exact": "fetched"}).context["cl"].result_count
        == 0
    )


def test_staff_see_only_what_they_may(client: Client) -> None:
    user = make.UserFactory(is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_event"))
    client.force_login(user)
    assert client.get(address(models.Event, "changelist")).status_code == 200
    assert client.get(address(models.Article, "changelist")).status_code == 403
    assert client.get(address(models.Source, "changelist")).status_code == 403
