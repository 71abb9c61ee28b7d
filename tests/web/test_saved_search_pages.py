"""The pages of saved searches: kept and changed by their owner, closed to others, free of foreign markup."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from events.alerts.match import match_searches
from events.alerts.searches import feed_key, save_search
from events.models import SavedSearch
from tests.factories import EventFactory, UserFactory
from tests.web.story import HOSTILE, read

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/accounts/searches/"
SENT = {"name": "Iraq", "kind": "event", "query": "country=IQ", "digest": "day"}


@pytest.fixture
def owner(client: Client) -> Client:
    client.force_login(UserFactory())
    return client


def test_a_search_is_kept_shown_changed_and_deleted(owner: Client) -> None:
    assert owner.post(PAGE, SENT).status_code == 302
    search = SavedSearch.objects.get()
    event = EventFactory(country_code="IQ", location=None, title=HOSTILE)
    match_searches()
    page = read(owner, reverse("saved_search", args=[search.pk]))
    assert f"/events/{event.pk}/" in page and "<script>alert" not in page and feed_key(search) in page
    assert "1 new" in page
    owner.post(reverse("search_seen", args=[search.pk]))
    assert "1 new" not in read(owner, reverse("saved_search", args=[search.pk]))
    owner.post(reverse("saved_search", args=[search.pk]), {**SENT, "name": "Baghdad"})
    assert "Baghdad" in read(owner, PAGE)
    owner.post(reverse("search_delete", args=[search.pk]))
    assert not SavedSearch.objects.exists()


def test_the_form_begins_with_the_filters_of_a_list(owner: Client) -> None:
    page = read(owner, f"{PAGE}?kind_of_record=claim&modality=denied&cursor=abc&ordering=id")
    assert 'value="modality=denied"' in page and '<option value="claim" selected>' in page


def test_wrong_filters_are_told_beside_their_field(owner: Client) -> None:
    answer = owner.post(PAGE, {**SENT, "query": "contry=IQ"})
    assert answer.status_code == 400 and "did you mean country" in answer.content.decode()
    assert not SavedSearch.objects.exists()


def test_it_says_why_no_mail_comes(owner: Client) -> None:
    assert "sends no mail" in read(owner, PAGE)


def test_others_find_nothing(owner: Client) -> None:
    search = save_search(UserFactory(), name="Theirs", kind="event", query="")
    assert "Theirs" not in read(owner, PAGE)
    for name in ("saved_search", "own_search_feed"):
        read(owner, reverse(name, args=[search.pk]), 404)
    for name in ("search_seen", "search_delete", "search_renew_feed", "saved_search"):
        assert owner.post(reverse(name, args=[search.pk]), SENT).status_code == 404
    assert SavedSearch.objects.filter(pk=search.pk, name="Theirs").exists()
    assert Client().get(PAGE)["Location"].startswith(reverse("login"))
