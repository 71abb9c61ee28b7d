"""Secrets that are derived, not stored: from the installation's SECRET_KEY, the row, and a nonce that can be renewed.

Whoever reads the database, or a backup of it, learns none of them. Another SECRET_KEY makes other secrets.
"""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256

from django.conf import settings

KEY_BYTES = 24


def derive_secret(purpose: str, pk: int, nonce: str) -> str:
    """Return the secret of a row for one purpose: 192 bits, in letters that an address may hold."""
    message = f"{purpose}:{pk}:{nonce}".encode()
    digest = hmac.digest(f"newsbase.alerts:{settings.SECRET_KEY}".encode(), message, sha256)
    return base64.urlsafe_b64encode(digest[:KEY_BYTES]).decode()


def is_secret(given: str, purpose: str, pk: int, nonce: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), derive_secret(purpose, pk, nonce).encode())
