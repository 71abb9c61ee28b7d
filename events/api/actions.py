"""What a curator may ask for: each action with its fields, and the function of events/curation that carries it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from events import curation
from events.api.errors import BadParameters, problem
from events.curation import claims
from events.curation.split import SPLIT_AT_ONCE
from events.models import CurationJob, Decision
from events.models.choices import ActorKind, ClaimLinkType, Verdict

Values = dict[str, Any]
Made = Decision | CurationJob
KINDS = ("actor", "location", "event")
MAX_ID = 2**63 - 1
_ID: dict[str, Any] = {"type": "integer", "minimum": 1}
_IDS: dict[str, Any] = {"type": "array", "items": _ID, "minItems": 1}
_TEXT: dict[str, Any] = {"type": "string"}
_KIND: dict[str, Any] = {"type": "string", "enum": list(KINDS)}
_NAMES: dict[str, Any] = {"type": "array", "items": _TEXT, "minItems": 1}


@dataclass(frozen=True, slots=True)
class Action:
    """`record` names the table and the field with the id of the record that `If-Match` is about, where there is one."""

    required: Mapping[str, dict[str, Any]]
    optional: Mapping[str, dict[str, Any]]
    carry_out: Callable[[Values, User], Made]
    record: Callable[[Values], tuple[str, int]] | None = None


def _split(asked: Values, user: User) -> Made:
    given = {name: asked[name] for name in ("name", "kind", "note") if name in asked}
    if len(asked["mentions"]) > SPLIT_AT_ONCE:
        return curation.ask_for_split(asked["actor"], asked["mentions"], user, **given)
    return curation.split_actor(asked["actor"], asked["mentions"], user, **given)[0]


def _pass_on(function: Callable[..., Any], *first: str) -> Callable[[Values, User], Made]:
    """Call with the fields named `first` in their order, the account, and all others by their names."""

    def carry_out(asked: Values, user: User) -> Made:
        rest = {name: value for name, value in asked.items() if name not in first}
        made = function(*(asked[name] for name in first), user, **rest)
        return made[0] if isinstance(made, tuple) else made

    return carry_out


def _of(table: str, name: str) -> Callable[[Values], tuple[str, int]]:
    return lambda asked: (table, asked[name])


def _of_kind(name: str) -> Callable[[Values], tuple[str, int]]:
    return lambda asked: (asked["kind"], asked[name])


def _judge(asked: Values, user: User) -> Made:
    return curation.judge(
        asked["kind"], asked["one"], asked["other"], Verdict(asked["verdict"]), user, note=asked.get("note", "")
    )


ACTIONS: dict[str, Action] = {
    "merge": Action(
        {"kind": _KIND, "survivor": _ID, "others": _IDS}, {},
        _pass_on(curation.merge, "kind", "survivor", "others"), _of_kind("survivor"),
    ),
    "split": Action(
        {"actor": _ID, "mentions": _IDS, "name": _TEXT},
        {"kind": {"type": "string", "enum": ActorKind.values}}, _split, _of("actor", "actor"),
    ),
    "link": Action({"mentions": _IDS}, {"actor": _ID, "location": _ID}, _pass_on(curation.link_mentions, "mentions")),
    "unlink": Action(
        {"mentions": _IDS}, {"parts": {"type": "array", "items": {"type": "string", "enum": ["actor", "location"]}}},
        _pass_on(curation.unlink_mentions, "mentions"),
    ),
    "create": Action(
        {"mention": _ID}, {"name": _TEXT, "kind": {"type": "string", "enum": ActorKind.values}},
        _pass_on(curation.create_actor_from_mention, "mention"),
    ),
    "edit": Action(
        {"kind": _KIND, "record": _ID, "values": {"type": "object", "additionalProperties": True}}, {},
        _pass_on(curation.edit_fields, "kind", "record", "values"), _of_kind("record"),
    ),
    "lock": Action(
        {"kind": _KIND, "record": _ID, "fields": _NAMES}, {},
        _pass_on(curation.lock_fields, "kind", "record", "fields"), _of_kind("record"),
    ),
    "unlock": Action(
        {"kind": _KIND, "record": _ID, "fields": _NAMES}, {},
        _pass_on(curation.unlock_fields, "kind", "record", "fields"), _of_kind("record"),
    ),
    "alias": Action(
        {"actor": _ID, "name": _TEXT}, {"strong": {"type": "boolean"}},
        _pass_on(curation.add_alias, "actor", "name"), _of("actor", "actor"),
    ),
    "judge": Action(
        {"kind": _KIND, "one": _ID, "other": _ID, "verdict": {"type": "string", "enum": Verdict.values}}, {}, _judge,
        _of_kind("one"),
    ),
    "suppress": Action({"actor": _ID}, {}, _pass_on(curation.suppress_actor, "actor"), _of("actor", "actor")),
    "disown": Action({"actor": _ID}, {}, _pass_on(curation.disown_actor, "actor"), _of("actor", "actor")),
    "take_down": Action({"article": _ID, "reason": _TEXT}, {}, _pass_on(curation.take_down, "article")),
    "set_speaker": Action(
        {"claim": _ID, "actor": {"type": ["integer", "null"], "minimum": 1}}, {},
        _pass_on(claims.set_speaker, "claim", "actor"),
    ),
    "link_claims": Action(
        {"claim": _ID, "other": _ID, "type": {"type": "string", "enum": ClaimLinkType.values}}, {"reason": _TEXT},
        _pass_on(claims.add_link, "claim", "other", "type"),
    ),
    "confirm": Action({"claim_link": _ID}, {}, _pass_on(claims.confirm_link, "claim_link")),
    "reject": Action({"claim_link": _ID}, {}, _pass_on(claims.reject_link, "claim_link")),
}  # fmt: skip


def read_action(body: Any) -> tuple[Action, Values]:
    """Check one action against its declaration; raises BadParameters that name each field, value and way out."""
    if not isinstance(body, Mapping):
        raise BadParameters([problem("body", type(body).__name__, "is no action", 'give {"action": "merge", …}')])
    name = body.get("action")
    if not isinstance(name, str) or name not in ACTIONS:
        raise BadParameters([problem("action", name, "is no action", f"give one of {', '.join(ACTIONS)}", ACTIONS)])
    action = ACTIONS[name]
    known = {**action.required, **action.optional, "note": _TEXT}
    given = {field: value for field, value in body.items() if field not in ("action", "version")}
    way_out = f"{name} takes {', '.join(known)}"
    wrong = [problem(str(field)[:100], "", "is not read here", way_out, known) for field in given if field not in known]
    wrong += [problem(field, "", "is missing", way_out) for field in action.required if field not in given]
    wrong += [
        problem(
            field, value, "is not what is asked for", f"give {_describe(known[field])}", known[field].get("enum", ())
        )
        for field, value in given.items()
        if field in known and not _fits(value, known[field])
    ]
    if wrong:
        raise BadParameters(wrong)
    return action, given


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    match schema["type"]:
        case ["integer", "null"] if value is None:
            return True
        case "integer" | ["integer", "null"]:
            return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MAX_ID
        case "boolean":
            return isinstance(value, bool)
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list) and bool(value) and all(_fits(one, schema["items"]) for one in value)
        case _:
            return isinstance(value, str) and value in schema.get("enum", (value,))


def _describe(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if schema["type"] == "array":
        return f"a list with {_describe(schema['items'])} each"
    return {"integer": "a record's id", "string": "a text", "boolean": "true or false"}.get(
        str(schema["type"]), "an object"
    )


def describe_actions() -> dict[str, Any]:
    """The parts of the documentation that stand for actions: `Action`, and one for each by its name."""
    described: dict[str, Any] = {}
    for name, action in ACTIONS.items():
        version = _TEXT | {"description": "The record's `version` as you saw it; another by now is a 412."}
        own = {"action": {"type": "string", "enum": [name]}, **action.required, **action.optional, "note": _TEXT}
        described[f"{name.title().replace('_', '')}Action"] = {
            "type": "object",
            "required": ["action", *action.required],
            "properties": own | ({"version": version} if action.record else {}),
            "additionalProperties": False,
        }
    parts = [{"$ref": f"#/components/schemas/{part}"} for part in described]
    example = {"action": "merge", "kind": "actor", "survivor": 12, "others": [977], "note": "one group"}
    return {"Action": {"oneOf": parts, "example": example}, **described}
