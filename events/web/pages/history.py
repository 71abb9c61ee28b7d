"""The history page: each decision in words with what it changed, and the row as it stood after each change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.models import Decision
from events.queries import RecordHistory, table_of_column

ANONYMOUS = "a curator"
"""What readers without an account see instead of an account's name."""
HIDDEN = {"link_score", "link_reason", "candidates", "decided_by", "decision_id", "account", "score"}
"""Columns that follow from the others; a row of them would say nothing more."""
BOOKKEEPING = {"pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context"}
VERBS = {
    "merge": "Merged", "split": "Split", "link": "Linked", "unlink": "Unlinked", "create": "Founded", "alias": "Named",
    "edit": "Edited", "lock": "Locked", "unlock": "Unlocked", "judge": "Judged", "suppress": "Suppressed",
    "takedown": "Took down",
}  # fmt: skip
LABELS = {"insert": "made", "update": "changed", "delete": "deleted"}
MOST_CHANGES = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One column of some rows: "name of this record", before and after."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    decision: Decision
    title: str
    who: str
    undone_by: str
    changes: Sequence[Change]
    more: int
    under_way: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Version:
    """The row after one change; `changes` compares it with the kept row before it. `first`: nothing was kept before, so
    they tell the whole row."""

    at: datetime
    what: str
    who: str
    first: bool
    changes: Sequence[Change]


@dataclass(frozen=True, slots=True)
class HistoryPage:
    table: str
    record: Any
    decisions: Sequence[DecisionRow]
    decisions_total: int
    versions: Sequence[Version]
    versions_total: int


def build_history_page(
    table: str, record: Any, history: RecordHistory, *, shows_names: bool, may_undo: bool
) -> HistoryPage:
    """Prepare the page; no queries. Account names are for signed-in readers."""
    return HistoryPage(
        table=table,
        record=record,
        decisions=[_tell_decision(d, history.names, shows_names, may_undo) for d in history.decisions],
        decisions_total=history.decisions_total,
        versions=sorted(
            [
                *_tell_versions(history.rows, history.names, shows_names),
                *_tell_versions(history.name_rows, history.names, shows_names, "name"),
            ],
            key=lambda version: version.at,
            reverse=True,
        ),
        versions_total=history.rows_total,
    )


def _tell_decision(
    decision: Decision, names: Mapping[tuple[str, int], str], shows_names: bool, may_undo: bool
) -> DecisionRow:
    changes = [
        Change(_what(change["table"], len(change["ids"]), column), *_values(change, column, names))
        for change in decision.inverse["changed"]
        for column in change["after"]
        if column not in HIDDEN
    ]
    changes += [
        Change(
            f"new {_plain(made['table'])}", "", str(made["values"].get("name") or made["values"].get("verdict") or "")
        )
        for made in decision.inverse["created"]
    ]
    job = getattr(decision, "job", None)
    under_way = f"{job.done:,} of {job.total:,}" if job is not None and job.finished_at is None else ""
    return DecisionRow(
        decision=decision,
        title=tell_decision(decision, names),
        who=decision.account if shows_names else ANONYMOUS,
        undone_by=(decision.undone_account if shows_names else ANONYMOUS) if decision.undone_at else "",
        changes=changes[:MOST_CHANGES],
        more=max(0, len(changes) - MOST_CHANGES),
        under_way=under_way,
        can_undo=may_undo and decision.undone_at is None and not under_way,
    )


