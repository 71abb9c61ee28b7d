"""Runs one manage.py command, with the embedded database up around it where it needs one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from newsbase.env import EnvError, env_path, env_str

ROOT = Path(__file__).resolve().parent.parent

# Commands that never open a database connection, or (up) that look after the database themselves.
WITHOUT_DATABASE = frozenset(
    {
        "up",
        "doctor",
        "help",
        "version",
        "--version",
        "--help",
        "-h",
        "makemigrations",
        "makemessages",
        "compilemessages",
    }
    | {"collectstatic", "findstatic", "spectacular", "startapp", "startproject", "diffsettings"}
)
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy", "newsbase", "events"),
)


def run_command(argv: list[str]) -> int:
    """Run the command of `argv` and return its exit code; what cannot start says so in one line on stderr."""
    command = argv[1] if len(argv) > 1 else "help"
    if command == "test":
        return run_tests(argv[2:])
    if command == "lint":
        return run_linters()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsbase.settings")
    from newsbase import embedded, server_check

    try:
        if command == "migrate" and env_str("DATABASE_URL"):
            for problem in (problems := server_check.find_problems(env_str("DATABASE_URL"))):
                print(f"newsbase: {problem}", file=sys.stderr)
            if problems:
                return 1
        if command in WITHOUT_DATABASE or "--help" in argv or env_str("DATABASE_URL"):
            return _execute(argv)
        with embedded.hold(env_path("NEWSBASE_HOME", ROOT / "var")):
            return _execute(argv)
    except (embedded.EmbeddedError, EnvError) as error:
        print(f"newsbase: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output left: `manage.py export … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("\nnewsbase: interrupted.", file=sys.stderr)
        return 130


def _execute(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(argv)
    return 0


def run_tests(arguments: list[str]) -> int:
    """Run pytest on the checkout; tests/conftest.py brings the database and chooses the settings.

    All of it runs in two processes, each with a database server of its own; what somebody picked, in one.
    """
    import pytest

    os.chdir(ROOT)
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    return int(pytest.main(arguments or ["-n", "2", "--dist", "loadfile"]))


def run_linters() -> int:
    """Run every linter, not only up to the first that complains; 1 when any did."""
    codes = [subprocess.run([sys.executable, "-m", *linter], cwd=ROOT).returncode for linter in LINTERS]
    return int(any(codes))
