"""Lists of feeds as OPML, in and out: what feed readers exchange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils import timezone
from lxml import etree

from events.intake.outlets import make_sources
from events.models import Feed
from events.pipeline.addresses import check_url
from events.pipeline.errors import Reject
from events.pipeline.policy import FetchPolicy

MAX_BYTES = 10_000_000
MOST_FEEDS = 10_000
MAX_TITLE = 300


class NotOpml(ValueError):
    """The file cannot be read as a list of feeds; the text says why."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """One feed of a list. `site`: the page it belongs to, "" where the list names none."""

    url: str
    title: str = ""
    site: str = ""


@dataclass(slots=True)
class OpmlReport:
    """What became of a list: `refused` has (address, why)."""

    added: int = 0
    known: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)


def read_opml(data: bytes) -> list[Subscription]:
    """The feeds of a list, folders flattened, each address once; raises NotOpml. Nothing outside the file is read."""
    if len(data) > MAX_BYTES:
        raise NotOpml(f"it has {len(data):,} bytes, at most {MAX_BYTES:,}")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotOpml(f"it is no XML: {error}") from None
    if root is None or etree.QName(root).localname.lower() != "opml":
        raise NotOpml("its outermost element is not opml")
    found: dict[str, Subscription] = {}
    for sub in _outlines(root):
        found.setdefault(sub.url, sub)
    if len(found) > MOST_FEEDS:
        raise NotOpml(f"it names {len(found):,} feeds, at most {MOST_FEEDS:,}")
    return list(found.values())


def _outlines(root: etree._Element) -> Iterator[Subscription]:
    for outline in root.iter("{*}outline", "outline"):
        held = {str(name).lower(): " ".join(str(value).split()) for name, value in outline.attrib.items()}
        if url := held.get("xmlurl", ""):
            yield Subscription(url, (held.get("title") or held.get("text", ""))[:MAX_TITLE], held.get("htmlurl", ""))


def import_feeds(subscriptions: Iterable[Subscription], policy: FetchPolicy) -> OpmlReport:
    """Store what is not there yet; beat polls it, and finds out which of it is a feed at all."""
    report = OpmlReport()
    for sub in subscriptions:
        try:
            url = check_url(sub.url, policy).url
        except Reject as error:
            report.refused.append((sub.url[:200], str(error)))
            continue
        host = (urlsplit(sub.site).hostname if sub.site.startswith("http") else "") or urlsplit(url).hostname or ""
        host = host.removeprefix("www.")
        held = {"title": sub.title, "source_id": make_sources({host})[host], "next_check_at": timezone.now()}
        _, created = Feed.objects.get_or_create(url=url, defaults=held)
        report.added += created
        report.known += not created
    return report


def write_opml(feeds: Iterable[Feed]) -> bytes:
    """The list of feeds, OPML 2.0; feeds with their `source` selected."""
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = "Feeds of Newsbase"
    for feed in feeds:
        name = _clean(feed.title or feed.url)
        outline = etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=_clean(feed.url))
        if feed.source is not None:
            outline.set("htmlUrl", f"https://{feed.source.domain}/")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _clean(text: str) -> str:
    """Without what XML cannot hold."""
    return "".join(c for c in text if c.isprintable())
