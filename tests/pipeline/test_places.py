"""Where is meant: context before population, the rest of the article before the single name."""

from __future__ import annotations

import re

from events.names import fold
from events.pipeline.outlet_places import OutletPlaces
from events.pipeline.place_readings import MAX_NAMES, MAX_OPTIONS
from events.pipeline.place_records import PlaceDecision
from events.pipeline.places import dateline_end, resolve_places
from events.pipeline.records import Entity, PlaceCandidate
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


def entities_of_words(text: str) -> tuple[Entity, ...]:
    return tuple(Entity("body", m.start(), m.end(), m[0], "location", 0.9) for m in re.finditer(r"\S+", text))


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


GEORGIA_US = place(20, "Georgia", "US", 9_000_000, precision="region", admin1_code="GA", feature_code="ADM1")
ATHENS_GA = place(21, "Athens", "US", 116_000, admin1_code="GA", lat=33.96, lon=-83.38)
ATHENS_GR = place(22, "Athens", "GR", 664_000, admin1_code="I", feature_code="PPLC", lat=38.0, lon=23.7)
CLARKE = place(23, "Clarke County", "US", 116_000, precision="region", admin1_code="GA", feature_code="ADM2")


def test_the_region_in_an_organisations_name_counts() -> None:
    text = "Athens voted. The Georgia Supreme Court and Clarke County Superior Court agreed."
    known = (ATHENS_GA, ATHENS_GR, GEORGIA_US, CLARKE)
    names = {"Athens": "location", "Georgia_Supreme_Court": "organization"}
    found = decide(text, *known, **names)
    assert found["athens"].candidate is ATHENS_GA
    assert decide("Athens voted.", *known, Athens="location")["athens"].candidate is ATHENS_GR


def test_a_body_of_a_place_is_near_it() -> None:
    found = decide("Hasakah City Council met.", HASAKAH, Hasakah_City_Council="organization")
    assert found["hasakah city council"].precision == "near"


def outlet_about(*places: PlaceCandidate, articles: int = 6) -> OutletPlaces:
    outlet = OutletPlaces()
    for _ in range(articles):
        outlet.add_article((p.location_id, p.country_code, p.admin1_code) for p in places)
    return outlet


def resolve_with(outlet: OutletPlaces, text: str, known: dict[str, list[PlaceCandidate]], **names: str) -> list[str]:
    entities = entities_of(text, **names)
    found = resolve_places(read_article(text, entities), entities, known, outlet)
    return [f"{d.candidate.name}, {d.candidate.admin1_code}" for d in found.values()]


def test_an_outlets_usual_region_leans_but_what_the_article_says_wins() -> None:
    known = {"athens": [ATHENS_GR, ATHENS_GA], "greece": [place(24, "Greece", "GR", 10_700_000, precision="country")]}
    local = outlet_about(ATHENS_GA)
    assert resolve_with(local, "Athens voted.", known, Athens="location") == ["Athens, GA"]
    entities = entities_of("Athens voted.", Athens="location")
    found = resolve_places(read_article("Athens voted.", entities), entities, known, local)
    assert "where the outlet's articles usually are" in found[entities[0]].reason
    assert resolve_with(outlet_about(HASAKAH), "Athens voted.", known, Athens="location") == ["Athens, I"]
    abroad = "Athens, Greece, voted."
    assert resolve_with(local, abroad, known, Athens="location", Greece="location")[0] == "Athens, I"


def test_one_name_may_mean_two_places_when_the_article_says_so() -> None:
    france = place(25, "France", "FR", 67_000_000, precision="country")
    text = "Trains link Paris, France, to the sea. Paris, Texas, has none."
    entities = entities_of(text, Paris="location", France="location", Texas="location")
    known = {"paris": [PARIS_FR, PARIS_TX], "france": [france], "texas": [TEXAS]}
    found = resolve_places(read_article(text, entities), entities, known)
    assert [found[e].candidate for e in entities if e.text == "Paris"] == [PARIS_FR, PARIS_TX]


def test_a_town_is_not_taken_for_the_country_in_its_name() -> None:
    mexico = place(26, "Mexico", "MX", 126_000_000, precision="country")
    city = place(27, "Mexico City", "MX", 12_000_000, feature_code="PPLC")
    assert decide("Rain in Mexico City.", mexico, city, Mexico_City="location")["mexico city"].candidate is city
    assert decide("Rain in Mexico City.", mexico, Mexico_City="location") == {}