def tell_decision(decision: Decision, names: Mapping[tuple[str, int], str]) -> str:
    """Say a decision in a line: "Merged: Bureau B and Bureau C into Bureau A"."""
    asked = decision.payload
    verb = VERBS.get(decision.verb, decision.get_verb_display())
    table = asked.get("table", "actor")

    def call(pk: object, of: str = table) -> str:
        return names.get((of, pk), f"{of} {pk}") if isinstance(pk, int) else ""

    match decision.verb:
        case "merge" if "survivor" in asked:
            return f"{verb}: {_and([call(pk) for pk in asked['others']])} into {call(asked['survivor'])}"
        case "split" if "actor" in asked:
            n = len(asked["mentions"])
            return f"{verb}: {n:,} mention{'s' * (n > 1)} of {call(asked['actor'])} to “{asked['name']}”"
        case "judge" if "pair" in asked:
            return f"{verb}: {_and([call(pk) for pk in asked['pair']])}: {asked['verdict']}"
        case "edit" if "values" in asked:
            return f"{verb}: {_and(sorted(asked['values']))} of {call(asked.get('id'))}"
        case "lock" | "unlock" if "fields" in asked:
            return f"{verb}: {_and(asked['fields'])} of {call(asked['id'])}"
        case "alias":
            return f"{verb}: {call(asked['actor'])} “{asked['name']}” ({'strong' if asked['strong'] else 'weak'})"
        case "link" if "mention" in asked or "mentions" in asked:
            whom = [call(asked.get("actor"), "actor"), call(asked.get("location"), "location")]
            return f"{verb}: {_mentions(asked)} to {_and([name for name in whom if name])}"
        case "suppress":
            return f"{verb}: {call(asked['actor'])}, hidden from readers"
        case "takedown":
            return f"{verb}: article {asked['article']}, for good: {asked['reason']}"
        case "unlink" if "actor" in asked:
            return f"{verb}: all mentions of {call(asked['actor'])}, which is no actor"
        case "unlink" if "parts" in asked:
            return f"{verb}: {_mentions(asked)} from its {_and(asked['parts'])}"
        case "create":
            return f"{verb}: an actor for {_mentions(asked)}"
    return f"{verb}: {_and([key.replace(':', ' ') for key in decision.touched[:5]])}"


def _mentions(asked: Mapping[str, Any]) -> str:
    return f"{len(asked['mentions']):,} mentions" if "mentions" in asked else f"mention {asked.get('mention')}"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nothing"


def _what(table: str, rows: int, column: str) -> str:
    name = _plain(column.removesuffix("_id"))
    return f"{'merged into' if name == 'canonical' else name} of {rows:,} {_plain(table)}{'s' * (rows > 1)}"


def _plain(name: str) -> str:
    return "verdict" if name.endswith("_judgement") else name.replace("_", " ")


def _values(change: Mapping[str, Any], column: str, names: Mapping[tuple[str, int], str]) -> tuple[str, str]:
    table = table_of_column(change["table"], column)
    return tuple(_show(change[side].get(column), table, names) for side in ("before", "after"))  # type: ignore[return-value]


def _show(value: Any, table: str = "", names: Mapping[tuple[str, int], str] | None = None) -> str:
    if table and isinstance(value, int):
        return (names or {}).get((table, value), f"{table} {value}")
    if isinstance(value, list):
        return ", ".join(str(part.get("title", part)) if isinstance(part, dict) else str(part) for part in value)
    return "" if value is None else str(value)[:200]


def _tell_versions(
    rows: Sequence[Any], names: Mapping[tuple[str, int], str], shows_names: bool, what: str = "row"
) -> list[Version]:
    """Compare each kept row with the one kept before it of the same record; `rows` come newest first."""
    told = []
    for place, row in enumerate(rows):
        earlier = next((other for other in rows[place + 1 :] if other.pgh_obj_id == row.pgh_obj_id), None)
        columns = [f.attname for f in row._meta.concrete_fields if f.attname not in BOOKKEEPING]
        gone = row.pgh_label == "delete"
        differing = [n for n in columns if gone or earlier is None or getattr(earlier, n) != getattr(row, n)]
        kept = [(_plain(name.removesuffix("_id")), *_both(earlier, row, name, names)) for name in differing]
        title = getattr(row, "title", "") or row.name
        doing = LABELS.get(row.pgh_label, row.pgh_label)
        context = row.pgh_context or {}
        who = "no decision" if not context else str(context.get("account", "")) if shows_names else ANONYMOUS
        told.append(
            Version(
                at=row.pgh_created_at,
                what=f"{what} “{title}” {doing}",
                who=who,
                first=earlier is None and row.pgh_label == "update",
                changes=[Change(*change) for change in kept if change[1] or change[2]],
            )
        )
    return told


def _both(earlier: Any, row: Any, name: str, names: Mapping[tuple[str, int], str]) -> tuple[str, str]:
    table = "actor" if name == "actor_id" else table_of_column(row._meta.model_name.removesuffix("history"), name)
    now = _show(getattr(row, name), table, names)
    if row.pgh_label == "delete":
        return now, ""
    return (_show(getattr(earlier, name), table, names) if earlier else ""), now
