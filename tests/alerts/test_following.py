"""Saved searches: what is new to them, once each, and who may read their feeds."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events.alerts import match
from events.alerts.match import match_searches
from events.alerts.searches import change_search, feed_key, mark_seen, read_news, renew_feed, save_search
from events.models import Event, SavedSearch, SearchHit
from events.selections import KINDS, SelectionRefused, read_selection
from tests.factories import ActorFactory, EventActorFactory, EventFactory, UserFactory

# Changes can be followed once their transaction has ended.
pytestmark = pytest.mark.django_db(transaction=True)
ATOM = "{http://www.w3.org/2005/Atom}"


def follow(query: str = "country=IQ", user: User | None = None, **fields: Any) -> SavedSearch:
    return save_search(user or UserFactory(), name=fields.pop("name", "Iraq"), kind="event", query=query, **fields)


def found(search: SavedSearch) -> list[int]:
    match_searches()
    search.refresh_from_db()
    return [news.card.id for news in read_news(search)]


def make_event(country: str = "IQ", **fields: Any) -> Event:
    return EventFactory(country_code=country, location=None, **fields)


def test_what_was_there_before_is_no_news_and_what_comes_is_told_once() -> None:
    make_event()
    search = follow()
    assert found(search) == []
    new, other = make_event(), make_event("FR")
    assert found(search) == [new.pk]
    new.title = "It goes on"
    new.save()
    Event.objects.filter(title="no such").update(title="nothing")
    assert found(search) == [new.pk], "a change of what was told is no news"
    mark_seen(search)
    search.refresh_from_db()
    assert read_news(search) == [] and other.pk not in found(search)


def test_a_record_that_begins_to_match_is_news_and_one_that_matched_before_is_not() -> None:
    actor, before, later = ActorFactory(), make_event(), make_event()
    EventActorFactory(event=before, actor=actor)
    search = follow(f"actor={actor.pk}")
    EventActorFactory(event=later, actor=actor)
    before.title = "Told anew"
    before.save()
    assert found(search) == [later.pk]


def test_of_a_broad_search_what_is_older_is_told_by_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "MOST_KNOWN", 2)
    old = [make_event() for _ in range(4)]
    search = follow("")
    for event in old:
        event.title += "!"
        event.save()
    new = make_event()
    assert found(search) == [new.pk]
    assert SearchHit.objects.filter(search=search, found_at__isnull=True).count() == 2


def test_other_filters_begin_anew_and_another_name_does_not() -> None:
    search = follow()
    first = make_event()
    assert found(search) == [first.pk]
    change_search(search, name="Renamed", kind="event", query="country=IQ", digest="never")
    assert found(search) == [first.pk]
    change_search(search, name="Renamed", kind="event", query="country=FR,IQ", digest="never")
    assert found(search) == []


def test_a_batch_that_breaks_off_loses_nothing_and_doubles_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    search = follow()
    new = [make_event() for _ in range(3)]
    monkeypatch.setattr(match, "BATCH", 2)
    whole, calls = match._note_hits, []

    def die_once(*args: Any) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(*args)

    monkeypatch.setattr(match, "_note_hits", die_once)
    with pytest.raises(KeyboardInterrupt):
        match_searches()
    assert found(search) == [event.pk for event in new]


def test_matching_asks_no_more_where_more_has_changed() -> None:
    search = follow()
    counts = []
    for number in (3, 9):
        for _ in range(number):
            make_event()
        with CaptureQueriesContext(connection) as captured:
            found(search)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"query": "contry=IQ"}, "did you mean country"),
        ({"query": "country=Iraq"}, "two letters"),
        ({"query": "q=" + "x" * 3000}, "characters of filters"),
        ({"query": "q=%00"}, "NUL"),
        ({"name": " "}, "is not a name"),
        ({"kind": "mention"}, "cannot be searched"),
        ({"digest": "yearly"}, "is not a time between mails"),
    ],
)
def test_what_cannot_be_kept_is_named(fields: dict[str, str], named: str) -> None:
    given_ = {"name": "Iraq", "kind": "event", "query": "", "digest": "never", **fields}
    with pytest.raises(SelectionRefused, match=named):
        save_search(UserFactory(), **given_)
    assert not SavedSearch.objects.exists()


def test_a_name_is_given_once_by_each_account() -> None:
    user = UserFactory()
    follow(user=user)
    follow(user=UserFactory())
    with pytest.raises(SelectionRefused, match="another search of yours"):
        follow(user=user)


@given(
    kind=st.sampled_from(sorted(KINDS)), query=st.text(max_size=80) | st.from_regex(r"[a-z_]{1,9}=[^&]{0,9}(&q=.*)?")
)
def test_any_text_is_a_selection_or_a_named_refusal(kind: str, query: str) -> None:
    try:
        selection = read_selection(kind, query)
    except SelectionRefused as refused:
        assert all(problem["way_out"] for problem in refused.problems)
    else:
        assert read_selection(kind, selection.query) == selection


def read_feed(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    return [
        entry.findtext(f"{ATOM}title") or "" for entry in ElementTree.fromstring(answer.content).iter(f"{ATOM}entry")
    ]


def test_the_feed_has_what_is_new_first_and_then_what_was_there(client: Client) -> None:
    make_event(title="Old <b>one</b>")
    search = follow()
    new = make_event(title="New one", latest_at=None)
    match_searches()
    address = reverse("search_feed", args=[search.pk, feed_key(search)])
    assert read_feed(client, address) == [new.title, "Old <b>one</b>"]
    assert client.get(address)["Referrer-Policy"] == "no-referrer"


def test_the_secret_address_opens_the_feed_alone_and_ends_with_its_renewal(client: Client, settings: Any) -> None:
    search = follow()
    address = reverse("search_feed", args=[search.pk, feed_key(search)])
    assert client.get(address).status_code == 200
    wrong = reverse("search_feed", args=[search.pk, feed_key(follow(name="Other"))])
    assert client.get(wrong).status_code == 404
    assert client.get(reverse("own_search_feed", args=[search.pk])).status_code == 302
    renew_feed(search)
    assert client.get(address).status_code == 404
    address = reverse("search_feed", args=[search.pk, feed_key(search)])
    search.user.is_active = False
    search.user.save()
    assert client.get(address).status_code == 404


def test_no_secret_stands_in_the_database() -> None:
    search = follow()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text FROM events_savedsearch AS s")
        assert feed_key(search) not in cursor.fetchone()[0]
