"""Full-text search: how text and queries are folded, and which configuration a language gets."""

from __future__ import annotations

import re
import unicodedata

from django.contrib.postgres.search import CombinedSearchQuery, SearchQuery

# The text search configurations of PostgreSQL by the language codes that articles carry; all others: simple.
CONFIGURATIONS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# A word or phrase after a minus that stands free: "-word", "-\"some words\"", but not the hyphen of "well-known".
FORBIDDEN = re.compile(r'(?<!\S)-("[^"]*"|[^\s"]+)')
# What one row indexes at most; a tsvector of more would near PostgreSQL's 1 MB limit.
MAX_CHARACTERS = 200_000


def configuration_for(language: str) -> str:
    """Return the text search configuration of an article's language code, `simple` where there is none."""
    return CONFIGURATIONS.get(language.split("-")[0].lower(), "simple")


def fold_for_search(text: str) -> str:
    """Take off accents and unify quotes and dashes, so that "Sao Paulo" finds "São Paulo"; scripts stay as they are."""
    decomposed = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS].replace("’", "'").replace("\x00", " "))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def split_forbidden(words: str) -> tuple[str, str]:
    """Part what a person typed into the words looked for and those after a minus, these as alternatives ("a or b")."""
    return FORBIDDEN.sub(" ", words).strip(), " or ".join(FORBIDDEN.findall(words))


def build_query(words: str, language: str = "en") -> SearchQuery | CombinedSearchQuery:
    """Read what a person typed (words, "phrases", -not, or) as a query that matches stemmed and plain rows alike.

    What is forbidden must be found in neither way; left inside the alternatives, a word whose stem is another word
    ("-shelling") would let every row pass through the plain one.
    """
    wanted, forbidden = split_forbidden(fold_for_search(words))
    configuration = configuration_for(language)
    queries = [_read_both(text, configuration) for text in (wanted, forbidden)]
    if not forbidden:
        return queries[0][0] | queries[0][1]
    denied = ~queries[1][0] & ~queries[1][1]
    return (queries[0][0] | queries[0][1]) & denied if wanted else denied


def _read_both(text: str, configuration: str) -> tuple[SearchQuery, SearchQuery]:
    return (
        SearchQuery(text, config=configuration, search_type="websearch"),
        SearchQuery(text, config="simple", search_type="websearch"),
    )
