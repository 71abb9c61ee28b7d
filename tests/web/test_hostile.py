"""Articles and records written to break a page: long words, turned writing, thousands of names. Shown whole, harmless."""

from __future__ import annotations

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Mention
from tests.factories import ActorFactory, ArticleFactory, EventArticleFactory, EventFactory, SourceFactory
from tests.web.story import read

pytestmark = pytest.mark.django_db
LONG = "x" * 10_000
TURNED = "\u202egnorw eht yaw dnuor\u202c \u2066\u2067 a\u0300\u0301\u0302" * 20
PAGES = ["event_list", "event_map", "event_timeline", "article_list", "actor_list", "source_list"]


@pytest.mark.parametrize("words", [LONG, TURNED, "]]>--><!--", "{{ request }}{% csrf_token %}", "\u2028\u2029"])
def test_every_page_stays_valid_around_hostile_words(client: Client, words: str) -> None:
    source = SourceFactory(name=words[:200])
    article = ArticleFactory(title=words[:1000], text=f"{words}\n\n{words}", source=source, authors=[words[:200]])
    event = EventFactory(title=words[:500])
    EventArticleFactory(event=event, article=article)
    actor = ActorFactory(name=words[:200], description=words, mention_count=3)
    addresses = [reverse(name) for name in PAGES]
    addresses += [
        reverse("event_detail", args=[event.pk]),
        reverse("article_detail", args=[article.pk]),
        reverse("actor_detail", args=[actor.pk]),
        reverse("source_detail", args=[source.pk]),
    ]
    for address in addresses:
        page = read(client, address)
        html5lib.HTMLParser(strict=True).parse(page)


def test_thousands_of_names_in_one_article(client: Client) -> None:
    count = 3_000
    text = " ".join(f"Name{number:04d}" for number in range(count))
    article = ArticleFactory(text=text)
    actor = ActorFactory()
    Mention.objects.bulk_create(
        Mention(
            article=article, revision=article.revision, start=9 * n, end=9 * n + 8, text=text[9 * n : 9 * n + 8],
            type="person", confidence=0.9, actor=actor if n % 2 else None,
        )
        for n in range(count)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as captured:
        page = read(client, reverse("article_detail", args=[article.pk]))
    assert page.count('class="mark person') >= count
    assert "1500 times" in page or "1,500 times" in page
    assert len(captured) < 25
