"""Outlets named by documents become Source records."""

from __future__ import annotations

from collections.abc import Iterable

from events.intake.documents import FetchRequest, SuppliedDocument
from events.models import Source


def find_or_make_sources(documents: Iterable[SuppliedDocument | FetchRequest], sample: bool = False) -> dict[str, int]:
    """Return domain -> source id for the outlets that the documents name; unknown ones are made, named by domain."""
    domains = {d.outlet for d in documents if isinstance(d, SuppliedDocument) and d.outlet}
    return make_sources(domains, sample)


def make_sources(domains: set[str], sample: bool = False) -> dict[str, int]:
    """Return domain -> id, making what is missing; safe against two at once."""
    known = dict(Source.objects.filter(domain__in=domains).values_list("domain", "pk"))
    missing = sorted(domains - known.keys())
    if missing:
        Source.objects.bulk_create(
            [Source(name=domain, domain=domain, is_sample=sample) for domain in missing], ignore_conflicts=True
        )
        known = dict(Source.objects.filter(domain__in=domains).values_list("domain", "pk"))
    return known
