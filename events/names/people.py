"""Take a person's name apart: titles and particles off, initials, hyphens and fused forms told, in the order written.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.names import ARTICLES, fold

MAX_WORDS = 8
"""A name of more words is a title or a list; only its first words are compared."""

_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_NICKNAME = re.compile(r"[\"“”«»]([^\"“”«»]{2,30})[\"“”«»]")
_POSSESSIVE = re.compile(r"['’]s?$")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.)+[^\W\d_]?\.?$|^[^\W\d_]\.?$")
_GENERATIONS = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv"}
_SERVANT = re.compile(r"^abd(?:[aeiou]?[lr]?)$")
_FUSED_SERVANT = re.compile(r"^abd[aeiou]?[lr]?(?=.{3})")
# Words that make one name with the one behind them: "Abu Zaynab", "bin Yusuf", "Mac Donald".
_BINDING = {
    "abu": "abu", "abou": "abu", "abi": "abu", "abo": "abu", "umm": "um", "um": "um", "bin": "bin", "ben": "bin",
    "ibn": "bin", "bint": "bint", "ould": "ould", "mc": "mc", "mac": "mc", "saint": "saint", "san": "san",
    "santa": "santa", "ter": "ter", "ten": "ten",
}  # fmt: skip
_PARTICLES = frozenset(
    "van von der den de la las los del della delle di da das do dos du des le les lo of zu zum zur af av het".split()  # noqa: SIM905
) | (ARTICLES - {"an", "en"})
_AND = frozenset({"y", "e", "i", "&"})


@dataclass(frozen=True, slots=True)
class NameWord:
    """One word of a name, folded. `parts` are the pieces of a hyphened one; an initial is one letter."""

    text: str
    parts: tuple[str, ...] = ()

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name's words in the order written; `generation` is "jr", "iii" or ""; `titled` when words like "Dr" went."""

    words: tuple[NameWord, ...]
    generation: str = ""
    nickname: str = ""
    titled: bool = False

    @property
    def full(self) -> tuple[NameWord, ...]:
        """The words that are not initials."""
        return tuple(word for word in self.words if not word.is_initial)


@lru_cache(maxsize=8_192)
def read_person(text: str) -> PersonName:
    """Take any string for a person's name; one without letters has no words."""
    text = _BRACKETS.sub("", text[:300])
    found = _NICKNAME.search(text)
    nickname = fold(found[1]) if found else ""
    text = _POSSESSIVE.sub("", _NICKNAME.sub(" ", text).strip())
    raw = _put_family_name_last(text).replace(",", " ").split()[: MAX_WORDS + 4]
    raw, generation = _cut_generation(raw)
    kept = _drop_titles(raw)
    words = _bind([word for piece in kept for word in _read_word(piece)])
    return PersonName(tuple(words[:MAX_WORDS]), generation, nickname, len(kept) < len(raw))


def _put_family_name_last(text: str) -> str:
    """Read "Arboleda, Diego" as "Diego Arboleda"; "John Smith, Jr." stays."""
    before, comma, behind = text.partition(",")
    if not comma or "," in behind or not behind.strip() or fold(behind) in _GENERATIONS:
        return text
    return f"{behind.strip()} {before.strip()}"


def _cut_generation(raw: list[str]) -> tuple[list[str], str]:
    if len(raw) > 2 and (generation := _GENERATIONS.get(fold(raw[-1]))):
        return raw[:-1], generation
    return raw, ""


@lru_cache(maxsize=1)
def _titles() -> tuple[frozenset[str], frozenset[str]]:
    """Return (words and phrases before names, those among them that are given names too)."""
    lists = vocabulary.titles()
    phrases = {fold(phrase) for phrase in (*lists.honorifics, *lists.roles, "former", "ex", "late")}
    return frozenset(phrases), frozenset(phrases & vocabulary.given_names())


def _drop_titles(raw: list[str]) -> list[str]:
    """Cut "former Prime Minister", "Dr"; a title that is a given name too ("Don", "Prince") stays, as a word of the name."""
    phrases, doubtful = _titles()
    start = 0
    while start < len(raw) - 1:
        for length in (4, 3, 2, 1):
            phrase = fold(" ".join(raw[start : start + length]))
            left = len(raw) - start - length
            is_letter = len(phrase) == 1 and (left < 2 or "." in raw[start])
            if left > 0 and phrase in phrases and phrase not in doubtful and not is_letter:
                start += length
                break
        else:
            break
    return raw[start:]


def _read_word(piece: str) -> list[NameWord]:
    if piece in _AND:
        return []
    if _INITIALS.match(piece):
        return [NameWord(letter) for letter in fold(piece.replace(".", "")) if letter.isalnum()]
    parts = [fold(part) for part in re.split(r"[-‐‑–]", piece)]
    parts = [part.replace(" ", "") for part in parts if part]
    while len(parts) > 1 and parts[0] in ARTICLES:
        parts = parts[1:]
    if not parts:
        return []
    return [NameWord("".join(parts), tuple(parts) if len(parts) > 1 else ())]


def _bind(words: list[NameWord]) -> list[NameWord]:
    """Drop particles inside the name, and join what belongs to the next word ("Abd al-Qadir", "bin Yusuf")."""
    bound: list[NameWord] = []
    prefix = ""
    for place, word in enumerate(words):
        is_last = place == len(words) - 1
        if not is_last and word.text in _BINDING and (place or word.text.startswith(("ab", "um", "bin", "ibn"))):
            prefix += _BINDING[word.text]
        elif not is_last and _SERVANT.match(word.text):
            prefix += "abd"
        elif word.text in _PARTICLES and not is_last and (place or prefix):
            continue
        else:
            bound.append(NameWord(prefix + _cut_servant(word.text), word.parts if not prefix else ()))
            prefix = ""
    return bound


def _cut_servant(word: str) -> str:
    """Write "Abdulrahman" and "Abdel-Rahman" alike; names with a spelling list of their own stay."""
    if word in vocabulary.name_words().standing_for:
        return word
    found = _FUSED_SERVANT.match(word)
    return "abd" + word[found.end() :] if found and len(word) > 6 else word
