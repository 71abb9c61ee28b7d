"""What arrives that is no plain report: no article is lost, and no event doubled."""

from __future__ import annotations

import pytest

from events.models import Article, ArticleWork, Event, EventArticle, EventLink
from events.models.choices import WorkStatus
from events.pipeline.heal import heal_events
from tests.pipeline.test_cluster import BOMB_A, ELECTION, MINE, MINE_LATER, QUARTER_2, STORM
from tests.pipeline.test_conclude import hand_in, work_off

pytestmark = pytest.mark.django_db

STORIES = [MINE, ELECTION, BOMB_A, QUARTER_2, STORM]
LIVE_BLOG = "\n\n".join(f"{n % 24:02d}:{n % 60:02d} {text}" for n in range(60) for text in (MINE, ELECTION, STORM))
ROUND_UP = "The week in brief\n\n" + "\n\n".join(text.split(". ")[0] + "." for text in 2 * STORIES)
OBITUARY = (
    "Tove Rask, who led the town of Sundby through three floods and never lost an election, has died aged 81. She was born"
    " in 1940 in a fishing village, trained as a nurse and entered politics in 1972."
)
HOROSCOPE = (
    "Aries: a good week for old friends. Taurus: mind your purse on Thursday. Gemini: somebody thinks of you. Cancer: rest."
    " Leo: a letter brings news. Virgo: do not sign anything before the new moon."
)
LISTING = "\n".join(f"{text.split('.')[0][:60]} | Read more | 12 comments | Share" for text in 6 * STORIES)


def settle() -> None:
    work_off()
    while heal_events():
        pass


def event_of(article: int) -> int:
    event = EventArticle.objects.get(article=article, primary=True).event
    return event.canonical_id or event.pk


def all_done() -> bool:
    return not ArticleWork.objects.exclude(status=WorkStatus.DONE).exists()


@pytest.mark.parametrize(
    "odd",
    [LIVE_BLOG, ROUND_UP, OBITUARY, HOROSCOPE, LISTING],
    ids=["live", "round-up", "obituary", "horoscope", "listing"],
)
def test_an_odd_article_glues_no_events_together(odd: str) -> None:
    *told, _ = articles = hand_in(*STORIES, odd)
    settle()
    assert all_done()
    assert len({event_of(article) for article in told}) == len(STORIES)
    assert len(articles) == EventArticle.objects.filter(primary=True).count()


@pytest.mark.parametrize("published", [None, "1970-01-01", "2199-12-31T00:00:00Z"])
def test_an_odd_date_loses_no_article_and_is_nobodys_today(published: str | None) -> None:
    hand_in(MINE, MINE_LATER, published=published)
    settle()
    assert all_done()
    [first, second] = Article.objects.order_by("pk")
    assert event_of(first.pk) == event_of(second.pk)
    event = Event.objects.get(canonical=None)
    assert (event.latest_at is None) == (published is None)
    assert not EventLink.objects.exists()
