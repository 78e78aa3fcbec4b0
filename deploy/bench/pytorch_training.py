"""Trains the two networks of a generator's recipe in PyTorch for as long as ShowerForge did; deploy/bench/pytorch-training runs it.

    python3 pytorch_training.py GENERATOR EXCHANGE [FACTOR]

GENERATOR is the folder that train wrote: its card says what the networks are and how long each stage took. EXCHANGE holds the
events as the stages see them (TorchTraining.java wrote them) and gets the trained weights. FACTOR times the seconds, 1 if not said.
One process computes with all cores, as PyTorch's user would have it; what averaging needs several workers for is one batch here.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

EMPTY_LAYER = 1e-4
SPECTRUM = (0.5, 1, 2, 5)


def numbers(path, *shape):
    return torch.from_numpy(np.fromfile(path, "<f4").reshape(shape))


def cells(detector):
    """Of every cell: its layer, row, column and both coordinates in units of the layer's reach."""
    layer, row, column, x, y = [], [], [], [], []
    for index, grid in enumerate(detector["layers"]):
        i, j = np.divmod(np.arange(grid["nx"] * grid["ny"]), grid["ny"])
        layer.append(np.full(len(i), index))
        row.append(i)
        column.append(j)
        for centre, number, size, out in ((i, grid["nx"], grid["cellXMm"], x), (j, grid["ny"], grid["cellYMm"], y)):
            position = (centre + 0.5 - number / 2) * size
            out.append(position / (np.abs(position).max() + 1e-9))
    return [np.concatenate(each) for each in (layer, row, column, x, y)]


class Features:
    """What the critic sees besides the cells, as CriticFeatures has it: profiles, occupancy, moments and spectrum."""

    def __init__(self, names, detector, root, scale):
        self.names, self.root, self.small = names, root, EMPTY_LAYER * scale**root
        layer, row, column, x, y = cells(detector)
        layers = range(len(detector["layers"]))
        self.sums = torch.tensor(np.stack([layer == l for l in layers], 1), dtype=torch.float32)
        profiles, moments, profile_of, moment_of = [], [], [], []
        for l in layers:
            grid = detector["layers"][l]
            for line, count in ((row, grid["nx"]), (column, grid["ny"])):
                profiles += [30.0 * ((layer == l) & (line == k)) for k in range(count)]
                profile_of += [l] * count
            for axis, count in ((x, grid["nx"]), (y, grid["ny"])):
                if count > 1:
                    moments += [60.0 * axis * (layer == l), 60.0 * axis**2 * (layer == l)]
                    moment_of += [l] * 2
        self.profiles, self.moments = (torch.tensor(np.stack(each, 1), dtype=torch.float32) for each in (profiles, moments))
        self.profile_of, self.moment_of = torch.tensor(profile_of), torch.tensor(moment_of)
        self.occupancy = 6 * self.sums / self.sums.sum(0)
        self.spectrum = 0.3 * self.sums

    def averages(self, energy, weights, layer_of):
        return (energy @ weights) / (energy @ self.sums + self.small)[:, layer_of]

    def __call__(self, response, threshold):
        energy, ratio = response**self.root, response / threshold
        made = {
            "profiles": lambda: [self.averages(energy, self.profiles, self.profile_of)],
            "moments": lambda: [self.averages(energy, self.moments, self.moment_of)],
            "occupancy": lambda: [torch.sigmoid(8 * ratio - 8) @ self.occupancy],
            "spectrum": lambda: [torch.sigmoid(16 / f ** (1 / self.root) * ratio - 16) @ self.spectrum for f in SPECTRUM],
        }
        return [part for name in self.names for part in made[name]()]


def network(widths, leak):
    layers = []
    for below, above in zip(widths, widths[1:]):
        dense = nn.Linear(below, above)
        nn.init.normal_(dense.weight, std=(2 / below) ** 0.5)
        nn.init.zeros_(dense.bias)
        layers += [dense, nn.LeakyReLU(leak)]
    return nn.Sequential(*layers[:-1])


