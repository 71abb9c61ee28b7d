"""The pages of a running site with the sample corpus, by name: what `shoot` draws and `weigh` puts on the scales."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS


def read_arguments(description: str) -> argparse.Namespace:
    """Read the address of the running site and the folder to write into."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--site", default="http://127.0.0.1:8000", help="address of a running site")
    parser.add_argument("--into", default="shots", help="folder for what is written")
    parser.add_argument("--only", default="", help="names of pages, comma between; without it all")
    return parser.parse_args()


def list_tour(site: str, only: str = "") -> dict[str, str]:
    """Return address by name, each record being the one with most in it, as the site's own API tells."""
    event = max(_ask(site, "events/?page_size=200"), key=lambda row: row["size"])["id"]
    article = _ask(site, f"events/{event}/articles/?page_size=1")[0]["id"]
    place = max(_ask(site, "locations/?page_size=200"), key=lambda row: row["event_count"])["id"]
    actors = [row["id"] for row in _ask(site, "actors/?page_size=3")]
    sources = [row["id"] for row in _ask(site, "sources/?page_size=3")]
    claims = _ask(site, f"events/{event}/claims/?page_size=1") or _ask(site, "claims/?page_size=1")
    tour = {
        "front": "/",
        "map": "/map/",
        "timeline": "/timeline/",
        "event": f"/events/{event}/",
        "story": f"/events/{event}/story/",
        "article": f"/articles/{article}/",
        "actor": f"/actors/{actors[0]}/",
        "place": f"/locations/{place}/",
        "claim": f"/claims/{claims[0]['id']}/",
        "outlet": f"/sources/{sources[0]}/",
        "search": "/search/?q=city+council",
        "outlets-compared": f"/compare/sources/?one={sources[0]}&other={sources[1]}",
        "actors-compared": f"/compare/actors/?one={actors[0]}&other={actors[1]}",
        "articles": "/articles/",
        "actors": "/actors/",
        "places": "/locations/",
        "claims": "/claims/",
        "outlets": "/sources/",
        "runs": "/runs/",
        "help": "/help/",
        "status": "/status/",
        "login": "/accounts/login/",
        "nothing-found": "/?q=zzzqqq",
        "missing": "/events/99999999/",
    }
    wanted = [name for name in only.split(",") if name]
    return {name: path for name, path in tour.items() if not wanted or name in wanted}


def _ask(site: str, what: str) -> list[dict[str, Any]]:
    with urlopen(f"{site}/api/v1/{what}") as answer:
        return list(json.load(answer)["results"])


@contextmanager
def start_browser() -> Iterator[Browser]:
    """Start Debian's chromium, or what CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        raise SystemExit("chromium is missing: apt-get install chromium, or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
