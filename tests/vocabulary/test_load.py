"""How the loader answers wrong files: with the file, the entry, the field and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from events.vocabulary import VocabularyError
from events.vocabulary.load import load_actors, load_states
from events.vocabulary.load_figures import load_bounds, load_measures, load_units, load_vague_quantities
from events.vocabulary.load_words import load_cues, load_given_names, load_titles, load_topics

STATE = '- {code: "UT", iso3: "UTO", name: "Utopia", capital: "Amaurot", demonyms: ["Utopian"]}\n'
ACTOR = '- {key: press, name: "Utopian Press", kind: media, country: "UT", strong: ["UP"], description: "agency"}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "actors").mkdir()
    (tmp_path / "states.yaml").write_text(STATE, encoding="utf-8")
    (tmp_path / "actors" / "media.yaml").write_text(ACTOR, encoding="utf-8")
    return tmp_path


def test_reads_states_and_actors_of_a_folder(folder: Path) -> None:
    assert load_states(folder)[0].key == "state-ut"
    assert load_actors(folder)[0].names == ("Utopian Press", "UP")


@pytest.mark.parametrize(
    ("text", "entry", "field", "hint"),
    [
        (STATE.replace('"UT"', "NO"), "Utopia", "code", "put it in quotes"),
        (STATE.replace('"UT"', '"ut"'), "Utopia", "code", "two capital letters"),
        (STATE.replace('["Utopian"]', "[]"), "Utopia", "demonyms", "add the adjective"),
        (STATE.replace('["Utopian"]', '["U"]'), "Utopia", "demonyms", "shorter than 2"),
        (STATE.replace('["Utopian"]', '"Utopian"'), "Utopia", "demonyms", "is not a list"),
        (STATE.replace('["Utopian"]', '["Utopian", "Utopian"]'), "Utopia", "demonyms", "twice"),
        (STATE.replace('capital: "Amaurot", ', ""), "Utopia", "capital", "is missing"),
        (STATE.replace("capital:", "captial:"), "Utopia", "capital", "is missing"),
        (STATE.replace("iso3:", 'note: "x", iso3:'), "Utopia", "note", "is not known here"),
        (STATE + STATE, "Utopia", "code", "already used by 'Utopia'"),
        (STATE.replace('"Utopia"', '" Utopia"'), " Utopia", "name", "blanks"),
        ("", "(whole file)", "(entries)", "empty"),
        ("- just text\n", "(whole file) number 1", "(entry)", "not a mapping"),
        ("a: [", "(whole file)", "(syntax)", "while parsing"),
    ],
)
def test_names_file_entry_and_field_of_a_wrong_state(
    folder: Path, text: str, entry: str, field: str, hint: str
) -> None:
    (folder / "states.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_states(folder)
    assert (caught.value.file, caught.value.entry, caught.value.field) == ("states.yaml", entry, field)
    assert hint in str(caught.value)
    assert "states.yaml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "field", "hint"),
    [
        (ACTOR.replace("media,", "robot,"), "kind", "not one of person, organization"),
        (ACTOR.replace('"UT"', '"ZZ"'), "country", "not the code of a state"),
        (ACTOR.replace('["UP"]', '["U"]'), "strong", "shorter than 2"),
        (ACTOR + ACTOR, "key", "already used by 'press'"),
        (ACTOR + ACTOR.replace("press", "other").replace('"Utopian Press"', '"O"'), "strong", "make it weak"),
        (ACTOR.replace('["UP"]', '["Utopia"]'), "strong", "already a name of 'state-ut'"),
        (ACTOR.replace('["UP"]', '["utopian"]'), "strong", "already a name of 'state-ut'"),
        (ACTOR.replace("}\n", ", roles: [{title: king, from: 9, to: 3}]}\n"), "to", "3 is before from, 9"),
        (ACTOR.replace("}\n", ", roles: [{title: king, from: soon}]}\n"), "from", "'soon' is not a number"),
        (ACTOR.replace("}\n", ", roles: king}\n"), "roles", "not a list of mappings"),
    ],
)
def test_names_the_field_of_a_wrong_actor(folder: Path, text: str, field: str, hint: str) -> None:
    (folder / "actors" / "media.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load_actors(folder)
    assert (caught.value.file, caught.value.field) == ("actors/media.yaml", field)
    assert hint in str(caught.value)


@pytest.mark.parametrize(
    ("file", "text", "load", "field"),
    [
        ("cues.yaml", 'verbs: [{lemma: "say", modality: sung}]', load_cues, "modality"),
        ("cues.yaml", 'verbs: [{lemma: "Say"}]', load_cues, "forms"),
        ("cues.yaml", 'verbs: [{lemma: "say", negates: "perhaps"}]', load_cues, "negates"),
        ("cues.yaml", 'verbs: [{lemma: "say"}, {lemma: "say"}]', load_cues, "lemma"),
        ("cues.yaml", 'verbs: [{lemma: "say"}]', load_cues, "(entries)"),
        ("measures.yaml", "measures: [{name: eaten}]", load_measures, "name"),
        ("measures.yaml", "units: [{code: km, kind: length, measure: distance, factor: true}]", load_units, "factor"),
        ("measures.yaml", "bounds: [{bound: maybe}]", load_bounds, "bound"),
        ("measures.yaml", 'vague: [{phrase: "many", low: 9, high: 3}]', load_vague_quantities, "high"),
        ("measures.yaml", 'vague: [{phrase: "many"}]', load_vague_quantities, "low"),
        ("topics.yaml", "- {code: '1', label: a, words: [{weight: 1, list: [b, B]}]}", load_topics, "words"),
        ("titles.yaml", "honorifics: [Mr]", load_titles, "roles"),
        ("titles.yaml", "- Mr", load_titles, "(entries)"),
        ("given_names.txt", "anna\nÅsa\n", load_given_names, "name"),
    ],
)
def test_names_the_field_in_other_files(
    folder: Path, file: str, text: str, load: Callable[[Path], object], field: str
) -> None:
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError) as caught:
        load(folder)
    assert (caught.value.file, caught.value.field) == (file, field)


def test_a_missing_file_is_a_vocabulary_error(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"states\.yaml"):
        load_states(tmp_path)
