"""Cut what may belong together into blocks that can be grouped at once: chains of plausible pairs, of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Articles grouped at once at most: time and memory of grouping grow with the square (1,000: 2 s and 90 MB).
MOST_ARTICLES = 1_000
# Log odds from which two events are looked at together: of pairs of events that grouping joins or mends, ECB+ in stream
# order, 99 % score more as wholes.
PLAUSIBLE = -2.5


def chain_blocks(sizes: Mapping[int, int], edges: Iterable[tuple[float, int, int]]) -> list[list[int]]:
    """Chain what edges (score, one, other) connect, the best first, never above MOST_ARTICLES; blocks ascending."""
    head = {one: one for one in sizes}
    total = dict(sizes)

    def find(one: int) -> int:
        while head[one] != one:
            head[one] = head[head[one]]
            one = head[one]
        return one

    for _, one, other in sorted(edges, key=lambda edge: (-edge[0], edge[1], edge[2])):
        left, right = sorted((find(one), find(other)))
        if left != right and total[left] + total[right] <= MOST_ARTICLES:
            head[right] = left
            total[left] += total.pop(right)
    blocks: dict[int, list[int]] = {}
    for one in sorted(sizes):
        blocks.setdefault(find(one), []).append(one)
    return list(blocks.values())
