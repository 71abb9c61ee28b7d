"""Where the nodes of an actor's network stand, laid out on the server so that the page needs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640.0, 400.0
MARGIN_X, MARGIN_Y = 80.0, 30.0
SEED = 7
"""The layout starts from the same random places each time: a page that is loaded again looks the same."""
ROUNDS = 80
SMALLEST_RADIUS, LARGEST_RADIUS = 5.0, 14.0
NAME_LETTERS = 22
LINE_HEIGHT = 15.0
LETTER_WIDTH = 6.6


@dataclass(frozen=True, slots=True)
class Tied:
    """A node to place: its name, where it leads, and its weight (events shared with the middle)."""

    pk: int
    name: str
    kind: str
    weight: int


@dataclass(frozen=True, slots=True)
class Node:
    x: float
    y: float
    radius: float
    label: str
    label_y: float
    tied: Tied


@dataclass(frozen=True, slots=True)
class Edge:
    x1: float
    y1: float
    x2: float
    y2: float
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    middle: Node
    nodes: Sequence[Node]
    edges: Sequence[Edge]
    width: float = WIDTH
    height: float = HEIGHT


def draw_network(middle: Tied, around: Sequence[Tied], ties: Mapping[tuple[int, int], int]) -> Network | None:
    """Lay nodes out around the middle, those with many common events nearer; None where there is nobody around."""
    if not around:
        return None
    import networkx  # here, because it takes 22 MB and 0.2 s, and only pages of actors draw a network

    graph = networkx.Graph()
    graph.add_weighted_edges_from((middle.pk, node.pk, node.weight) for node in around)
    graph.add_weighted_edges_from((one, other, count) for (one, other), count in ties.items())
    spots = networkx.spring_layout(
        graph, pos=None, k=1.6 / len(graph) ** 0.5, iterations=ROUNDS, seed=SEED, weight="weight", method="force"
    )
    x0, y0 = spots[middle.pk]
    reach_x = max(abs(float(x - x0)) for x, _ in spots.values()) or 1.0
    reach_y = max(abs(float(y - y0)) for _, y in spots.values()) or 1.0
    heaviest = max(node.weight for node in around)
    at = {
        pk: (
            WIDTH / 2 + float(x - x0) / reach_x * (WIDTH / 2 - MARGIN_X),
            HEIGHT / 2 + float(y - y0) / reach_y * (HEIGHT / 2 - MARGIN_Y),
        )
        for pk, (x, y) in spots.items()
    }
    at = part_labels({node.pk: at[node.pk] for node in (middle, *around)}, {n.pk: n.name for n in (middle, *around)})
    nodes = [
        _place(node, at[node.pk], SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * node.weight / heaviest)
        for node in around
    ]
    most = max([*ties.values(), heaviest])
    edges = [
        Edge(*_round(at[middle.pk]), *_round(at[node.pk]), round(0.8 + 3 * node.weight / most, 1)) for node in around
    ]
    edges += [Edge(*_round(at[a]), *_round(at[b]), round(0.4 + 2 * n / most, 1)) for (a, b), n in ties.items()]
    return Network(_place(middle, at[middle.pk], LARGEST_RADIUS + 2), nodes, edges)


def part_labels(at: Mapping[int, tuple[float, float]], names: Mapping[int, str]) -> dict[int, tuple[float, float]]:
    """Move nodes down or up until no two names lie over each other, as far as the drawing has room."""
    moved = dict(at)
    order = sorted(moved, key=lambda pk: moved[pk][1])
    for _ in range(6):
        for place, pk in enumerate(order):
            for other in order[:place]:
                x, y = moved[pk]
                ox, oy = moved[other]
                reach = (min(len(names[pk]), NAME_LETTERS) + min(len(names[other]), NAME_LETTERS)) / 2 * LETTER_WIDTH
                lacks = LINE_HEIGHT * 2 - (y - oy)
                if abs(x - ox) < reach and y - oy > -LINE_HEIGHT and lacks > 0:
                    moved[pk] = (x, min(y + lacks / 2, HEIGHT - MARGIN_Y))
                    moved[other] = (ox, max(oy - lacks / 2, MARGIN_Y / 2))
    return moved


def _place(tied: Tied, at: tuple[float, float], radius: float) -> Node:
    x, y = _round(at)
    label = tied.name if len(tied.name) <= NAME_LETTERS else tied.name[: NAME_LETTERS - 1].rstrip() + "…"
    return Node(x, y, round(radius, 1), label, round(y + radius + 12, 1), tied)


def _round(at: tuple[float, float]) -> tuple[float, float]:
    return round(at[0], 1), round(at[1], 1)
