"""Wikidata entities as JSON lines, as in its dumps: one entity a line, commas behind and brackets around tolerated."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from events.interop.actor_records import LineError, Record, Refused, make_record, read_lines

LANGUAGES = (
    "en",
    "en-gb",
    "en-us",
    "mul",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "tr",
    "pl",
    "ru",
    "uk",
    "ar",
    "fa",
    "zh",
)
"""Languages whose labels are taken as names; the first that has one gives the record's name."""

PERSON = "Q5"
STATES = frozenset({"Q3624078", "Q6256", "Q7275"})
MEDIA = frozenset(
    {"Q11032", "Q1110794", "Q11033", "Q192283", "Q1616075", "Q15265344", "Q17232649", "Q1153191", "Q41298"}
)
GROUPS = frozenset({"Q17149090", "Q1788992", "Q15285626", "Q31629"})
ORGANIZATIONS = frozenset(
    {
        "Q43229", "Q4830453", "Q783794", "Q6881511", "Q891723", "Q327333", "Q7278", "Q163740", "Q484652", "Q4358176",
        "Q245065", "Q35749", "Q192350", "Q476028", "Q3918", "Q31855", "Q22687", "Q708676", "Q79913", "Q2085381",
        "Q41487", "Q190752", "Q1752939", "Q35535", "Q176799", "Q12973014", "Q847017", "Q1530022",
    }
)  # fmt: skip
# ISO 3166 of the states that news names most, by item; others come without a country, which is no error.
COUNTRIES = {
    "Q30": "US", "Q145": "GB", "Q142": "FR", "Q183": "DE", "Q159": "RU", "Q148": "CN", "Q17": "JP", "Q668": "IN",
    "Q843": "PK", "Q794": "IR", "Q796": "IQ", "Q858": "SY", "Q801": "IL", "Q219060": "PS", "Q822": "LB", "Q810": "JO",
    "Q79": "EG", "Q851": "SA", "Q43": "TR", "Q805": "YE", "Q878": "AE", "Q846": "QA", "Q889": "AF", "Q212": "UA",
    "Q184": "BY", "Q36": "PL", "Q29": "ES", "Q38": "IT", "Q45": "PT", "Q55": "NL", "Q31": "BE", "Q39": "CH",
    "Q40": "AT", "Q34": "SE", "Q20": "NO", "Q35": "DK", "Q33": "FI", "Q27": "IE", "Q41": "GR", "Q28": "HU",
    "Q213": "CZ", "Q214": "SK", "Q218": "RO", "Q219": "BG", "Q403": "RS", "Q224": "HR", "Q16": "CA", "Q96": "MX",
    "Q155": "BR", "Q414": "AR", "Q298": "CL", "Q739": "CO", "Q717": "VE", "Q419": "PE", "Q408": "AU", "Q664": "NZ",
    "Q258": "ZA", "Q1033": "NG", "Q114": "KE", "Q115": "ET", "Q1049": "SD", "Q1016": "LY", "Q262": "DZ", "Q1028": "MA",
    "Q948": "TN", "Q1045": "SO", "Q912": "ML", "Q974": "CD", "Q252": "ID", "Q928": "PH", "Q833": "MY", "Q334": "SG",
    "Q869": "TH", "Q881": "VN", "Q836": "MM", "Q884": "KR", "Q423": "KP", "Q865": "TW", "Q902": "BD", "Q854": "LK",
    "Q837": "NP", "Q232": "KZ", "Q230": "GE", "Q399": "AM", "Q227": "AZ",
}  # fmt: skip


def read_wikidata(file: Iterable[bytes]) -> Iterator[Record | Refused]:
    """Yield a record or a refusal for each line; entities that are neither people nor bodies count as skipped."""
    for number, line in read_lines(file):
        if isinstance(line, Refused):
            yield line
            continue
        line = line.rstrip(",")
        if line in ("", "[", "]"):
            continue
        try:
            yield _read_entity(number, json.loads(line))
        except (json.JSONDecodeError, RecursionError) as error:
            yield Refused(number, f"not JSON: {str(error)[:120]}")
        except LineError as error:
            yield Refused(number, str(error))


def _read_entity(number: int, entity: Any) -> Record | Refused:
    if not isinstance(entity, dict) or not isinstance(entity.get("id"), str):
        raise LineError("no Wikidata entity: it has no text “id”")
    classes = _items(entity, "P31")
    kind = _kind_of(classes)
    if not kind:
        return Refused(number, f"{entity['id'][:20]} is no person or body that is known here", counts=False)
    labels = _by_language(entity, "labels")
    names = [labels[language] for language in LANGUAGES if language in labels]
    if not names:
        raise LineError(f"labels: {entity['id'][:20]} has none in {', '.join(LANGUAGES)}")
    aliases = _aliases(entity)
    countries = _items(entity, "P27") if kind == "person" else _items(entity, "P17")
    return make_record(
        number,
        key=f"wikidata:{entity['id']}",
        name=names[0],
        kind=kind,
        strong=[*names[1:], *(alias for alias in aliases if " " in alias)],
        weak=[alias for alias in aliases if " " not in alias],  # one word is a surname, a first name or an acronym
        country=next((COUNTRIES[item] for item in countries if item in COUNTRIES), ""),
        wikidata_id=entity["id"],
        description=_by_language(entity, "descriptions").get("en", ""),
    )


def _kind_of(classes: list[str]) -> str:
    held = set(classes)
    if PERSON in held:
        return "person"
    for kind, known in (("state", STATES), ("media", MEDIA), ("group", GROUPS), ("organization", ORGANIZATIONS)):
        if held & known:
            return kind
    return ""


def _by_language(entity: dict[str, Any], field: str) -> dict[str, str]:
    texts = entity.get(field)
    if not isinstance(texts, dict):
        return {}
    return {
        language: text["value"]
        for language, text in texts.items()
        if isinstance(text, dict) and isinstance(text.get("value"), str)
    }


def _aliases(entity: dict[str, Any]) -> list[str]:
    lists = entity.get("aliases")
    held = [lists.get(language) for language in LANGUAGES] if isinstance(lists, dict) else []
    aliases = [alias for part in held if isinstance(part, list) for alias in part if isinstance(alias, dict)]
    return [alias["value"] for alias in aliases if isinstance(alias.get("value"), str)]


def _items(entity: dict[str, Any], claim: str) -> list[str]:
    """The items that a claim points to, those of best rank first; deprecated ones are left out."""
    claims = entity.get("claims")
    statements = claims.get(claim) if isinstance(claims, dict) else None
    found: list[tuple[bool, str]] = []
    for statement in statements if isinstance(statements, list) else []:
        try:
            item, rank = statement["mainsnak"]["datavalue"]["value"]["id"], statement.get("rank", "normal")
        except (KeyError, TypeError, AttributeError):
            continue
        if isinstance(item, str) and rank != "deprecated":
            found.append((rank != "preferred", item))
    return [item for _, item in sorted(found, key=lambda one: one[0])]
