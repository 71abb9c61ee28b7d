"""Who is meant: known names, surnames, acronyms, weak aliases, namesakes, new full names. Doubt is kept."""

from __future__ import annotations

from dataclasses import replace

from events.pipeline.records import ActorCandidate, Entity, ResolvedMention
from events.pipeline.resolve import Candidates, resolve_article
from tests.pipeline.build import actor, entities_of, place, read_article


def resolve(text: str, candidates: Candidates | None = None, **names: str) -> dict[str, ResolvedMention]:
    article = read_article(text, entities_of(text, **names))
    mentions = resolve_article(article, candidates or Candidates())
    return {m.entity.text: m for m in mentions}


def by_key(*actors: ActorCandidate) -> Candidates:
    found = Candidates()
    for one in actors:
        found.actors.setdefault(one.matched_key, []).append(one)
    return found


def test_a_surname_follows_its_full_name() -> None:
    found = resolve("Anna Lee came. Lee spoke.", Anna_Lee="person", Lee="person")
    assert found["Lee"].actor_id == found["Anna Lee"].actor_id == -1


def test_a_surname_that_two_people_bear_stays_open() -> None:
    text = "Anna Lee and Bo Lee came. Lee spoke."
    found = resolve(text, Anna_Lee="person", Bo_Lee="person", Lee="person")
    assert found["Anna Lee"].actor_id != found["Bo Lee"].actor_id
    assert found["Lee"].actor_id is None


def test_a_surname_of_a_couple_is_in_doubt_between_the_two() -> None:
    text = "Ottavio Brambilla and his wife Carla Brambilla came. Brambilla spoke. Mr Brambilla left. Then Carla sang."
    names = {"Ottavio_Brambilla": "person", "Carla_Brambilla": "person", "Brambilla": "person", "Carla": "person"}
    entities = entities_of(text, **names)
    inside = [e for e in entities if any(o != e and o.start <= e.start and e.end <= o.end for o in entities)]
    mentions = resolve_article(read_article(text, tuple(e for e in entities if e not in inside)), Candidates())
    found = {(m.entity.text, m.entity.start): m for m in mentions}
    husband, wife = (next(m.actor_id for (t, _), m in found.items() if t == n) for n in
                     ("Ottavio Brambilla", "Carla Brambilla"))  # fmt: skip
    assert husband != wife
    alone = [m for (t, _), m in found.items() if t == "Brambilla"]
    assert len(alone) == 2
    for mention in alone:
        assert mention.actor_id is None
        assert {actor for actor, _ in mention.candidates} == {husband, wife}
    assert next(m.actor_id for (t, _), m in found.items() if t == "Carla") == wife


def test_an_acronym_in_brackets_names_the_same_organisation() -> None:
    text = "The Harbour Workers Union (HWU) met. HWU members voted."
    found = resolve(text, Harbour_Workers_Union="organization", HWU="organization")
    assert found["HWU"].actor_id == found["Harbour Workers Union"].actor_id == -1


def test_a_bare_surname_that_nobody_is_known_by_founds_nobody() -> None:
    found = resolve("Lee spoke.", Lee="person")
    assert found["Lee"].actor_id is None
    assert found["Lee"].reason


def test_a_full_name_founds_one_actor_for_a_whole_batch() -> None:
    candidates = Candidates()
    first = resolve("Anna Leefeldt came.", candidates, Anna_Leefeldt="person")
    second = resolve("Anna Leefeldt left.", candidates, Anna_Leefeldt="person")
    assert first["Anna Leefeldt"].actor_id == second["Anna Leefeldt"].actor_id
    assert len(candidates.founded) == 1


def test_a_name_that_many_bear_is_one_person_only_in_the_same_company() -> None:
    candidates = Candidates()
    first = resolve("Potter Anna Lee of Wragby glazes teapots.", candidates, Anna_Lee="person")["Anna Lee"]
    other = resolve("Anna Lee flies freighters from Anchorage.", candidates, Anna_Lee="person")["Anna Lee"]
    again = resolve("In Wragby, Anna Lee sold a glazed teapot.", candidates, Anna_Lee="person")["Anna Lee"]
    assert (first.actor_id, other.actor_id, again.actor_id) == (-1, None, -1)
    assert [actor for actor, _ in other.candidates] == [-1]


def test_a_known_name_of_another_kind_is_not_taken() -> None:
    candidates = by_key(actor(7, "Jordan Marsh", "organization"))
    assert resolve("Jordan Marsh ran.", candidates, Jordan_Marsh="person")["Jordan Marsh"].actor_id == -1


def test_namesakes_are_left_to_a_curator_with_both_candidates() -> None:
    candidates = by_key(actor(1, "Ali Hassan", "person", "IQ"), actor(2, "Ali Hassan", "person", "KE"))
    found = resolve("Ali Hassan spoke.", candidates, Ali_Hassan="person")["Ali Hassan"]
    assert found.actor_id is None
    assert {pair[0] for pair in found.candidates} == {1, 2}


def test_the_country_that_the_article_names_settles_namesakes() -> None:
    candidates = by_key(actor(1, "Ali Hassan", "person", "IQ"), actor(2, "Ali Hassan", "person", "KE"))
    candidates.places["kenya"] = [place(9, "Kenya", "KE", precision="country")]
    found = resolve("Ali Hassan spoke in Kenya.", candidates, Ali_Hassan="person", Kenya="location")
    assert found["Ali Hassan"].actor_id == 2


