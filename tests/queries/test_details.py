"""The records behind single pages: complete, through merges, and a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import queries
from events.models import Actor, Event
from tests import factories as make

pytestmark = pytest.mark.django_db


def fill_event(event: Event, actor: Actor, rows: int) -> None:
    for _ in range(rows):
        article = make.EventArticleFactory(event=event).article
        make.MentionFactory(article=article, actor=actor, location=event.location)
        claim = make.ClaimFactory(article=article, event=event, speaker=actor)
        make.ClaimLinkFactory(claim=claim, other__event=event)
        make.FigureFactory(article=article, event=event, claim=claim, speaker=actor)
        make.EventActorFactory(event=event)
        make.EventLocationFactory(event=event)
        make.ArticleFactory(copy_of=article)
        make.RunItemFactory(article=article)


def count_queries(read: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert read() is not None
    return len(asked)


def test_details_take_a_constant_number_of_queries() -> None:
    event, actor = make.EventFactory(), make.ActorFactory()
    make.EventActorFactory(event=event, actor=actor)
    fill_event(event, actor, 1)
    claim = queries.list_claims().filter(speaker=actor)[0]
    article = claim.article
    reads: dict[str, Callable[[], Any]] = {
        "event": lambda: queries.get_event_detail(event.pk),
        "actor": lambda: queries.get_actor_detail(actor.pk),
        "location": lambda: queries.get_location_detail(event.location.pk),
        "article": lambda: queries.get_article_detail(article.pk),
        "claim": lambda: queries.get_claim_detail(claim.pk),
        "source": lambda: queries.get_source_detail(article.source.pk),
        "counts": lambda: queries.count_beside(queries.list_events()),
    }
    before = {name: count_queries(read) for name, read in reads.items()}
    fill_event(event, actor, 4)
    for n in range(4):
        make.MentionFactory(article=article, actor=actor, location=event.location)
        make.ClaimLinkFactory(claim=claim)
        make.ArticleFactory(source=article.source, title=f"More {n}")
    assert {name: count_queries(read) for name, read in reads.items()} == before
    assert max(before.values()) <= 30


def test_an_event_is_read_with_what_was_merged_into_it() -> None:
    survivor, merged = make.EventFactory(), make.EventFactory()
    actor = make.ActorFactory()
    fill_event(survivor, actor, 1)
    fill_event(merged, actor, 2)
    merged.canonical = survivor
    merged.save()
    detail = queries.get_event_detail(merged.pk)
    assert detail is not None
    assert (detail.event.pk, detail.asked_for) == (survivor.pk, merged.pk)
    assert (detail.memberships_total, len(detail.memberships), detail.figures_total) == (3, 3, 3)
    assert detail.claims_total == len(detail.claims) == 6
    assert queries.find_survivor(Event, merged.pk) == survivor.pk
    assert queries.find_family(Event, [merged.pk]) == [survivor.pk, merged.pk]


def test_long_lists_stop_and_tell_the_whole_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries.events, "PAGE_ARTICLES", 2)
    event = make.EventFactory()
    make.EventArticleFactory.create_batch(3, event=event)
    detail = queries.get_event_detail(event.pk)
    assert detail is not None
    assert (len(detail.memberships), detail.memberships_total) == (2, 3)


@pytest.mark.parametrize(
    "read",
    [
        queries.get_actor_detail,
        queries.get_article_detail,
        queries.get_claim_detail,
        queries.get_event_detail,
        queries.get_location_detail,
        queries.get_run_detail,
        queries.get_source_detail,
    ],
    ids=lambda read: read.__name__,
)
def test_what_is_not_there_is_none(read: Callable[[int], Any]) -> None:
    assert read(12345) is None


def test_an_article_that_waits_or_a_claim_that_is_gone_is_none() -> None:
    assert queries.get_article_detail(make.UnreadArticleFactory().pk) is None
    claim = make.ClaimFactory(removed_at=make.MOMENT)
    assert queries.get_claim_detail(claim.pk) is None


def test_a_claim_names_only_links_that_can_be_read() -> None:
    claim, other, gone = make.ClaimFactory(), make.ClaimFactory(), make.ClaimFactory(removed_at=make.MOMENT)
    make.ClaimLinkFactory(claim=claim, other=other, type="contradicts")
    make.ClaimLinkFactory(claim=claim, other=gone)
    make.ClaimLinkFactory(claim=gone, other=claim)
    detail = queries.get_claim_detail(claim.pk)
    assert detail is not None
    assert [link.other_id for link in detail.links] == [other.pk]
    assert detail.linked_from == []
    listed = queries.list_claims().get(pk=claim.pk)
    assert [link.other_id for link in listed.links.all()] == [other.pk]


def test_only_places_in_use_are_listed_and_any_place_can_be_read() -> None:
    used, unused = make.EventLocationFactory().location, make.LocationFactory()
    make.EventLocationFactory(location=used)
    assert [(place.pk, place.event_count) for place in queries.list_locations()] == [(used.pk, 2)]
    assert queries.get_location_detail(unused.pk) is not None


def test_the_articles_of_an_outlet_are_counted_when_they_can_be_read() -> None:
    source = make.SourceFactory()
    make.ArticleFactory.create_batch(2, source=source)
    make.UnreadArticleFactory(source=source)
    assert queries.list_sources().get(pk=source.pk).article_count == 2


def test_a_run_shows_what_it_refused_first() -> None:
    run = make.IngestRunFactory()
    make.RunItemFactory(run=run)
    make.RunItemFactory(run=run, outcome="rejected", article=None)
    make.RunItemFactory(run=run, outcome="unchanged")
    detail = queries.get_run_detail(run.pk)
    assert detail is not None
    assert [item.outcome for item in detail.items] == ["rejected", "created", "unchanged"]
