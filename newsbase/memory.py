"""What a process has loaded stays loaded: the garbage collector need not look through it again and again."""

from __future__ import annotations

import gc

# Objects made between two looks at the youngest ones; Python's own 700 suit programs smaller than a page of ours.
YOUNGEST = 10_000


def keep_what_is_loaded() -> None:
    """Take all objects there are out of the collector's sight; call once a process has loaded what it needs.

    A web process holds 250,000, and a full collection, in the middle of one request of about thirty, took 212 ms of it.
    Before a fork it also keeps the collector from writing into, and so copying, the pages that children share.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNGEST, 20, 20)
