"""Series of a toll: those of two places or of two happenings never mix, whatever one article tells of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import FigureLink
from events.pipeline.claims import find_claims
from events.pipeline.figure_places import Where, measure_km, name_places
from events.pipeline.figures import find_figures
from events.pipeline.link_figures import link_figures
from events.web.pages.figure_series import build_series
from tests import factories as make
from tests.tagger.reading import mentions_of, read

PUBLISHED = datetime(2024, 11, 28, tzinfo=UTC)
TOWN = Where(1, 26.9, 56.2, "IR", "11", is_wide=False)
VILLAGE = Where(2, 26.8, 55.9, "IR", "11", is_wide=False)
FAR_CITY = Where(3, 29.1, 58.3, "IR", "29", is_wide=False)
REGION = Where(4, 27.0, 56.0, "IR", "11", is_wide=True)
COUNTRY = Where(5, 32.0, 53.0, "IR", "", is_wide=True)
OTHER_COUNTRY = Where(6, 39.0, 35.0, "TR", "", is_wide=True)


def times_of(text: str, published: datetime | None = PUBLISHED) -> list[tuple[str, int | None]]:
    """Each figure's words with the year of the other time that it is told of."""
    article = replace(read(text), published_at=published)
    found = find_figures(article, find_claims(article, mentions_of(article)))
    return [(text[f.start : f.end], f.as_of.first.year if f.as_of else None) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In December 2003, a quake killed 26,000 people in the old city.", [("26,000 people", 2003)]),
        ("The 1990 quake killed 35,000 people. It left 60,000 injured.", [("35,000 people", 1990), ("60,000", 1990)]),
        ("In February, a blast killed 12 miners.", [("12 miners", 2024)]),
        ("It came two weeks after the far larger shocks that killed 47,000 people.", [("47,000 people", 2024)]),
        ("The shock came a year after the flood which left 80 people dead.", [("80 people", 2023)]),
        ("Ten people were killed on Monday.", [("Ten people", None)]),
        ("It was the worst flood since 2001, killing 30 people.", [("30 people", None)]),
        ("Some 14 people were killed on Tuesday; in 2009, 80 died there.", [("Some 14 people", None), ("80", None)]),
        ("In 2009, 80 people died.\n\nIt rained, and 14 people were killed.", [("80 people", 2009), ("14 people", None)]),
    ],
)  # fmt: skip
def test_a_figure_of_another_time_says_of_which(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert times_of(text) == expected


def test_without_a_day_of_publication_only_months_and_years_tell() -> None:
    assert times_of("In December 2003, 31,000 people were killed. Three people died on Monday.", None) == [
        ("31,000 people", 2003),
        ("Three people", None),
    ]


def test_places_of_one_happening_are_its_own_and_far_ones_are_not() -> None:
    assert name_places(TOWN, [None, TOWN, VILLAGE, REGION, COUNTRY]) == [""] * 5
    assert name_places(TOWN, [FAR_CITY, OTHER_COUNTRY]) == ["place 3", "country TR"]
    assert name_places(None, [TOWN, None]) == ["", ""]


def test_where_two_countries_are_counted_each_is_a_place_of_its_own() -> None:
    assert name_places(TOWN, [COUNTRY, OTHER_COUNTRY, None]) == ["country IR", "country TR", ""]


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distances_are_symmetric_and_within_half_the_globe(a: float, b: float, c: float, d: float) -> None:
    one, other = replace(TOWN, lat=a, lon=b), replace(TOWN, lat=c, lon=d)
    assert 0 <= measure_km(one, other) <= 20_040
    assert measure_km(one, other) == pytest.approx(measure_km(other, one), abs=1e-6)


@pytest.mark.django_db
def test_the_toll_of_an_earlier_quake_far_away_is_a_series_of_its_own_and_contradicts_nothing() -> None:
    here = make.LocationFactory(lat=26.9, lon=56.2, country_code="IR", precision="city")
    there = make.LocationFactory(lat=29.1, lon=58.3, country_code="IR", precision="city")
    event = make.EventFactory(location=here)
    articles = [make.ArticleFactory(published_at=make.MOMENT) for _ in range(3)]
    common = {"event": event, "measure": "killed", "bound": "exact", "who": "people"}
    for article, value, place in ((articles[0], 10, None), (articles[1], 12, here), (articles[2], 26_000, there)):
        make.FigureFactory(article=article, value=value, low=value, high=value, location=place, **common)
    make.FigureFactory(article=articles[2], value=612, low=612, high=612, as_of=datetime(2003, 12, 31, tzinfo=UTC),
                       as_of_precision="year", start=70, end=80, **common)  # fmt: skip
    link_figures(article.pk for article in articles)
    assert {(link.figure.value, link.other.value) for link in FigureLink.objects.all()} == {(12, 10)}
    series = build_series(list(event.figures.select_related("article__source", "location").order_by("pk")), here)
    assert [(one.place != "", [counted.figure.value for counted in one.figures]) for one in series] == [
        (False, [10, 12]),
        (True, [26_000]),
    ]


@pytest.mark.django_db
def test_counts_of_undated_articles_contradict_nothing() -> None:
    event = make.EventFactory()
    for value, published in ((3, None), (40, make.MOMENT)):
        make.FigureFactory(article=make.ArticleFactory(published_at=published), event=event, measure="killed",
                           bound="exact", value=value, low=value, high=value, who="people")  # fmt: skip
    link_figures(event.figures.values_list("article_id", flat=True))
    assert not FigureLink.objects.exists()
