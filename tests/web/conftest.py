"""The tests of the pages share one process and one address, so that what readers may ask a minute begins anew for each."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _fresh_throttles() -> None:
    cache.clear()
