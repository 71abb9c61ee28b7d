"""The whole knowledge base from one installation to another: nothing lost, nothing changed, nothing half done."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from events.interop.dump import write_dump
from events.interop.dump_tables import KEPT_AT_HOME, list_tables
from events.interop.load import LoadRefused, load_dump
from events.models import Actor, ActorHistory, Article, Change, Decision, SavedSearch
from tests.factories import ActorFactory, ArticleFactory, DecisionFactory, SavedSearchFactory, UserFactory
from tests.web.story import TEXT, make_story

pytestmark = pytest.mark.django_db(transaction=True)
ODD = "tab\t back\\slash \\. \\N\r\n\\.\nline \N{SNOWMAN} \U0001f9ff \u2028 'quote\" {1,NULL}"


def fill() -> None:
    make_story(title=ODD, text=TEXT + ODD * 3)
    for _ in range(2):
        make_story()
    ArticleFactory(
        title="",
        published_at=None,
        authors=["A, B", "", 'C "D"'],
        copy_of=Article.objects.first(),
        copy_score=0.1 + 0.2,
    )
    ActorFactory(name=ODD, roles=[{"title": "x", "from": None}], locked_fields=["name"])
    DecisionFactory(user=UserFactory())
    Actor.objects.filter(name=ODD).update(description="changed")


def empty() -> None:
    with connection.cursor() as cursor:
        names = [model._meta.db_table for model in apps.get_app_config("events").get_models()]
        cursor.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY")


def take_dump() -> bytes:
    out = io.BytesIO()
    write_dump(out)
    return out.getvalue()


@pytest.fixture
def dumped() -> Iterator[bytes]:
    fill()
    yield take_dump()


def test_a_dump_loaded_and_dumped_again_is_the_same_to_the_byte(dumped: bytes) -> None:
    assert ActorHistory.objects.exists() and Article.objects.filter(title=ODD).exists()
    newest, histories = Article.objects.latest("pk").pk, ActorHistory.objects.count()
    empty()
    assert take_dump() != dumped
    rows = load_dump(io.BytesIO(dumped))
    assert take_dump() == dumped
    assert rows["events_article"] == Article.objects.count() == 4
    assert Article.objects.get(title=ODD).revision is not None
    assert ActorHistory.objects.count() == histories and not Change.objects.exists()
    assert ArticleFactory().pk > newest, "ids go on where they were"


def test_what_was_loaded_is_alive(dumped: bytes) -> None:
    empty()
    load_dump(io.BytesIO(dumped))
    actor = Actor.objects.get(name=ODD)
    before = ActorHistory.objects.count()
    actor.name = "Renamed"
    actor.save()
    assert ActorHistory.objects.count() == before + 1 and Change.objects.filter(kind="actor").exists()
    with connection.cursor() as cursor, pytest.raises(Exception, match="foreign key"):
        cursor.execute("UPDATE events_article SET source_id = 999999999")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_accounts_and_what_is_theirs_stay_at_home(dumped: bytes) -> None:
    SavedSearchFactory(name="Mine alone")
    user = User.objects.latest("pk")
    dump = take_dump()
    assert b"Mine alone" not in dump and user.password.encode() not in dump
    assert Decision.objects.filter(user__isnull=False).exists()
    empty()
    load_dump(io.BytesIO(dump))
    assert not Decision.objects.filter(user__isnull=False).exists() and Decision.objects.get().account
    assert not SavedSearch.objects.exists()


def test_every_table_is_dumped_or_kept_at_home() -> None:
    models = {model.__name__: model for model in apps.get_app_config("events").get_models()}
    assert set(models) >= KEPT_AT_HOME
    dumped = {table.name: table for table in list_tables()}
    assert {model._meta.db_table for name, model in models.items() if name not in KEPT_AT_HOME} == set(dumped)
    required = [
        (name, field.column)
        for name, model in models.items()
        for field in model._meta.concrete_fields
        if name not in KEPT_AT_HOME and field.related_model is User and not field.null
    ]
    assert required == [], "a row of an account: keep its table at home"


def test_what_is_not_empty_is_refused_and_left_alone(dumped: bytes) -> None:
    held = Article.objects.count()
    with pytest.raises(LoadRefused, match=f"not empty.*{held} articles"):
        load_dump(io.BytesIO(dumped))
    assert take_dump() == dumped


def change_head(dump: bytes, **fields: Any) -> bytes:
    head, rest = dump.split(b"\n", 1)
    return json.dumps(json.loads(head) | fields).encode() + b"\n" + rest


def damage(dump: bytes) -> list[tuple[bytes, str]]:
    at = dump.index(b"Attack on a prison")
    migrations = json.loads(dump.split(b"\n", 1)[0])["migrations"]
    return [
        (b"", "cut off"),
        (b"\x00" * 5000, "no line of a dump"),
        (b"PGDMP\x01 whatever\n", "no line of a dump"),
        (b"{}\n", "backup"),
        (b"[" * 100_000 + b"\n", "no line of a dump"),
        (change_head(dump, version=2), "version 2"),
        (change_head(dump, migrations=[*migrations, "9999_to_come"]), "newer than this installation"),
        (change_head(dump, migrations=migrations[:-1]), "newer than the dump"),
        (change_head(dump, migrations="all"), "damaged"),
        (dump[: len(dump) // 2], "line"),
        (dump[:-70], "line|digest"),
        (dump[:at] + b"A" + dump[at + 1 :].replace(b"prison", b"prisom", 1), "digest"),
        (dump.replace(b'"events_actor"', b'"auth_user"', 1), "does not fit"),
        (dump.replace(b"\t2022-01-24", b"\t2022-13-24", 1), "the database refuses"),
        (dump.replace(b'"next": ', b'"next": -', 1), "next id|digest"),
    ]


def test_what_is_damaged_or_of_another_version_changes_nothing(dumped: bytes) -> None:
    empty()
    before = take_dump()
    for number, (broken, named) in enumerate(damage(dumped)):
        with pytest.raises(LoadRefused, match=named):
            load_dump(io.BytesIO(broken))
        assert take_dump() == before, number


def test_a_process_that_dies_while_loading_leaves_an_empty_installation(
    dumped: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty()

    def die(table: str, rows: int) -> None:
        if table == "events_mention":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_dump(io.BytesIO(dumped), die)
    assert not Article.objects.exists()
    load_dump(io.BytesIO(dumped))
    assert take_dump() == dumped


def test_the_commands_go_through_files_packed_or_not(dumped: bytes, tmp_path: Path) -> None:
    for name in ("all.dump", "all.dump.gz"):
        call_command("dump", str(tmp_path / name))
        assert oct((tmp_path / name).stat().st_mode & 0o777) == "0o600"
    empty()
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load", str(tmp_path / "missing"))
    packed = tmp_path / "all.dump.gz"
    (tmp_path / "cut.gz").write_bytes(packed.read_bytes()[:-40])
    with pytest.raises(CommandError, match="nothing was changed"):
        call_command("load", str(tmp_path / "cut.gz"))
    call_command("load", str(packed))
    call_command("dump", str(tmp_path / "again.gz"))
    assert (tmp_path / "again.gz").read_bytes() == packed.read_bytes()
    with pytest.raises(CommandError, match="no dump was written"):
        call_command("dump", str(tmp_path / "no" / "folder"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.gz", "all.dump", "all.dump.gz", "cut.gz"]
