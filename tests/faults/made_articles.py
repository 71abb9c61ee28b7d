"""Reports for the fault rig: people who say things, numbers, places, copies and corrections; the same ones each time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.faults import poison

SYLLABLES = (
    "bar",
    "den",
    "fol",
    "gar",
    "hem",
    "kil",
    "lor",
    "mun",
    "nor",
    "pel",
    "ras",
    "sel",
    "tor",
    "ul",
    "vin",
    "wes",
)
THINGS = ("bridge", "ferry line", "school", "market hall", "library", "tram depot", "clinic", "grain store")
FIRST_NAMES = ("Mira", "Tomas", "Ines", "Pavel", "Aya", "Jon", "Rosa")
VERBS = ("said", "told reporters", "warned", "confirmed", "denied", "insisted")


def write_articles(path: Path, count: int, poisoned: bool = False) -> list[str]:
    """Write `count` documents of the bulk format; returns the ids of the three that are poisonous, or left out if not."""
    rows = list(make_articles(count))
    fatal = rows[count // 3 :: count // 5][:3]
    for row, word in zip(fatal, (poison.KILLS, poison.HANGS, poison.UPSETS), strict=True):
        row["text"] += f" The {word} was mentioned too."
    written = rows if poisoned else [row for row in rows if row not in fatal]
    path.write_text("".join(json.dumps(row) + "\n" for row in written), encoding="utf-8")
    return [row["id"] for row in fatal]


def make_name(number: int) -> str:
    """Return a name that no other number has; so few articles share any, as in news."""
    parts = []
    for _ in range(3):
        number, rest = divmod(number, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
    return "".join(parts).capitalize()


def make_articles(count: int) -> Iterator[dict[str, Any]]:
    """Yield reports on one happening for every five articles; every seventh is a copy of the one before it."""
    latest: dict[str, Any] = {}
    for n in range(count):
        story = n // 5
        town, thing = make_name(story * 7 + 3), THINGS[story % len(THINGS)]
        who, verb = f"{FIRST_NAMES[n % len(FIRST_NAMES)]} {make_name(story * 11 + n % 3)}", VERBS[n % len(VERBS)]
        dead = story % 9 + n % 3 + 2
        text = (
            f"{town.upper()} — A fire in the {thing} of {town} killed at least {dead} people, officials said on Monday. "
            f"“We counted {story + 3} broken walls in building number {story * 7}”, {verb} {who}, who leads the works. "
            f"{who.split()[1]} said that the {thing} will stay closed for {n % 11 + 2} weeks. "
            f"The council of {town} denied that report number {n} named the cause. "
            f"About {story * 11 + 20} people live there."
        )
        row = {
            "id": f"fault-{n:05}",
            "title": f"Fire in {town} {thing} kills {dead}, report {n}",
            "text": latest["text"] if n % 7 == 6 else text,
            "published": f"2026-03-{story % 28 + 1:02}T{n % 24:02}:00:00Z",
            "outlet": f"outlet{n % 13}.example",
        }
        latest = row
        yield row
