"""How alike two groups of articles are: numbers for a learned model to weigh (an article is a group of one)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from events.cluster.profile import PARTS, Profile, Terms

Numbers = npt.NDArray[np.float64]

NAMED = ("people", "bodies", "places", "numbers", "counted", "days", "years")
# Less shared weight than this is no overlap: one common given name in two lists of people.
NO_OVERLAP = 0.03
NEAR_DAYS = 1.5
FAR_DAYS = 3.0
MOST_DAYS = 400.0

FEATURES = (
    "words", "words_each", "words_squared", "lead", "lead_each", "lead_in_words",
    *(f"{part}_{kind}" for part in NAMED for kind in ("alike", "each", "apart", "both")),
    "words_without_people", "lead_and_people", "shorter", "longer", "smaller", "larger",
    "days_near", "days_far", "days_known",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What the features need of each of n groups beside the products of their terms."""

    norms: Mapping[str, Numbers]
    having: Mapping[str, Numbers]
    size: Numbers
    length: Numbers
    first: Numbers
    last: Numbers

    def pick(self, which: npt.NDArray[np.intp] | slice) -> Marks:
        return Marks(
            {part: held[which] for part, held in self.norms.items()},
            {part: held[which] for part, held in self.having.items()},
            self.size[which],
            self.length[which],
            self.first[which],
            self.last[which],
        )


def mark(profiles: Sequence[Profile]) -> Marks:
    """The marks of profiles; an unknown day is not-a-number."""
    return Marks(
        {part: np.array([p.parts[part].norm() for p in profiles]) for part in PARTS},
        {part: np.array([p.having[part] for p in profiles], dtype=np.float64) for part in PARTS},
        np.array([p.size for p in profiles], dtype=np.float64),
        np.array([p.length for p in profiles]),
        np.array([np.nan if p.first is None else p.first for p in profiles]),
        np.array([np.nan if p.last is None else p.last for p in profiles]),
    )


def days_between(one: Marks, others: Marks) -> Numbers:
    """Days from one group to each other, 0 where they overlap, not-a-number where a day is unknown."""
    return np.fmax(np.maximum(others.first - one.last, one.first - others.last), 0.0) + 0.0 * (one.first + others.first)


def make_features(products: Mapping[str, Numbers], one: Marks, others: Marks) -> Numbers:
    """Rows of FEATURES, one for each of `others`. `products`: part -> dot products of the summed terms; "cross" -> those
    of the lead of either with the words of the other, the two added."""
    columns: dict[str, Numbers] = {}
    for part in ("words", "lead"):
        columns[part] = _divide(products[part], one.norms[part] * others.norms[part])
        columns[f"{part}_each"] = _divide(products[part], one.having[part] * others.having[part])
    columns["words_squared"] = columns["words"] ** 2
    columns["lead_in_words"] = _divide(
        products["cross"], one.norms["lead"] * others.norms["words"] + one.norms["words"] * others.norms["lead"]
    )
    for part in NAMED:
        both = ((one.having[part] > 0) & (others.having[part] > 0)).astype(np.float64)
        each = _divide(products[part], one.having[part] * others.having[part])
        columns[f"{part}_alike"] = _divide(products[part], one.norms[part] * others.norms[part])
        columns[f"{part}_each"] = each
        columns[f"{part}_apart"] = both * (each < NO_OVERLAP)
        columns[f"{part}_both"] = both * np.minimum(one.having[part] / one.size, others.having[part] / others.size)
    columns["words_without_people"] = columns["words"] * columns["people_apart"]
    columns["lead_and_people"] = columns["lead"] * columns["people_alike"]
    lengths = one.length / one.size, others.length / others.size
    columns["shorter"], columns["longer"] = np.minimum(*lengths), np.maximum(*lengths)
    columns["smaller"] = np.log(np.minimum(one.size, others.size))
    columns["larger"] = np.log(np.maximum(one.size, others.size))
    days = days_between(one, others)
    known = ~np.isnan(days)
    days = np.where(known, np.minimum(days, MOST_DAYS), 0.0)
    columns["days_near"] = (known & (days <= NEAR_DAYS)).astype(np.float64)
    columns["days_known"] = known.astype(np.float64)
    columns["days_far"] = np.log1p(np.maximum(days - FAR_DAYS, 0.0))
    return np.stack([columns[name] for name in FEATURES], axis=1)


def _divide(above: Numbers, below: Numbers) -> Numbers:
    return np.divide(above, below, out=np.zeros_like(above, dtype=np.float64), where=below > 0)


def multiply(one: Profile, others: Sequence[Profile]) -> dict[str, Numbers]:
    """The products that make_features needs, of one profile with each of the others."""
    found = {part: _multiply_part(one, part, others, part) for part in PARTS}
    found["cross"] = _multiply_part(one, "lead", others, "words") + _multiply_part(one, "words", others, "lead")
    return found


def _multiply_part(one: Profile, mine: str, others: Sequence[Profile], theirs: str) -> Numbers:
    terms = one.parts[mine]
    if not terms.keys.size or not others:
        return np.zeros(len(others))
    held = [other.parts[theirs] for other in others]
    keys = np.concatenate([each.keys for each in held])
    weights = np.concatenate([each.weights for each in held])
    owner = np.repeat(np.arange(len(held)), [each.keys.size for each in held])
    places = np.minimum(np.searchsorted(terms.keys, keys), terms.keys.size - 1)
    shared = terms.keys[places] == keys
    products = terms.weights[places[shared]].astype(np.float64) * weights[shared]
    return np.bincount(owner[shared], weights=products, minlength=len(held)).astype(np.float64)


def multiply_all(profiles: Sequence[Profile]) -> dict[str, Numbers]:
    """The products of all profiles with each other: part -> n x n. Memory: n x (terms that two of them share)."""
    found = {}
    for part in PARTS:
        held = [p.parts[part] for p in profiles]
        matrix = _as_matrix(held, _shared_keys([each.keys for each in held]))
        found[part] = (matrix @ matrix.T).astype(np.float64)
        np.fill_diagonal(found[part], [each.norm() ** 2 for each in held])
    keys = _shared_keys([np.union1d(p.parts["lead"].keys, p.parts["words"].keys) for p in profiles])
    lead, words = (_as_matrix([p.parts[part] for p in profiles], keys) for part in ("lead", "words"))
    cross = (lead @ words.T).astype(np.float64)
    found["cross"] = cross + cross.T
    return found


def _shared_keys(keys: Sequence[npt.NDArray[np.uint32]]) -> npt.NDArray[np.uint32]:
    """The keys that two of the lists have, ascending."""
    every, counts = np.unique(np.concatenate(keys), return_counts=True)
    return every[counts > 1]


def _as_matrix(terms: Sequence[Terms], keys: npt.NDArray[np.uint32]) -> npt.NDArray[np.float32]:
    matrix = np.zeros((len(terms), keys.size), dtype=np.float32)
    if not keys.size:
        return matrix
    for row, each in enumerate(terms):
        places = np.minimum(np.searchsorted(keys, each.keys), keys.size - 1)
        known = keys[places] == each.keys
        matrix[row, places[known]] = each.weights[known]
    return matrix
