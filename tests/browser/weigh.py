"""Weigh the pages of a running site: `python -m tests.browser.weigh --site http://127.0.0.1:8000`.

It prints the table of docs/PAGES.md. Weight is what goes over the wire in Chromium with an empty cache, headers included;
layout shift is what the browser counts.
"""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.browser.tour import list_tour, read_arguments, start_browser

SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) sum += e.value; }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 200);
})"""


def weigh_page(browser: Browser, address: str) -> tuple[float, float, float]:
    """Return kilobytes of the page itself, kilobytes with all it loads, and its layout shift."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    kinds: dict[str, str] = {}
    weights: dict[str, float] = {}
    wire.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["type"]}))
    wire.on("Network.loadingFinished", lambda told: weights.update({told["requestId"]: told["encodedDataLength"]}))
    page.goto(address, wait_until="networkidle")
    shift = float(page.evaluate(SHIFTS))
    context.close()
    document = sum(weight for key, weight in weights.items() if kinds.get(key) == "Document")
    return document / 1000, sum(weights.values()) / 1000, shift


def main() -> None:
    wanted = read_arguments(__doc__ or "")
    print("| page | HTML, kB | with all assets, kB | layout shift |\n|---|---|---|---|")
    with start_browser() as browser:
        for name, path in list_tour(wanted.site, wanted.only).items():
            document, whole, shift = weigh_page(browser, wanted.site + path)
            print(f"| {name} | {document:.1f} | {whole:.1f} | {shift:.3f} |", flush=True)


if __name__ == "__main__":
    main()
