"""How alike two names are: the same, another spelling, a shorter form, another order, or not one name at all.

The kind of likeness and its weight go to `resolve`, which asks the context for what the names alone do not say.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from events import vocabulary
from events.names.organizations import read_organization
from events.names.people import NameWord, PersonName, read_person
from events.names.sounds import sound, standard_form
from events.tagger.stems import stem
from events.tagger.words import word_statistics

# Weight of a matching word: what is left when the names of very many people count little, and an initial next to nothing.
RARE_WORD = 2.5
COMMON_WORD = 1.0
INITIAL = 0.3
# Words that sound alike must also look alike, by rapidfuzz's ratio: of the spellings of one name in our gold pairs the
# least alike are "Binyusuf" and "Benyoucef", 59.
LEAST_LIKE = 55.0
LEAST_LIKE_SHORT = 70.0  # where the sound is one consonant only
# A slip of the pen, without the same sound: long words only. "Djavakhidze", "Javakhidze" have 95; "Nowak", "Nowacki" 83.
SLIP_LIKE = 86.0
SLIP_LENGTH = 6
LONG_PART = 4
LONG_WORD = 7
# A body of two general words stands in every country ("Supreme Court"); each further one makes it more its own.
GENERAL_WORDS = 2
BESIDE_TWO = 0.8
# An organisation's word that more documents than one in this many hold tells it from no other ("National", "Health").
COMMON_IDF = 5.5


@dataclass(frozen=True, slots=True)
class NameMatch:
    """`level`: same, spelling, part (one has more words), order. `weight` grows with the rarity of what they share.

    `words`: how many words meet, initials not counted.
    """

    level: str
    weight: float
    words: int = 0


def compare_names(one: str, other: str, kind: str) -> NameMatch | None:
    """Compare two names of one kind (person, or anything else); None where they cannot be one name."""
    return compare_people(one, other) if kind == "person" else compare_organizations(one, other)


# -------------------------------------------------------------------------------------------------------------- people
def compare_people(one: str, other: str) -> NameMatch | None:
    """Compare two persons' names of two words or more. Relatives with one surname, and Jr with Sr, are None."""
    a, b = read_person(one), read_person(other)
    if len(a.words) < 2 or len(b.words) < 2 or a.generation != b.generation:
        return None
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    pairs = _pair_words(short, long)
    if pairs is None:
        return None
    full = [(i, j, how) for i, j, how in pairs if how != "initial"]
    weight = sum(_weigh(short.words[i].text) for i, _, _ in full) + INITIAL * (len(pairs) - len(full))
    if not full or (len(full) == 1 and not _is_rare(short.words[full[0][0]].text)):
        return None
    places = [j for _, j, _ in sorted(pairs)]
    if places != sorted(places):
        return NameMatch("order", weight, len(full))
    if len(short.words) < len(long.words) or len(full) < len(pairs):
        return NameMatch("part", weight, len(full))
    return NameMatch("same" if all(how == "same" for _, _, how in full) else "spelling", weight, len(full))


def _pair_words(short: PersonName, long: PersonName) -> list[tuple[int, int, str]] | None:
    """Find for each word of the shorter name one of the longer; None where one has none. Nicknames stand for a word."""
    free = dict(enumerate(long.words))
    pairs: list[tuple[int, int, str]] = []
    order = sorted(range(len(short.words)), key=lambda i: (short.words[i].is_initial, i))
    for i in order:
        word = short.words[i]
        forms = [word, NameWord(short.nickname)] if short.nickname else [word]
        alike = [(how, j) for j, w in free.items() for form in forms if (how := _how_alike(form, w))]
        if not alike and word.text == long.nickname:
            alike = [("variant", j) for j in free if j == i]
        if not alike:
            return None
        how, j = min(alike, key=lambda found: (_RANKS[found[0]], abs(i - found[1]), found[1]))
        del free[j]
        pairs.append((i, j, how))
    return pairs


_RANKS = {"same": 0, "variant": 1, "sound": 2, "slip": 3, "piece": 4, "initial": 5}


def _how_alike(a: NameWord, b: NameWord) -> str:
    """Tell how two words are one ("" = not at all)."""
    if a.text == b.text:
        return "same"
    if a.is_initial or b.is_initial:
        return "initial" if standard_form(a.text)[0] == standard_form(b.text)[0] or a.text[0] == b.text[0] else ""
    return _how_alike_words(a.text, b.text) or _is_piece(a, b) or _is_piece(b, a)


