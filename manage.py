#!/usr/bin/env python3
"""Newsbase's one command: prepares what it needs (newsbase/bootstrap.py), then hands over to Django."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - any Python can read this file and say so
    sys.exit("newsbase: Python 3.11 or newer is needed; run it as, say: python3.12 manage.py. This is " + sys.version)

from newsbase import bootstrap

if __name__ == "__main__":
    bootstrap.ensure(sys.argv)  # may replace this process by one that has all requirements
    from newsbase import launch

    sys.exit(launch.run_command(sys.argv))
