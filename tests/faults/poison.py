"""A tagger that some articles kill, hang or upset: what a bug in native code or an endless loop does to a worker."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence

from events.pipeline.records import Document, Reading
from events.tagger.rules import RuleTagger

KILLS = "Zyklotrom"
HANGS = "Warteschleife"
UPSETS = "Fehlerteufel"


class PoisonTagger(RuleTagger):
    """Reads by rule; three words are fatal, each in its way."""

    version = "rules-1"

    def tag(self, documents: Sequence[Document]) -> list[Reading]:
        for document in documents:
            if KILLS in document.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if HANGS in document.text:
                time.sleep(3600)
            if UPSETS in document.text:
                raise ValueError("this article upsets the tagger")
        return super().tag(documents)
