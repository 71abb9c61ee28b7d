"""Articles are read out of pages of many makes; what is no article is rejected with its reason."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.pipeline.canonical import find_canonical, find_registrable_domain
from events.pipeline.decode import decode_page
from events.pipeline.errors import Reject
from events.pipeline.extract import drop_scripts, extract_article, parse_page
from events.pipeline.furniture import clean_lines
from events.pipeline.headline import strip_site
from events.pipeline.page_date import read_date
from events.pipeline.records import ExtractedArticle

PAGES = Path(__file__).parent.parent / "data" / "pages"
NOW = datetime(2024, 1, 1, tzinfo=UTC)


def read(name: str, url: str = "https://www.courier.example/news/page?x=1", content_type: str = "") -> ExtractedArticle:
    return extract_article((PAGES / f"{name}.html").read_bytes(), url, content_type, now=NOW)


def test_a_news_page_is_read_without_its_furniture() -> None:
    article = read("harbour-fire")
    lines = article.text.split("\n")
    assert article.title == "Fire at Lowmouth harbour destroys three warehouses"
    assert lines[0].startswith("A fire that broke out shortly before midnight")
    assert lines[-1].endswith("too early to tell.")
    assert len(lines) == 5
    assert article.authors == ("Ada Brook", "Jonas Pell")
    assert (article.language, article.site_name) == ("en", "The Lowmouth Courier")
    assert article.canonical_url == "https://www.courier.example/news/harbour-fire"


@pytest.mark.parametrize("words", ["Sign up here", "Share this", "Follow us", "Advertisement", "Read more:", "cookies"])
def test_furniture_lines_are_gone(words: str) -> None:
    assert words not in read("harbour-fire").text


def test_a_sentence_that_begins_like_furniture_stays() -> None:
    assert "Signing up for the volunteer brigade has become popular" in read("harbour-fire").text


def test_a_repeated_paragraph_stands_once() -> None:
    assert read("harbour-fire").text.count("About ninety firefighters") == 1


def test_a_time_with_a_zone_is_exact() -> None:
    article = read("harbour-fire")
    assert (article.published_at, article.published_precision) == (datetime(2021, 3, 13, 2, 40, tzinfo=UTC), "second")


@pytest.mark.parametrize(
    ("name", "moment", "precision"),
    [
        ("live-blog", datetime(2016, 7, 21, tzinfo=UTC), "day"),
        ("no-metadata", datetime(2018, 6, 4, tzinfo=UTC), "day"),
        ("wrong-language-label", datetime(2019, 9, 30, tzinfo=UTC), "day"),
        ("results-table", datetime(2022, 5, 1, tzinfo=UTC), "month"),
        ("short-notice", datetime(2020, 11, 2, 6, 12, tzinfo=UTC), "second"),
        ("future-date", None, "unknown"),
        ("paywall", None, "unknown"),
    ],
)
def test_a_date_is_as_exact_as_the_page_says(name: str, moment: datetime | None, precision: str) -> None:
    article = read(name)
    assert (article.published_at, article.published_precision) == (moment, precision)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("no-metadata", "Bridge over the Senn reopens after two years"),
        ("paywall", "Dockers reject offer, strike goes on"),
        ("broken-markup", "Weather office warns of a storm"),
        ("live-blog", "Flood in the Senn valley: live updates"),
    ],
)
def test_the_headline_is_what_stands_over_the_article(name: str, title: str) -> None:
    assert read(name).title == title


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("windows-1251", "ru", "«Мы ждали этого дня долго»"),
        ("shift-jis", "ja", "全長は三百二十メートル"),
        ("latin-1-label", "en", "“We lost everything but the clock,”"),
        ("utf-16", "en", "Cape Holm retires"),
        ("wrong-language-label", "de", "Die neue Fähre"),
    ],
)
def test_encodings_and_languages_are_told(name: str, language: str, words: str) -> None:
    article = read(name)
    assert article.language == language
    assert words in article.text


def test_the_header_names_the_encoding_where_the_page_does_not() -> None:
    page = (
        "<html><body><p>"
        + "Zażółć gęślą jaźń, powiedział burmistrz miasta w poniedziałek rano. " * 4
        + "</p></body></html>"
    )
    article = extract_article(page.encode("iso-8859-2"), "", "text/html; charset=ISO-8859-2")
    assert "Zażółć gęślą jaźń" in article.text


def test_a_paywall_leaves_only_what_was_said() -> None:
    assert read("paywall").text.split("\n")[-1].endswith("before ships return.")
    assert "subscri" not in read("paywall").text.casefold()


def test_a_table_of_results_is_kept_row_by_row() -> None:
    assert "Marlow | 18,204 | 14,911" in read("results-table").text.split("\n")


@pytest.mark.parametrize(
    ("name", "reason"),
    [("section-front", "not_an_article"), ("soft-404", "not_an_article"), ("too-short", "too_short")],
)
def test_what_is_no_article_is_rejected(name: str, reason: str) -> None:
    with pytest.raises(Reject) as caught:
        read(name)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "empty"),
        ("", "empty"),
        (b" \n\t ", "empty"),
        (b"\0" * 100, "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, "not_html"),
        (b"\x7fELF" + b"\0\1\2" * 500, "not_html"),
        ("only words, no markup at all", "not_html"),
        ("<" * 10_000, "not_html"),
        ("<html><body></body></html>", "too_short"),
        ("<script>" * 100_000, "not_html"),
        ("<p>" + "x" * 3_000_001, "too_large"),
        ("<body>" + "<p>a</p>" * 30_000, "too_large"),
        ("<div>" * 30_000 + "x", "not_html"),
    ],
)
def test_garbage_is_rejected_with_its_reason(page: bytes | str, reason: str) -> None:
    with pytest.raises(Reject) as caught:
        extract_article(page, "https://courier.example/")
    assert caught.value.reason == reason


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)))
def test_any_input_is_an_article_or_rejected(page: bytes | str) -> None:
    wrapped = [page, b"<html><body><p>" + page] if isinstance(page, bytes) else [page, "<html><body><p>" + page]
    for one in wrapped:
        try:
            article = extract_article(one, "https://courier.example/x")
        except Reject:
            continue
        assert article.text.strip()
        assert not re.search("[\0\ud800-\udfff]", article.text + article.title)


@given(
    st.lists(st.sampled_from(["<script>", "</script>", "<style a='b'>", "</STYLE>", "<p>x</p>", "<SCRIPT type=x", ">"]))
)
def test_scripts_go_and_nothing_is_added(pieces: list[str]) -> None:
    page = "".join(pieces)
    assert len(drop_scripts(page)) <= len(page)
    assert not re.search(r"<style[^>]*>.*</style", drop_scripts("<style>p{}</style>" + page[:0]), re.I)


def test_linked_data_survives_where_scripts_go() -> None:
    page = 'a<script>x</script>b<script type="application/ld+json">{}</script>c'
    assert drop_scripts(page) == 'ab<script type="application/ld+json">{}</script>c'


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.courier.example/a", "https://www.courier.example/a"),
        ("https://m.courier.example/a#top", "https://m.courier.example/a"),
        ("/a", "https://www.courier.example/a"),
        ("https://courier.example.evil.example/a", ""),
        ("https://other.example/a", ""),
        ("https://www.courier.example/", ""),
        ("https://u@www.courier.example/a", ""),
        ("https://www.courier.example:22/a", ""),
        ("javascript:alert(1)", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_a_canonical_address_counts_within_its_own_domain(link: str, expected: str) -> None:
    tree = parse_page(f'<html><head><link rel="canonical" href="{link}"></head><body></body></html>')
    assert find_canonical(tree, "https://www.courier.example/a?utm=1") == expected
    assert find_canonical(tree, "") == ""


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.example.co.uk", "example.co.uk"),
        ("Example.ORG.", "example.org"),
        ("one.github.io", "one.github.io"),
        ("www.paper.example", "paper.example"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
    ],
)
def test_registrable_domains_come_from_the_bundled_list(host: str, domain: str) -> None:
    assert find_registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2021-03-12T21:40:00Z", datetime(2021, 3, 12, 21, 40, tzinfo=UTC), "second"),
        ("2021-03-12 21:40:00 +01:00", datetime(2021, 3, 12, 20, 40, tzinfo=UTC), "second"),
        ("2021-03-12T21:40:00+0100", datetime(2021, 3, 12, 20, 40, tzinfo=UTC), "second"),
        ("2021-03-12T21:40:00", datetime(2021, 3, 12, tzinfo=UTC), "day"),
        ("20210312", datetime(2021, 3, 12, tzinfo=UTC), "day"),
        ("2021-03", datetime(2021, 3, 1, tzinfo=UTC), "month"),
        ("2024-01-02", datetime(2024, 1, 2, tzinfo=UTC), "day"),
        ("2024-02-01", None, "unknown"),
        ("1970-01-01T00:00:00Z", None, "unknown"),
        ("0001-01-01T00:00:00+14:00", None, "unknown"),
        ("2021-13-45", None, "unknown"),
        ("yesterday", None, "unknown"),
        ("", None, "unknown"),
    ],
)
def test_a_written_date_is_read_as_it_is(text: str, moment: datetime | None, precision: str) -> None:
    assert read_date(text, NOW) == (moment, precision)


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment, precision = read_date(text, NOW)
    assert (moment is None) == (precision == "unknown")


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("Storm hits coast | The Post", "Storm hits coast"),
        ("The Post - Storm hits coast", "Storm hits coast"),
        ("Storm hits coast - north and south - The Post", "Storm hits coast - north and south"),
        ("Storm – what we know", "Storm – what we know"),
        ("The Post", ""),
        ("The Post | The Post", ""),
    ],
)
def test_the_site_is_taken_off_a_title(text: str, stripped: str) -> None:
    assert strip_site(text, {("the", "post")}) == stripped


PROSE = [
    "Follow the money, the opposition said, and it leads to the ministry on the other side of the square.",
    "Share prices in Easthaven fell by four percent on Tuesday after the port's operator warned of losses.",
    "Get vaccinated, doctors say, as the first doses are delivered to the islands.",
    "By using the terms of the old treaty the minister avoided a vote.",
    "For more than a decade the two towns have argued over who may visit the app's developers.",
    "Support our troops, the president told the assembly today.",
    "Copyright law was the subject of the third day of talks.",
    "Subscribe to no theory yet, the inspector told reporters.",
    "Related parties were not heard by the court, the lawyer said.",
    "The editor of a weekly newsletter was jailed for four years.",
    "Residents can sign up for the scheme from Monday.",
    "Contact between the two governments broke off in May.",
    "Published reports put the toll at forty, but no official would confirm it.",
    "Comments by the minister caused an outcry.",
    "Join the army or leave, the rebels told the villagers.",
]


@pytest.mark.parametrize("sentence", PROSE)
def test_reported_sentences_are_no_furniture(sentence: str) -> None:
    assert clean_lines(["First paragraph of the report.", sentence], "") == ["First paragraph of the report.", sentence]


@pytest.mark.parametrize(
    "body", ["“quoted” – café".encode(), "“quoted” – café".encode("utf-8-sig"), "“quoted” – café".encode("utf-16")]
)
def test_marks_and_utf8_are_recognised_without_a_label(body: bytes) -> None:
    assert decode_page(body) == "“quoted” – café"


def test_a_text_cut_between_two_bytes_is_still_utf8() -> None:
    text = "Die Fähre über den großen See fährt täglich außer dienstags. " * 20 + "ü"
    assert decode_page(text.encode()[:-1]).startswith("Die Fähre über den großen See")
