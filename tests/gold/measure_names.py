"""How well the product links names, on the gold pairs: precision and recall of its automatic merges, by difficulty.

python -m tests.gold.measure_names [--mistakes]     from the root of the repository, in its virtual environment
"""

from __future__ import annotations

import os
import sys
from collections import Counter

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsbase.settings")
    django.setup()  # no database is asked; the modules of the vocabulary import its tables
    from tests.gold.measure_merges import measure_merges
    from tests.gold.read_gold import read_name_pairs
    from tests.gold.resolve_pairs import find_answers

    pairs = read_name_pairs()
    answers = find_answers(pairs)
    score = measure_merges(pairs, answers)
    print(f"{len(pairs)} pairs: {score.merged} merged, {score.merged_rightly} rightly: ", end="")
    print(f"precision {score.precision:.3f}, recall {score.recall:.3f}; ", end="")
    print(f"parted {score.parted}, {score.parted_rightly} rightly")
    both = list(zip(pairs, answers, strict=True))
    right = Counter(pair.trait for pair, answer in both if pair.judgement == answer == "same")
    wrong = Counter(pair.trait for pair, answer in both if answer == "same" != pair.judgement)
    for trait in dict.fromkeys(pair.trait for pair in pairs):
        same = sum(pair.trait == trait and pair.judgement == "same" for pair in pairs)
        print(f"{trait:22} same {same:3}  merged rightly {right[trait]:3}  wrongly {wrong[trait]:3}")
    if "--mistakes" in sys.argv:
        for pair, answer in both:
            if (answer == "same") != (pair.judgement == "same"):
                print(f"{answer} for {pair.judgement}: {pair.a.name} [{pair.a.country}] {pair.a.context!r}")
                print(f"    {pair.b.name} [{pair.b.country}] {pair.b.context!r}  {pair.why}")


if __name__ == "__main__":
    main()