class Stage:
    """One conditional WGAN-GP of the cascade."""

    def __init__(self, name, card, exchange):
        recipe, transform = card["recipe"], card["transform"]
        self.name, self.settings, self.schedule = name, recipe[name], recipe[name]["training"]
        self.noise = torch.tensor(transform["cellNoise"]) if self.settings["head"] == "noisy-cells" else None
        self.threshold = numbers(exchange / (name + ".threshold"), -1, 1)
        events = len(self.threshold)
        self.conditions = numbers(exchange / (name + ".conditions"), events, -1)
        self.response = numbers(exchange / (name + ".response"), events, -1)
        if (numbers(exchange / (name + ".weights"), events) != 1).any():
            sys.exit("weighted events: not for this comparison")
        width = self.response.shape[1]
        self.orders = numbers(exchange / (name + ".orders"), -1, width).long()
        self.features = Features(self.settings["features"], transform["detector"], recipe["root"], transform["scale"])
        seen = torch.cat([self.response[:64], *self.features(self.response[:64], self.threshold[:64])], 1)[:, width:]
        expected = numbers(exchange / (name + ".features"), 64, -1)
        assert seen.shape == expected.shape and torch.allclose(seen, expected, rtol=1e-3, atol=1e-3), "other features than ShowerForge's"
        self.free = width + expected.shape[1]
        given = self.conditions.shape[1]
        leak = recipe["leak"]
        self.generator = network([self.settings["noise"] + given, *self.settings["generator"], width], leak)
        self.critic = network([self.free + given, *self.settings["critic"], 1], leak)
        self.average = [p.detach().clone() for p in self.generator.parameters()]
        adam = {"lr": self.schedule["learningRate"], "betas": (0.5, 0.9)}
        self.updaters = [torch.optim.Adam(each.parameters(), **adam) for each in (self.generator, self.critic)]

    def draw(self):
        rows = torch.randint(len(self.response), (self.schedule["batch"],))
        return rows, self.conditions[rows], self.threshold[rows]

    def generate(self, given):
        raw = self.generator(torch.cat([torch.randn(len(given), self.settings["noise"]), given], 1))
        return raw if self.noise is None else F.relu(raw + given[:, -1:] * self.noise * torch.randn_like(raw))

    def seen(self, response, threshold, given):
        return torch.cat([response, *self.features(response, threshold), given], 1)

    def critic_step(self):
        rows, given, threshold = self.draw()
        order = self.orders[torch.randint(len(self.orders), (len(rows),))]
        real = self.seen(self.response[rows].gather(1, order), threshold, given)
        with torch.no_grad():
            fake = self.seen(self.generate(given), threshold, given)
        mixing = torch.rand(len(rows), 1)
        between = (mixing * real + (1 - mixing) * fake).requires_grad_()
        (slope,) = torch.autograd.grad(self.critic(between).sum(), between, create_graph=True)
        penalty = ((slope[:, : self.free].norm(dim=1) - 1) ** 2).mean()
        loss = (self.critic(fake) - self.critic(real)).mean() + self.settings["loss"]["lambda"] * penalty
        self.updaters[1].zero_grad()
        loss.backward()
        self.updaters[1].step()

    def generator_step(self):
        _, given, threshold = self.draw()
        loss = -self.critic(self.seen(self.generate(given), threshold, given)).mean()
        self.updaters[0].zero_grad()
        loss.backward()
        self.updaters[0].step()
        with torch.no_grad():
            for mean, parameter in zip(self.average, self.generator.parameters()):
                mean.lerp_(parameter, 1 - self.schedule["emaDecay"])

    def train(self, seconds):
        """The recipe's rates, by the part of the time that is over; returns the iterations."""
        start, iterations, hold = time.monotonic(), 0, self.schedule["holdFraction"]
        while (done := (time.monotonic() - start) / seconds) < 1:
            left = min(1, (1 - done) / (1 - hold))
            rate = self.schedule["learningRate"] * (1 if done <= hold else self.schedule["finalRate"] + (1 - self.schedule["finalRate"]) * left)
            for updater in self.updaters:
                updater.param_groups[0]["lr"] = rate
            for _ in range(self.schedule["criticSteps"]):
                self.critic_step()
            self.generator_step()
            iterations += 1
        return iterations


def seconds(history, workers):
    """How long a stage's rounds took; rates are of all workers together."""
    ends = [0] + [entry["iteration"] for entry in history]
    return sum(workers * (end - begin) / entry["iterationsPerSecond"] for begin, end, entry in zip(ends, ends[1:], history))


def main():
    generator, exchange = map(Path, sys.argv[1:3])
    factor = float(sys.argv[3]) if len(sys.argv) > 3 else 1
    card = json.loads((generator / "card.json").read_text())
    torch.manual_seed(card["seed"])
    torch.set_num_threads(os.cpu_count())
    for name in ("totals", "shapes"):
        time_given = factor * seconds(card["history"][name], card["configuration"]["shards"])
        stage = Stage(name, card, exchange)
        iterations = stage.train(time_given)
        # DL4J's flat order: each layer's weights, [outputs, inputs], then its biases.
        np.concatenate([mean.numpy().ravel() for mean in stage.average]).astype("<f4").tofile(exchange / (name + ".generator"))
        np.array([iterations], "<f4").tofile(exchange / (name + ".iterations"))
        print("%s: %s iterations in PyTorch %s, %d threads, in the %.0f s of ShowerForge's %s on %d workers"
              % (name, format(iterations, ","), torch.__version__, torch.get_num_threads(), time_given,
                 format(card["recipe"][name]["training"]["iterations"], ","), card["configuration"]["shards"]))


if __name__ == "__main__":
    main()
