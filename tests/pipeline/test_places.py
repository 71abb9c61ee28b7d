"""Where is meant: context before population, the rest of the article before the single name."""

from __future__ import annotations

from events.names import fold
from events.pipeline.places import PlaceDecision, dateline_end, resolve_places
from events.pipeline.records import PlaceCandidate
from tests.pipeline.build import entities_of, place, read_article

PARIS_FR = place(1, "Paris", "FR", 2_100_000, feature_code="PPLC")
PARIS_TX = place(2, "Paris", "US", 25_000, admin1_code="TX")
TEXAS = place(3, "Texas", "US", 29_000_000, precision="region", admin1_code="TX")
HASAKAH = place(4, "Al-Hasakah", "SY", 188_000)
SYRIA = place(5, "Syria", "SY", 22_000_000, precision="country")
CORDOBA_ES = place(6, "Córdoba", "ES", 328_000)
CORDOBA_AR = place(7, "Córdoba", "AR", 1_428_000)
SEVILLE = place(8, "Seville", "ES", 684_000)
SPAIN = place(9, "Spain", "ES", 46_000_000, precision="country")


def decide(text: str, *known: PlaceCandidate, country: str = "", **names: str) -> dict[str, PlaceDecision]:
    """Decisions by the name as written; the last mention of it counts."""
    candidates: dict[str, list[PlaceCandidate]] = {}
    for one in known:
        for key in {one.name.lower().replace("ó", "o").replace("-", " "), one.name.lower().removeprefix("al-")}:
            candidates.setdefault(key, []).append(one)
    entities = entities_of(text, **names)
    found = resolve_places(read_article(text, entities, country=country), entities, candidates)
    return {fold(entity.text): decision for entity, decision in found.items()}


def test_without_context_the_larger_namesake_is_meant() -> None:
    found = decide("A fire in Paris.", PARIS_FR, PARIS_TX, Paris="location")
    assert found["paris"].candidate is PARIS_FR


def test_the_region_behind_a_comma_settles_it() -> None:
    found = decide("A fire in Paris, Texas.", PARIS_FR, PARIS_TX, TEXAS, Paris="location", Texas="location")
    assert found["paris"].candidate is PARIS_TX
    assert "Texas" in found["paris"].reason


def test_a_capital_is_not_moved_by_a_passing_mention_of_another_country() -> None:
    states = place(10, "Ohio", "US", 11_000_000, precision="region")
    found = decide(
        "A fire in Paris. A tourist from Ohio saw it.", PARIS_FR, PARIS_TX, states, Paris="location", Ohio="location"
    )
    assert found["paris"].candidate is PARIS_FR


def test_a_country_named_elsewhere_outweighs_population() -> None:
    text = "Trains from Seville to Córdoba stopped. Spain is short of drivers."
    found = decide(
        text, CORDOBA_ES, CORDOBA_AR, SEVILLE, SPAIN, Seville="location", Córdoba="location", Spain="location"
    )
    assert found["cordoba"].candidate is CORDOBA_ES


def test_a_facility_lies_near_the_place_it_is_named_after() -> None:
    found = decide("Guards fled Hasakah prison.", HASAKAH, Hasakah_prison="location")
    assert (found["hasakah prison"].candidate, found["hasakah prison"].precision) == (HASAKAH, "near")


def test_a_country_stays_a_country() -> None:
    assert decide("War in Syria.", SYRIA, Syria="location")["syria"].precision == "country"


def test_a_name_without_a_record_is_left_out() -> None:
    assert decide("Rain in Nowhereton.", Nowhereton="location") == {}


def test_a_dateline_ends_at_its_dash() -> None:
    for body in ("TEHRAN (Tasnim) – The", "LONDON — Rain", "GENEVA, 3 May (Wire) - The", "BEIRUT: A blast"):
        assert 0 < dateline_end(body) < len(body)
    for body in (
        "The minister - who resigned - spoke.",
        "Rain fell.",
        "",
        "A long day – and a longer night.",
        "UN: no. It",
        "Note: this",
    ):
        assert dateline_end(body) == 0
