"""Turn a name as written into keys under which its other spellings are found.

PostgreSQL's trigram and unaccent extensions are not available to us, so fuzzy name lookup works on stored keys:

- `fold`: the same letters whatever their case, accents, punctuation and alphabet ("São Paulo", "SAO PAULO").
- `bare`: the folded name without an Arabic or similar article in front ("Al-Hasakah", "Hasakah").
- `skeleton`: consonants only, with the usual transliteration pairs made equal ("Musleh", "Muslih", "Mosleh").
- `token_set`, `token_key`: the words in any order ("Musk, Elon", "Elon Musk").

All are deterministic, never raise on any string, and return at most `MAX_KEY` characters (skeletons: `MAX_SKELETON`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

MAX_KEY = 200
"""Longest key in characters; the longest among GeoNames' names of towns and regions has 193."""

MAX_READ = 1_000
"""Characters of the input that are looked at; a longer "name" is not one, and reading it all could stall us."""

MAX_SKELETON = 100
"""Longest consonant skeleton in characters."""

MIN_SKELETON = 3
"""Shorter skeletons say little, so none is given: one of two letters stands for 116 places on average,
one of three or more for 1.9."""

# Alphabets in which one letter is about one sound, so that an ASCII spelling is a name a reader would write.
# Others (Arabic, Hebrew, Han, kana, Indic) keep their own letters: transliterated blindly they collide with foreign
# names, as Chinese for Paris does with Bali.
_ALPHABETIC = re.compile(
    "[\u0080-\u058f\u10a0-\u10ff\u1c80-\u1cbf\u1d00-\u2e7f\ua640-\ua69f\ua720-\ua7ff\uab30-\uab6f\ufb00-\ufb17]+"
)
_APOSTROPHES = re.compile("['`\u00b4\u02b9-\u02c1\u2018-\u201b\u2032\u05f3\u05f4\u0640\uff07]+")
_ASCII_TO_WORDS = {code: None if chr(code) in "'`" else " " for code in range(128) if not chr(code).isalnum()}
_ASCII_TO_WORDS[ord("&")] = " and "
_SHORT_FORMS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}

ARTICLES = frozenset("al el ul il ad ed ar er as es ash esh at et an en az ez adh edh ath eth".split())  # noqa: SIM905
"""Arabic articles, with the forms they take before sun letters."""

_LEADING_ARTICLES = ARTICLES | {"the", "la", "le", "los", "las", "les"}


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """Return the key under which all writings of the same letters meet; "" when no letter or digit is left.

    Case, accents, apostrophes, punctuation and a leading "the" are gone; Latin, Greek, Cyrillic, Armenian and
    Georgian are in ASCII; "St." is "saint", "U.S." is "us", "&" is "and". Folding a key returns it unchanged.
    """
    text = text[:MAX_READ]
    if not text.isascii():
        text = _to_plain_letters(text)
    text = text.casefold()
    words = (text.translate(_ASCII_TO_WORDS) if text.isascii() else _space_words(text)).split()
    if len(words) == 1:
        return _SHORT_FORMS.get(words[0], words[0])[:MAX_KEY]
    return _cut_at_word(" ".join(_normalize_words(words)))


def bare(text: str) -> str:
    """Return the folded name without its leading articles ("al qaim" -> "qaim"), itself when nothing would be left."""
    return _drop_leading(fold(text).split(" "), _LEADING_ARTICLES)


def skeleton(text: str) -> str:
    """Return the consonants of a name in one word, equal for its usual transliterations, or "" when under 3 are left.

    A generator of candidates, not a proof: "Basra" and "Bassura" share one too. Names outside ASCII have none.
    """
    return skeleton_of_key(fold(text))


def skeleton_of_key(key: str) -> str:
    """Return the skeleton of a name that is folded already."""
    if not key.isascii():
        return ""
    words = [word for word in key.split(" ") if word not in ARTICLES]
    joined = "".join(consonants(word, first=place == 0) for place, word in enumerate(words or [key]))
    return joined[:MAX_SKELETON] if len(joined) >= MIN_SKELETON else ""


def token_set(text: str) -> frozenset[str]:
    """Return the distinct folded words of a name, articles left out unless nothing else is there."""
    words = [word for word in fold(text).split(" ") if word]
    return frozenset(word for word in words if word not in ARTICLES) or frozenset(words)


