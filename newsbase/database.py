"""Where the database is: DATABASE_URL as Django settings, else the embedded server's socket."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from newsbase import embedded
from newsbase.env import EnvError


def settings_from(url: str, home: Path) -> dict[str, Any]:
    """Return the entry of DATABASES for a postgres:// URL, or for the embedded server of `home` without one."""
    return parse_database_url(url or embedded.database_url(home))


def parse_database_url(url: str) -> dict[str, Any]:
    """Read postgres://user:password@host:port/name?option=value; a socket folder may stand in ?host=."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise EnvError("DATABASE_URL", url, "postgresql://user:password@host:5432/name")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", None) or parts.port or ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
