"""A page's own address, as it names it; believed within its own registrable domain only."""

from __future__ import annotations

import functools
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml.html import HtmlElement
from tldextract import TLDExtract

from events.pipeline.addresses import MAX_URL_CHARACTERS

# The list of public suffixes that comes with the package: nothing is downloaded, nothing written.
_extract = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


@functools.lru_cache(maxsize=4096)
def find_registrable_domain(host: str) -> str:
    """Return what somebody registered ("news.example.co.uk" -> "example.co.uk"); a host without one is its own."""
    host = host.lower().rstrip(".")
    parts = _extract(host)
    if parts.suffix or parts.ipv4 or parts.ipv6:
        return parts.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])  # the public suffix list's rule for endings that it does not have


def find_canonical(tree: HtmlElement, url: str) -> str:
    """Return the address in <link rel=canonical> (else og:url), or "" where there is none to be believed."""
    if not url:
        return ""
    links = [node.get("href") for node in tree.iter("link") if "canonical" in (node.get("rel") or "").lower().split()]
    links += [node.get("content") for node in tree.iter("meta") if (node.get("property") or "").lower() == "og:url"]
    for link in links:
        address = _resolve((link or "").strip(), url)
        if address:
            return address
    return ""


def _resolve(link: str, url: str) -> str:
    if not link or len(link) > MAX_URL_CHARACTERS or any(ord(character) < 33 for character in link):
        return ""
    try:
        address = urldefrag(urljoin(url, link)).url
        named, page = urlsplit(address), urlsplit(url)
        same = find_registrable_domain(named.hostname or "") == find_registrable_domain(page.hostname or "")
        odd_port = named.port not in (None, 80, 443, page.port)
    except ValueError:
        return ""
    if named.scheme not in ("http", "https") or not named.hostname or "@" in named.netloc or not same or odd_port:
        return ""
    # Sites that name their front page as the canonical address of everything would make one article of all.
    if named.path in ("", "/") and not named.query and (page.path not in ("", "/") or page.query):
        return ""
    return address
