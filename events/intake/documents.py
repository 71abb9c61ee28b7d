"""What is handed in: documents as people write them, checked field by field and turned into frozen records."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

# A book is about 600,000 characters; a longer "article" is a mistake or an attack. Settings may lower or raise it.
MAX_TEXT_CHARACTERS = 2_000_000
LIMITS = {"id": 500, "title": 1000, "url": 2000, "outlet": 253, "lang": 12}
# Half of a surrogate pair, or NUL: neither can be stored as text; replaced one for one, so that offsets still hold.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
PARTIAL_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?$")


class InvalidDocument(ValueError):
    """A document that cannot be taken in. Names the field, the value and the way out."""

    def __init__(self, field: str, value: object, why: str) -> None:
        super().__init__(f"{field}: {why} (got {shorten(value)})")
        self.field = field
        self.why = why


@dataclass(frozen=True, slots=True)
class SuppliedDocument:
    """A document somebody handed in: text exactly as given, or HTML to be read. Offsets will count in `text`."""

    reference: str
    external_id: str
    text: str | None
    html: str | None
    title: str
    published_at: datetime | None
    published_precision: str
    outlet: str
    url: str
    language: str
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """An address to be fetched by the read stage. `refetch`: also when it is known already (a person asked).

    `body_html`: the article's words out of a feed, read where the page itself cannot be had.
    """

    reference: str
    url: str
    published_at: datetime | None = None
    title: str = ""
    refetch: bool = False
    body_html: str = ""


@dataclass(frozen=True, slots=True)
class BadDocument:
    """What could not even be read as a document; counted as rejected with its reason."""

    reference: str
    reason: str


def shorten(value: object, limit: int = 60) -> str:
    shown = repr(value)
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"


def clean_text(value: str) -> str:
    """Replace what no database can hold, one for one."""
    return UNSTORABLE.sub("\ufffd", value)


def parse_document(
    row: Mapping[str, Any], reference: str = "", max_characters: int = MAX_TEXT_CHARACTERS
) -> SuppliedDocument:
    """Read one object of the bulk format ({"id", "text" | "html", "title", "published", "outlet", "url", "lang"}).

    Raises InvalidDocument. Unknown fields are ignored, so that gold files and other tools' exports can be handed in.
    """
    if not isinstance(row, Mapping):
        raise InvalidDocument("document", row, "must be a JSON object")
    identifier = row.get("id")
    if isinstance(identifier, int) and not isinstance(identifier, bool):
        identifier = str(identifier)
    external_id = _text(identifier, "id")
    text, html = row.get("text"), row.get("html")
    for name, value in (("text", text), ("html", html)):
        if value is not None and not isinstance(value, str):
            raise InvalidDocument(name, value, "must be a string")
        if value is not None and len(value) > max_characters:
            raise InvalidDocument(name, f"{len(value)} characters", f"at most {max_characters}; split the document")
    if text is None and html is None:
        raise InvalidDocument("text", None, 'give "text" or "html"')
    if text is not None and html is not None:
        raise InvalidDocument("html", "text and html", "give one of the two, not both")
    if not (text if text is not None else html or "").strip():
        raise InvalidDocument("text" if text is not None else "html", "", "is empty")
    published_at, precision = parse_published(row.get("published"))
    return SuppliedDocument(
        reference=reference or external_id,
        external_id=external_id,
        text=None if text is None else clean_text(text),
        html=None if html is None else clean_text(html),
        title=_text(row.get("title"), "title"),
        published_at=published_at,
        published_precision=precision,
        outlet=parse_outlet(row.get("outlet")),
        url=parse_url(row.get("url")),
        language=_text(row.get("lang"), "lang").lower(),
        authors=_authors(row.get("authors")),
    )


def parse_jsonl(
    lines: Iterable[bytes], name: str, max_characters: int = MAX_TEXT_CHARACTERS
) -> Iterator[SuppliedDocument | FetchRequest | BadDocument]:
    """Read JSON Lines (UTF-8, lines end at \\n alone); a broken line is a BadDocument that names its number."""
    for number, raw in enumerate(lines, start=1):
        reference = f"{name}:{number}"
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        try:
            row = json.loads(raw.decode("utf-8"))
            yield parse_request(row, reference, max_characters)
        except UnicodeDecodeError as error:
            yield BadDocument(reference, f"line {number}: not UTF-8 (byte {error.start})")
        except json.JSONDecodeError as error:
            yield BadDocument(reference, f"line {number}: not JSON: {error.msg} (column {error.colno})")
        except RecursionError:
            yield BadDocument(reference, f"line {number}: nested too deeply")
        except ValueError as error:
            yield BadDocument(reference, f"line {number}: {error}")


def parse_request(
    row: Any, reference: str = "", max_characters: int = MAX_TEXT_CHARACTERS
) -> SuppliedDocument | FetchRequest:
    """Read an object that is a document, or that only names a `url` to be fetched."""
    if isinstance(row, Mapping) and row.get("text") is None and row.get("html") is None and row.get("url"):
        published_at, _ = parse_published(row.get("published"))
        url = parse_url(row["url"])
        return FetchRequest(reference or url, url, published_at, _text(row.get("title"), "title"), refetch=True)
    return parse_document(row, reference, max_characters)


def parse_published(value: object) -> tuple[datetime | None, str]:
    """Read an ISO 8601 time (no zone: UTC), a bare date, month or year; returns (aware time or None, precision).

    A time keeps the offset that it was written with.
    """
    if value is None or value == "":
        return None, "unknown"
    if not isinstance(value, str):
        raise InvalidDocument("published", value, "must be an ISO 8601 time or date such as 2022-01-24T09:00:00Z")
    text = value.strip()
    try:
        partial = PARTIAL_DATE.match(text)
        if partial:
            month = int(partial[2] or 1)
            return datetime(int(partial[1]), month, 1, tzinfo=UTC), "month" if partial[2] else "year"
        if len(text) == 10:
            day = date.fromisoformat(text)
            return datetime(day.year, day.month, day.day, tzinfo=UTC), "day"
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment.astimezone(UTC)  # what lies before the year 1 there is refused here
        return moment, "second"
    except (ValueError, OverflowError):
        raise InvalidDocument(
            "published", value, "must be an ISO 8601 time or date such as 2022-01-24T09:00:00Z"
        ) from None


def parse_url(value: object) -> str:
    """Check an http(s) address; it is not fetched here."""
    url = _text(value, "url").strip()
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host, parts = None, None
    if not parts or parts.scheme.lower() not in {"http", "https"} or not host or re.search(r"\s", url):
        raise InvalidDocument("url", url, "must be an http:// or https:// address")
    return url


def parse_outlet(value: object) -> str:
    """Reduce an outlet to its domain: "https://www.Example.org/x" and "example.org" are one."""
    outlet = _text(value, "outlet").strip().lower()
    if "://" in outlet:
        outlet = urlsplit(outlet).hostname or ""
    return outlet.removeprefix("www.").strip("/ ")


def _text(value: object, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidDocument(field, value, "must be a string")
    if len(value) > LIMITS[field]:
        raise InvalidDocument(field, value, f"has {len(value)} characters; at most {LIMITS[field]}")
    return clean_text(value)


def _authors(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InvalidDocument("authors", value, "must be a list of strings")
    return tuple(clean_text(name)[:200] for name in names[:50])
