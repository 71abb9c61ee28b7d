"""Identity keys of articles (DESIGN section 4): the same document handed in twice is one article."""

from __future__ import annotations

import hashlib

from courlan import normalize_url

from events.intake.documents import FetchRequest, SuppliedDocument

MAX_KEY = 300


def identify(document: SuppliedDocument | FetchRequest, account: str) -> str:
    """Return the key: fetched and supplied documents never share one, so neither becomes a revision of the other.

    Supplied: the caller's id within its ingest source (the outlet, else the account), else the URL, else the words.
    """
    if isinstance(document, FetchRequest):
        return _fit("fetched", canonical_address(document.url))
    if document.external_id:
        # Account names cannot hold a colon-free domain's place: the prefix says which of the two it is.
        ingest_source = f"outlet:{document.outlet}" if document.outlet else f"account:{account}"
        return _fit("supplied", f"{ingest_source}:{document.external_id}")
    if document.url:
        return _fit("supplied-url", canonical_address(document.url))
    return _fit("supplied-words", hash_input(document))


def canonical_address(url: str) -> str:
    """Take off fragment and tracking parameters, so that one page has one address."""
    try:
        return normalize_url(url).partition("#")[0] or url
    except ValueError:
        return url


def hash_input(document: SuppliedDocument) -> str:
    """Fingerprint what came in: title and words, or the raw HTML."""
    body = document.text if document.text is not None else document.html or ""
    return hash_words(document.title, body)


def hash_words(title: str, text: str) -> str:
    return hashlib.sha256(f"{title}\x1f{text}".encode()).hexdigest()


def _fit(kind: str, value: str) -> str:
    key = f"{kind}:{value}"
    return key if len(key) <= MAX_KEY else f"{kind}:#{hashlib.sha256(value.encode()).hexdigest()}"
