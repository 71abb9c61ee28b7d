"""Draw every page of a running site: `python -m tests.browser.shoot --site http://127.0.0.1:8000 --into shots`.

Each page is drawn on a desk, on a phone and in the dark, as PNG files named NAME-LOOK.png; what the console complains of,
and pages wider than their window, are printed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.browser.tour import list_tour, read_arguments, start_browser

LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
}
TALLEST = 2600
"""Pixels of a page that are drawn; what is below repeats what is above."""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def main() -> None:
    wanted = read_arguments(__doc__ or "")
    folder = Path(wanted.into)
    folder.mkdir(parents=True, exist_ok=True)
    with start_browser() as browser:
        for look, options in LOOKS.items():
            context = browser.new_context(**options, reduced_motion="reduce")
            page = context.new_page()
            page.on("pageerror", print)
            width = options["viewport"]["width"]
            for name, path in list_tour(wanted.site, wanted.only).items():
                page.goto(wanted.site + path, wait_until="networkidle")
                if over := int(page.evaluate(TOO_WIDE)):
                    print(f"{path} is {over} pixels too wide on a {look}")
                tall = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
                clip: Any = {"x": 0, "y": 0, "width": width, "height": tall}
                page.screenshot(path=folder / f"{name}-{look}.png", full_page=True, clip=clip)
            context.close()


if __name__ == "__main__":
    main()
