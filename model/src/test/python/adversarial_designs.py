"""The cases of the adversarial oracle, before their numbers are drawn."""
import itertools
from dataclasses import dataclass
from typing import Callable, List

from adversarial_networks import (ACTIVATIONS, BatchNorm, Branches, Convolution, Dense, ImageMap, Layer,
                                  LocallyConnected, Rng, TransposedConvolution)

LOSSES = ("wasserstein", "gan", "gan-saturating", "hinge", "least-squares", "cramer")
PENALTIES = {"two-sided": 10.0, "one-sided": 5.0, "zero-centred": 2.0, "r1": 3.0, "none": 0.0}


@dataclass
class CriticDesign:
    """What a critic case is to be; `layers` makes the network from (rng, activation, outputs)."""

    name: str
    loss: str
    penalty: str
    activation: str
    response: int
    conditions: int
    layers: Callable[..., List[Layer]]
    feature_matching: float = 0.0


@dataclass
class GeneratorDesign:
    """What a generator case is to be; `layers` makes the network from rng."""

    name: str
    head: dict
    inputs: int
    layers: Callable[..., List[Layer]]


def dense_critic(*widths: int) -> Callable[..., List[Layer]]:
    def layers(rng: Rng, activation: str, outputs: int) -> List[Layer]:
        hidden = [Layer(Dense(rng, a, b), activation) for a, b in zip(widths, widths[1:])]
        return hidden + [Layer(Dense(rng, widths[-1], outputs))]

    return layers


def image_critic(conditions: int, *stages: Callable) -> Callable[..., List[Layer]]:
    """Each stage makes a map from rng; then two dense maps, the first of which reads what passed by."""

    def layers(rng: Rng, activation: str, outputs: int) -> List[Layer]:
        maps = [stage(rng) for stage in stages]
        passed = maps[0].inputs + conditions
        for stage in maps:
            passed += stage.outputs - stage.inputs
        dense = [Layer(Dense(rng, passed, 4), activation), Layer(Dense(rng, 4, outputs))]
        return [Layer(stage, activation) for stage in maps] + dense

    return layers


def critic_designs() -> List[CriticDesign]:
    designs = []
    for loss, (number, penalty) in itertools.product(LOSSES, enumerate(PENALTIES)):
        conditions = (2, 1, 0)[number % 3]
        layers = dense_critic(4 + conditions, *((5, 7, 4), (6, 3, 5), (7, 4, 3))[number % 3])
        designs.append(CriticDesign(f"{loss}/{penalty}", loss, penalty, "leaky-relu", 4, conditions, layers))
    small = dense_critic(6, 6, 5)
    for activation, penalty in itertools.product(ACTIVATIONS, ("two-sided", "r1")):
        loss = "wasserstein" if penalty == "two-sided" else "gan"
        designs.append(CriticDesign(f"{activation}/{penalty}", loss, penalty, activation, 4, 2, small))
    images = {
        "convolution-2d": (40, 2, lambda r: Branches(Convolution(r, (1, 4, 5), 2, 3, (1, 3, 3), (1, 2, 2)))),
        "convolution-even-kernels": (
            20, 0, lambda r: Convolution(r, (1, 5, 4), 1, 2, (1, 2, 4), (1, 1, 3)),
            lambda r: Convolution(r, (1, 5, 2), 2, 2, (1, 3, 1), (1, 2, 1))),
        "convolution-stride-above-kernel": (
            40, 1, lambda r: Branches(Convolution(r, (1, 4, 5), 2, 2, (1, 1, 1), (1, 2, 2)))),
        "convolution-3d": (
            60, 2, lambda r: Branches(Convolution(r, (3, 4, 5), 1, 2, (2, 3, 3), (1, 2, 2)))),
        "transposed-2d": (
            12, 2, lambda r: Branches(TransposedConvolution(r, (1, 5, 4), 2, 2, (1, 3, 4), (1, 2, 2)))),
        "transposed-3d": (
            12, 1, lambda r: Branches(TransposedConvolution(r, (3, 3, 4), 1, 2, (2, 3, 1), (1, 2, 2)))),
        "locally-connected": (
            24, 2, lambda r: Branches(LocallyConnected(r, (1, 3, 4), 2, 2, (1, 2, 3)))),
        "branches": (
            41, 2, lambda r: Branches(Convolution(r, (1, 3, 4), 2, 2, (1, 3, 2), (1, 1, 2)), Dense(r, 5, 3),
                                      Convolution(r, (2, 3, 2), 1, 2, (2, 2, 2), (1, 2, 1))),
            lambda r: Branches(Convolution(r, (1, 3, 2), 2, 2, (1, 2, 2), (1, 2, 1)))),
    }
    for name, (response, conditions, *stages) in images.items():
        for activation in ("leaky-relu", "swish" if len(name) % 2 else "tanh"):
            designs.append(CriticDesign(f"{name}/{activation}", "wasserstein", "two-sided", activation,
                                        response, conditions, image_critic(conditions, *stages)))
    for penalty in ("two-sided", "one-sided", "r1"):
        designs.append(CriticDesign(f"cramer/tanh/{penalty}", "cramer", penalty, "tanh", 4, 2, small))
    for loss, activation in itertools.product(("wasserstein", "gan"), ("leaky-relu", "swish")):
        designs.append(CriticDesign(f"feature-matching/{loss}/{activation}", loss, "two-sided", activation,
                                    4, 2, small, 0.5))
    return designs


