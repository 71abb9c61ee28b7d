"""Adding to the sums in the database, a statement a batch; losing one costs a figure on a chart and nothing else."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import DatabaseError, connection, transaction

log = logging.getLogger(__name__)

STEP = "step"
FETCH_ERROR = "fetch error"
SWEEP = "sweep"
# In one order: two workers that add to the same rows then never wait for each other in a circle.
ADD = """
INSERT INTO events_tally AS tally (name, label, count, total, changed_at)
SELECT name, label, count, total, clock_timestamp()
  FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::float8[]) AS row(name, label, count, total) ORDER BY name, label
    ON CONFLICT (name, label) DO UPDATE
   SET count = tally.count + excluded.count, total = tally.total + excluded.total, changed_at = excluded.changed_at
"""


@dataclass(slots=True)
class Tallies:
    """What one batch adds: (name, label) -> [count, seconds]."""

    sums: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def add(self, name: str, label: str = "", count: int = 1, seconds: float = 0.0) -> None:
        row = self.sums.setdefault((name, label[:300].replace("\0", "")), [0, 0.0])
        row[0] += count
        row[1] += seconds

    @contextmanager
    def time(self, step: str, count: int) -> Iterator[None]:
        """Time a step that deals with `count` articles."""
        began = time.monotonic()
        yield
        self.add(STEP, step, count, time.monotonic() - began)

    def save(self) -> None:
        """Write all of it; what cannot be written is dropped."""
        if not self.sums:
            return
        keys = sorted(self.sums)
        names, labels = [name for name, _ in keys], [label for _, label in keys]
        counts, seconds = [int(self.sums[key][0]) for key in keys], [self.sums[key][1] for key in keys]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(ADD, [names, labels, counts, seconds])
        except DatabaseError:
            log.warning("some figures for the metrics were lost", exc_info=True)
        self.sums.clear()
