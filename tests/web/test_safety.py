"""Nothing hostile is drawn, nothing hidden is shown, and a wrong address ends in a page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    ArticleFactory,
    UnreadArticleFactory,
)
from tests.web.story import HOSTILE, TEXT, make_story, read, story_article

pytestmark = pytest.mark.django_db


def test_an_article_that_is_not_read_yet_has_no_page(client: Client) -> None:
    read(client, reverse("article_detail", args=[UnreadArticleFactory().pk]), 404)


def test_anonymous_readers_see_an_excerpt_where_the_setting_says_so(client: Client, settings: Any) -> None:
    settings.ANONYMOUS_BODY = "excerpt"
    article = ArticleFactory(text="word " * 300 + "THE-END")
    page = read(client, reverse("article_detail", args=[article.pk]))
    assert "THE-END" not in page and "This is an excerpt" in page


@pytest.mark.parametrize("name", ["event", "article", "actor", "location", "claim", "source", "run"])
@pytest.mark.parametrize("pk", ["0", "123456789012345678"])
def test_missing_records_are_a_404_with_a_way_on(client: Client, name: str, pk: str) -> None:
    page = read(client, f"/{name}s/{pk}/", 404)
    assert "There is nothing at this address" in page and reverse("search") in page


def test_ids_beyond_the_database_are_a_404(client: Client) -> None:
    read(client, "/events/99999999999999999999999/", 404)


def test_hostile_words_are_escaped_everywhere(client: Client) -> None:
    event = make_story(title=HOSTILE, text=HOSTILE + TEXT)
    event.title = HOSTILE
    event.save()
    article = story_article(event)
    actor = event.event_actors.get().actor
    actor.name = actor.description = HOSTILE
    actor.save()
    claim = article.claims.get()
    claim.text = claim.speaker_text = HOSTILE
    claim.save()
    for address in (
        reverse("event_list"),
        reverse("event_detail", args=[event.pk]),
        reverse("article_detail", args=[article.pk]),
        reverse("article_list"),
        reverse("actor_list"),
        reverse("actor_detail", args=[actor.pk]),
        reverse("claim_list"),
        reverse("claim_detail", args=[claim.pk]),
        reverse("location_detail", args=[event.location_id]),
        reverse("search") + "?q=%3Cscript%3Ealert(1)%3C/script%3E",
    ):
        page = read(client, address)
        assert "<script>alert" not in page and "<img src=x" not in page, address


def test_an_address_that_is_no_web_address_is_not_linked(client: Client) -> None:
    article = ArticleFactory(url="javascript:alert(1)")
    assert 'href="javascript:' not in read(client, reverse("article_detail", args=[article.pk]))


def test_policy_forbids_inline_scripts(client: Client) -> None:
    answer = client.get(reverse("event_list"))
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert "<script>" not in page and " onclick=" not in page and "style=" not in page
