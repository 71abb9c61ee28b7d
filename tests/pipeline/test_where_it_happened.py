"""Where an event happened: not where its report was filed, nor where a body of a place bears its name."""

from __future__ import annotations

import pytest

from events.intake import open_run, parse_document, take_in
from events.models import Event, EventLocation, Mention
from events.models.choices import RunKind
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground() -> None:
    for number, (name, country, region, lat, lon, people) in enumerate(
        (
            ("Beirut", "LB", "04", 33.9, 35.5, 1_900_000),
            ("Sidon", "LB", "06", 33.56, 35.37, 160_000),
            ("Tripoli", "LB", "09", 34.43, 35.84, 230_000),
        ),
        1,
    ):
        place = make.LocationFactory(
            geonames_id=number,
            name=name,
            country_code=country,
            admin1_code=region,
            lat=lat,
            lon=lon,
            precision="city",
            feature_class="P",
            feature_code="PPL",
            population=people,
            origin="import",
        )
        place.names.create(name=name, key=name.lower(), is_primary=True)


def conclude(text: str) -> Event:
    run = open_run(RunKind.API, account="ana", vouched=True)
    take_in(run, [parse_document({"id": "a", "text": text, "published": "2022-03-01T10:00:00Z"})])
    while read_batch():
        pass
    while conclude_batch():
        pass
    return Event.objects.get()


def test_the_place_of_the_dateline_is_kept_but_is_not_where_it_happened() -> None:
    event = conclude("BEIRUT (Levant Wire) – A fire broke out in a market in Sidon on Monday, officials said.")
    filed = Mention.objects.filter(location__name="Beirut")
    assert {mention.is_dateline for mention in filed} <= {True}
    assert event.location is not None
    assert event.location.name == "Sidon"
    assert not EventLocation.objects.filter(event=event, location__name="Beirut").exists()


def test_an_event_named_by_its_dateline_alone_has_no_place() -> None:
    event = conclude("BEIRUT (Levant Wire) – The prime minister spoke of the budget on Monday, officials said.")
    assert event.location is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Croatia beat Spain 2-1 in Sidon on Friday and go top of the group.", "Sidon"),
        ("Croatia beat Spain 2-1 on Friday and go top of the group.", None),
        ("Rescuers in Croatia searched for hikers on Friday, officials said.", "Croatia"),
        ("Spain called the ruling on fishing unfair, and officials held talks with Croatia on Friday.", None),
    ],
)
def test_a_country_that_only_takes_part_is_not_where_it_happened(text: str, place: str | None) -> None:
    for number, (name, code) in enumerate((("Croatia", "HR"), ("Spain", "ES")), 11):
        country = make.LocationFactory(
            geonames_id=number, name=name, country_code=code, precision="country", feature_code="PCLI", origin="import"
        )
        country.names.create(name=name, key=name.lower(), is_primary=True)
    event = conclude(text)
    assert (event.location.name if event.location else None) == place


def test_a_police_force_does_not_say_where_it_happened() -> None:
    event = conclude(
        "A lorry overturned near Sidon on Monday, Tripoli Police Department said. Sidon was without power."
    )
    assert event.location is not None
    assert event.location.name == "Sidon"
