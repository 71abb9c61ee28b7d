"""The image holds what runs and nothing else, and runs without rights."""

from __future__ import annotations

import re
from pathlib import Path

from newsbase.bootstrap_pins import are_satisfied

ROOT = Path(__file__).resolve().parents[2]


def read_instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
    lines = (line.strip() for line in text.splitlines())
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines if line and line[0] != "#")]


def test_copies_only_what_exists_and_is_let_in() -> None:
    let_in = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    }
    copied = {source for word, rest in read_instructions() if word == "COPY" for source in rest.split()[:-1]}
    assert copied == let_in
    assert [name for name in sorted(copied) if not (ROOT / name).exists()] == []


def test_everything_else_stays_out() -> None:
    lines = [
        line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line and line[0] != "#"
    ]
    assert lines[0] == "*"


def test_runs_as_an_account_without_rights_to_the_end() -> None:
    instructions = read_instructions()
    users = [rest for word, rest in instructions if word == "USER"]
    assert users == ["10001:10001"]
    words = [word for word, _ in instructions]
    assert not {"RUN", "COPY", "ADD"} & set(words[words.index("USER") :])


def test_every_code_package_of_the_project_is_in_the_image() -> None:
    copied = {rest.split()[0] for word, rest in read_instructions() if word == "COPY" and len(rest.split()) == 2}
    assert {"newsbase", "events", "templates"} <= copied


def test_the_pins_can_be_checked_as_the_image_does() -> None:
    assert are_satisfied(ROOT / "requirements.txt")
