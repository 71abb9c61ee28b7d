"""News with known happenings, read once by the tagger: the examples for training and measuring."""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from events.cluster.profile import Profile, make_profile
from events.pipeline.records import Document, Reading
from events.tagger import Tagger

Readings = dict[tuple[str, str, str], Reading]


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Profiles in the order of the file, with the label of each one's happening and of the topic that it belongs to."""

    name: str
    profiles: list[Profile]
    happenings: list[str]
    topics: list[str]


def read_corpus(file: Path, tagger: Tagger, readings: Readings) -> Corpus:
    """Read events-*.jsonl. A label like "12-b" belongs to topic 12, whose happenings look alike; others stand alone."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    profiles = [profile_row(row, tagger, readings) for row in rows]
    labels = [str(row["event"]) for row in rows]
    return Corpus(file.stem, profiles, labels, [_topic_of(label) for label in labels])


def _topic_of(label: str) -> str:
    first, _, _ = label.partition("-")
    return first if first.isdigit() else label


def profile_row(row: dict[str, Any], tagger: Tagger, readings: Readings) -> Profile:
    document = Document(row["text"], row.get("title") or "", row.get("lang") or "en")
    key = (document.title, document.text, document.language)
    if key not in readings:
        readings[key] = tagger.tag([document])[0]
    published = row.get("published")
    moment = datetime.fromisoformat(published) if published else None
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return make_profile(document.title, document.text, readings[key].entities, moment)


def load_readings(file: Path | None) -> Readings:
    """Readings kept by an earlier run: tagging is nearly all of the time that training takes."""
    if file is None or not file.exists():
        return {}
    with file.open("rb") as stream:
        return dict(pickle.load(stream))  # noqa: S301 - a file of one's own, named on the command line


def keep_readings(file: Path | None, readings: Readings) -> None:
    if file is not None:
        file.write_bytes(pickle.dumps(readings))


def without_days(profiles: Sequence[Profile]) -> list[Profile]:
    """The same articles as if nobody knew when they were published."""
    return [Profile(p.size, p.parts, p.having, p.length, None, None) for p in profiles]
