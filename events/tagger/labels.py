"""The labels that the trained tagger gives to words, and the numbers of its windows; training and reading share them."""

from __future__ import annotations

TYPES = ("person", "organization", "group", "location")
# Entity labels of a word: outside, then begin and inside by type.
ENTITY_LABELS = ("O", *(f"{mark}-{kind}" for kind in TYPES for mark in "BI"))
CUE_LABELS = ("O", "B", "I")
# What a word is to one given cue.
ROLES = ("source", "content")
# Pieces of a window, its two marks included; the encoder has 512 positions, training sees this many.
WINDOW = 320
# Pieces of its neighbours that a window has on each side when it is read.
CONTEXT = 32
# The largest distance in pieces between a cue and a word that is told apart.
REACH = 192
# Distances are put into this many classes on each side of the cue, finer near it.
DISTANCES = 24


def distance_classes() -> list[int]:
    """The class of each distance from -WINDOW to WINDOW, as an index from 0 to 2 * DISTANCES."""
    found = []
    for distance in range(-WINDOW, WINDOW + 1):
        size = min(abs(distance), REACH)
        step = size if size <= 8 else min(DISTANCES, 8 + int(3.5 * (size / 8 - 1) ** 0.5 + 1))
        found.append(DISTANCES + (step if distance >= 0 else -step))
    return found