def token_key(text: str) -> str:
    """Return the words of `token_set` in alphabetical order as one storable key."""
    return _cut_at_word(" ".join(sorted(token_set(text))))


def to_ascii(text: str) -> str:
    """Return the name in plain ASCII letters with its case and punctuation, for display where accents cannot go."""
    return anyascii(text[:MAX_READ]).strip()[:MAX_KEY]


# ------------------------------------------------------------------------------------------------------------ folding


def _to_plain_letters(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = _ALPHABETIC.sub(lambda found: anyascii(found.group()), text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text.casefold())


def _space_words(text: str) -> str:
    """Keep letters, digits and the vowel signs of Indic scripts; drop Semitic points; the rest parts words."""
    kept = []
    for letter in _APOSTROPHES.sub("", text):
        category = unicodedata.category(letter)[0]
        if category in "LN" or (category == "M" and not unicodedata.combining(letter)):
            kept.append(letter)
        elif category != "M":
            kept.append(" and " if letter == "&" else " ")
    return "".join(kept)


def _normalize_words(words: list[str]) -> list[str]:
    """Join initials ("j", "k" -> "jk"), drop a leading "the", write out short forms."""
    joined: list[str] = []
    after_initial = False
    for word in words:
        is_initial = len(word) == 1 and "a" <= word <= "z"
        if is_initial and after_initial:
            joined[-1] += word
        else:
            joined.append(_SHORT_FORMS.get(word, word))
        after_initial = is_initial
    start = 0
    while start < len(joined) - 1 and joined[start] == "the":
        start += 1
    return joined[start:]


def _drop_leading(words: list[str], articles: frozenset[str]) -> str:
    start = 0
    while start < len(words) - 1 and words[start] in articles:
        start += 1
    return " ".join(words[start:])


def _cut_at_word(key: str) -> str:
    if len(key) <= MAX_KEY:
        return key
    head, _, _ = key[: MAX_KEY + 1].rpartition(" ")
    return head or key[:MAX_KEY]


# ----------------------------------------------------------------------------------------------------- consonant frame

_REPEATED = re.compile(r"(.)\1+")
_SERVANT_OF = re.compile(r"^abd[aeiou]?l?(?=.)")
_SON_OF = {"ibn": "bn", "bin": "bn", "ben": "bn", "bint": "bn", "abu": "ab", "abou": "ab", "aboo": "ab", "abd": "abd"}
_SON_OF |= {f"abd{vowel}l": "abd" for vowel in "aeiou"}
# Read left to right, longest first. What is equal here is written both ways for the same name in our sources:
# q/k/ck (Qassem, Kassim), kh/k (Khobar, Kobar), sh/s/sz/sch, dj/j/dzh, ph/f, zh/z, y/i vowels, w/ou.
_SOUNDS: tuple[tuple[str, str], ...] = (
    ("tsch", "c"),
    ("dzh", "j"),
    ("sch", "s"),
    ("tch", "c"),
    ("ch", "c"),
    ("kh", "k"),
    ("gh", "g"),
    ("sh", "s"),
    ("sz", "s"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("zh", "z"),
    ("dj", "j"),
    ("ck", "k"),
    ("qu", "k"),
    ("ce", "s"),
    ("ci", "s"),
    ("cy", "s"),
    ("c", "k"),
    ("q", "k"),
    ("x", "ks"),
)
_SOUND = re.compile("|".join(spelling for spelling, _ in _SOUNDS))
_SOUND_OF = dict(_SOUNDS)
_SILENT = dict.fromkeys(map(ord, "aeiouyhw"))


@lru_cache(maxsize=65_536)
def consonants(word: str, first: bool) -> str:
    """Return the consonants of one folded ASCII word as `skeleton` has them; a first vowel of a name counts as "a"."""
    if word in _SON_OF:
        return _SON_OF[word]
    servant = _SERVANT_OF.match(word)
    if servant and len(word) - servant.end() >= MIN_SKELETON:
        return "abd" + consonants(word[servant.end() :], first=False)
    word = _REPEATED.sub(r"\1", word)
    word = _SOUND.sub(lambda found: _SOUND_OF[found.group()], word)
    head, tail = word[:1], word[1:].translate(_SILENT)
    if head in "aeiou":
        head = "a" if first else ""
    return head + tail
