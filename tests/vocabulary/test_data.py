"""What must hold for the vocabulary as it is shipped."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import get_args

import pytest

from events import vocabulary
from events.vocabulary.load_figures import MEASURES
from events.vocabulary.records import Modality

MEDIA_TOPIC_CODES = {f"{number:02d}000000" for number in range(1, 18)}


def names_by_owner() -> dict[str, set[str]]:
    owners: dict[str, set[str]] = defaultdict(set)
    for state in vocabulary.states():
        for name in state.names:
            owners[name.casefold()].add(state.key)
    for actor in vocabulary.actors():
        for name in actor.names:
            owners[name.casefold()].add(actor.key)
    return owners


def test_lists_every_state_with_a_demonym_and_a_capital() -> None:
    states = vocabulary.states()
    assert len(states) == 197
    assert {"PS", "VA", "TW", "XK", "SS", "TL", "ME"} <= {state.code for state in states}
    assert all(state.demonyms and state.capital and len(state.iso3) == 3 for state in states)
    assert len({state.iso3 for state in states}) == len(states)


@pytest.mark.parametrize(
    ("code", "name", "demonym"),
    [
        ("US", "U.S.", "Americans"),
        ("TR", "Türkiye", "Turkish"),
        ("NO", "Norway", "Norwegian"),
        ("CD", "DRC", "Congolese"),
    ],
)
def test_knows_the_names_that_news_uses(code: str, name: str, demonym: str) -> None:
    state = next(state for state in vocabulary.states() if state.code == code)
    assert name in state.names
    assert demonym in state.demonyms


def test_counts_the_capital_among_the_metonyms_once() -> None:
    for state in vocabulary.states():
        assert state.metonyms.count(state.capital) == 1


def test_states_share_no_strong_name_and_few_demonyms() -> None:
    shared = Counter(demonym for state in vocabulary.states() for demonym in state.demonyms)
    assert {demonym for demonym, count in shared.items() if count > 1} == {"Congolese", "Dominican", "Dominicans"}


def test_no_strong_name_belongs_to_two() -> None:
    assert {name: keys for name, keys in names_by_owner().items() if len(keys) > 1} == {}


def test_no_actor_is_strongly_named_like_a_demonym_or_another_weakly_and_strongly_at_once() -> None:
    demonyms = {demonym.casefold() for state in vocabulary.states() for demonym in state.demonyms}
    for actor in vocabulary.actors():
        assert not demonyms & {name.casefold() for name in actor.names} or actor.key == "state-va", actor.key
        assert not set(actor.names) & set(actor.weak), actor.key


def test_actor_keys_are_unique_slugs() -> None:
    keys = [actor.key for actor in vocabulary.actors()]
    assert len(keys) == len(set(keys)) >= 450
    assert all(key == key.lower() and key.isascii() and " " not in key for key in keys)


def test_no_alias_is_shorter_than_two_characters() -> None:
    names = [name for state in vocabulary.states() for name in (*state.names, *state.demonyms, *state.weak)]
    names += [name for actor in vocabulary.actors() for name in (*actor.names, *actor.weak)]
    assert [name for name in names if len(name) < 2] == []


def test_a_surname_alone_is_never_strong() -> None:
    """Only people known by one name, and by-names, may be strong in one word."""
    mononyms = {"AMLO", "MBS", "MBZ", "IBK", "SBY", "AOC", "Hemedti", "Hemeti", "Jokowi", "Prachanda", "Farmaajo"}
    mononyms |= {"Naruhito", "Akihito", "Neymar", "Pelé", "Suharto", "Willem-Alexander"}
    found = {
        name
        for actor in vocabulary.actors()
        if actor.kind == "person"
        for name in actor.names
        if " " not in name and name not in mononyms
    }
    assert found == set()


def test_roles_name_known_years() -> None:
    roles = [role for actor in vocabulary.actors() for role in actor.roles]
    assert len(roles) > 300
    assert all(1900 < year < 2030 for role in roles for year in (role.from_year, role.to_year) if year is not None)


def test_cues_cover_every_modality_and_deny_where_they_negate() -> None:
    cues = vocabulary.cues()
    assert {cue.modality for cue in cues} == set(get_args(Modality))
    assert sum(cue.type == "verb" for cue in cues) >= 180
    assert all(cue.modality == "denied" for cue in cues if cue.negates)


@pytest.mark.parametrize(
    ("form", "lemma", "modality"),
    [
        ("said", "say", "asserted"),
        ("denies", "deny", "denied"),
        ("vowing", "vow", "promised"),
        ("swore", "swear", "promised"),
        ("begged", "beg", "demanded"),
        ("wondered", "wonder", "asked"),
        ("warning", "warn", "warned"),
        ("threatened", "threaten", "threatened"),
        ("emphasised", "emphasize", "asserted"),
    ],
)
def test_finds_the_lemma_of_an_inflected_cue(form: str, lemma: str, modality: str) -> None:
    found = [cue for cue in vocabulary.cues() if cue.type == "verb" and form in cue.forms]
    assert [(cue.lemma, cue.modality) for cue in found] == [(lemma, modality)]


def test_no_verb_form_belongs_to_two_lemmas() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for cue in vocabulary.cues():
        if cue.type == "verb":
            for form in cue.forms:
                owners[form].add(cue.lemma)
    assert {form: lemmas for form, lemmas in owners.items() if len(lemmas) > 1} == {}


def test_measures_are_the_closed_list() -> None:
    assert tuple(measure.name for measure in vocabulary.measures()) == MEASURES
    assert all(measure.verbs and measure.nouns for measure in vocabulary.measures())


def test_units_belong_to_one_measure_by_code() -> None:
    by_word: dict[str, set[str]] = defaultdict(set)
    for unit in vocabulary.units():
        for word in unit.after:
            by_word[word].add(unit.code)
    assert {word: codes for word, codes in by_word.items() if len(codes) > 1} == {}
    assert next(unit for unit in vocabulary.units() if unit.code == "mi").factor == pytest.approx(1609.344)


@pytest.mark.parametrize(
    ("phrase", "bound"),
    [("at least", "at_least"), ("no fewer than", "at_least"), ("up to", "at_most"), ("nearly", "about")],
)
def test_bounds_of_common_phrases(phrase: str, bound: str) -> None:
    assert [item.bound for item in vocabulary.bounds() if item.phrase == phrase and item.position == "before"] == [
        bound
    ]


def test_a_phrase_has_one_bound_in_each_position() -> None:
    counts = Counter((item.phrase, item.position) for item in vocabulary.bounds())
    assert [phrase for phrase, count in counts.items() if count > 1] == []


def test_longer_phrases_come_first() -> None:
    lengths = [len(item.phrase) for item in vocabulary.vague_quantities()]
    assert lengths == sorted(lengths, reverse=True)
    dozens = next(item for item in vocabulary.vague_quantities() if item.phrase == "dozens")
    assert (dozens.low, dozens.high) == (24, None)


def test_topics_are_the_seventeen_of_iptc() -> None:
    topics = vocabulary.topics()
    assert {topic.code for topic in topics} == MEDIA_TOPIC_CODES
    assert all(topic.label == topic.label.lower() and len(topic.words) >= 60 for topic in topics)
    assert all(0 < weight <= 3 for topic in topics for weight in topic.words.values())


def test_given_names_are_of_many_cultures_and_hold_no_state_or_month() -> None:
    names = vocabulary.given_names()
    assert len(names) >= 2500
    assert {"qassem", "mohammed", "olena", "thabo", "ngozi", "xiaobo", "shinzo", "maria", "john", "priya"} <= names
    months = {month.lower() for month in vocabulary.titles().months if len(month) > 5}  # "Jan" is a name too
    assert not names & (months | {state.name.lower() for state in vocabulary.states()})


def test_word_lists_are_lower_case_where_they_say_so() -> None:
    titles = vocabulary.titles()
    for words in (titles.roles, titles.role_nouns, titles.organization_words, titles.facility_words, titles.not_names):
        assert all(word == word.lower() for word in words)
    assert "prime minister" in titles.roles
    assert "Mr." in titles.honorifics


def test_the_records_are_read_once() -> None:
    assert vocabulary.actors() is vocabulary.actors()
    assert vocabulary.states() is vocabulary.states()
