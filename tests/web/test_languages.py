"""The pages in another language: chosen, kept in a cookie, with nothing of a page lost; and written from the right."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.urls import reverse

from tests.web.story import LISTS, make_story, read

CATALOGUES = sorted(Path(site_settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))
FIELDS = re.compile(r"%\(\w+\)[sd]")
ENTRY = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)', re.M)


def read_ids(catalogue: Path) -> list[str]:
    entries = ENTRY.findall(catalogue.read_text(encoding="utf-8"))
    texts = ["".join(re.findall(r'"((?:[^"\\]|\\.)*)"', entry)) for entry in entries]
    return [text.replace('\\"', '"').replace("\\n", "\n") for text in texts if text]


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_catalogue_is_compiled_whole_and_keeps_every_field(catalogue: Path) -> None:
    with catalogue.with_suffix(".mo").open("rb") as compiled:
        told = gettext.GNUTranslations(compiled)
    ids = read_ids(catalogue)
    assert len(ids) > 500
    for text in ids:
        plural = [told.ngettext(text, "\0", n) for n in (1, 2)]
        is_plural = "\0" not in plural and plural[0] != text
        written = plural if is_plural else [told.gettext(text)]
        for one in written:
            assert one.strip(), text
            assert set(FIELDS.findall(one)) == set(FIELDS.findall(text)), (text, one)


@pytest.mark.django_db
def test_the_language_chosen_at_the_foot_stays(client: Client) -> None:
    event = make_story()
    address = reverse("event_detail", args=[event.pk]) + "?from=here"
    answer = client.get(reverse("choose_language", args=["de"]), headers={"Referer": f"http://testserver{address}"})
    assert answer.status_code == 302 and answer["Location"] == address
    page = read(client, address)
    assert '<html lang="de">' in page and "Was geschah" in page and "1 Artikel" in page and "Januar 2022" in page
    assert client.get(address)["Content-Language"] == "de"
    client.get(reverse("choose_language", args=["en-gb"]))
    assert "What happened" in read(client, address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "back", ["https://evil.example/", "http://testserver//evil.example/", "javascript:alert(1)", ""]
)
def test_choosing_a_language_leads_nowhere_else(client: Client, back: str) -> None:
    answer = client.get(reverse("choose_language", args=["de"]), headers={"Referer": back})
    assert answer["Location"] == reverse("event_list")
    read(client, reverse("choose_language", args=["xx"]), 404)


@pytest.mark.django_db
def test_every_page_is_whole_in_every_language(client: Client, settings: Any) -> None:
    event = make_story()
    link = event.memberships.get()
    addresses = [reverse(name) for name in (*LISTS, "event_map", "event_timeline", "help", "status", "compare_sources")]
    addresses += [
        reverse("event_detail", args=[event.pk]),
        reverse("article_detail", args=[link.article_id]),
        reverse("actor_detail", args=[event.event_actors.get().actor_id]),
        reverse("claim_detail", args=[link.article.claims.get().pk]),
        reverse("source_detail", args=[link.article.source_id]),
        reverse("search") + "?q=inmates",
    ]
    client.cookies["django_language"] = "de"
    for address in addresses:
        page = read(client, address)
        html5lib.HTMLParser(strict=True).parse(page)
        assert "%(" not in page and "Sign in" not in page, address
    settings.LANGUAGE_CODE = "ar"
    assert '<html lang="ar" dir="rtl">' in read(Client(), reverse("event_list"))


@pytest.mark.django_db
def test_the_api_speaks_one_language(client: Client) -> None:
    client.cookies["django_language"] = "de"
    answer = client.get("/api/v1/events/?colour=red")
    assert answer.status_code == 400 and "Content-Language" not in answer
