"""Compare topics found with the gold topics. As a program: what the product finds today, by topic.

python -m tests.gold.measure_topics      from the root of the repository, in its virtual environment; no database
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from events.pipeline.topics import score_topics
from tests.gold.read_gold import TopicItem, read_topic_items


@dataclass(frozen=True, slots=True)
class TopicScore:
    """Counts of headlines: `right` names the gold topic, `accepted` that or the accepted second one."""

    total: int
    right: int
    accepted: int
    hard_total: int
    hard_right: int

    @property
    def accuracy(self) -> float:
        return self.right / self.total if self.total else 0.0

    @property
    def accepted_share(self) -> float:
        return self.accepted / self.total if self.total else 0.0


def measure_topics(items: Sequence[TopicItem], answers: Sequence[str]) -> TopicScore:
    """Score one topic label ("" = none found) for each item, in order. ValueError where the counts differ."""
    both = list(zip(items, answers, strict=True))
    return TopicScore(
        total=len(both),
        right=sum(answer == item.topic for item, answer in both),
        accepted=sum(bool(answer) and answer in (item.topic, item.also) for item, answer in both),
        hard_total=sum(item.hard for item in items),
        hard_right=sum(item.hard and answer == item.topic for item, answer in both),
    )


def find_topics(items: Sequence[TopicItem]) -> list[str]:
    """The product's first topic for each item, "" where it finds none."""
    return [next(iter(score_topics(item.headline, item.lead)), "") for item in items]


def main() -> None:
    items = read_topic_items()
    answers = find_topics(items)
    score = measure_topics(items, answers)
    print(f"{score.total} headlines with leads: topic right {score.accuracy:.3f}", end="")
    print(f" (hard {score.hard_right / score.hard_total:.3f}), right or accepted {score.accepted_share:.3f}")
    rows = zip(items, answers, strict=True)
    right = Counter(item.topic for item, answer in rows if answer == item.topic)
    found = Counter(answers)
    for topic, total in sorted(Counter(item.topic for item in items).items()):
        print(f"  {topic:44} {right[topic]:3} of {total:3}, answered {found[topic]:3} times")


if __name__ == "__main__":
    main()
