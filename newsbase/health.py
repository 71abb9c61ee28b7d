"""Is this process well? Asked by containers and load balancers: `/healthz/`, `/readyz/`, `python3 -m newsbase.health`.

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
READY_PATH = "/readyz/"
ANSWER_SECONDS = 8
# Beat writes its schedule every three minutes; after three missed turns it hangs.
STALE_SECONDS = 600
USAGE = "usage: python3 -m newsbase.health web URL | beat"


class HealthCheck:
    """Answer for probes before any other middleware, under any host name.

    `/healthz/`: 200 when the database answers. `/readyz/`: 200 when its tables are those of this code too, so that a new
    process gets no requests before it can serve them; 503 says in one line what is missing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.migrated = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        path = request.path.rstrip("/") + "/"
        if path not in (PATH, READY_PATH):
            return self.get_response(request)
        from django.db import DatabaseError
        from django.http import HttpResponse

        try:
            problem = self.find_problem(path)
        except DatabaseError:  # its text may name host and user: not for everybody
            problem = "the database does not answer"
        if problem:
            return HttpResponse(f"{problem}\n", status=503, content_type="text/plain")
        return HttpResponse("ok\n", content_type="text/plain")

    def find_problem(self, path: str) -> str:
        """Return what is wrong, "" when nothing is; raises `DatabaseError`."""
        from django.db import connection
        from django.db.migrations.executor import MigrationExecutor

        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if path == READY_PATH and not self.migrated:
            executor = MigrationExecutor(connection)
            missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if missing:
                return f"{missing} migrations are missing: python3 manage.py migrate"
            self.migrated = True  # an older database does not come back under a running process
        return ""


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
