"""Reads docker-compose.yml as `docker compose` would: merged anchors, variables filled in, names resolved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
# $$ is a dollar sign; ${NAME:-default} and ${NAME:?message} are the only forms that we use.
VARIABLE = re.compile(r"\$\$|\$\{(?P<name>\w+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}|\$(?P<bare>\w*)")


class MissingVariable(ValueError):
    """A `${NAME:?message}` without a value; `docker compose` stops with the message."""


def fill_in(text: str, variables: Mapping[str, str]) -> str:
    """Replace the variables of one scalar, as compose does; raises MissingVariable and, for other forms, ValueError."""

    def replace(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        if match["name"] is None or match["kind"] is None:
            raise ValueError(f"{match[0]!r} in {text!r}: give a default with :- or demand it with :?")
        value = variables.get(match["name"], "")
        if value or match["kind"] == "-":
            return value or match["rest"]
        raise MissingVariable(match["rest"])

    return VARIABLE.sub(replace, text)


def fill_in_all(node: Any, variables: Mapping[str, str]) -> Any:
    """Replace the variables in every scalar of a YAML tree."""
    if isinstance(node, str):
        return fill_in(node, variables)
    if isinstance(node, list):
        return [fill_in_all(item, variables) for item in node]
    if isinstance(node, dict):
        return {key: fill_in_all(value, variables) for key, value in node.items()}
    return node


def read_raw() -> dict[str, Any]:
    """Return the file as it stands, anchors merged."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def read_services(variables: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the services by name, with the variables filled in."""
    return dict(fill_in_all(read_raw()["services"], variables))


def find_variables() -> set[str]:
    """Return the names of all variables that the file asks for."""
    lines = [line.split(" #", 1)[0] for line in FILE.read_text(encoding="utf-8").splitlines()]
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return {match["name"] for match in VARIABLE.finditer(text) if match["name"]}


def read_example() -> dict[str, str]:
    """Return the assignments of .env.example."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if line.strip() and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}
