"""Claims, events and articles as schema.org linked data, for the head of their pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from events.models import Article, Event
from events.queries import ClaimDetail, survivor_of
from events.web.maps import POINT_PRECISIONS
from events.web.phrases import machine_time, tell_place

KINDS = {"person": "Person", "media": "NewsMediaOrganization", "state": "Country"}
# What would end the script element or open a comment in it, written as JSON escapes.
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def describe_claim(detail: ClaimDetail, address: Callable[[str], str]) -> SafeString:
    """A claim with who made it, where and when it first appeared, as JSON that is safe inside a script element.

    `address` makes a path of ours absolute.
    """
    claim = detail.claim
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": address(f"/claims/{claim.pk}/"),
        "text": claim.text,
        "appearance": [_describe_article(claim.article, address)],
    }
    if claim.speaker is not None:
        actor = survivor_of(claim.speaker)
        kind = KINDS.get(actor.kind, "Organization")
        data["author"] = {"@type": kind, "name": actor.name, "url": address(f"/actors/{actor.pk}/")}
    elif claim.speaker_text:
        data["author"] = {"@type": "Thing", "name": claim.speaker_text}
    repeated = [link.other for link in detail.links if link.type == "repeats"]
    repeated += [link.claim for link in detail.linked_from if link.type == "repeats"]
    data["appearance"] += [_describe_article(other.article, address) for other in repeated]
    if claim.first_at is not None:
        first = next((a for a in (claim, *repeated) if a.article.published_at == claim.first_at), claim)
        data["firstAppearance"] = _describe_article(first.article, address)
    if detail.about_actors:
        data["about"] = [{"@type": "Thing", "name": survivor_of(actor).name} for actor in detail.about_actors]
    return _write(data)


def describe_article(article: Article, names: Iterable[str], address: Callable[[str], str]) -> SafeString:
    """An article with its outlet and whom and what it names, as JSON that is safe inside a script element."""
    data: dict[str, Any] = {"@context": "https://schema.org", **_describe_article(article, address)}
    if article.authors:
        data["author"] = [{"@type": "Person", "name": name} for name in article.authors]
    if article.language:
        data["inLanguage"] = article.language
    if article.url.lower().startswith(("http://", "https://")):
        data["isBasedOn"] = article.url
    data["mentions"] = [{"@type": "Thing", "name": name} for name in names]
    return _write(data)


def describe_event(
    event: Event, articles: Iterable[Article], names: Iterable[str], address: Callable[[str], str]
) -> SafeString:
    """An event with when and where it happened, who is in it and the articles that tell it, as JSON that is safe inside a
    script element. Dates are given only as exactly as they are known."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address(f"/events/{event.pk}/"),
        "name": event.title,
        "subjectOf": [_describe_article(article, address) for article in articles],
        "about": [{"@type": "Thing", "name": name} for name in names],
    }
    for name, moment in (("startDate", event.start_at), ("endDate", event.end_at)):
        if when := machine_time(moment, event.time_precision):
            data[name] = when[:10]
    if event.location is not None:
        place = survivor_of(event.location)
        data["location"] = {"@type": "Place", "name": tell_place(place.name, place.country_code, place.precision)}
        if place.precision in POINT_PRECISIONS and place.lat is not None and place.lon is not None:
            data["location"]["geo"] = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon}
    return _write(data)


def _write(data: dict[str, Any]) -> SafeString:
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped by _ESCAPES


def _describe_article(article: Article, address: Callable[[str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {"@type": "NewsArticle", "url": address(f"/articles/{article.pk}/")}
    if article.title:
        found["headline"] = article.title
    if article.published_at and article.published_precision in {"day", "second"}:
        found["datePublished"] = f"{article.published_at:%Y-%m-%d}"
    if article.source is not None:
        found["publisher"] = {"@type": "NewsMediaOrganization", "name": str(article.source)}
    return found
