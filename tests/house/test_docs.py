"""What is public is documented, and what the documents say is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.records import Document
from events.tagger import Tagger
from newsbase.bootstrap_pins import read_pins
from tests.house.read_imports import ROOT, find_sources

OPERATIONS = (ROOT / "docs/OPERATIONS.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs/ARCHITECTURE.md").read_text(encoding="utf-8")
# Set by us for our own children, by Django or for pip: no settings of ours.
INTERNAL = {
    "DJANGO_SETTINGS_MODULE",
    "NEWSBASE_REENTERED",
    "PYTHONUNBUFFERED",
    "PATH",
    "PIP_CONFIG_FILE",
    "PIP_INDEX_URL",
}
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+\s+(.*)$", re.M)


def read_settings() -> set[str]:
    """Return the variables that the product reads from the environment."""
    files = {name: file for name, file in find_sources().items() if ".build" not in name and ".train" not in name}
    return {name for file in files.values() for name in _names_in(ast.parse(file.read_text(encoding="utf-8")))}


def _names_in(tree: ast.Module) -> Iterator[str]:
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        argument: ast.expr | None = None
        if isinstance(node, ast.Call) and node.args:
            called = ast.unparse(node.func)
            if called.rpartition(".")[2].startswith("env_") or called in ("os.environ.get", "os.getenv"):
                argument = node.args[0]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            argument = node.slice if isinstance(node.ctx, ast.Load) else None
        if isinstance(argument, ast.Constant):
            yield str(argument.value)
        elif isinstance(argument, ast.Name) and argument.id in constants:
            yield str(constants[argument.id])


def test_every_setting_is_documented() -> None:
    settings = read_settings() - INTERNAL
    assert {"NEWSBASE_HOME", "DATABASE_URL", "NEWSBASE_VENV", "ALLOWED_HOSTS"} <= settings
    assert [name for name in sorted(settings) if f"| `{name}` |" not in OPERATIONS] == [], "the table in OPERATIONS.md"


def test_every_setting_in_the_table_is_read() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.M))
    assert table - read_settings() - {"PGPASSWORD"} == set()  # libpq reads that one


def test_every_command_is_documented() -> None:
    commands = {file.stem for file in (ROOT / "events/management/commands").glob("*.py")} - {"__init__"}
    assert {"up", "ingest", "export"} <= commands
    named = set(re.findall(r"`(\w+)", OPERATIONS.split("## Commands")[1].split("## Accounts")[0]))
    assert commands - named == set(), "the table of commands in OPERATIONS.md"


def test_every_dependency_has_its_reason() -> None:
    section = ARCHITECTURE.split("## Dependencies")[1]
    names = {pin.name for pin in read_pins(ROOT / "requirements.txt")}
    lines = set(re.findall(r"^\| `([A-Za-z0-9_.-]+)` \|", section, re.M))
    assert names == lines


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda f: str(f.relative_to(ROOT)))
def test_every_link_leads_somewhere(document: Path) -> None:
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.S)
    dead = []
    for found in LINK.finditer(text):
        link = found[1] or found[2]
        path, _, anchor = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in list_anchors(target)):
            dead.append(link)
    assert dead == []


def list_anchors(document: Path) -> set[str]:
    """Return the anchors of a document's headings, as code hosts make them."""
    headings = HEADING.findall(document.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def load_example() -> Tagger:
    text = (ROOT / "docs/how-to/add-a-tagger.md").read_text(encoding="utf-8")
    block = re.search(r"```python\n(.*?)```", text, re.S)
    assert block
    names: dict[str, type] = {"__name__": "example"}
    exec(compile(block[1], "add-a-tagger.md", "exec"), names)
    tagger = names["CapitalsTagger"]()
    assert isinstance(tagger, Tagger)
    return tagger


@given(st.text(max_size=200))
def test_the_tagger_of_the_how_to_works(text: str) -> None:
    tagger = load_example()
    (reading,) = tagger.tag([Document(text, "", "en")])
    assert all(text[e.start : e.end] == e.text for e in reading.entities)
    (known,) = tagger.tag([Document("In Oslo Anna Berg met Ole Dahl.", "", "en")])
    assert [e.text for e in known.entities] == ["In Oslo Anna Berg", "Ole Dahl"]


def test_no_document_names_a_place_of_one_machine() -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in [*DOCUMENTS, *find_sources().values()]}
    assert [str(file) for file, text in texts.items() if re.search(r"(?<![\w.])/(work|home)/|/tmp/\w+/\w", text)] == []
