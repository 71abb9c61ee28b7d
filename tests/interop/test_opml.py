"""Lists of feeds in and out: folders flattened, hostile files harmless, what is written comes back."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from events.interop.opml import NotOpml, Subscription, read_opml, write_opml
from events.models import Feed
from tests.factories import FeedFactory

LIST = b"""<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>
 <outline text="World"><outline type="rss" text="One &amp; two" xmlUrl="https://one.example/feed" htmlUrl="https://www.one.example/"/>
  <outline text="Deep"><outline xmlurl=" https://two.example/rss " title="Two"/></outline></outline>
 <outline text="again" xmlUrl="https://one.example/feed"/><outline text="a note"/>
 <outline text="inside" xmlUrl="http://127.0.0.1:5432/"/><outline text="file" xmlUrl="file:///etc/passwd"/></body></opml>"""


def test_feeds_are_found_in_folders_each_once() -> None:
    found = read_opml(LIST)
    assert [sub.url for sub in found[:2]] == ["https://one.example/feed", "https://two.example/rss"]
    assert found[1] == Subscription("https://two.example/rss", "Two") and len(found) == 4


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"<html/>", b"{}", b"<opml", b"x" * 20_000_000])
def test_what_is_no_list_is_refused(data: bytes) -> None:
    try:
        assert read_opml(data) == []
    except NotOpml as error:
        assert str(error)


def test_entities_open_no_file_and_do_not_grow(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    bomb = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 12))
    data = f"""<!DOCTYPE opml [<!ENTITY e0 "x"><!ENTITY f SYSTEM "file://{tmp_path}/secret">{bomb}]>
    <opml><body><outline text="&e11;&f;" xmlUrl="https://one.example/&f;"/></body></opml>"""
    with contextlib.suppress(NotOpml):
        assert "SECRET" not in str(read_opml(data.encode()))


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: f"<opml>{text}</opml>".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(NotOpml):
        read_opml(data)


@pytest.mark.django_db
def test_a_list_is_taken_in_once_and_comes_back(tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_bytes(LIST)
    for told in ("2 added, 0 known already, 2 left out", "0 added, 2 known already, 2 left out"):
        out, err = io.StringIO(), io.StringIO()
        call_command("opml", str(tmp_path / "feeds.opml"), stdout=out, stderr=err)
        assert told in out.getvalue() and "127.0.0.1" in err.getvalue() and "file:" in err.getvalue()
    feed = Feed.objects.get(url="https://one.example/feed")
    assert feed.title == "One & two" and feed.next_check_at and feed.source and feed.source.domain == "one.example"
    FeedFactory(title='<b>"odd"</b>\x0b', url="https://three.example/?a=1&b=2")
    FeedFactory(enabled=False)
    out = io.StringIO()
    call_command("opml", export=True, stdout=out)
    found = read_opml(out.getvalue().encode())
    assert [sub.url for sub in found] == [feed.url for feed in Feed.objects.filter(enabled=True).order_by("pk")]
    assert found[-1].title == '<b>"odd"</b>' and found[0].site == "https://one.example/"
    assert read_opml(write_opml(Feed.objects.filter(pk=feed.pk).select_related("source")))[0].title == "One & two"


@pytest.mark.django_db
def test_the_command_says_what_is_missing(tmp_path: Path) -> None:
    for arguments in ([], ["x", "--export"], [str(tmp_path / "none")]):
        with pytest.raises(CommandError):
            call_command("opml", *arguments)
