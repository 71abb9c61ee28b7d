"""A client that keeps a copy of everything public by the feed of changes alone, as docs/API.md tells it."""

from __future__ import annotations

from typing import Any

from rest_framework.test import APIClient

KINDS = ("article", "event", "actor", "claim", "figure", "mention", "source")
# Counted when asked for, not stored with the record: what changes them is a change of other records.
COUNTED = {"article_count", "event_count"}


class Follower:
    """`copies`: kind -> id -> the record as it was last fetched, other records in it by the id they were stored under."""

    def __init__(self, client: APIClient) -> None:
        self.client = client
        self.copies: dict[str, dict[int, Any]] = {kind: {} for kind in KINDS}
        self.merged: dict[tuple[str, int], int] = {}
        self.cursor = self._get("/api/v1/changes/?after=now")["cursor"]
        for kind in KINDS:
            self.copies[kind] = {row["id"]: row for row in map(reduce_row, self._read_list(kind))}

    def follow(self) -> int:
        """Take in what changed since the last time; returns how many changes that were."""
        address: str | None = f"/api/v1/changes/?after={self.cursor}&page_size=100"
        seen = 0
        while address:
            page = self._get(address)
            self._take(page["results"])
            seen += len(page["results"])
            address, self.cursor = page["next"], page["cursor"]
        return seen

    def read_all(self) -> dict[str, dict[int, Any]]:
        """What the copies should be now."""
        return {kind: {row["id"]: reduce_row(row) for row in self._read_list(kind)} for kind in KINDS}

    def _take(self, changes: list[dict[str, Any]]) -> None:
        for kind in KINDS:
            mine = [change for change in changes if change["kind"] == kind]
            for change in mine:
                self.copies[kind].pop(change["record"], None)
            wanted = [str(c["record"]) for c in mine if c["verb"] in ("created", "updated")]
            for start in range(0, len(wanted), 100):
                rows = self._get(f"/api/v1/{kind}s/?id__in={','.join(wanted[start : start + 100])}&page_size=200")
                self.copies[kind] |= {row["id"]: row for row in map(reduce_row, rows["results"])}

    def _read_list(self, kind: str) -> list[dict[str, Any]]:
        rows, address = [], f"/api/v1/{kind}s/?page_size=200"
        while address:
            page = self._get(address)
            rows += page["results"]
            address = page["next"]
        return rows

    def _get(self, address: str) -> Any:
        answer = self.client.get(address)
        assert answer.status_code == 200, answer.content
        return answer.json()


def reduce_row(row: dict[str, Any]) -> dict[str, Any]:
    """Records inside a record become the id that they were stored under: their own changes tell of the rest."""
    return {name: _reduce(value) for name, value in row.items() if name not in COUNTED}


def _reduce(value: Any) -> Any:
    if isinstance(value, dict) and "id" in value:
        return value.get("merged_from", value["id"])
    if isinstance(value, dict):
        return {name: _reduce(inner) for name, inner in value.items()}
    return [_reduce(inner) for inner in value] if isinstance(value, list) else value