def test_a_region_is_no_side_of_another() -> None:
    virginia = place(28, "Virginia", "US", 8_000_000, precision="region", feature_code="ADM1", admin1_code="VA")
    west = place(29, "West Virginia", "US", 1_800_000, precision="region", feature_code="ADM1", admin1_code="WV")
    found = decide("Coal of West Virginia.", virginia, west, West_Virginia="location")
    assert found["west virginia"].candidate is west
    assert (
        decide("Farms of rural Virginia.", virginia, rural_Virginia="location")["rural virginia"].candidate is virginia
    )


def test_a_guess_is_left_open_without_support() -> None:
    wesley = place(30, "Wesley", "US", 400)
    names = {"Wesley_Medical_Offices": "location", "Seville": "location", "Spain": "location"}
    text = "She was taken to Wesley Medical Offices after a visit of Seville, Spain."
    assert "wesley medical offices" not in decide(text, wesley, SEVILLE, SPAIN, **names)
    text = "She was taken to Wesley Medical Offices in Seville, Spain."
    assert decide(text, wesley, SEVILLE, SPAIN, **names)["wesley medical offices"].candidate is SEVILLE


def test_a_small_far_namesake_is_left_open() -> None:
    far = place(31, "Piccadilly", "AU", 2_300, lat=-30.7, lon=121.5)
    text = "From Seville to Córdoba in Spain, then to Piccadilly."
    names = {"Seville": "location", "Córdoba": "location", "Spain": "location", "Piccadilly": "location"}
    assert "piccadilly" not in decide(text, far, SEVILLE, CORDOBA_ES, SPAIN, **names)


def test_scores_are_probabilities() -> None:
    found = decide("A fire in Paris.", PARIS_FR, PARIS_TX, Paris="location")
    assert 0.5 < found["paris"].score <= 1


def test_an_article_of_thousands_of_names_is_cut_and_the_rest_left_open() -> None:
    count = 3_000
    text = " ".join(f"Town{number:04d}" for number in range(count))
    entities = entities_of_words(text)
    known = {e.text.lower(): [place(100 + n, e.text, "US", 500, lat=40.0, lon=-90.0)] for n, e in enumerate(entities)}
    assert len(resolve_places(read_article(text, entities), entities, known)) == MAX_NAMES


def test_a_name_with_five_hundred_bearers_is_decided_among_the_first() -> None:
    bearers = [place(n, "San José", "MX", 10_000 - n, admin1_code=str(n)) for n in range(500)]
    entities = entities_of("Rain in San José.", San_José="location")
    found = resolve_places(read_article("Rain in San José.", entities), entities, {"san jose": bearers})
    decision = found[entities[0]]
    assert decision.candidate in bearers[:MAX_OPTIONS]
    assert decision.reason == f"likeliest of {MAX_OPTIONS} of that name"


def test_a_name_of_ten_thousand_characters_is_left_open() -> None:
    name = "Paris" * 2_000
    assert decide(name, PARIS_FR, **{name: "location"}) == {}


def test_an_unknown_name_lies_near_the_town_that_the_article_puts_it_in() -> None:
    names = {"Ghwayran": "location", "Hasakah": "location", "Syria": "location"}
    found = decide("Shots in the Ghwayran district of Hasakah.", HASAKAH, SYRIA, **names)
    assert (found["ghwayran"].candidate, found["ghwayran"].precision) == (HASAKAH, "near")
    found = decide("Shots in Ghwayran, Hasakah, Syria.", HASAKAH, SYRIA, **names)
    assert found["ghwayran"].candidate is HASAKAH


def test_the_next_name_of_a_list_or_a_whole_country_contains_nothing_unknown() -> None:
    names = {"Ghwayran": "location", "Hasakah": "location", "Syria": "location"}
    assert "ghwayran" not in decide("Shots in Ghwayran, Hasakah and elsewhere.", HASAKAH, SYRIA, **names)
    assert "ghwayran" not in decide("Shots in Ghwayran in Syria.", HASAKAH, SYRIA, **names)


