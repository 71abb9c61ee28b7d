"""Whoever follows `next` meets each row that was there at the start once, whatever is made or merged meanwhile."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from events.models import Event
from tests import factories as make

DAYS = st.one_of(st.none(), st.integers(1, 4))
STEPS = st.lists(st.tuples(st.sampled_from(["make", "merge", "unmerge", "nothing"]), DAYS), max_size=8)


def put(day: int | None) -> int:
    moment = None if day is None else make.MOMENT.replace(day=day)
    known = {"start_at": None, "end_at": None, "time_precision": "unknown"} if day is None else {}
    return int(make.EventFactory(latest_at=moment, location=None, **known).pk)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.lists(DAYS, min_size=1, max_size=9),
    steps=STEPS,
    size=st.integers(1, 4),
    ordering=st.sampled_from(["-latest_at", "latest_at", "-id", "id"]),
)
def test_each_row_comes_once_while_rows_come_and_go(
    reader: APIClient, first: list[int | None], steps: list[tuple[str, int | None]], size: int, ordering: str
) -> None:
    Event.objects.update(canonical=None)
    Event.objects.all().delete()
    there = [put(day) for day in first]
    merged: set[int] = set()
    met: list[int] = []
    address = f"/api/v1/events/?page_size={size}&ordering={ordering}"
    pending = iter(steps)
    while address:
        page = reader.get(address, REMOTE_ADDR=f"10.0.{len(met)}.{len(merged)}").json()
        met += [row["id"] for row in page["results"]]
        address = page["next"]
        what, day = next(pending, ("nothing", None))
        if what == "make":
            put(day)
        elif what == "merge" and len(there) > 1:
            merged.add(there[-1])
            Event.objects.filter(pk=there[-1]).update(canonical=there[0])
        elif what == "unmerge":
            Event.objects.filter(pk__in=merged).update(canonical=None)
    assert len(met) == len(set(met))
    assert set(there) - merged <= set(met)
