"""Candidates out of the database: other spellings by index alone, contexts of earlier articles, and people's verdicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from events import curation
from events.models import Actor, ActorName, Mention
from events.models.choices import Verdict
from events.pipeline import actor_candidates
from events.pipeline.actor_candidates import FIND, make_blocks
from events.pipeline.candidates import find_name_candidates
from events.pipeline.records import Entity, ReadArticle, ResolvedMention
from events.pipeline.resolve import keys_to_look_up, resolve_article
from events.pipeline.store import with_real_actors
from tests import factories as make
from tests.pipeline.build import entities_of, read_article

pytestmark = pytest.mark.django_db


def write_article(text: str, **names: str) -> ReadArticle:
    """Store an article and return it as read, with entities at every occurrence of the names."""
    row = make.ArticleFactory(text=text, title="")
    read = read_article(text, entities_of(text, **names), number=row.pk)
    return replace(read, revision_id=row.revision.pk)


def resolve(article: ReadArticle) -> dict[str, ResolvedMention]:
    candidates = find_name_candidates(*keys_to_look_up([article]))
    return {m.entity.text: m for m in resolve_article(article, candidates)}


def know(name: str, kind: str = "person", **more: Any) -> Actor:
    actor = make.ActorFactory(name=name, kind=kind, country_code="", **more)
    make.ActorNameFactory(actor=actor)
    return actor


def mention(actor: Actor, text: str, name: str) -> Mention:
    """Let an earlier article name an actor."""
    article = make.ArticleFactory(text=text, title="")
    return make.MentionFactory(article=article, actor=actor, text=name, start=text.index(name), type="person")


def test_another_spelling_is_linked_where_the_words_around_it_agree() -> None:
    actor = know("Khaled al-Dabbagh")
    mention(actor, "Khaled al-Dabbagh runs the water board of Raqqa and wants spare pumps.", "Khaled al-Dabbagh")
    text = "The head of Raqqa's water board, Khalid Aldabbagh, said that pumps had failed."
    assert resolve(write_article(text, Khalid_Aldabbagh="person"))["Khalid Aldabbagh"].actor_id == actor.pk


def test_another_spelling_alone_founds_a_new_record() -> None:
    actor = know("Khaled al-Dabbagh")
    mention(actor, "Khaled al-Dabbagh runs the water board of Raqqa and wants spare pumps.", "Khaled al-Dabbagh")
    text = "Khalid Aldabbagh won the chess tournament in Rotterdam."
    assert resolve(write_article(text, Khalid_Aldabbagh="person"))["Khalid Aldabbagh"].actor_id == -1


def test_of_two_namesakes_the_one_in_whose_company_the_name_stands_is_meant() -> None:
    farmer, pilot = know("Mehmet Yilmaz"), know("Mehmet Yilmaz")
    mention(farmer, "Mehmet Yilmaz grows hazelnuts near Giresun.", "Mehmet Yilmaz")
    mention(pilot, "Mehmet Yilmaz landed the freighter at Anchorage.", "Mehmet Yilmaz")
    text = "Hazelnuts rot near Giresun, says grower Mehmet Yilmaz."
    assert resolve(write_article(text, Mehmet_Yilmaz="person"))["Mehmet Yilmaz"].actor_id == farmer.pk
    doubt = resolve(write_article("Mehmet Yilmaz was there.", Mehmet_Yilmaz="person"))["Mehmet Yilmaz"]
    assert doubt.actor_id is None
    assert {actor for actor, _ in doubt.candidates} == {farmer.pk, pilot.pk}


def test_ages_that_exclude_each_other_part_namesakes() -> None:
    actor = know("Nicolas Peltret")
    mention(actor, "Nicolas Peltret, 71, was accused of fraud in Lille.", "Nicolas Peltret")
    text = "Nicolas Peltret, 30, testified about the fraud in Lille."
    assert resolve(write_article(text, Nicolas_Peltret="person"))["Nicolas Peltret"].actor_id == -1


def test_a_merged_record_answers_with_its_survivor_under_other_spellings_too() -> None:
    merged, survivor = know("Khaled al-Dabbagh"), know("Abu Samer of Raqqa")
    mention(merged, "Khaled al-Dabbagh runs the water board of Raqqa and wants spare pumps.", "Khaled al-Dabbagh")
    curation.merge_actors(survivor.pk, [merged.pk], make.UserFactory())
    text = "The head of Raqqa's water board, Khalid Aldabbagh, said that pumps had failed."
    assert resolve(write_article(text, Khalid_Aldabbagh="person"))["Khalid Aldabbagh"].actor_id == survivor.pk


@pytest.mark.parametrize("merge_first", [False, True])
def test_a_mention_of_one_never_goes_to_the_other_that_a_person_called_different(merge_first: bool) -> None:
    """However well the other fits by now: better known, in the same company, or answering for a merged record."""
    user, mine, other = make.UserFactory(), know("Ilse Quarnberg"), know("Ilse Quarnberg", origin="curator")
    text = "Glazier Ilse Quarnberg mended the windows of Tønder."
    article = write_article(text, Ilse_Quarnberg="person")
    make.MentionFactory(article_id=article.article_id, revision_id=article.revision_id, actor=mine, type="person",
                        text="Ilse Quarnberg", start=text.index("Ilse"))  # fmt: skip
    mention(other, "Ilse Quarnberg, glazier, mends windows in Tønder.", "Ilse Quarnberg")
    curation.judge("actor", mine.pk, other.pk, Verdict.DIFFERENT, user)
    target = other
    if merge_first:
        target = know("The Glazier of Tønder", origin="curator")
        curation.merge_actors(target.pk, [other.pk], user)
    found = resolve(article)["Ilse Quarnberg"]
    assert found.actor_id == mine.pk
    assert target.pk not in {actor for actor, _ in found.candidates}


def test_two_names_of_records_called_different_are_not_joined_by_the_text() -> None:
    one, other = know("Vera Lindqvarn"), know("Olga Stromfelt")
    curation.judge("actor", one.pk, other.pk, Verdict.DIFFERENT, make.UserFactory())
    text = "Vera Lindqvarn, also known as Olga Stromfelt, left."
    found = resolve(write_article(text, Vera_Lindqvarn="person", Olga_Stromfelt="person"))
    assert (found["Vera Lindqvarn"].actor_id, found["Olga Stromfelt"].actor_id) == (one.pk, other.pk)


def test_names_that_people_added_are_found_by_their_blocks_in_the_next_batch() -> None:
    actor = know("Rania Khasawneh")
    curation.add_alias(actor.pk, "Qassem Rustam Muslehzad", make.UserFactory())
    assert ActorName.objects.filter(blocks__isnull=True).count() == 2
    resolved = resolve(write_article("Kassem Rustam Moslehzad came.", Kassem_Rustam_Moslehzad="person"))
    found = resolved["Kassem Rustam Moslehzad"]
    assert not ActorName.objects.filter(blocks__isnull=True).exists()
    assert found.actor_id == actor.pk


def test_no_look_up_reads_all_actors() -> None:
    """The plan of the one query that finds candidates, on a table of some size, scans neither names nor actors."""
    actors = Actor.objects.bulk_create(Actor(name=f"Nam{n} Test{n}", kind="person") for n in range(3_000))
    ActorName.objects.bulk_create(
        ActorName(actor=a, name=a.name, key=a.name.lower(), blocks=[f"p:nm{n} tst{n}"]) for n, a in enumerate(actors)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_actor")
        cursor.execute("ANALYZE events_actorname")
        cursor.execute("SET LOCAL enable_seqscan = off")
        keys = [f"nam{n} test{n}" for n in range(20)]
        blocks = [f"p:nm{n} tst{n}" for n in range(20, 60)]
        cursor.execute(f"EXPLAIN {FIND}", {"keys": keys, "blocks": blocks, "limit": 40})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "actor_name_blocks" in plan and "actor_name_key" in plan, plan
    assert "Seq Scan on events_actor" not in plan, plan


def test_queries_do_not_grow_with_names_or_candidates(django_assert_num_queries: Any) -> None:
    def batch(start: int, people: int) -> ReadArticle:
        names = [f"Karo{chr(97 + start + n)}mund Wex{chr(97 + n)}lar" for n in range(people)]
        for name in names:
            mention(know(name), f"Here {name} sells kites.", name)
        text = " met ".join(names) + "."
        return write_article(text, **{name.replace(" ", "_"): "person" for name in names})

    small, large = batch(0, 2), batch(4, 12)
    make_blocks()
    with connection.execute_wrapper(_count := _Counter()):
        find_name_candidates(*keys_to_look_up([small]))
    with django_assert_num_queries(_count.queries):
        find_name_candidates(*keys_to_look_up([large]))


class _Counter:
    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Any, *arguments: Any) -> Any:
        self.queries += 1
        return execute(*arguments)


def test_one_very_common_block_brings_in_no_more_than_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actor_candidates, "MOST_OF_A_BLOCK", 5)
    for number in range(12):
        know(f"Mohammed {'x' * number} Ali")
    make_blocks()
    candidates = find_name_candidates(*keys_to_look_up([write_article("Muhammad Ally came.", Muhammad_Ally="person")]))
    assert all(len(found) <= 5 for found in candidates.variants.values())


def test_candidates_that_the_batch_itself_founded_get_their_stored_ids() -> None:
    entity = Entity("body", 0, 8, "Anna Lee", "person", 0.9)
    doubtful = ResolvedMention(entity, None, None, "", 0.6, "a name that many bear", ((-1, 0.6), (40, 0.5)))
    assert with_real_actors([doubtful], {-1: 77})[0].candidates == ((77, 0.6), (40, 0.5))
