"""When Python's cyclic garbage collector may run: between batches, not within them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collect_between() -> Iterator[None]:
    """Hold the collector while a batch makes its many records, and look at the young ones once at the end.

    Within a batch nearly all that it finds is still in use: looking took a fifth of the time of concluding (25 to
    20.5 ms an article of 900, 23 November 2026). Nested calls leave it to the outermost.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect(0)
