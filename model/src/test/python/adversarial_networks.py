"""The networks of the adversarial oracle: maps, batch norm, activations, in PyTorch and in its JSON."""
import itertools
import math
from dataclasses import dataclass, field
from typing import Callable, Dict, List, Optional, Tuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

GRID = 1024
KINK_MARGIN = 1e-3
SCORE_BOUND = 5
LEAK = 0.2
BATCH_NORM_EPSILON = 1e-5
Triple = Tuple[int, int, int]
Rng = np.random.Generator


def softplus(x: Tensor) -> Tensor:
    return -F.logsigmoid(-x)


ACTIVATIONS: Dict[str, Callable[[Tensor], Tensor]] = {
    "identity": lambda x: x,
    "leaky-relu": lambda x: torch.where(x > 0, x, LEAK * x),
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "swish": lambda x: x * torch.sigmoid(x),
    "softplus": softplus,
}
KINKED = {"leaky-relu", "relu"}


def on_grid(values: np.ndarray) -> Tensor:
    return torch.from_numpy(np.round(values * GRID) / GRID)


def normal(rng: Rng, shape, scale: float = 1.0, mean: float = 0.0) -> Tensor:
    return on_grid(rng.normal(mean, scale, shape))


class Map:
    """A linear map with a bias. It reads the first `inputs` columns; later ones pass it by."""

    def __init__(self, rng: Rng, inputs: int, outputs: int, weight_shape, bias_shape, fan_in: float):
        self.inputs, self.outputs = inputs, outputs
        self.weight = normal(rng, weight_shape, 1.3 / math.sqrt(fan_in)).requires_grad_()
        self.bias = normal(rng, bias_shape, 0.3).requires_grad_()

    def leaves(self) -> List["Map"]:
        return [self]

    def parameters_json(self) -> dict:
        return {"weight": self.weight.flatten().tolist(), "bias": self.bias.tolist()}


class Dense(Map):
    def __init__(self, rng: Rng, inputs: int, outputs: int):
        super().__init__(rng, inputs, outputs, (outputs, inputs), outputs, inputs)

    def __call__(self, rows: Tensor) -> Tensor:
        return rows @ self.weight.T + self.bias

    def rescale(self, factor: float) -> None:
        for parameter in (self.weight, self.bias):
            parameter.data = on_grid(parameter.detach().numpy() * factor)

    def json(self) -> dict:
        return {"kind": "dense", **self.parameters_json(), "in": self.inputs, "out": self.outputs}


