#!/usr/bin/env python3
"""Newsbase's one command: prepares what it needs (newsbase/bootstrap.py), then hands over to Django."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file must be readable to any Python
    sys.exit(
        "newsbase: Python 3.11 or newer is needed, this is %d.%d; run it as, say, python3.12 manage.py"
        % sys.version_info[:2]  # noqa: UP031
    )

from newsbase import bootstrap


def main() -> int:
    """Run one command inside an environment that has all requirements; the database is up while it runs."""
    bootstrap.ensure(sys.argv)
    from newsbase import launch

    return launch.run_command(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