def generator_designs() -> List[GeneratorDesign]:
    linear, noisy, scaled = {"kind": "linear"}, {"kind": "noisy-cells"}, {"kind": "exp-scale", "scale": 1.5}
    groups = {"kind": "softmax-groups", "groups": [3, 1, 4]}

    def dense(rng: Rng, inputs: int, outputs: int, activation: str = "identity", norm: bool = False) -> Layer:
        return Layer(Dense(rng, inputs, outputs), activation, BatchNorm(rng, outputs) if norm else None)

    def image(image_map: ImageMap, rng: Rng, activation: str = "identity", norm: bool = False) -> Layer:
        return Layer(image_map, activation, BatchNorm(rng, image_map.filters) if norm else None)

    def plain(activation: str, outputs: int, norm: bool = False):
        return lambda r: [dense(r, 5, 6, activation, norm), dense(r, 6, 7, activation, norm),
                          dense(r, 7, outputs)]

    def up_2d(rng: Rng, activation: str, norm: bool) -> List[Layer]:
        first = TransposedConvolution(rng, (1, 3, 4), 3, 2, (1, 3, 3), (1, 2, 2))
        return [dense(rng, 5, 12, activation, norm), image(first, rng, activation, norm)]

    def last_up_2d(rng: Rng) -> Layer:
        return Layer(TransposedConvolution(rng, (1, 5, 4), 2, 1, (1, 4, 3), (1, 2, 1)))

    designs = [
        ("linear", linear, 5, plain("leaky-relu", 4)),
        ("noisy-cells", noisy, 5, plain("leaky-relu", 4)),
        ("softmax-groups", groups, 5, plain("tanh", 8)),
        ("exp-scale", scaled, 5, plain("swish", 4)),
        ("batch-norm/linear", linear, 5, plain("swish", 4, True)),
        ("batch-norm/noisy-cells", noisy, 5, plain("swish", 4, True)),
        ("batch-norm/softmax-groups", groups, 5, plain("leaky-relu", 8, True)),
        ("batch-norm/last-layer", scaled, 5, lambda r: [dense(r, 5, 6, "swish"), dense(r, 6, 4, norm=True)]),
        ("transposed-2d/linear", linear, 5, lambda r: up_2d(r, "swish", False) + [last_up_2d(r)]),
        ("transposed-2d/batch-norm", linear, 5, lambda r: up_2d(r, "relu", True) + [last_up_2d(r)]),
        ("transposed-2d/noisy-cells", noisy, 5, lambda r: up_2d(r, "relu", True) + [dense(r, 24, 10)]),
        ("transposed-3d/exp-scale", scaled, 5, lambda r: [
            dense(r, 5, 16, "swish"),
            image(TransposedConvolution(r, (3, 4, 2), 2, 1, (2, 3, 3), (2, 2, 1)), r)]),
        ("branches/linear", linear, 6, lambda r: [
            Layer(Branches(Dense(r, 4, 6)), "tanh"), Layer(Branches(
                TransposedConvolution(r, (1, 2, 3), 2, 2, (1, 2, 2), (1, 2, 1)), Dense(r, 2, 3)))]),
        ("branches/noisy-cells", noisy, 6, lambda r: [
            Layer(Branches(Dense(r, 3, 4), Dense(r, 3, 4)), "leaky-relu"),
            Layer(Branches(Dense(r, 4, 5), Dense(r, 4, 5)))]),
        ("locally-connected/noisy-cells", noisy, 5, lambda r: [
            dense(r, 5, 12, "swish"), image(LocallyConnected(r, (1, 2, 3), 2, 2, (1, 2, 2)), r, "relu", True),
            image(LocallyConnected(r, (1, 2, 3), 2, 2, (1, 1, 3)), r)]),
        ("convolution/softmax-groups", groups, 5, lambda r: [
            dense(r, 5, 12), image(Convolution(r, (1, 2, 3), 2, 3, (1, 2, 2), (1, 1, 1)), r, "swish", True),
            image(Convolution(r, (1, 2, 3), 3, 4, (1, 2, 3), (1, 1, 2)), r), dense(r, 16, 8)]),
    ]
    return [GeneratorDesign(*design) for design in designs]
