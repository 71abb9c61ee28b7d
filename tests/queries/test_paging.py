"""Keyset paging: every row exactly once, in order, both ways, whatever comes in meanwhile."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Actor, Article
from events.queries import ACTOR_ORDERS, ARTICLE_ORDERS, CursorError, read_page, walk
from tests import factories as make

# Few days, so that many articles share one, and some have none.
days = st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=18)


def publish(day: int | None) -> Article:
    return make.UnreadArticleFactory(
        source=None, published_at=None if day is None else make.MOMENT + timedelta(days=day)
    )


def walk_pages(order: str, size: int, between: Any = lambda: None) -> list[list[int]]:
    pages, cursor = [], None
    while True:
        page = read_page(Article.objects.all(), ARTICLE_ORDERS[order], size, cursor)
        pages.append([row.pk for row in page.rows])
        if page.next is None:
            return pages
        cursor = page.next
        between()


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=days, meanwhile=days, size=st.integers(1, 7), order=st.sampled_from(sorted(ARTICLE_ORDERS)))
def test_each_row_appears_once_while_others_come_in(
    before: list[int | None], meanwhile: list[int | None], size: int, order: str
) -> None:
    Article.objects.all().delete()
    there = {publish(day).pk for day in before}
    coming = iter(meanwhile)

    def one_more() -> None:
        for day in coming:
            publish(day)
            break

    seen = [pk for page in walk_pages(order, size, one_more) for pk in page]
    assert len(seen) == len(set(seen))
    assert there <= set(seen)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=days, size=st.integers(1, 7), order=st.sampled_from(sorted(ARTICLE_ORDERS)))
def test_pages_are_the_sorted_list_and_can_be_walked_back(stored: list[int | None], size: int, order: str) -> None:
    Article.objects.all().delete()
    for day in stored:
        publish(day)
    sign = -1 if order.startswith("-") else 1
    dated = order.removeprefix("-") == "published_at"

    def key(row: Article) -> tuple[Any, ...]:
        if not dated:
            return (sign * row.pk,)
        if row.published_at is None:
            return (1, 0, sign * row.pk)
        return (0, sign * row.published_at.timestamp(), sign * row.pk)

    expected = [row.pk for row in sorted(Article.objects.all(), key=key)]
    pages = walk_pages(order, size)
    assert [pk for page in pages for pk in page] == expected

    page = read_page(Article.objects.all(), ARTICLE_ORDERS[order], size)
    assert page.previous is None
    while page.next:
        page = read_page(Article.objects.all(), ARTICLE_ORDERS[order], size, page.next)
    back = [[row.pk for row in page.rows]]
    while page.previous:
        page = read_page(Article.objects.all(), ARTICLE_ORDERS[order], size, page.previous)
        back.append([row.pk for row in page.rows])
    assert [pk for rows in reversed(back) for pk in rows] == expected


@pytest.mark.django_db
def test_a_walk_gives_every_row_in_order() -> None:
    for day in (None, 1, 2, None, 1, 0):
        publish(day)
    rows = list(walk(Article.objects.all(), ARTICLE_ORDERS["-published_at"], batch=2))
    assert [row.pk for row in rows] == [pk for page in walk_pages("-published_at", 100) for pk in page]


@pytest.mark.django_db
def test_rows_that_vanish_under_the_cursor_do_not_stop_the_walk() -> None:
    rows = [publish(None) for _ in range(4)]
    page = read_page(Article.objects.all(), ARTICLE_ORDERS["id"], 2)
    for row in rows[1:]:
        row.delete()
    after = read_page(Article.objects.all(), ARTICLE_ORDERS["id"], 2, page.next)
    assert after.rows == [] and after.next is None
    assert after.previous is not None
    back = read_page(Article.objects.all(), ARTICLE_ORDERS["id"], 2, after.previous)
    assert [row.pk for row in back.rows] == [rows[0].pk]


def pack(*parts: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value", [True, 1.5, [], {}, 10**30, -(10**30), "7", "\x00", None, "2022-01-24T09:00:00"], ids=repr
)
@pytest.mark.parametrize("order", sorted(ACTOR_ORDERS))
def test_a_forged_cursor_is_refused_or_harmless(order: str, value: Any) -> None:
    make.ActorFactory()
    for pk in (0, 2**63 - 1, 2**63, -1, True, "1", None):
        try:
            read_page(Actor.objects.all(), ACTOR_ORDERS[order], 5, pack(order, value, pk, 0))
        except CursorError:
            continue


@pytest.mark.django_db
def test_a_cursor_of_another_order_is_refused() -> None:
    publish(1)
    publish(2)
    page = read_page(Article.objects.all(), ARTICLE_ORDERS["id"], 1)
    with pytest.raises(CursorError, match="belongs to the order 'id'"):
        read_page(Article.objects.all(), ARTICLE_ORDERS["-id"], 1, page.next)


@pytest.mark.django_db
@pytest.mark.parametrize("order", ["-published_at", "published_at"])
def test_a_later_page_starts_at_its_row_in_the_index(order: str) -> None:
    for day in (0, 1, 2, 3, None):
        publish(day)
    Article.objects.update(revision=None)
    page = read_page(Article.objects.all(), ARTICLE_ORDERS[order], 2)
    with CaptureQueriesContext(connection) as asked:
        read_page(Article.objects.all(), ARTICLE_ORDERS[order], 1, page.next)
    with connection.cursor() as cursor:
        # What a large table would make the planner choose by itself.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Sort" not in plan
    assert "using article_by_date" in plan
    assert "Index Cond: ((published_at IS NOT NULL) AND (published_at" in plan
