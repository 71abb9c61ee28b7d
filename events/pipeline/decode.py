"""Turns a page's bytes into text: byte-order mark, valid UTF-8, what the page declares, and only then a guess."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from events.pipeline.errors import Reject

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers read for these labels (WHATWG); bytes 0x80-0x9F are quotes and dashes there, not control characters.
READ_AS = {"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
READ_AS |= {"ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932"}
READ_AS |= {
    "shift-jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-9": "cp1254",
    "tis-620": "cp874",
}
DECLARED = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I
)
IN_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
HEAD = 4096
GUESS_FROM = 32_768
# Pages have none; of images, archives and programs about 1 byte in 250 or more is zero.
MAX_ZERO_SHARE = 0.001
MAX_CONTROL_SHARE = 0.02


def decode_page(body: bytes, content_type: str = "") -> str:
    """Return the page as text without NUL characters; raises `Reject` ("empty", "not_html" for binary data)."""
    if not body.strip(b"\0 \t\r\n"):
        raise Reject("empty", "the page has no content")
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return check_text(body[len(mark) :].decode(encoding, "replace"))
    declared = _find_declared(body, content_type)
    if body.count(b"\0") > len(body) * MAX_ZERO_SHARE:
        if declared.startswith(("utf-16", "utf-32")):
            return check_text(body.decode(declared, "replace"))
        raise Reject("not_html", "binary data")
    if not declared.startswith("iso-2022"):  # its bytes are ASCII, and so valid UTF-8
        try:
            return check_text(body.decode("utf-8"))
        except UnicodeDecodeError as error:
            # A few broken bytes in what is otherwise UTF-8 are common: a text cut between two bytes.
            if declared in ("utf-8", "utf8", "") and _is_mostly_utf8(body, error):
                return check_text(body.decode("utf-8", "replace"))
    if declared and declared not in ("utf-8", "utf8"):
        return check_text(body.decode(declared, "replace"))
    best = from_bytes(body[:GUESS_FROM]).best()
    return check_text(body.decode(best.encoding if best else "cp1252", "replace"))


def check_text(text: str) -> str:
    """Return the text with characters that no page may hold replaced; raises `Reject` where they are many."""
    if not text.strip("\0 \t\r\n\ufeff"):
        raise Reject("empty", "the page has no content")
    sample = text[:100_000]
    strange = sum(
        1 for character in sample if (character < " " and character not in "\t\n\r\f") or character == "\ufffd"
    )
    if strange > len(sample) * MAX_CONTROL_SHARE:
        raise Reject("not_html", "binary data")
    return re.sub("[\0-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]", "\ufffd", text)


def _is_mostly_utf8(body: bytes, error: UnicodeDecodeError) -> bool:
    bad = body.decode("utf-8", "replace").count("\ufffd")
    good = sum(1 for byte in body if byte >= 0xC0) - bad
    return good > 4 * bad or error.start >= len(body) - 3


def _find_declared(body: bytes, content_type: str) -> str:
    labels = IN_HEADER.findall(content_type) + [
        label.decode("ascii", "ignore") for label in DECLARED.findall(body[:HEAD])
    ]
    for label in labels:
        name = READ_AS.get(label.lower(), label.lower())
        try:
            if codecs.lookup(name)._is_text_encoding and name != "utf-7":
                return name
        except LookupError:
            continue
    return ""
