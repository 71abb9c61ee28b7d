"""The sample corpus: loaded once through the real pipeline, taken out wholly."""

from events.demo.load import load_demo, offer_demo
from events.demo.remove import has_demo, remove_demo

__all__ = ["has_demo", "load_demo", "offer_demo", "remove_demo"]
