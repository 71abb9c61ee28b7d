"""Compare answers about pairs of names with the gold judgements: what an automatic merge would get right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.gold.read_gold import JUDGEMENTS, NamePair


@dataclass(frozen=True, slots=True)
class MergeScore:
    """Counts of pairs. An answer "same" merges; "different" parts for good; "unknown" leaves the pair to a curator."""

    merged: int
    merged_rightly: int
    parted: int
    parted_rightly: int
    same: int
    mistakes: tuple[NamePair, ...]  # merged though not the same, or parted though the same

    @property
    def precision(self) -> float:
        """Share of the merges that are right; a pair that cannot be known counts as wrong. 1 where none was made."""
        return self.merged_rightly / self.merged if self.merged else 1.0

    @property
    def recall(self) -> float:
        """Share of the pairs judged the same that were merged; those left to a curator are missed."""
        return self.merged_rightly / self.same if self.same else 1.0


def measure_merges(pairs: Sequence[NamePair], answers: Sequence[str]) -> MergeScore:
    """Score one answer (same, different, unknown) for each pair, in order. ValueError on another answer or count."""
    if unknown := set(answers) - set(JUDGEMENTS):
        raise ValueError(f"answers: {sorted(unknown)} are none of {', '.join(JUDGEMENTS)}")
    both = list(zip(pairs, answers, strict=True))
    merged = [pair for pair, answer in both if answer == "same"]
    parted = [pair for pair, answer in both if answer == "different"]
    return MergeScore(
        merged=len(merged),
        merged_rightly=sum(pair.judgement == "same" for pair in merged),
        parted=len(parted),
        parted_rightly=sum(pair.judgement == "different" for pair in parted),
        same=sum(pair.judgement == "same" for pair in pairs),
        mistakes=(
            *(pair for pair in merged if pair.judgement != "same"),
            *(pair for pair in parted if pair.judgement == "same"),
        ),
    )
