"""Small records for the pure steps' tests."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np

from events.pipeline.records import (
    ActorCandidate,
    ConcludedArticle,
    Entity,
    PlaceCandidate,
    ReadArticle,
    Reading,
    ResolvedMention,
    Vector,
)

DAY = datetime(2022, 1, 24, 9, 0, tzinfo=UTC)


def unit(*values: float) -> Vector:
    vector = np.zeros(8, dtype=np.float32)
    vector[: len(values)] = values
    return vector / np.linalg.norm(vector)


def entities_of(text: str, **names: str) -> tuple[Entity, ...]:
    """Entities for every occurrence of the given names, written with _ for spaces: entities_of(t, Anna_Lee="person")."""
    found = []
    for name, kind in names.items():
        words = name.replace("_", " ")
        found += [
            Entity("body", m.start(), m.end(), words, kind, 0.9) for m in re.finditer(rf"\b{re.escape(words)}\b", text)
        ]
    return tuple(sorted(found, key=lambda e: (e.start, -e.end)))


def read_article(
    text: str = "",
    entities: tuple[Entity, ...] = (),
    vector: Vector | None = None,
    number: int = 1,
    published: datetime | None = DAY,
    country: str = "",
) -> ReadArticle:
    return ReadArticle(
        article_id=number,
        revision_id=number,
        title="",
        text=text,
        language="en",
        published_at=published,
        published_precision="second" if published else "unknown",
        source_id=None,
        source_name="",
        source_country=country,
        provenance="fetched",
        counts_as_origin=True,
        is_sample=False,
        reading=Reading(((0, len(text)),), entities, (), unit(1.0) if vector is None else vector),
    )


def concluded(
    number: int,
    vector: Vector,
    published: datetime | None = DAY,
    actors: tuple[int, ...] = (),
    places: tuple[int, ...] = (),
    copy_of: int | None = None,
) -> ConcludedArticle:
    entity = Entity("body", 0, 1, "x", "person", 1.0)
    mentions = [ResolvedMention(entity, a, None, "", 1.0, "") for a in actors]
    mentions += [ResolvedMention(entity, None, p, "city", 1.0, "") for p in places]
    article = read_article(vector=vector, number=number, published=published)
    return ConcludedArticle(article, tuple(mentions), (), (), copy_of, 0.9 if copy_of else None)


def place(number: int, name: str, country: str, population: int = 1000, **more: object) -> PlaceCandidate:
    fields: dict[str, object] = {
        "lat": 0.0,
        "lon": 0.0,
        "precision": "city",
        "feature_code": "PPL",
        "admin1_code": "",
        "matched_key": name.lower(),
        "is_primary": True,
    }
    return PlaceCandidate(
        location_id=number,
        name=name,
        country_code=country,
        population=population,
        **{**fields, **more},  # type: ignore[arg-type]
    )


def actor(number: int, name: str, kind: str, country: str = "", strong: bool = True, count: int = 0) -> ActorCandidate:
    return ActorCandidate(number, name, kind, country, name.lower(), strong, count, "vocabulary")
