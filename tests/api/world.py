"""Rows of every table that hang together, for tests that look at all lists alike."""

from __future__ import annotations

from tests import factories as make

LISTS = ("articles", "events", "actors", "locations", "claims", "figures", "mentions", "sources", "feeds", "runs")


def build_world(rows: int) -> None:
    """Make `rows` rows in every list, each with all its relations."""
    for _ in range(rows):
        article, event, actor = make.ArticleFactory(), make.EventFactory(topic=""), make.ActorFactory()
        make.ActorNameFactory(actor=actor)
        make.LocationNameFactory(location=event.location)
        make.EventArticleFactory(event=event, article=article)
        make.EventActorFactory(event=event, actor=actor)
        make.EventLocationFactory(event=event, location=event.location)
        make.MentionFactory(article=article, actor=actor, location=event.location)
        claim = make.ClaimFactory(article=article, event=event, speaker=actor)
        make.FigureFactory(article=article, event=event, claim=claim, speaker=actor)
        make.FeedFactory(source=article.source)
        make.RunItemFactory(article=article, run=make.IngestRunFactory(feed=make.FeedFactory(source=article.source)))
