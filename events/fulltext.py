"""Full-text search: how text and queries are folded, and which configuration a language gets."""

from __future__ import annotations

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
# What one row indexes at most; a tsvector of more would near PostgreSQL's 1 MB limit.
MAX_CHARACTERS = 200_000


def configuration_for(language: str) -> str:
    """Return the text search configuration of an article's language code, `simple` where there is none."""
    return CONFIGURATIONS.get(language.split("-")[0].lower(), "simple")


def fold_for_search(text: str) -> str:
    """Take off accents and unify quotes and dashes, so that "Sao Paulo" finds "São Paulo"; scripts stay as they are."""
    decomposed = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS].replace("’", "'").replace("\x00", " "))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def build_query(words: str, language: str = "en") -> SearchQuery | CombinedSearchQuery:
    """Read what a person typed (words, "phrases", -not, or) as a query that matches stemmed and plain rows alike."""
    folded = fold_for_search(words)
    stemmed = SearchQuery(folded, config=configuration_for(language), search_type="websearch")
    plain = SearchQuery(folded, config="simple", search_type="websearch")
    return stemmed | plain