def test_a_weak_alias_needs_support() -> None:
    weak = actor(5, "sdf", "group", "SY", strong=False)
    assert resolve("SDF said so.", by_key(weak), SDF="organization")["SDF"].actor_id is None
    supported = by_key(weak)
    supported.places["syria"] = [place(9, "Syria", "SY", precision="country")]
    found = resolve("SDF said so in Syria.", supported, SDF="organization", Syria="location")
    assert found["SDF"].actor_id == 5


def test_a_country_is_both_a_state_and_a_place() -> None:
    candidates = by_key(actor(3, "Iraq", "state", "IQ"))
    candidates.places["iraq"] = [place(8, "Iraq", "IQ", precision="country")]
    found = resolve("Iraq said so.", candidates, Iraq="location")["Iraq"]
    assert (found.actor_id, found.location_id, found.precision) == (3, 8, "country")


def test_a_region_in_front_of_a_noun_is_a_place_and_founds_nobody() -> None:
    candidates = Candidates()
    candidates.places["anbar"] = [place(8, "Anbar", "IQ", precision="region")]
    text = "The commander of Anbar operations spoke. Anbar police agreed."
    found = resolve(text, candidates, Anbar="organization")["Anbar"]
    assert (found.actor_id, found.location_id) == (None, 8)
    assert candidates.founded == []


def test_a_known_organisation_keeps_its_name_though_a_region_bears_it_too() -> None:
    candidates = by_key(actor(4, "Valencia", "organization"))
    candidates.places["valencia"] = [place(8, "Valencia", "ES", precision="region")]
    found = resolve("Valencia won again.", candidates, Valencia="organization")["Valencia"]
    assert (found.actor_id, found.location_id) == (4, None)


def test_a_place_of_no_record_stays_open() -> None:
    found = resolve("It rained in Nowhereton.", Nowhereton="location")["Nowhereton"]
    assert (found.actor_id, found.location_id) == (None, None)


def test_a_name_read_as_a_place_that_is_none_means_whom_the_article_calls_so() -> None:
    candidates = by_key(actor(5, "Tamrin", "group", "YE"))
    text = "Tamrin fighters fled. An attack of Tamrin followed."
    entities = (*entities_of(text[:21], Tamrin="organization"), *entities_of(text, Tamrin="location")[1:])
    first, second = resolve_article(read_article(text, entities), candidates)
    assert (first.actor_id, second.actor_id) == (5, 5)
    assert second.entity.type == "location"


def test_a_known_strong_name_read_as_a_place_is_the_actor_where_no_place_bears_it() -> None:
    assert (
        resolve("Fear of Tamrin grew.", by_key(actor(5, "Tamrin", "group")), Tamrin="location")["Tamrin"].actor_id == 5
    )
    weak = by_key(actor(5, "Tamrin", "group", strong=False))
    assert resolve("Fear of Tamrin grew.", weak, Tamrin="location")["Tamrin"].actor_id is None
    machine = by_key(replace(actor(5, "Tamrin", "group"), origin="machine"))
    assert resolve("Fear of Tamrin grew.", machine, Tamrin="location")["Tamrin"].actor_id is None


def test_a_place_of_that_name_stays_a_place() -> None:
    candidates = by_key(actor(5, "Tamrin", "group"))
    candidates.places["tamrin"] = [place(9, "Tamrin", "YE", 50_000)]
    found = resolve("It rained in Tamrin.", candidates, Tamrin="location")["Tamrin"]
    assert (found.actor_id, found.location_id) == (None, 9)


def test_a_name_that_two_of_the_article_bear_is_left_open_where_it_is_read_as_a_place() -> None:
    candidates = by_key(actor(5, "Tamrin", "group"), actor(6, "Tamrin", "person"))
    text = "Tamrin Tamrin Tamrin"
    entities = (
        Entity("body", 0, 6, "Tamrin", "organization", 0.9),
        Entity("body", 7, 13, "Tamrin", "person", 0.9),
        Entity("body", 14, 20, "Tamrin", "location", 0.9),
    )
    found = resolve_article(read_article(text, entities), candidates)
    assert found[2].actor_id is None


def test_a_word_that_the_text_calls_a_channel_or_a_party_founds_an_actor() -> None:
    for text, kind in (
        ("He told the Nahar channel so.", "media"),
        ("The newspaper “Nahar” wrote so.", "media"),
        ("The Nahar party won.", "organization"),
    ):
        candidates = Candidates()
        assert resolve(text, candidates, Nahar="organization")["Nahar"].actor_id == -1, text
        assert candidates.founded[0].kind == kind
    for text in ("Nahar won.", "Nahar-party talk.", "The channel where Nahar swam.", "Nahar partying went on."):
        candidates = Candidates()
        assert resolve(text, candidates, Nahar="organization")["Nahar"].actor_id is None, text


def test_an_adjective_in_front_of_a_newspaper_founds_nobody() -> None:
    candidates = Candidates()
    resolve("The Peronist newspaper said so.", candidates, Peronist="organization")
    assert candidates.founded == []
