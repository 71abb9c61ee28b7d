"""The secret key of an installation: made once, kept in a file that only its owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make_secret_key(home: Path) -> str:
    """Return the key in `home`/secret_key, making it (mode 0600) at the first call; safe against two first starts."""
    path = home / "secret_key"
    for _ in range(2):
        try:
            key = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            key = ""
        if key:
            return key
        home.mkdir(parents=True, exist_ok=True)
        draft = home / f".secret_key.{os.getpid()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)  # fails where another process was first: its key is the one
        except FileExistsError:
            if not path.read_text(encoding="ascii").strip():
                draft.replace(path)
                continue
        finally:
            draft.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
