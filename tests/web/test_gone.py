"""What was taken down or hidden answers 410 with why, and what never was answers 404."""

from __future__ import annotations

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from events.curation import suppress_actor, take_down
from tests.factories import ArticleFactory, EventArticleFactory, UserFactory
from tests.web.story import make_story, read, story_article

pytestmark = pytest.mark.django_db
REASON = "The outlet withdrew the report"


def test_pages_of_a_taken_down_article_its_claims_and_its_event_are_gone_and_say_why(client: Client) -> None:
    event = make_story()
    article = story_article(event)
    claim = article.claims.get()
    take_down(article.pk, UserFactory(permissions=["curate"]), reason=REASON)
    for name, pk in (
        ("article_detail", article.pk),
        ("article_revisions", article.pk),
        ("claim_detail", claim.pk),
        ("event_detail", event.pk),
        ("event_record", event.pk),
        ("event_story", event.pk),
    ):
        page = read(client, reverse(name, args=[pk]), 410)
        html5lib.HTMLParser(strict=True).parse(page)
        assert REASON in page and 'content="noindex"' in page and "inmates" not in page, name
    assert "no-store" in client.get(reverse("article_detail", args=[article.pk]))["Cache-Control"]


def test_an_event_that_others_tell_outlives_a_takedown(client: Client) -> None:
    event = make_story()
    article = story_article(event)
    EventArticleFactory(event=event, article=ArticleFactory(title="Told elsewhere"))
    take_down(article.pk, UserFactory(permissions=["curate"]), reason=REASON)
    assert REASON not in read(client, reverse("event_detail", args=[event.pk]))


@pytest.mark.parametrize(
    "name", ["article_detail", "article_revisions", "claim_detail", "event_detail", "event_record", "event_story"]
)
def test_what_never_was_is_not_found(client: Client, name: str) -> None:
    read(client, reverse(name, args=[4711]), 404)


def test_a_suppressed_actor_is_gone(client: Client) -> None:
    actor = make_story().event_actors.get().actor
    suppress_actor(actor.pk, UserFactory(permissions=["curate"]))
    page = read(client, reverse("actor_detail", args=[actor.pk]), 410)
    assert "A curator hid it." in page and actor.name not in page
