"""The tagger: text in; sentences, names, attributions and a vector out. Pure, no Django.

Whatever tags answers to `Tagger`; which one is used is a dotted path in the settings, so that a trained model can take
the place of the rules without a change elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from events.pipeline.records import Document, Reading


@runtime_checkable
class Tagger(Protocol):
    """Reads documents. `version` is stored with every reading, and changes whenever the output may."""

    version: str

    def tag(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading a document, in order; never raises for what a document says."""
        ...


@lru_cache(maxsize=4)
def load_tagger(dotted_path: str) -> Tagger:
    """Make the tagger of a class named like "events.tagger.rules.RuleTagger", once a process."""
    module, _, name = dotted_path.rpartition(".")
    try:
        tagger = getattr(import_module(module), name)()
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"tagger {dotted_path!r} cannot be loaded ({error}); name a class by its dotted path"
        ) from error
    if not isinstance(tagger, Tagger):
        raise ValueError(f"tagger {dotted_path!r} has no version or no tag(); see events.tagger.Tagger")
    return tagger
