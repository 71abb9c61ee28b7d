"""Load what figures are read with: measures, units, bounds and vague quantities, all from measures.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import cast, get_args

from .load import FOLDER, check_unique, read_entries
from .records import Bound, BoundPhrase, Measure, Unit, UnitKind, VagueQuantity

# The closed list of measures; docs and models use exactly these.
MEASURES = (
    "killed",
    "injured",
    "arrested",
    "missing",
    "displaced",
    "evacuated",
    "rescued",
    "escaped",
    "infected",
    "affected",
    "money",
    "votes",
    "percent",
    "magnitude",
    "area",
    "distance",
    "other",
)


def load_measures(folder: Path = FOLDER) -> tuple[Measure, ...]:
    """Read and check the section measures of measures.yaml."""
    entries = read_entries("measures.yaml", "name", "measures", folder)
    found = []
    for entry in entries:
        found.append(
            Measure(entry.choice("name", MEASURES), entry.texts("verbs"), entry.texts("nouns"), entry.texts("counted"))
        )
        entry.finish()
    check_unique(entries, [measure.name for measure in found], "name")
    return tuple(found)


def load_units(folder: Path = FOLDER) -> tuple[Unit, ...]:
    """Read and check the section units of measures.yaml."""
    entries = read_entries("measures.yaml", "code", "units", folder)
    found = []
    for entry in entries:
        unit = Unit(
            code=entry.text("code"),
            kind=cast(UnitKind, entry.choice("kind", get_args(UnitKind))),
            measure=entry.choice("measure", MEASURES),
            before=entry.texts("before"),
            after=entry.texts("after"),
            factor=entry.number("factor", 1.0),
        )
        entry.finish()
        found.append(unit)
    check_unique(entries, [unit.code for unit in found], "code")
    return tuple(found)


def load_bounds(folder: Path = FOLDER) -> tuple[BoundPhrase, ...]:
    """Read and check the section bounds of measures.yaml: longest phrase first."""
    entries = read_entries("measures.yaml", "bound", "bounds", folder)
    found = []
    for entry in entries:
        bound = cast(Bound, entry.choice("bound", get_args(Bound)))
        found += [BoundPhrase(phrase, bound, "before") for phrase in entry.texts("before")]
        found += [BoundPhrase(phrase, bound, "after") for phrase in entry.texts("after")]
        entry.finish()
    return tuple(sorted(found, key=lambda item: (-len(item.phrase), item.phrase, item.position)))


def load_vague_quantities(folder: Path = FOLDER) -> tuple[VagueQuantity, ...]:
    """Read and check the section vague of measures.yaml: longest phrase first."""
    entries = read_entries("measures.yaml", "phrase", "vague", folder)
    found = []
    for entry in entries:
        item = VagueQuantity(entry.text("phrase"), entry.number("low"), entry.optional_number("high"))
        if item.high is not None and item.high < item.low:
            raise entry.fail("high", f"{item.high:g} is below low, {item.low:g}")
        entry.finish()
        found.append(item)
    check_unique(entries, [item.phrase for item in found], "phrase")
    return tuple(sorted(found, key=lambda item: (-len(item.phrase), item.phrase)))
