"""How a step says that an article cannot go on."""

from __future__ import annotations


class Reject(Exception):
    """This can never succeed: end the article here. `reason` is a short code, `detail` says it in words."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class Retry(Exception):
    """This may succeed later: try again, not before `after` seconds have passed (None: the usual back-off).

    `our_wish`: nothing failed, we wait out of politeness, so it costs no attempt.
    """

    def __init__(self, reason: str, detail: str = "", after: float | None = None, our_wish: bool = False) -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail
        self.after = after
        self.our_wish = our_wish
