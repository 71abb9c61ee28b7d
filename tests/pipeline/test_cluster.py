"""Which event an article joins as it comes; and why, in words. All texts are written for these tests."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from events.cluster.profile import profile_article
from events.pipeline.cluster import FIRST, Placed, cluster_articles
from events.pipeline.records import ConcludedArticle
from tests.pipeline.build import DAY, entities_of, read_article


def told(
    number: int, text: str, published: datetime | None = DAY, copy_of: int | None = None, **names: str
) -> ConcludedArticle:
    article = read_article(text, entities_of(text, **names), number=number, published=published)
    return ConcludedArticle(article, (), (), (), copy_of, 0.9 if copy_of else None)


def place(*items: ConcludedArticle, event_of: dict[int, int] | None = None) -> Placed:
    profiles = {item.article.article_id: profile_article(item.article) for item in items}
    return cluster_articles(items, profiles, {}, {}, event_of or {})


def events_of(*items: ConcludedArticle) -> list[int | None]:
    return [membership.event_id for membership in place(*items).memberships]


MINE = (
    "Fourteen miners were trapped after a tunnel collapsed at the Karsholt copper mine, the operator Brenna Metals said."
    " Rescue teams drilled through the night, and Governor Ilse Maran spoke to the families at the gate."
)
MINE_LATER = (
    "Rescuers reached the first of the fourteen miners trapped in the Karsholt copper mine. Governor Ilse Maran called it"
    " a good hour. Brenna Metals said that drilling towards the others in the collapsed tunnel goes on."
)
ELECTION = (
    "Voters in Tolmania chose a new parliament on Sunday. The party of Premier Oskar Dehn lost its majority, the election"
    " commission said after counting nine tenths of the ballots, and talks about a coalition begin this week."
)
NAMES = {
    "Karsholt": "location",
    "Brenna_Metals": "organization",
    "Ilse_Maran": "person",
    "Oskar_Dehn": "person",
    "Tolmania": "location",
}


def test_two_reports_of_one_accident_share_an_event_and_an_election_does_not() -> None:
    events = events_of(told(1, MINE, **NAMES), told(2, MINE_LATER, **NAMES), told(3, ELECTION, **NAMES))
    assert events == [-1, -1, -2]


def test_the_reason_names_what_is_shared() -> None:
    later = told(2, MINE_LATER, DAY + timedelta(days=1, hours=1), **NAMES)
    joined = place(told(1, MINE, **NAMES), later).memberships[1]
    assert joined.reason == (
        "similar wording, 1 shared person (Ilse Maran), 1 shared place (Karsholt), 1 shared organisation (Brenna Metals),"
        " 1 day apart"
    )
    assert 0.5 < joined.score < 1


def test_the_same_story_a_year_later_is_another_event() -> None:
    assert events_of(told(1, MINE, **NAMES), told(2, MINE_LATER, DAY + timedelta(days=365), **NAMES)) == [-1, -2]


def test_an_undated_article_joins_by_its_words() -> None:
    assert events_of(told(1, MINE, **NAMES), told(2, MINE_LATER, None, **NAMES)) == [-1, -1]


def test_a_copy_joins_its_origin_whatever_its_words() -> None:
    placed = place(told(1, MINE, **NAMES), told(2, ELECTION, copy_of=1, **NAMES))
    assert placed.memberships[1].event_id == -1
    assert placed.memberships[1].reason.startswith("copy")
    assert placed.profiles[-1].size == 1


def test_an_article_that_is_read_again_stays_where_it_was() -> None:
    [kept] = place(told(9, MINE, **NAMES), event_of={9: 77}).memberships
    assert kept.event_id == 77


BOMB_A = (
    "A car bomb exploded outside a police station in Darvand on Monday and killed nine people, the provincial governor"
    " Rashid Omari said. No group has said that it was behind the attack."
)
BOMB_B = (
    "A bomb hidden in a handcart killed three people at a vegetable market in Selgar on Thursday, the police chief Habib"
    " Noor said. It was not clear who was behind the attack in the north of the country."
)
QUARTER_2 = (
    "Aldor Systems said that its profit fell to 212 million euros in the second quarter from 268 million. Sales of pumps"
    " in Asia were weak, chief executive Marta Lindqvist said, and orders shrank by 4 percent."
)
QUARTER_3 = (
    "Aldor Systems said that its profit rose to 301 million euros in the third quarter from 244 million. Demand for pumps"
    " in Asia came back, chief executive Marta Lindqvist said, and orders grew by 11 percent."
)
MATCH_A = (
    "Norvik beat Estmar 3-1 on Saturday to go top of the league. Jonas Feld scored twice before the break and captain"
    " Milo Brandt added a penalty in front of 21,000 spectators."
)
MATCH_B = (
    "Norvik and Taberg drew 0-0 on Sunday in a poor game. Goalkeeper Ruben Hakk saved a header from Lasse Ohm in the last"
    " minute, and 9,400 spectators whistled at the end."
)
STORM = (
    "Storm Greta left 40,000 homes without power along the coast of Havland on 3 November 2021. Winds of 140 kilometres an"
    " hour brought down trees, said mayor Tove Rask of Sundby, and ferries stayed in port."
)
STORM_LAST_YEAR = (
    "Roofs were torn off in Kelsund as storm Bodil swept over the west of Havland on 19 December 2020. Two fishermen are"
    " missing, the coast guard chief Anton Lie said; 65,000 households had no electricity by the evening."
)
PLACES = {
    "Darvand": "location",
    "Selgar": "location",
    "Havland": "location",
    "Estmar": "organization",
    "Sundby": "location",
    "Kelsund": "location",
}
PEOPLE = {
    "Rashid_Omari": "person",
    "Habib_Noor": "person",
    "Marta_Lindqvist": "person",
    "Tove_Rask": "person",
    "Anton_Lie": "person",
    "Jonas_Feld": "person",
    "Milo_Brandt": "person",
    "Ruben_Hakk": "person",
    "Lasse_Ohm": "person",
}
BODIES = {"Aldor_Systems": "organization", "Norvik": "organization", "Taberg": "organization"}


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        pytest.param(BOMB_A, BOMB_B, 3, id="two bombings in one week"),
        pytest.param(BOMB_A, BOMB_B, 0, id="two bombings on one day"),
        pytest.param(QUARTER_2, QUARTER_3, 92, id="two quarterly reports"),
        pytest.param(MATCH_A, MATCH_B, 1, id="two matches of one club on two days"),
        pytest.param(STORM_LAST_YEAR, STORM, 370, id="the storms of two years"),
        pytest.param(STORM_LAST_YEAR, STORM, None, id="the storms of two years, undated"),
    ],
)
def test_look_alikes_stay_apart(one: str, other: str, days: int | None) -> None:
    dates = (None, None) if days is None else (DAY, DAY + timedelta(days=days))
    names = PLACES | PEOPLE | BODIES
    assert events_of(told(1, one, dates[0], **names), told(2, other, dates[1], **names)) == [-1, -2]


def test_the_first_article_founds_its_event() -> None:
    [first] = place(told(1, MINE, **NAMES)).memberships
    assert (first.event_id, first.reason) == (-1, FIRST)


@pytest.mark.parametrize("text", ["", "   ", "1234 5678", "¿¡!?", "\u2028\u2029", "word " * 10_000, "名古屋市で火災"])
def test_odd_texts_found_events_of_their_own(text: str) -> None:
    assert events_of(told(1, MINE, **NAMES), told(2, text)) == [-1, -2]


@pytest.mark.parametrize("year", [1970, 2199])
def test_a_date_that_cannot_be_is_only_far_away(year: int) -> None:
    assert events_of(told(1, MINE, **NAMES), told(2, MINE_LATER, DAY.replace(year=year), **NAMES)) == [-1, -2]
