"""Foreign lists of actors: read as they are, stored once, never over a person's decision; garbage costs only itself."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st

from events import curation
from events.interop.actor_csv import read_actor_csv
from events.interop.actor_records import MAX_LINE, Record, Refused, cut_lines
from events.interop.follow_the_money import read_follow_the_money
from events.interop.import_actors import Report, import_records
from events.interop.wikidata import read_wikidata
from events.management.commands.import_actors import guess_format
from events.models import Actor, ActorName
from tests import factories as make

MINISTER = {
    "id": "NK-abc",
    "schema": "Person",
    "caption": "Karim Darwazeh",
    "properties": {
        "name": ["Karim Darwazeh", "كريم دروزه"],
        "alias": ["Karim Derwazeh"],
        "weakAlias": ["Abu Lina"],
        "nationality": ["jo"],
        "position": ["minister of fisheries"],
        "topics": ["role.pep"],
    },
}
ADDRESS = {"id": "addr-1", "schema": "Address", "properties": {"full": ["1 Quay Road"]}}
MILITIA = {
    "id": "NK-mil",
    "schema": "Organization",
    "properties": {"name": ["Falcons of Qarn"], "topics": ["crime.terror"]},
}


def item(number: int, kind: str = "Q5", **more: Any) -> dict[str, Any]:
    claims = {"P31": [{"rank": "normal", "mainsnak": {"datavalue": {"value": {"id": kind}}}}]}
    labels = {"en": {"language": "en", "value": f"Person Numberton {number}"}}
    return {"id": f"Q{number}", "labels": labels, "claims": claims, **more}


def lines(*entities: Any) -> list[bytes]:
    return [json.dumps(entity).encode() + b"\n" for entity in entities]


def store(records: Any, dry_run: bool = False) -> Report:
    report = Report()
    import_records(records, report, dry_run=dry_run)
    return report


# ------------------------------------------------------------------------------------------------------------- reading
def test_follow_the_money_gives_names_country_and_what_somebody_does() -> None:
    person, address, militia = read_follow_the_money(lines(MINISTER, ADDRESS, MILITIA))
    assert isinstance(person, Record) and isinstance(militia, Record)
    assert (person.key, person.name, person.kind, person.country) == ("ftm:NK-abc", "Karim Darwazeh", "person", "JO")
    assert dict(person.names) == {"Karim Darwazeh": True, "كريم دروزه": True, "Karim Derwazeh": True, "Abu Lina": False}
    assert person.description == "minister of fisheries"
    assert isinstance(address, Refused) and not address.counts
    assert militia.kind == "group"


def test_a_wikidata_dump_is_read_with_its_brackets_and_commas() -> None:
    aliases = {"en": [{"value": "Numberton"}, {"value": "P. Numberton Sr"}]}
    dump = (
        b"[\n"
        + b",\n".join(json.dumps(one).encode() for one in (item(7, aliases=aliases), item(8, "Q3305213")))
        + b"\n]\n"
    )
    person, painting = read_wikidata(dump.splitlines(keepends=True))
    assert isinstance(person, Record)
    assert (person.wikidata_id, person.kind) == ("Q7", "person")
    assert dict(person.names)["Numberton"] is False
    assert dict(person.names)["P. Numberton Sr"] is True
    assert isinstance(painting, Refused) and not painting.counts


def test_csv_rows_are_refused_one_by_one_with_field_value_and_line() -> None:
    text = (
        "name,kind,aliases,country\n"
        "Quayside Union,organization,QU;Union of the Quay,gb\n"
        "Nobody,dragon,,\n"
        ",person,,\n"
        "Somebody Else,person,,Narnia\n"
    )
    first, *rest = read_actor_csv(text.encode().splitlines(keepends=True))
    assert isinstance(first, Record)
    assert (first.country, [name for name, _ in first.names]) == ("GB", ["Quayside Union", "QU", "Union of the Quay"])
    assert [(one.line, one.reason.split(":")[0]) for one in rest if isinstance(one, Refused)] == [
        (3, "kind"),
        (4, "name"),
        (5, "country"),
    ]


def test_csv_without_its_columns_is_refused_at_the_first_line() -> None:
    (refused,) = read_actor_csv([b"who;what\n", b"a;b\n"])
    assert isinstance(refused, Refused)
    assert "name, kind missing" in refused.reason


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_no_reader_raises_on_any_bytes(garbage: list[bytes]) -> None:
    file = [line + b"\n" for line in garbage]
    for read in (read_follow_the_money, read_wikidata, read_actor_csv):
        assert all(isinstance(line, (Record, Refused)) for line in read(file))


WORDS = st.sampled_from(["id", "name", "value", "P31", "en", "rank"])
JSON = st.recursive(
    st.none() | st.booleans() | st.text(max_size=9) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
)


@given(JSON, JSON, JSON)
def test_no_reader_raises_on_entities_of_any_shape(one: Any, two: Any, three: Any) -> None:
    entity = {"id": one, "schema": "Person", "properties": two, "labels": two, "claims": three, "aliases": one}
    for read in (read_follow_the_money, read_wikidata):
        assert len(list(read(lines(entity)))) == 1


def test_an_endless_line_is_refused_without_being_read_into_memory() -> None:
    file = io.BytesIO(b'{"id": "' + b"x" * (2 * MAX_LINE) + b"\n" + lines(MINISTER)[0])
    long, person = read_follow_the_money(cut_lines(file))
    assert isinstance(long, Refused) and "bytes" in long.reason
    assert isinstance(person, Record)


@pytest.mark.parametrize(
    ("first", "told"),
    [(lines(MINISTER), "ftm"), (lines(item(1)), "wikidata"), ([b"[\n"], "wikidata"), ([b"\xef\xbb\xbfname,kind\n"], "csv")],
)  # fmt: skip
def test_the_format_is_told_from_the_first_lines(first: list[bytes], told: str) -> None:
    assert guess_format(first) == told


# ------------------------------------------------------------------------------------------------------------- storing
@pytest.mark.django_db
def test_importing_again_changes_nothing_and_a_change_is_taken_over() -> None:
    assert store(read_follow_the_money(lines(MINISTER))).new == 1
    again = store(read_follow_the_money(lines(MINISTER)))
    assert (again.new, again.updated, again.unchanged) == (0, 0, 1)
    changed = {**MINISTER, "properties": {**MINISTER["properties"], "alias": ["K. Darwazeh"], "position": ["senator"]}}  # type: ignore[dict-item]
    assert store(read_follow_the_money(lines(changed))).updated == 1
    actor = Actor.objects.get()
    assert actor.description == "senator"
    assert set(actor.names.values_list("name", flat=True)) == {
        "Karim Darwazeh",
        "كريم دروزه",
        "K. Darwazeh",
        "Abu Lina",
    }
    assert all(name.blocks is not None for name in ActorName.objects.all())


@pytest.mark.django_db
def test_namesakes_with_ids_of_their_own_stay_two() -> None:
    assert store(read_follow_the_money(lines(MINISTER, {**MINISTER, "id": "NK-other"}))).new == 2


@pytest.mark.django_db
def test_the_same_id_in_two_data_sets_is_one_actor() -> None:
    store(read_wikidata(lines(item(7))))
    person = {"id": "NK-7", "schema": "Person", "properties": {"name": ["P. Numberton"], "wikidataId": ["Q7"]}}
    report = store(read_follow_the_money(lines(person)))
    assert (report.new, Actor.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_a_record_of_the_machine_is_filled_in_and_not_renamed() -> None:
    actor = make.ActorFactory(name="Quayside Union", country_code="GB", kind="organization", description="")
    make.ActorNameFactory(actor=actor)
    row = b"name,kind,country,wikidata_id,description\nQUAYSIDE UNION,organization,GB,Q99,dockers\n"
    report = store(read_actor_csv(row.splitlines(keepends=True)))
    actor.refresh_from_db()
    assert (report.new, report.updated) == (0, 1)
    assert (actor.name, actor.wikidata_id, actor.description) == ("Quayside Union", "Q99", "dockers")


@pytest.mark.django_db
def test_what_a_curator_edited_locked_or_merged_is_left_alone() -> None:
    user = make.UserFactory()
    store(read_follow_the_money(lines(MINISTER)))
    actor = Actor.objects.get()
    curation.edit_fields("actor", actor.pk, {"description": "poet"}, user)
    curation.lock_fields("actor", actor.pk, ["names"], user)
    changed = {**MINISTER, "properties": {**MINISTER["properties"], "alias": ["Wrong Name"], "position": ["senator"]}}  # type: ignore[dict-item]
    store(read_follow_the_money(lines(changed)))
    actor.refresh_from_db()
    assert actor.description == "poet"
    assert not actor.names.filter(name="Wrong Name").exists()
    survivor = make.ActorFactory(kind="person")
    curation.merge_actors(survivor.pk, [actor.pk], user)
    report = store(read_follow_the_money(lines(changed)))
    assert (report.left_alone, report.new, report.updated) == (1, 0, 0)


@pytest.mark.django_db
def test_a_dry_run_tells_the_same_and_stores_nothing() -> None:
    report = store(read_follow_the_money([*lines(MINISTER, MILITIA), b"{broken\n"]), dry_run=True)
    assert (report.new, report.refused) == (2, 1)
    assert not Actor.objects.exists()


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_batch(django_assert_max_num_queries: Any) -> None:
    people = [item(number) for number in range(1, 200)]
    with django_assert_max_num_queries(16):
        assert store(read_wikidata(lines(*people))).new == 199


@pytest.mark.django_db
def test_the_command_reads_a_packed_file_and_says_what_became_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("events.management.commands.import_actors.ensure_ground", lambda: None)
    file = tmp_path / "entities.ftm.json.gz"
    file.write_bytes(gzip.compress(b"".join([*lines(MINISTER, ADDRESS), b"\xff\xfe\n"])))
    call_command("import_actors", str(file))
    told = capsys.readouterr().err
    assert "new 1" in told and "no actors 1" in told and "line 3: byte 0 is not UTF-8" in told
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(CommandError, match=r"what was read before is stored"):
        call_command("import_actors", str(file))