@lru_cache(maxsize=65_536)
def _how_alike_words(one: str, other: str) -> str:
    if standard_form(one) == standard_form(other):
        return "variant"
    if _are_two_given(one, other) or _are_of_two_sexes(one, other):
        return ""
    alike = fuzz.ratio(one, other)
    if sound(one) == sound(other) and alike >= (LEAST_LIKE if len(sound(one)) > 1 else LEAST_LIKE_SHORT):
        return "sound"
    is_long = min(len(one), len(other)) >= SLIP_LENGTH
    return "slip" if is_long and alike >= SLIP_LIKE else ""


def _are_of_two_sexes(one: str, other: str) -> bool:
    """A Slavic family name and its female form: husband and wife, brother and sister."""
    short, long = sorted((one, other), key=len)
    is_plain = long == short + "a" and short.endswith(("ov", "ev", "in", "yn"))
    return is_plain or (
        short[-2:] in {"ki", "ky", "yi", "iy"} and long[:-3] in {short[:-1], short[:-2]} and long[-1] == "a"
    )


def _are_two_given(one: str, other: str) -> bool:
    """Two given names that sound alike but end as a man's and a woman's do ("Michael", "Michelle")."""
    names = vocabulary.given_names()
    return one in names and other in names and one[-1] != other[-1] and bool({one[-1], other[-1]} & {"a", "e"})


def _is_piece(whole: NameWord, piece: NameWord) -> str:
    """ "Thibodeau" of "Thibodeau-Lachance"; "Dabbagh" of "Aldabbagh"."""
    if piece.text in whole.parts and len(piece.text) >= LONG_PART:
        return "piece"
    return "sound" if len(whole.text) >= LONG_WORD and whole.text == "al" + piece.text else ""


def weigh_person(name: str) -> float:
    """Sum up how rare the words of a person's name are."""
    return sum(INITIAL if word.is_initial else _weigh(word.text) for word in read_person(name).words)


def _is_rare(word: str) -> bool:
    return _weigh(word) == RARE_WORD


@lru_cache(maxsize=65_536)
def _weigh(word: str) -> float:
    words = vocabulary.name_words()
    known = word in words.common_family_names or word in vocabulary.given_names() or word in words.standing_for
    return COMMON_WORD if known else RARE_WORD


# ------------------------------------------------------------------------------------------------------- organizations
def compare_organizations(one: str, other: str) -> NameMatch | None:
    """Compare two organisations' names: all telling words must meet, in any order; a branch has one more."""
    a, b = read_organization(one), read_organization(other)
    if len(a.core) != len(b.core) or not a.core:
        return None
    if a.core == b.core:
        return NameMatch("same", weigh_organization(one))
    if sorted(a.core) == sorted(b.core):
        return NameMatch("order", weigh_organization(one))
    free = list(b.core)
    for word in a.core:
        found = next((w for w in free if w == word), None)
        if found is None:
            found = next((w for w in free if _sounds_like_a_name(word, w)), None)
        if found is None:
            return None
        free.remove(found)
    return NameMatch("spelling", weigh_organization(one))


def _sounds_like_a_name(one: str, other: str) -> bool:
    """Whether two words are spellings of one name; two words of the dictionary are two words ("dairies", "diaries")."""
    if is_common_word(one) or is_common_word(other):
        return False
    return len(sound(one)) > 2 and sound(one) == sound(other) and fuzz.ratio(one, other) >= LEAST_LIKE


def weigh_organization(name: str) -> float:
    """Sum up how telling a name's words are; "Ministry of Health" has nothing that other countries' ones have not."""
    core = read_organization(name).core
    rare = sum(not is_common_word(word) for word in core)
    return RARE_WORD * rare + BESIDE_TWO * max(0, len(core) - rare - GENERAL_WORDS)


@lru_cache(maxsize=65_536)
def is_common_word(word: str) -> bool:
    """Whether a word stands in dictionaries or in many names of organisations, rather than being one's own name."""
    statistics = word_statistics()
    return (
        statistics.is_common(word)
        or word in _institution_words()
        or (statistics.weigh(stem(word)) < COMMON_IDF and word in statistics.capitals)
    )


@lru_cache(maxsize=1)
def _institution_words() -> frozenset[str]:
    titles = vocabulary.titles()
    phrases: Sequence[str] = [
        *titles.organization_words,
        *titles.group_words,
        *titles.media_words,
        *titles.facility_words,
    ]
    return frozenset(word for phrase in phrases for word in phrase.lower().split())
