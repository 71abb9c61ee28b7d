"""Which event an article joins: likeness, shared names, the window of days; and why, in words."""

from __future__ import annotations

from datetime import timedelta

from events.pipeline.cluster import WINDOW, cluster_articles, name_rarity
from events.pipeline.records import ConcludedArticle, EventCandidate, Membership
from tests.pipeline.build import DAY, concluded, unit


def cluster(*items: ConcludedArticle, candidates: dict[int, EventCandidate] | None = None) -> list[Membership]:
    return cluster_articles(items, candidates or {}, {}, {})


def test_alike_articles_of_one_day_share_an_event_and_others_do_not() -> None:
    first, second, third = cluster(
        concluded(1, unit(1.0, 0.1)), concluded(2, unit(1.0, 0.2)), concluded(3, unit(0.0, 0.0, 1.0))
    )
    assert first.event_id == second.event_id == -1
    assert third.event_id == -2


def test_the_same_words_weeks_later_are_another_event() -> None:
    later = DAY + timedelta(days=WINDOW + 1)
    memberships = cluster(concluded(1, unit(1.0)), concluded(2, unit(1.0), published=later))
    assert [m.event_id for m in memberships] == [-1, -2]


def test_an_undated_article_may_join_whatever_the_day() -> None:
    memberships = cluster(concluded(1, unit(1.0)), concluded(2, unit(1.0), published=None))
    assert [m.event_id for m in memberships] == [-1, -1]


def test_shared_names_bring_differently_worded_reports_together() -> None:
    one, other = unit(1.0), unit(0.22, 0.97)
    assert len({m.event_id for m in cluster(concluded(1, one), concluded(2, other))}) == 2
    named = cluster(concluded(1, one, actors=(5, 6)), concluded(2, other, actors=(5, 6)))
    assert len({m.event_id for m in named}) == 1
    assert "2 shared actors" in named[1].reason


def test_a_copy_joins_its_origin_whatever_its_score() -> None:
    memberships = cluster(concluded(1, unit(1.0)), concluded(2, unit(0.0, 1.0), copy_of=1))
    assert memberships[1].event_id == memberships[0].event_id
    assert memberships[1].reason.startswith("copy")


def test_an_article_joins_a_stored_event_within_the_window() -> None:
    stored = EventCandidate(77, unit(1.0), 3, DAY, DAY, {5: 2}, {}, None)
    [joined] = cluster(concluded(9, unit(1.0, 0.1), actors=(5,)), candidates={77: stored})
    assert joined.event_id == 77
    assert joined.reason == "similar wording, 1 shared actor, same day"


def test_an_article_that_is_read_again_stays_where_it_was() -> None:
    [kept] = cluster_articles([concluded(9, unit(0.0, 1.0))], {}, {}, {9: 77})
    assert kept.event_id == 77


def test_a_rare_name_weighs_more_than_a_common_one() -> None:
    rarity = name_rarity({1: 1, 2: 900}, 1000)
    assert 1.0 > rarity[1] > 4 * rarity[2] > 0
