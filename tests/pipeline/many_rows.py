"""Short articles in which whom a name means depends on who was there before; written for these tests."""

from __future__ import annotations

from typing import Any

from tests.pipeline.test_cluster import BOMB_A, BOMB_B, ELECTION, MATCH_A, MATCH_B, MINE, MINE_LATER, QUARTER_2, STORM

# Namesakes, spellings and short forms.
SCENES = [
    "Mohammed Karimi, the governor of Herat, said in {place} that {n} houses were lost. Karimi blamed the rain.",
    "Muhammad Karimi met farmers near {place}. “The dam held,” the governor of Herat said. {n} people were moved.",
    "John Miller, 34, was charged in {place} with the theft of {n} cars, the police of {place} said. Miller denied it.",
    "John Miller, 61, a professor in {place}, published {n} letters. Miller said that the University of {place} had helped.",
    "The Northern Relief Council (NRC) sent {n} tents to {place}. The NRC said its director Paula Reyes was on her way.",
    "The Council for Northern Relief opened an office in {place}, its director Paula Reyes said. {n} people work there.",
    "The Health Ministry said that {n} people fell ill in {place}. Minister Omar Haddad called it the worst of years.",
    "Omar Haddad, the health minister, said in {place} that {n} clinics would open. The opposition rejected the plan.",
]
PLACES = ["Nairobi", "Lyon", "Herat", "Montevideo"]
MORE_PLACES = [*PLACES, "Kisumu", "Grenoble", "Farah", "Salto", "Mombasa", "Nantes", "Zaranj", "Rivera", "Eldoret"]
STORIES = [MINE, MINE_LATER, ELECTION, BOMB_A, BOMB_B, QUARTER_2, MATCH_A, MATCH_B, STORM]


def write_rows(places: list[str] = PLACES) -> list[dict[str, Any]]:
    """Scenes in each place, stories, two near-copies; each third without a date, some of one date."""
    texts = [scene.format(place=place, n=7 * n + 5) for place in places for n, scene in enumerate(SCENES)]
    texts += [*STORIES, f"TOWN (Wire) - {MINE} {MINE_LATER}", f"{MINE} {MINE_LATER} The wire has more."]
    rows = []
    for n, text in enumerate(texts):
        row = {"id": f"a{n:03d}", "text": text, "title": text.split(".")[0][:70], "outlet": f"outlet{n % 5}.example"}
        rows.append(row | ({} if n % 3 == 0 else {"published": f"2022-03-{n % 9 + 1:02d}T10:00:00Z"}))
    return rows
