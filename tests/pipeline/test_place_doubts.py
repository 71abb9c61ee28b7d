"""Places whose reading is a toss-up keep their candidates, beside the likeliest one that is linked meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from events.curation.review import claim_item, refresh_queue
from events.curation.review.answer import answer_item
from events.models import Mention
from events.models.choices import DecidedBy, ReviewAnswer, ReviewKind
from events.pipeline import store
from events.pipeline.places import UNASKED
from events.pipeline.records import ConcludedArticle
from events.pipeline.resolve import Candidates, resolve_article
from tests import factories as make
from tests.pipeline.build import entities_of, place, read_article

SPRINGFIELDS = [place(n, "Springfield", "US", 100_000 + n, admin1_code=f"S{n}") for n in range(1, 9)]


def resolve_springfield(text: str = "Rain fell in Springfield.") -> tuple[tuple[int, float], ...]:
    candidates = Candidates(places={"springfield": SPRINGFIELDS})
    (found,) = resolve_article(read_article(text, entities_of(text, Springfield="location")), candidates)
    assert found.location_id is not None
    return found.places


def test_a_toss_up_between_namesakes_keeps_the_likeliest_few() -> None:
    kept = resolve_springfield()
    assert 1 < len(kept) <= 5
    assert kept == tuple(sorted(kept, key=lambda pair: -pair[1]))
    assert kept[0][1] < UNASKED


def test_the_only_place_of_a_name_is_not_in_doubt() -> None:
    candidates = Candidates(places={"springfield": SPRINGFIELDS[:1]})
    text = "Rain fell in Springfield."
    (found,) = resolve_article(read_article(text, entities_of(text, Springfield="location")), candidates)
    assert found.places == ()


@pytest.mark.django_db
def test_a_curator_is_asked_and_the_answer_stays() -> None:
    towns = [make.LocationFactory(name="Springfield", country_code="US", admin1_code=f"S{n}") for n in range(3)]
    text = "Rain fell in Springfield."
    article = make.ArticleFactory(text=text)
    candidates = Candidates(
        places={"springfield": [place(t.pk, "Springfield", "US", 100_000, admin1_code=t.admin1_code) for t in towns]}
    )
    read = replace(
        read_article(text, entities_of(text, Springfield="location"), number=article.pk),
        revision_id=article.revision_id,
    )
    mentions = tuple(resolve_article(read, candidates))
    store.save_mentions([ConcludedArticle(read, mentions, (), ())])
    held = Mention.objects.get(article=article)
    assert held.location_id is not None
    assert {c["location"] for c in held.candidates or []} == {t.pk for t in towns}
    curator = make.UserFactory(permissions=["curate"])
    refresh_queue()
    item = claim_item(curator, ReviewKind.PLACE)
    assert item is not None and item.mention == held
    chosen = next(t.pk for t in towns if t.pk != held.location_id)
    answer_item(item.pk, ReviewAnswer.SAME, curator, candidate=chosen)
    store.save_mentions([ConcludedArticle(read, mentions, (), ())])
    held.refresh_from_db()
    assert (held.location_id, held.decided_by, held.candidates) == (chosen, DecidedBy.CURATOR, None)
