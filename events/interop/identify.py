"""How records are named outside: ids that two installations do not share, and addresses of our pages."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.conf import settings

# Of a time, as far as it is known (ISO 8601, cut).
LENGTHS = {"year": 4, "month": 7, "day": 10}


def name_record(kind: str, pk: int) -> str:
    """`nb-actor-12`; with a public address, a part of its hash stands between: `nb-1a2b3c4d-actor-12`."""
    site = f"{sha256(settings.PUBLIC_URL.encode()).hexdigest()[:8]}-" if settings.PUBLIC_URL else ""
    return f"nb-{site}{kind}-{pk}"


def name_uri(kind: str, pk: int) -> str:
    """An address where there is one, else a URN: an identifier must be whole."""
    return page_of(kind, pk) or f"urn:newsbase:{kind}:{pk}"


def page_of(kind: str, pk: int) -> str:
    """The record's page, "" where the installation has no public address."""
    return f"{settings.PUBLIC_URL}/{kind}s/{pk}/" if settings.PUBLIC_URL else ""


def tell_time(moment: datetime | None, precision: str) -> str:
    """A time as far as it is known: a day stays a day; "" for none."""
    if moment is None or precision == "unknown":
        return ""
    whole = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return whole[: LENGTHS.get(precision, len(whole))]
