"""Is this process well? Asked by containers and load balancers: `GET /healthz/`, or `python3 -m newsbase.health …`.

The command needs no Django, so that asking every few seconds costs little.
"""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newsbase.env import env_path

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

PATH = "/healthz/"
ANSWER_SECONDS = 8
# Beat writes its schedule every three minutes; after three missed turns it hangs.
STALE_SECONDS = 600
USAGE = "usage: python3 -m newsbase.health web URL | beat"


class HealthCheck:
    """Answer `/healthz/` before any other middleware: 200 when the database answers, 503 when not; no host check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != PATH:
            return self.get_response(request)
        from django.db import DatabaseError, connection
        from django.http import HttpResponse

        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:  # its text may name host and user: not for everybody
            return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")


def check_web(address: str) -> str:
    """Ask a web server; returns what is wrong, "" when nothing is."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address.rstrip("/") + PATH, timeout=ANSWER_SECONDS):
            return ""
    except urllib.error.HTTPError as error:
        return f"{address} answers {error.code}: {error.read(200).decode('utf-8', 'replace').strip()}"
    except (OSError, ValueError) as error:
        return f"{address} cannot be reached: {error}"


def check_beat(folder: Path, now: float) -> str:
    """Look at the age of beat's schedule file; returns what is wrong, "" when nothing is."""
    ages = [now - file.stat().st_mtime for file in folder.glob("beat-schedule*")]
    if not ages:
        return f"beat wrote no schedule in {folder}"
    return f"beat has not written its schedule for {min(ages):.0f} s" if min(ages) > STALE_SECONDS else ""


def main(arguments: list[str]) -> int:
    """Check one kind of process; 0 when it is well, 1 and one line when not, 2 for a wrong call."""
    match arguments:
        case ["web", address]:
            problem = check_web(address)
        case ["beat"]:
            home = env_path("NEWSBASE_HOME", Path(__file__).resolve().parent.parent / "var")
            problem = check_beat(home / "run", time.time())
        case _:
            problem = USAGE
    if problem:
        print(problem, file=sys.stderr)
    return 2 if problem is USAGE else int(bool(problem))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
