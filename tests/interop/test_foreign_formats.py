"""FollowTheMoney, ninjs and PLOVER: what stands in them is what is stored, nothing hidden comes along."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.api.export_rows import FOREIGN
from events.interop.follow_the_money import read_follow_the_money
from events.interop.import_actors import Report, import_records
from events.models import Actor, Event, Mention
from events.selections import KINDS
from tests.factories import ActorFactory, EventActorFactory, MentionFactory
from tests.web.story import HOSTILE, make_story

pytestmark = pytest.mark.django_db
CASES = [(form, kind) for form, kinds in (
    ("ftm", ("actor", "event", "article", "mention")), ("ninjs", ("article",)), ("plover", ("event",))
) for kind in kinds]  # fmt: skip


def write(form: str, kind: str) -> list[dict[str, Any]]:
    return [json.loads(json.dumps(one)) for one in FOREIGN[form](kind, list(KINDS[kind].rows()))]


def make_deed() -> Event:
    event = make_story(title=f"{HOSTILE} in Hasakah", language="en", authors=["Anna Lee"])
    event.plover_type = "ASSAULT"
    event.save()
    event.event_actors.update(roles=["agent"])
    EventActorFactory(event=event, actor=ActorFactory(name="Daesh", kind="group"), roles=["target"])
    EventActorFactory(event=event, actor=ActorFactory(name="Hidden One", is_suppressed=True), roles=["target"])
    EventActorFactory(
        event=event, actor=ActorFactory(name="Quiet One", kind="person", is_private=True), roles=["target"]
    )
    return event


@pytest.mark.parametrize(("form", "kind"), CASES)
def test_what_is_hidden_from_readers_is_in_no_format(form: str, kind: str) -> None:
    make_deed()
    MentionFactory(actor=ActorFactory(name="Hidden One", is_suppressed=True), text="a man")
    told = json.dumps(write(form, kind))
    assert told != "[]" and "Hidden One" not in told and "Quiet One" not in told
    hidden = Actor.objects.filter(name__in=["Hidden One", "Quiet One"])
    assert not any(f'-actor-{actor.pk}"' in told for actor in hidden)


@pytest.mark.parametrize(("form", "kind"), CASES)
def test_a_page_costs_the_same_number_of_queries(form: str, kind: str) -> None:
    counts = []
    for number in (2, 5):
        for _ in range(number):
            make_deed()
        with CaptureQueriesContext(connection) as captured:
            write(form, kind)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", ["actor", "event", "article", "mention"])
def test_followthemoney_takes_every_entity(kind: str) -> None:
    ftm = pytest.importorskip(
        "followthemoney", reason="LOUD SKIP: followthemoney is not installed; entities are not validated by it"
    )
    make_deed()
    for entity in write("ftm", kind):
        ftm.model.get_proxy(entity, cleaned=False)
        proxy = ftm.model.get_proxy(entity)
        ftm.model.validate(proxy.to_dict()) if hasattr(ftm.model, "validate") else proxy.schema.validate(entity)
        cleaned = ftm.model.make_entity(entity["schema"])
        for name, values in entity["properties"].items():
            cleaned.add(name, values)
            assert len(cleaned.get(name)) == len(values), (name, values)


def test_entities_refer_to_each_other(settings: Any) -> None:
    settings.PUBLIC_URL = "https://news.example.org"
    event = make_deed()
    entities = {one["id"]: one for kind in ("actor", "event", "article", "mention") for one in write("ftm", kind)}
    told = next(one for one in entities.values() if one["schema"] == "Event")
    assert {entities[actor]["caption"] for actor in told["properties"]["involved"]} == {
        "Syrian Democratic Forces", "Daesh",
    }  # fmt: skip
    assert told["properties"]["startDate"] == ["2022-01-24"]
    assert told["properties"]["sourceUrl"] == [f"https://news.example.org/events/{event.pk}/"]
    assert all(article in entities for article in told["properties"]["proof"])
    mentions = [one for one in entities.values() if one["schema"] == "Mention"]
    assert mentions and all(one["properties"]["document"][0] in entities for one in mentions)
    assert Mention.objects.filter(type="location").exists() and len(mentions) == 1


def test_actors_come_back_from_their_export_as_they_were() -> None:
    for kind in ("person", "organization", "group", "state", "media"):
        ActorFactory(
            name=f"The {kind} of Erewhon",
            kind=kind,
            country_code="IQ",
            description="A *bold* one",
            wikidata_id=f"Q77{ord(kind[0])}",
        )
    lines = [json.dumps(one).encode() for one in write("ftm", "actor")]
    held = sorted(Actor.objects.values_list("name", "kind", "country_code", "description", "wikidata_id"))
    Actor.objects.all().delete()
    report = Report()
    import_records(read_follow_the_money(lines), report)
    assert (report.new, report.refused) == (5, 0)
    assert sorted(Actor.objects.values_list("name", "kind", "country_code", "description", "wikidata_id")) == held


def test_a_news_item_has_the_fields_of_ninjs_and_no_others() -> None:
    make_deed()
    (item,) = write("ninjs", "article")
    known = {
        "standard", "uri", "type", "version", "versionCreated", "contentCreated", "pubStatus", "language", "headlines",
        "bodies", "by", "people", "organisations", "places", "events", "subjects", "infoSources", "altIds",
    }  # fmt: skip
    assert set(item) <= known and item["uri"].startswith("https://") and item["type"] == "text"
    assert item["bodies"][0]["value"].startswith("Rain fell in Hasakah.")
    assert item["organisations"][0]["name"] == "Syrian Democratic Forces"
    assert item["places"][0]["geojson"] == {"type": "Point", "coordinates": [40.7, 36.5]}
    assert item["subjects"][0]["uri"].startswith("http://cv.iptc.org/newscodes/mediatopic/")
    assert item["contentCreated"] == "2022-01-24T09:00:00Z" and item["by"] == "Anna Lee"


def test_a_deed_has_its_two_sides_and_what_is_no_deed_is_left_out() -> None:
    event = make_deed()
    make_story()
    (told,) = write("plover", "event")
    assert (told["event_type"], told["actor"]["name"], told["recipient"]["name"]) == (
        "ASSAULT", "Syrian Democratic Forces", "Daesh",
    )  # fmt: skip
    assert told["event_date"] == "2022-01-24" and told["latitude"] == 36.5 and told["source_urls"]
    event.event_actors.all().delete()
    (told,) = write("plover", "event")
    assert told["actor"] is None and told["recipient"] is None


def test_the_command_streams_all_or_says_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    make_deed()
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr("sys.stdout", out)
    monkeypatch.setattr("events.management.commands.export_as.PAGE", 1)
    call_command("export_as", "ftm")
    lines = out.buffer.getvalue().decode().splitlines()  # type: ignore[attr-defined]
    assert {json.loads(line)["schema"] for line in lines} == {"Organization", "Event", "Article", "Mention"}
    for arguments in (
        ["ninjs", "--kind", "event"],
        ["ftm", "--query", "q=x"],
        ["plover", "--kind", "event", "--query", "x=1"],
    ):
        with pytest.raises(CommandError):
            call_command("export_as", *arguments)
