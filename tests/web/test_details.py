"""Pages of one record: what they show, and where they lead."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import (
    ActorFactory,
    ArticleFactory,
    ArticleRevisionFactory,
    ClaimFactory,
    ClaimLinkFactory,
    EventArticleFactory,
    FeedFactory,
    LocationFactory,
    RunItemFactory,
    SourceFactory,
)
from tests.web.story import make_story, read, story_article

pytestmark = pytest.mark.django_db


def test_event_page_links_sentences_claims_and_figures_to_their_words(client: Client) -> None:
    event = make_story()
    article = story_article(event)
    page = read(client, reverse("event_detail", args=[event.pk]))
    address = reverse("article_detail", args=[article.pk])
    for anchor in (
        "t0-21",
        f"c{article.claims.get().pk}",
        f"f{article.figures.get().pk}",
    ):
        assert f"{address}#{anchor}" in page
        assert f'id="{anchor}"' in read(client, address)


def test_event_page_folds_copies_under_their_origin(client: Client) -> None:
    event = make_story()
    copy = ArticleFactory(title="The same elsewhere", copy_of=story_article(event), copy_score=0.96)
    EventArticleFactory(event=event, article=copy)
    page = read(client, reverse("event_detail", args=[event.pk]))
    assert "1 copy elsewhere" in page
    assert page.split("Timeline of articles")[1].count("headline minor") == 1


def test_article_page_shows_who_is_meant_and_how_sure(client: Client) -> None:
    event = make_story()
    page = read(client, reverse("article_detail", args=[story_article(event).pk]))
    assert "Syrian Democratic Forces · group · 92 % sure" in page
    assert "Al-Hasakah, Syria · city" in page
    assert reverse("actor_detail", args=[event.event_actors.get().actor_id]) in page


def test_supplied_text_that_names_an_outlet_is_marked_as_unverified(client: Client) -> None:
    article = ArticleFactory(vouched=False)
    assert "supplied, unverified" in read(client, reverse("article_detail", args=[article.pk]))


def test_an_earlier_revision_says_so(client: Client) -> None:
    article = ArticleFactory(text="First words.")
    article.revision = ArticleRevisionFactory(article=article, text="Second words.", title=article.title)
    article.save()
    address = reverse("article_detail", args=[article.pk])
    assert "Second words." in read(client, address)
    earlier = read(client, address + "?revision=1")
    assert "First words." in earlier and "You are reading revision 1" in earlier
    read(client, address + "?revision=9", 404)
    read(client, address + "?revision=%C2%B2", 404)


def test_a_country_is_never_drawn_as_a_point(client: Client) -> None:
    country = LocationFactory(name="Syria", precision="country", lat=35.0, lon=38.0)
    page = read(client, reverse("location_detail", args=[country.pk]))
    assert "<circle" not in page and "a country is an area" in page
    city = LocationFactory(name="Hasakah")
    assert "36.500, 40.700" in read(client, reverse("location_detail", args=[city.pk]))


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_dates_are_told_no_more_exactly_than_known(client: Client, precision: str) -> None:
    article = ArticleFactory(published_precision=precision)
    page = read(client, reverse("article_detail", args=[article.pk]))
    told = {"day": "24 January 2022", "month": ">January 2022", "year": ">2022"}[precision]
    assert told in page.split("<h1")[0]
    assert "09:00 UTC" not in page.split("<h1")[0].split("</time>")[0]


def test_actor_page_has_names_events_and_claims(client: Client) -> None:
    event = make_story()
    page = read(client, reverse("actor_detail", args=[event.event_actors.get().actor_id]))
    for words in ("SDF", "Attack on a prison in Hasakah", "At least 70 inmates were killed"):
        assert words in page


def test_a_merged_actor_leads_to_its_survivor(client: Client) -> None:
    survivor = ActorFactory()
    merged = ActorFactory(canonical=survivor)
    answer = client.get(reverse("actor_detail", args=[merged.pk]))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("actor_detail", args=[survivor.pk])
    assert "no-cache" in answer["Cache-Control"]


def test_claim_page_tells_what_replaced_it(client: Client) -> None:
    first = ClaimFactory(standing="superseded")
    second = ClaimFactory(text="inmates had taken over", article=first.article, content=[[0, 10]])
    ClaimLinkFactory(claim=second, other=first, type="supersedes", reason="later acknowledged")
    page = read(client, reverse("claim_detail", args=[first.pk]))
    assert "was replaced by" in page and "later acknowledged" in page


def test_source_page_tells_the_health_of_its_feeds(client: Client) -> None:
    feed = FeedFactory(error_count=2, error_message="HTTP 503")
    page = read(client, reverse("source_detail", args=[feed.source_id]))
    assert "failing, 2 times" in page and "HTTP 503" in page


def test_run_page_polls_until_the_run_is_over(client: Client) -> None:
    item = RunItemFactory()
    address = reverse("run_detail", args=[item.run_id])
    assert 'hx-trigger="every' not in read(client, address)
    item.article.work.status = "pending"
    item.article.work.save()
    assert "every 2s" in read(client, address)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<!doctype" not in part and "refresh now" in part


def test_status_and_demo_pages(client: Client) -> None:
    make_story()
    assert "PostgreSQL" in read(client, reverse("status"))
    assert "No sample text is stored" in read(client, reverse("demo"))


def test_sample_text_is_announced_on_every_page(client: Client) -> None:
    SourceFactory(is_sample=True)
    assert reverse("demo") in read(client, reverse("claim_list"))
