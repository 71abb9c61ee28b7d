"""What every foreign list of actors is read into, and why a line of it was refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from events.models.choices import ActorKind
from events.names import fold

MOST_NAMES = 200
"""Names of one record that are kept; OpenSanctions' longest have about 150. More is a flood, and said in the report."""

MAX_NAME = 200
MAX_DESCRIPTION = 2_000
MAX_LINE = 4_000_000
"""Bytes of one line; Wikidata's largest entities have 3.5 MB."""


@dataclass(frozen=True, slots=True)
class Record:
    """One actor as a data set has it. `names`: with whether each is strong; the record's own `name` stands first.

    `key` names it within its format ("ftm:NK-abc"), or is "" where the format has no ids.
    """

    line: int
    key: str
    name: str
    kind: str
    names: tuple[tuple[str, bool], ...]
    country: str = ""
    wikidata_id: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that gives no actor. `counts`: an error; else it merely holds something that is no actor."""

    line: int
    reason: str
    counts: bool = True


class LineError(Exception):
    """What is wrong with one line, in words: the field, the value, the way out."""


def make_record(
    line: int,
    *,
    key: str = "",
    name: str,
    kind: str,
    strong: Iterable[str] = (),
    weak: Iterable[str] = (),
    country: str = "",
    wikidata_id: str = "",
    description: str = "",
) -> Record:
    """Check and clean the fields of one actor; raises LineError where a field cannot be one."""
    name = clean_name(name)
    if not fold(name):
        raise LineError(f"name: {name[:80]!r} has no letter or digit; give the name the actor is known by")
    if len(name) > MAX_NAME:
        raise LineError(f"name: has {len(name)} characters, at most {MAX_NAME}; {name[:60]!r}… is no name")
    if kind not in ActorKind.values:
        raise LineError(f"kind: {kind[:40]!r} is none of {', '.join(ActorKind.values)}")
    country = country.strip().upper()
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise LineError(f"country: {country[:40]!r} is no ISO 3166 code of two letters")
    wikidata_id = wikidata_id.strip().upper()
    if wikidata_id and not (wikidata_id[0] == "Q" and wikidata_id[1:].isascii() and wikidata_id[1:].isdigit()):
        raise LineError(f"wikidata_id: {wikidata_id[:40]!r} is no item id such as Q42")
    names = dict.fromkeys([name], True)
    for other, is_strong in (*((n, True) for n in strong), *((n, False) for n in weak)):
        other = clean_name(other)
        if other and len(other) <= MAX_NAME and fold(other) and len(names) < MOST_NAMES:
            names.setdefault(other, is_strong)
    return Record(
        line,
        key[:100],
        name,
        kind,
        tuple(names.items()),
        country,
        wikidata_id[:20],
        description.strip()[:MAX_DESCRIPTION],
    )


def clean_name(text: str) -> str:
    """Return a name with its blanks made single and control characters gone."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[: 4 * MAX_NAME]).split())


def cut_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file, of a longer one than MAX_LINE only so much that `read_lines` refuses it."""
    while raw := file.readline(MAX_LINE + 1):
        yield raw
        while len(raw) > MAX_LINE and not raw.endswith(b"\n"):
            raw = file.readline(MAX_LINE + 1)


def read_lines(file: Iterable[bytes]) -> Iterator[tuple[int, str | Refused]]:
    """Yield (line number, text) of a UTF-8 file; a line that is too long or of another encoding is refused, not fatal."""
    for number, raw in enumerate(file, 1):
        if len(raw) > MAX_LINE:
            yield number, Refused(number, f"the line has {len(raw):,} bytes, at most {MAX_LINE:,}")
            continue
        try:
            yield number, raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError as error:
            yield number, Refused(number, f"byte {error.start} is not UTF-8; save the file as UTF-8")
