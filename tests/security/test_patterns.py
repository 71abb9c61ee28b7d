"""No regular expression of ours can be kept busy by what somebody writes (ReDoS)."""

from __future__ import annotations

import json
import subprocess
import sys

from tests.security.time_patterns import LIMIT_SECONDS, ROOT


def test_no_pattern_takes_long_on_hostile_strings() -> None:
    command = [sys.executable, "-m", "tests.security.time_patterns"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) > 200  # they are found at all
    slow = [f"{row['where']} on {row['pump']!r}: {row['pattern']}" for row in rows if row["seconds"] >= LIMIT_SECONDS]
    assert not slow, "\n".join(slow)
