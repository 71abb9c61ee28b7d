"""Load the vocabulary: YAML in, frozen records out, checked.

The package's own functions cache these; `folder` is another one only in tests. A wrong file raises VocabularyError.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast, get_args

import yaml

from .errors import VocabularyError
from .fields import Entry
from .records import ActorEntry, ActorKind, Role, State

FOLDER = Path(__file__).parent
SHORTEST_ALIAS = 2

# libyaml's loader is about ten times faster; the wheels have it, a source build may not.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(file: str, folder: Path = FOLDER) -> Any:
    """One YAML file of the vocabulary, unchecked."""
    try:
        return yaml.load((folder / file).read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise VocabularyError(file, "(whole file)", "(syntax)", str(error)) from error


def read_entries(file: str, label: str, section: str | None = None, folder: Path = FOLDER) -> list[Entry]:
    """The mappings of a file that is a list, or of one section of it; `label` is the field that names an entry."""
    raw = read_yaml(file, folder)
    if section is not None:
        raw = raw.get(section) if isinstance(raw, dict) else None
    where = section or "(whole file)"
    if not isinstance(raw, list) or not raw:
        raise VocabularyError(file, where, "(entries)", "is not a list of entries, or an empty one")
    entries = []
    for number, item in enumerate(raw, 1):
        if not isinstance(item, dict):
            raise VocabularyError(file, f"{where} number {number}", "(entry)", f"{item!r} is not a mapping")
        entries.append(Entry(file, str(item.get(label, f"number {number}")), item))
    return entries


def check_unique(entries: list[Entry], values: list[str], name: str) -> None:
    """Refuse a value that two entries give for the same field."""
    seen: dict[str, Entry] = {}
    for entry, value in zip(entries, values, strict=True):
        if value in seen:
            other = seen[value]
            raise entry.fail(name, f"{value!r} is already used by {other.label!r} in {other.file}; choose another")
        seen[value] = entry


def _check_aliases(entry: Entry, name: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    for alias in aliases:
        if len(alias) < SHORTEST_ALIAS:
            raise entry.fail(name, f"{alias!r} is shorter than {SHORTEST_ALIAS} characters; it would match anything")
    return aliases


def load_states(folder: Path = FOLDER) -> tuple[State, ...]:
    """Read and check states.yaml."""
    entries = read_entries("states.yaml", "name", folder=folder)
    found = []
    for entry in entries:
        state = State(
            code=entry.text("code"),
            iso3=entry.text("iso3"),
            name=entry.text("name"),
            strong=_check_aliases(entry, "strong", entry.texts("strong")),
            demonyms=_check_aliases(entry, "demonyms", entry.texts("demonyms")),
            capital=entry.text("capital"),
            weak=_check_aliases(entry, "weak", entry.texts("weak")),
        )
        if len(state.code) != 2 or not state.code.isupper():
            raise entry.fail("code", f"{state.code!r} is not two capital letters")
        if not state.demonyms:
            raise entry.fail("demonyms", "is empty; add the adjective at least")
        entry.finish()
        found.append(state)
    check_unique(entries, [state.code for state in found], "code")
    check_unique(entries, [state.name for state in found], "name")
    return tuple(found)


def _read_role(entry: Entry) -> Role:
    years = [entry.optional_number(name) for name in ("from", "to")]
    role = Role(
        title=entry.text("title"),
        country=entry.optional_text("country"),
        from_year=None if years[0] is None else int(years[0]),
        to_year=None if years[1] is None else int(years[1]),
    )
    if role.from_year is not None and role.to_year is not None and role.to_year < role.from_year:
        raise entry.fail("to", f"{role.to_year} is before from, {role.from_year}")
    entry.finish()
    return role


def load_actors(folder: Path = FOLDER) -> tuple[ActorEntry, ...]:
    """Read and check actors/*.yaml; countries must stand in states.yaml."""
    codes = {state.code for state in load_states(folder)}
    files = sorted((folder / "actors").glob("*.yaml"))
    entries = [entry for file in files for entry in read_entries(f"actors/{file.name}", "key", folder=folder)]
    found = []
    for entry in entries:
        actor = ActorEntry(
            key=entry.text("key"),
            name=entry.text("name"),
            kind=cast(ActorKind, entry.choice("kind", get_args(ActorKind))),
            country=entry.optional_text("country"),
            strong=_check_aliases(entry, "strong", entry.texts("strong")),
            weak=_check_aliases(entry, "weak", entry.texts("weak")),
            description=entry.text("description"),
            roles=tuple(_read_role(role) for role in entry.entries("roles")),
        )
        entry.finish()
        for country in (actor.country, *(role.country for role in actor.roles)):
            if country is not None and country not in codes:
                raise entry.fail("country", f"{country!r} is not the code of a state in states.yaml")
        found.append(actor)
    check_unique(entries, [actor.key for actor in found], "key")
    _check_claimed_once(load_states(folder), entries, found)
    return tuple(found)


def _check_claimed_once(states: tuple[State, ...], entries: list[Entry], found: list[ActorEntry]) -> None:
    """Refuse a name or strong alias that two records claim: it would link to either by chance."""
    owners = {name.casefold(): state.key for state in states for name in (*state.names, *state.demonyms)}
    for entry, actor in zip(entries, found, strict=True):
        for name in actor.names:
            owner = owners.setdefault(name.casefold(), actor.key)
            if owner != actor.key:
                raise entry.fail("strong", f"{name!r} is already a name of {owner!r}; make it weak in one of them")
