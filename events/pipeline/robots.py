"""Reads robots.txt as RFC 9309 says: the longest matching rule wins, `*` and `$` are the only signs with a meaning.

Our own matcher, because the file is hostile input: the standard library's parser knows neither `*` nor the longest
match, and libraries that turn rules into regular expressions can be kept busy for ever by a rule full of `*`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

MAX_BYTES = 500 * 1024  # RFC 9309, 2.5: at least this much is read
MAX_RULES = 5_000
MAX_CRAWL_DELAY = 30.0
_SAFE = "/%?=&*$:@!'(),;~+-._#[]|"


@dataclass(frozen=True, slots=True)
class Rule:
    """One path pattern; `specificity` is its length in octets."""

    pieces: tuple[str, ...]
    anchored: bool
    allows: bool
    specificity: int


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules for one agent. No rules: everything is allowed."""

    rules: tuple[Rule, ...] = ()
    crawl_delay: float = 0.0

    def allow(self, url: str) -> bool:
        """May this URL be fetched?"""
        parts = urlsplit(url)
        path = _normalize(parts.path or "/") + ("?" + _normalize(parts.query) if parts.query else "")
        if path == "/robots.txt":
            return True
        best: Rule | None = None
        for rule in self.rules:
            if best and (rule.specificity, rule.allows) <= (best.specificity, best.allows):
                continue
            if _match(rule, path):
                best = rule
        return best is None or best.allows


def parse_robots(body: bytes, agent: str) -> RobotsRules:
    """Return the rules of the groups that name `agent` (a product token), else those for `*`."""
    agent = agent.lower()
    own: list[Rule] = []
    general: list[Rule] = []
    delays = {True: 0.0, False: 0.0}
    named = False
    current: list[list[Rule]] = []
    in_agents = False
    for line in body[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines():
        key, separator, value = line.partition("#")[0].partition(":")
        if not separator:
            continue
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            if not in_agents:
                current = []
            in_agents = True
            token = re.match(r"[a-zA-Z_-]+", value)
            if value == "*":
                current.append(general)
            elif token and token[0].lower() == agent:
                named = True
                current.append(own)
            continue
        if key in ("allow", "disallow"):
            in_agents = False
            if value and len(own) + len(general) < MAX_RULES:
                rule = _make_rule(value, allows=key == "allow")
                for group in current:
                    group.append(rule)
        elif key == "crawl-delay":
            in_agents = False
            for group in current:
                delays[group is own] = _read_delay(value)
    return RobotsRules(tuple(own if named else general), delays[named])


def _read_delay(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        return 0.0
    return min(seconds, MAX_CRAWL_DELAY) if seconds > 0 else 0.0


def _make_rule(pattern: str, allows: bool) -> Rule:
    anchored = pattern.endswith("$")
    text = _normalize(pattern.removesuffix("$"))
    return Rule(tuple(re.sub(r"\*+", "*", text).split("*")), anchored, allows, len(text))


def _normalize(path: str) -> str:
    """Percent-encode what is not ASCII, decode what needs no encoding, so that two spellings of a path are equal."""
    encoded = quote(path, safe=_SAFE)
    return re.sub(r"%([0-9a-fA-F]{2})", _decode_unreserved, encoded)


def _decode_unreserved(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if re.match(r"[A-Za-z0-9._~-]", character) else match[0].upper()


def _match(rule: Rule, path: str) -> bool:
    """Match pieces left to right without going back: linear, and right as long as `*` is the only wildcard."""
    first, *rest = rule.pieces
    if not path.startswith(first):
        return False
    if not rest:
        return not rule.anchored or path == first
    position = len(first)
    for piece in rest[:-1]:
        found = path.find(piece, position)
        if found < 0:
            return False
        position = found + len(piece)
    last = rest[-1]
    if rule.anchored:
        return path.endswith(last) and len(path) - len(last) >= position
    return path.find(last, position) >= 0
