"""Every word that a template shows can be said in another language, and German says all of them."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for kind in ("html", "txt") for path in (ROOT / "templates").rglob(f"*.{kind}"))
# Drawn without a context, when the language cannot be known; and a page for developers alone.
UNTRANSLATED = {"400.html", "500.html", "events/styleguide.html"}
NAMES = {"Newsbase", "News", "base", "SHA-256"}  # the product's name, which the masthead writes in two parts; a norm's
MARKED = re.compile(
    r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\b.*?%}", re.S
)
TAG, VERBATIM = re.compile(r"{%.*?%}|{{.*?}}", re.S), re.compile(r"<(code|kbd|pre|script|style)\b.*?</\1>", re.S)
SPOKEN = re.compile(r'\b(?:title|alt|aria-label|placeholder|data-label)="([^"]*)"')
IN_ENGLISH = re.compile(r'\|default(?:_if_none)?:"[^"]*[A-Za-z]{2}|\|pluralize')


def find_untranslated(template: str) -> list[str]:
    """Return the words of a template that are shown or read out and stand in no translation tag."""
    template = MARKED.sub("\0", template)
    bare = [match.group() for match in IN_ENGLISH.finditer(template)]
    template = VERBATIM.sub("\0", TAG.sub("\0", template))
    words = [*SPOKEN.findall(template), *re.split(r"\0|<[^>]*>", template)]
    cores = [word for text in words for word in (html.unescape(text).strip(" \n·,.:;()“”"),)]
    return bare + [core for core in cores if re.search(r"[^\W\d_]", core) and core not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_shows_no_word_that_cannot_be_translated(path: Path) -> None:
    if str(path.relative_to(ROOT / "templates")) not in UNTRANSLATED:
        assert find_untranslated(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Said plainly</p>", ["Said plainly"]),
        ("<p>{{ n }} article{{ n|pluralize }}</p>", ["|pluralize", "article"]),
        ('<p title="To be seen">{{ name }}</p>', ["To be seen"]),
        ('{{ name|default:"nobody" }}', ['|default:"nobody']),
        ('<p>{% translate "Said" %}: {{ name }} · Newsbase <code>manage.py up</code>{# a note #}</p>', []),
        ("{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}", []),
    ],
)
def test_untranslated_words_are_found(template: str, found: list[str]) -> None:
    assert find_untranslated(template) == found


def test_german_lacks_nothing_and_guesses_nothing() -> None:
    entries = (ROOT / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8").split("\n\n")[1:]
    said = [re.sub(r'"\n"', "", entry) for entry in entries if not entry.startswith("#~")]
    assert [entry for entry in said if re.search(r'^msgstr(?:\[\d\])? ""$', entry, re.M) or "#, fuzzy" in entry] == []


def test_german_has_each_sentence_of_the_templates() -> None:
    known = re.sub(r'"\n"', "", (ROOT / "locale/de/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
    ids = set(re.findall(r'^msgid "(.*)"$', known, re.M))
    wanted = {
        words.replace('"', '\\"')
        for path in TEMPLATES
        for _, words in re.findall(r"""(?:{%\s*trans(?:late)?\s+|\b_\()(["'])(.+?)\1""", path.read_text("utf-8"))
    }
    assert len(wanted) > 300 and wanted - ids == set()
