"""A small world for the tests of the pages."""

from __future__ import annotations

from typing import Any

from django.test import Client

from events import vocabulary
from events.models import Article, Event
from tests.factories import (
    ActorFactory,
    ActorNameFactory,
    ArticleFactory,
    ClaimFactory,
    EventActorFactory,
    EventArticleFactory,
    EventFactory,
    EventLocationFactory,
    EventSentenceFactory,
    FigureFactory,
    LocationFactory,
    MentionFactory,
)

TEXT = "Rain fell in Hasakah. At least 70 inmates were killed, the SDF said. A guard fled."
LISTS = ["event_list", "article_list", "actor_list", "location_list", "claim_list", "source_list", "run_list"]
HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>"


def make_story(**article: Any) -> Event:
    """One event with an article, a speaker, a place, a claim and a figure, as the pipeline would store it."""
    actor = ActorFactory(name="Syrian Democratic Forces", kind="group", mention_count=1, country_code="SY")
    ActorNameFactory(actor=actor, name="SDF")
    place = LocationFactory(name="Al-Hasakah", precision="city", lat=36.5, lon=40.7)
    told = ArticleFactory(**{"title": "Prison attack in Hasakah", "text": TEXT, **article})
    event = EventFactory(
        title="Attack on a prison in Hasakah",
        location=place,
        topic=vocabulary.topics()[0].code,
    )
    EventSentenceFactory(event=event, position=0, article=told, end=21, text="Rain fell in Hasakah.")
    EventArticleFactory(event=event, article=told)
    EventActorFactory(event=event, actor=actor)
    EventLocationFactory(event=event, location=place)
    words = told.revision.text
    said, sdf = words.index("At least"), words.index("SDF")
    place_name = words.index("Hasakah")
    MentionFactory(article=told, start=sdf, text="SDF", type="organization", actor=actor, link_score=0.92)
    MentionFactory(article=told, start=place_name, text="Hasakah", type="location", actor=None, location=place)
    claim = ClaimFactory(
        article=told, event=event, speaker=actor, content=[[said, sdf - 6]], text=words[said : sdf - 6],
        speaker_text="the SDF", speaker_start=sdf - 4, speaker_end=sdf + 3, cue_start=sdf + 4, cue_end=sdf + 8,
    )  # fmt: skip
    FigureFactory(article=told, event=event, start=said, text="At least 70 inmates", who="inmates", claim=claim)
    return event


def read(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def story_article(event: Event) -> Article:
    return event.memberships.get().article
