"""Vectors as PostgreSQL takes and gives them: as text, for which pgvector's own class needs a millisecond."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from events.pipeline.records import Vector


def write_vector(vector: Vector) -> str:
    """A vector of floats as a literal of `vector` or `halfvec`."""
    return orjson.dumps(np.ascontiguousarray(vector, dtype=np.float32), option=orjson.OPT_SERIALIZE_NUMPY).decode()


def read_vector(text: str) -> Vector:
    """The numbers of such a literal."""
    return np.array(orjson.loads(text), dtype=np.float32)


def load_vector_texts(model: Any, keys: Iterable[int]) -> dict[int, str]:
    """Primary key -> its vector as text, for records of ArticleVector or EventVector. One query."""
    rows = model.objects.filter(pk__in=set(keys)).values_list("pk", Cast("vector", TextField()))
    return dict(rows)
