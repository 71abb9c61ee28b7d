"""Settings from the environment, loudly.

Each reader returns a checked value or raises `EnvError`, which names the variable, the value it had and what is
expected there. An unset variable and an empty one are the same thing: compose files pass empty strings for "not given".
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"0", "false", "no", "off"})


class EnvError(ValueError):
    """A variable of the environment is missing or cannot be used."""

    def __init__(self, name: str, value: str | None, expected: str) -> None:
        found = "is not set" if value is None else f"is {value!r}"
        super().__init__(f"{name} {found}; expected {expected}.")
        self.name = name


def _read(name: str) -> str | None:
    value = os.environ.get(name, "").strip()
    return value or None


def env_str(name: str, default: str | None = None, required: bool = False) -> str:
    """Return the variable's text, else the default, else "" ; `required` turns absence into an error."""
    value = _read(name)
    if value is not None:
        return value
    if required:
        raise EnvError(name, None, "a value")
    return default or ""


def env_int(name: str, default: int, minimum: int | None = None, maximum: int | None = None) -> int:
    """Return a whole number within the limits given, both included."""
    value = _read(name)
    if value is None:
        return default
    low = "" if minimum is None else f" from {minimum}"
    high = "" if maximum is None else f" to {maximum}"
    expected = f"a whole number{low}{high}"
    try:
        number = int(value)
    except ValueError:
        raise EnvError(name, value, expected) from None
    if (minimum is not None and number < minimum) or (maximum is not None and number > maximum):
        raise EnvError(name, value, expected)
    return number


def env_bool(name: str, default: bool = False) -> bool:
    """Return a yes or a no; any other word is an error, never a silent no."""
    value = _read(name)
    if value is None:
        return default
    if value.lower() in TRUE_WORDS:
        return True
    if value.lower() in FALSE_WORDS:
        return False
    raise EnvError(name, value, "one of " + ", ".join(sorted(TRUE_WORDS | FALSE_WORDS)))


def env_choice(name: str, choices: tuple[str, ...], default: str) -> str:
    """Return one of the choices, compared without regard to case and spelled as in `choices`."""
    value = _read(name)
    if value is None:
        return default
    for choice in choices:
        if choice.lower() == value.lower():
            return choice
    raise EnvError(name, value, "one of " + ", ".join(choices))


def env_origin(name: str) -> str:
    """Return the address of a site, https://host or https://host:port without a slash at its end, or ""."""
    value = _read(name)
    if value is None:
        return ""
    expected = "an address like https://news.example.org, without a path"
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        raise EnvError(name, value, expected) from None
    extra = parts.path.strip("/") or parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in ("http", "https") or not parts.hostname or extra:
        raise EnvError(name, value, expected)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def env_list(name: str, default: list[str] | tuple[str, ...] = ()) -> list[str]:
    """Return the parts of a comma-separated list, trimmed, empty parts dropped."""
    value = _read(name)
    if value is None:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def env_path(name: str, default: str | Path) -> Path:
    """Return an absolute path; `~` is expanded, a relative path counts from the working directory."""
    value = _read(name)
    if value is not None and "\x00" in value:
        raise EnvError(name, value, "a path")
    return Path(value if value is not None else default).expanduser().absolute()
