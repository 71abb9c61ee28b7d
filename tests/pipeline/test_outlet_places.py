"""What an outlet usually writes about: shares of its articles, and the country of its domain."""

from __future__ import annotations

import pytest

from events.pipeline.outlet_places import OutletPlaces, country_of_domain


def test_an_article_counts_once_however_often_it_names_a_region() -> None:
    outlet = OutletPlaces()
    outlet.add_article([(1, "US", "LA"), (2, "US", "LA"), (3, "FR", "")])
    outlet.add_article([(1, "US", "LA")])
    assert outlet.articles == 2
    assert outlet.share_of_region("US", "LA") == outlet.share_of_country("US") == outlet.share_of_place(1) == 2 / 3
    assert outlet.share_of_country("FR") == 1 / 3
    assert outlet.share_of_region("FR", "") == 0.0


def test_nothing_is_known_of_a_new_outlet() -> None:
    outlet = OutletPlaces()
    assert outlet.share_of_region("US", "LA") == outlet.share_of_country("US") == outlet.share_of_place(1) == 0.0
    assert outlet.regions == {}


@pytest.mark.parametrize(
    ("domain", "country"),
    [
        ("example.co.uk", "GB"),
        ("example.ca", "CA"),
        ("example.com", ""),
        ("example.tv", ""),
        ("", ""),
        ("localhost", ""),
    ],
)
def test_a_domain_may_tell_a_country(domain: str, country: str) -> None:
    assert country_of_domain(domain) == country