@dataclass(frozen=True)
class Windows:
    """The windows of a same-padded convolution over a (big) image."""

    image: Triple
    kernel: Triple
    stride: Triple

    @property
    def positions(self) -> Triple:
        return tuple(-(-n // s) for n, s in zip(self.image, self.stride))

    def before_and_after(self) -> List[Tuple[int, int]]:
        sizes = zip(self.positions, self.stride, self.kernel, self.image)
        totals = [max((out - 1) * s + k - n, 0) for out, s, k, n in sizes]
        return [(total // 2, total - total // 2) for total in totals]


def pad(image: Tensor, before_and_after: List[Tuple[int, int]]) -> Tensor:
    """With zeros; a negative number crops."""
    return F.pad(image, list(itertools.chain(*reversed(before_and_after))))


def channels_first(rows: Tensor, image: Triple, channels: int) -> Tensor:
    return rows.reshape(len(rows), *image, channels).permute(0, 4, 1, 2, 3)


def channels_last_rows(image: Tensor) -> Tensor:
    return image.permute(0, 2, 3, 4, 1).flatten(1)


class ImageMap(Map):
    def __init__(self, rng: Rng, kind: str, windows: Windows, image: Triple, channels: int,
                 filters: int, positions: Triple, weight_shape):
        self.kind, self.windows, self.image = kind, windows, image
        self.channels, self.filters = channels, filters
        fan_in = channels * math.prod(windows.kernel)
        super().__init__(rng, math.prod(image) * channels, math.prod(positions) * filters,
                         weight_shape, filters, fan_in)

    def json(self) -> dict:
        return {"kind": self.kind, "image": self.image, "channels": self.channels, "filters": self.filters,
                "kernel": self.windows.kernel, "stride": self.windows.stride, **self.parameters_json()}


class Convolution(ImageMap):
    def __init__(self, rng: Rng, image: Triple, channels: int, filters: int, kernel: Triple, stride: Triple):
        windows = Windows(image, kernel, stride)
        super().__init__(rng, "convolution", windows, image, channels, filters, windows.positions,
                         (filters, channels, *kernel))

    def __call__(self, rows: Tensor) -> Tensor:
        padded = pad(channels_first(rows, self.image, self.channels), self.windows.before_and_after())
        return channels_last_rows(F.conv3d(padded, self.weight, self.bias, self.windows.stride))


class TransposedConvolution(ImageMap):
    def __init__(self, rng: Rng, output: Triple, channels: int, filters: int, kernel: Triple, stride: Triple):
        windows = Windows(output, kernel, stride)
        super().__init__(rng, "transposed-convolution", windows, windows.positions, channels, filters,
                         output, (channels, filters, *kernel))

    def __call__(self, rows: Tensor) -> Tensor:
        small = channels_first(rows, self.image, self.channels)
        full = F.conv_transpose3d(small, self.weight, stride=self.windows.stride)
        margins = zip(self.windows.before_and_after(), self.windows.image, full.shape[2:])
        big = pad(full, [(-before, size + before - got) for (before, _), size, got in margins])
        return channels_last_rows(big + self.bias[:, None, None, None])

    def json(self) -> dict:
        return {**super().json(), "output": self.windows.image}


class LocallyConnected(ImageMap):
    def __init__(self, rng: Rng, image: Triple, channels: int, filters: int, kernel: Triple):
        windows = Windows(image, kernel, (1, 1, 1))
        super().__init__(rng, "locally-connected", windows, image, channels, filters, windows.positions,
                         (math.prod(image), channels * math.prod(kernel), filters))

    def __call__(self, rows: Tensor) -> Tensor:
        padded = pad(channels_first(rows, self.image, self.channels), self.windows.before_and_after())
        patches = F.unfold(padded.squeeze(2), self.windows.kernel[1:])
        return (torch.einsum("bkp,pko->bpo", patches, self.weight) + self.bias).flatten(1)


class Branches:
    """Maps of consecutive columns, side by side."""

    def __init__(self, *maps):
        self.maps = maps
        self.bounds = [0, *itertools.accumulate(part.inputs for part in maps)]
        self.inputs, self.outputs = self.bounds[-1], sum(part.outputs for part in maps)

    def __call__(self, rows: Tensor) -> Tensor:
        spans = zip(self.maps, self.bounds, self.bounds[1:])
        return torch.cat([part(rows[:, start:end]) for part, start, end in spans], 1)

    def leaves(self) -> List[Map]:
        return list(self.maps)

    def json(self) -> dict:
        spans = zip(self.maps, self.bounds, self.bounds[1:])
        parts = [{"from": start, "to": end, "map": part.json()} for part, start, end in spans]
        return {"kind": "branches", "parts": parts}


class BatchNorm:
    def __init__(self, rng: Rng, channels: int):
        self.channels = channels
        self.gamma = normal(rng, channels, 0.3, 1).requires_grad_()
        self.beta = normal(rng, channels, 0.3).requires_grad_()

    def __call__(self, rows: Tensor) -> Tensor:
        values = rows.reshape(-1, self.channels)
        self.means, self.variances = values.mean(0), values.var(0, unbiased=False)
        scale = self.gamma / torch.sqrt(self.variances + BATCH_NORM_EPSILON)
        return ((values - self.means) * scale + self.beta).reshape(rows.shape)

    def json(self) -> dict:
        return {"gamma": self.gamma.tolist(), "beta": self.beta.tolist(),
                "epsilon": BATCH_NORM_EPSILON, "channels": self.channels}


@dataclass
class Layer:
    map: object
    activation: str = "identity"
    norm: Optional[BatchNorm] = None

    def json(self) -> dict:
        leak = {"leak": LEAK} if self.activation == "leaky-relu" else {}
        norm = {"batchNorm": self.norm.json()} if self.norm else {}
        return {"map": self.map.json(), **norm, "activation": self.activation, **leak}


@dataclass
class Network:
    """`kinks` collects what must not be near 0, `switches` what must have both signs in a batch, `scores`
    what must not saturate a sigmoid."""

    layers: List[Layer]
    kinks: List[Tensor] = field(default_factory=list)
    switches: List[Tensor] = field(default_factory=list)
    scores: List[Tensor] = field(default_factory=list)

    def __call__(self, rows: Tensor, layers: Optional[int] = None) -> Tensor:
        for layer in self.layers[:layers]:
            mapped = layer.map(rows)
            normalised = layer.norm(mapped) if layer.norm else mapped
            if layer.activation in KINKED:
                self.kinks.append(normalised)
            rows = torch.cat([ACTIVATIONS[layer.activation](normalised), rows[:, layer.map.inputs:]], 1)
        return rows

    def is_clear(self) -> bool:
        far = all(kink.abs().min() > KINK_MARGIN for kink in self.kinks + self.switches)
        bounded = all(score.abs().max() < SCORE_BOUND for score in self.scores)
        return far and bounded and all((switch > 0).any() and (switch < 0).any() for switch in self.switches)

    def leaves(self) -> List[Map]:
        return [leaf for layer in self.layers for leaf in layer.map.leaves()]

    def norms(self) -> List[BatchNorm]:
        return [layer.norm for layer in self.layers if layer.norm]

    def parameters(self) -> List[Tensor]:
        return [parameter for leaf in self.leaves() for parameter in (leaf.weight, leaf.bias)]

    def norm_of(self, rows: Tensor) -> Tensor:
        norms = rows.square().sum(1).sqrt()
        self.kinks.append(norms)
        return norms
