"""Write the trained weights as one ONNX file with 8-bit weights, for one window a run.

    python -m events.tagger.train.export_onnx folder/weights.pt events/tagger/data/model.onnx [--float]

The graph is written by hand with the fused operators of ONNX Runtime. Weights of the layers have one scale a column and
are multiplied in 8 bits; the word table has one scale a row and is widened after look-up; the heads stay in 32 bits.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from events.tagger.labels import WINDOW, distance_classes

from .encoder import HEADS, LAYERS, PAIR_WIDTH, WIDTH, Network

Array = npt.NDArray[np.float32]
FUSED = "com.microsoft"
OUTPUTS = ("entity", "cue", "role", "asking", "answering")


class Graph:
    """Collects nodes and constants; each method adds one step and answers the name of its output."""

    def __init__(self, weights: dict[str, Array], narrow: bool) -> None:
        self.weights, self.narrow = weights, narrow
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def keep(self, name: str, values: npt.NDArray[np.generic]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def add(self, kind: str, inputs: list[str], output: str, domain: str = "", **attributes: object) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, domain=domain, **attributes))
        return output

    def multiply(self, value: str, layer: str, with_bias: bool = True) -> str:
        """A linear layer, in 8 bits where the graph is narrow."""
        weight = self.weights[f"{layer}.weight"].T
        bias = self.keep(f"{layer}.bias", self.weights[f"{layer}.bias"]) if with_bias else ""
        if self.narrow:
            scale = np.maximum(np.abs(weight).max(0), 1e-8) / 127
            names = [
                self.keep(f"{layer}.weight", np.clip(np.round(weight / scale), -127, 127).astype(np.int8)),
                self.keep(f"{layer}.scale", scale.astype(np.float32)),
                self.keep(f"{layer}.zero", np.zeros(len(scale), dtype=np.int8)),
            ]
            return self.add("DynamicQuantizeMatMul", [value, *names, bias], f"{layer}.out", FUSED)
        return self.widely(value, layer, with_bias)

    def widely(self, value: str, layer: str, with_bias: bool = True) -> str:
        """A linear layer in 32 bits."""
        name = self.keep(f"{layer}.weight", self.weights[f"{layer}.weight"].T)
        product = self.add("MatMul", [value, name], f"{layer}.product")
        if not with_bias:
            return product
        bias = f"{layer}.bias"
        if not any(constant.name == bias for constant in self.constants):
            self.keep(bias, self.weights[bias])
        return self.add("Add", [product, bias], f"{layer}.out")

    def look_up(self, table: str, index: str) -> str:
        return self.add("Gather", [self.keep(table, self.weights[f"{table}.weight"]), index], f"{table}.found")


def build(weights: dict[str, Array], narrow: bool) -> onnx.ModelProto:
    """The model: three rows of numbers in, the outputs of the network by piece and the vector of all pieces."""
    graph = Graph(weights, narrow)
    hidden = _embed(graph)
    for number in range(LAYERS):
        hidden = _add_layer(graph, hidden, f"layers.{number}")
    hidden = graph.add("Squeeze", [hidden, graph.keep("first", np.array([0]))], "hidden")
    inner = graph.widely(hidden, "label_inner")
    inner = graph.add("Gelu", [inner], "label_inner.gelu", FUSED)
    for name in ("entity", "cue", "role"):
        graph.add("Identity", [graph.widely(inner, name)], name)
    for name in ("asking", "answering"):
        graph.add("Identity", [graph.widely(hidden, name)], name)
    mean = graph.add("ReduceMean", [hidden], "mean", axes=[0])
    graph.add("Squeeze", [graph.widely(mean, "vector"), "first"], "vector")
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["pieces"]) for name in ("ids", "shapes", "gaps")]
    outputs = [helper.make_tensor_value_info(name, TensorProto.FLOAT, ["pieces", None]) for name in OUTPUTS]
    outputs.append(helper.make_tensor_value_info("vector", TensorProto.FLOAT, [WIDTH]))
    body = helper.make_graph(graph.nodes, "tagger", inputs, outputs, graph.constants)
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=8, producer_name="newsbase")


def _embed(graph: Graph) -> str:
    table = graph.weights["words.weight"]
    if graph.narrow:
        scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-8) / 127
        rows = graph.add("Gather", [graph.keep("words", np.round(table / scale).astype(np.int8)), "ids"], "words.rows")
        sizes = graph.add("Gather", [graph.keep("words.scale", scale.astype(np.float32)), "ids"], "words.sizes")
        wide = graph.add("Cast", [rows], "words.wide", to=TensorProto.FLOAT)
        words = graph.add("Mul", [wide, sizes], "words.found")
    else:
        words = graph.look_up("words", "ids")
    first = graph.keep("zero", np.array([0]))
    length = graph.add("Shape", ["ids"], "length")
    places = graph.keep("positions", graph.weights["positions.weight"][:WINDOW])
    where = graph.add("Slice", [places, first, length], "positions.found")
    total = graph.add("Add", [words, where], "sum.0")
    total = graph.add("Add", [total, graph.look_up("shapes.table", "shapes")], "sum.1")
    total = graph.add("Add", [total, graph.look_up("gaps.table", "gaps")], "sum.2")
    row = graph.add("Unsqueeze", [total, first], "row")
    names = [graph.keep(f"norm.{end}", graph.weights[f"norm.{end}"]) for end in ("weight", "bias")]
    return graph.add("LayerNormalization", [row, *names], "norm.out", axis=-1, epsilon=1e-12)


def _add_layer(graph: Graph, hidden: str, layer: str) -> str:
    joined = graph.multiply(hidden, f"{layer}.mixing")
    parts = [f"{layer}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [joined], parts, name=f"{layer}.split", axis=-1))
    mixed = graph.add("MultiHeadAttention", parts, f"{layer}.attention", FUSED, num_heads=HEADS)
    hidden = _add_norm(graph, graph.multiply(mixed, f"{layer}.mixed"), hidden, f"{layer}.mixed_norm")
    inner = graph.multiply(hidden, f"{layer}.inner", with_bias=False)
    bias = graph.keep(f"{layer}.inner.bias", graph.weights[f"{layer}.inner.bias"])
    inner = graph.add("BiasGelu", [inner, bias], f"{layer}.gelu", FUSED)
    return _add_norm(graph, graph.multiply(inner, f"{layer}.outer"), hidden, f"{layer}.outer_norm")


def _add_norm(graph: Graph, value: str, beside: str, norm: str) -> str:
    names = [graph.keep(f"{norm}.{end}", graph.weights[f"{norm}.{end}"]) for end in ("weight", "bias")]
    return graph.add("SkipLayerNormalization", [value, beside, *names], f"{norm}.out", FUSED, epsilon=1e-12)


def read_weights(file: Path) -> dict[str, Array]:
    """The weights by name, the scale of pairs and the distance bias by distance worked in."""
    network = Network()
    held = torch.load(file, map_location="cpu")
    network.load_state_dict(held.get("network", held))
    weights = {name: tensor.detach().numpy().astype(np.float32) for name, tensor in network.state_dict().items()}
    for side in ("asking", "answering"):
        for end in ("weight", "bias"):
            weights[f"{side}.{end}"] = weights[f"{side}.{end}"] * np.float32(PAIR_WIDTH**-0.25)
    weights["shapes.table.weight"] = weights["shapes.weight"]
    weights["gaps.table.weight"] = weights["gaps.weight"]
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--float", action="store_true", help="keep 32 bits, to see what 8 bits cost")
    args = parser.parse_args()
    weights = read_weights(args.weights)
    model = build(weights, not args.float)
    bias = weights["distance.weight"][np.array(distance_classes())]
    model.graph.initializer.append(numpy_helper.from_array(bias, "distance"))
    model.graph.output.append(helper.make_tensor_value_info("distance", TensorProto.FLOAT, list(bias.shape)))
    onnx.checker.check_model(model)
    args.model.write_bytes(model.SerializeToString())
    print(f"{args.model}: {args.model.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