HOMS_REGION = place(20, "Homs", "SY", 1_800_000, precision="region", feature_code="ADM1", admin1_code="11")
HOMS = place(21, "Homs", "SY", 775_000, admin1_code="11")
FIFE = place(22, "Fife", "GB", 370_000, precision="region", feature_code="ADM2", admin1_code="SCT")
SCOTLAND = place(23, "Scotland", "GB", 5_400_000, precision="region", feature_code="ADM1", admin1_code="SCT")
MERIDEN_KS = place(24, "Meriden", "US", 9_000, admin1_code="KS", lat=39.0, lon=-95.0)
MERIDEN_CT = place(25, "Meriden", "US", 60_000, admin1_code="CT", lat=41.5, lon=-72.8)
KANSAS = place(
    26, "Kansas", "US", 2_900_000, precision="region", feature_code="ADM1", admin1_code="KS", lat=38.5, lon=-98.0
)


def test_a_kind_of_place_belongs_to_the_name_in_front_of_it() -> None:
    names = {"Waer": "location", "Homs": "location"}
    found = decide("Shells fell on the Waer district of Homs, in Syria.", HOMS_REGION, HOMS, SYRIA, **names)
    assert (found["waer"].candidate, found["waer"].precision) == (HOMS, "near")
    assert "no record of that name" in found["waer"].reason


def test_a_region_is_no_town_for_what_is_unknown_inside_it() -> None:
    names = {"Waer": "location", "Homs": "location", "Syria": "location"}
    found = decide("Shells fell on the village of Waer in Homs province, Syria.", HOMS_REGION, HOMS, SYRIA, **names)
    assert (found["waer"].candidate, found["waer"].precision) == (HOMS_REGION, "region")


def test_an_unknown_village_of_a_region_is_in_the_region() -> None:
    names = {"Cellardyke": "location", "Fife": "location", "Scotland": "location"}
    found = decide("A swan died in the village of Cellardyke in Fife, Scotland.", FIFE, SCOTLAND, **names)
    assert (found["cellardyke"].candidate, found["cellardyke"].precision) == (FIFE, "region")


def test_an_unknown_name_lies_near_what_owns_it_or_stands_near_it() -> None:
    names = {"Waer": "location", "Homs": "location"}
    assert decide("Rain fell on Homs's northern Waer district.", HOMS, **names)["waer"].candidate is HOMS
    assert decide("Rain fell at Waer, near Homs.", HOMS, **names)["waer"].precision == "near"


def test_a_namesake_outside_of_what_the_article_says_is_not_meant() -> None:
    names = {"Meriden": "location", "Kansas": "location"}
    inside = decide("She was born in Meriden, Kansas.", MERIDEN_CT, MERIDEN_KS, KANSAS, **names)
    assert inside["meriden"].candidate is MERIDEN_KS
    none_inside = decide("She was born in Meriden, Kansas.", MERIDEN_CT, KANSAS, **names)
    assert (none_inside["meriden"].candidate, none_inside["meriden"].precision) == (KANSAS, "region")


def test_a_list_puts_nothing_inside_anything() -> None:
    names = {"Meriden": "location", "Syria": "location", "Spain": "location"}
    found = decide("Flights to Meriden, Syria and Spain stopped.", MERIDEN_CT, SYRIA, SPAIN, **names)
    assert found["meriden"].candidate is MERIDEN_CT


def test_a_county_is_no_country_of_its_name() -> None:
    guernsey = place(27, "Guernsey", "GG", 63_000, precision="country", matched_key="guernsey region")
    assert decide_by_key("guernsey region", guernsey, "Guernsey County Courthouse") == {}
    assert decide_by_key("guernsey", guernsey, "Guernsey")["guernsey"].candidate is guernsey


def test_the_plain_name_of_a_country_is_no_region_of_it() -> None:
    country = place(28, "Taiwan", "TW", 23_000_000, precision="country")
    region = place(29, "Taiwan", "TW", 20_000_000, precision="region", feature_code="ADM1", admin1_code="04")
    town = place(30, "Taibei", "TW", 7_000_000, admin1_code="04")
    names = {"Taiwan": "location", "Taibei": "location"}
    assert (
        decide("Birds died in Taibei. Taiwan said so.", region, country, town, **names)["taiwan"].candidate is country
    )
    assert decide("Rain in Taiwan province.", region, country, Taiwan_province="location") == {}


def decide_by_key(key: str, known: PlaceCandidate, name: str) -> dict[str, PlaceDecision]:
    entities = entities_of(name, **{name: "location"})
    found = resolve_places(read_article(name, entities), entities, {key: [known]})
    return {fold(entity.text): decision for entity, decision in found.items()}
