"""What the tests of the curators' pages share."""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse


def merge_page(table: str, *rows: Any) -> str:
    return f"{reverse('merge', args=[table])}?ids={','.join(str(row.pk) for row in rows)}"


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page's first form that has marks of what was seen."""
    return dict(re.findall(r'<input type="hidden" name="(seen-\d+)" value="([^"]*)"', page))
