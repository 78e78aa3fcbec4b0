"""PyTorch's side of AdversarialStepBenchmark: a worker told over stdin what to do, one answer line each.

    version                                          versions and threads
    case KIND BATCH GENERATOR_WIDTHS CRITIC_WIDTHS   builds the networks; answers "ready"
    run STEPS                                        milliseconds of each step

Widths are joined by commas, "-" for none. Kinds, sizes and constants are BenchmarkCase's.
"""

import os
import sys
import time

import torch
from torch import nn
from torch.nn import functional

CONDITIONS = 1
IMAGES = [(3, 96), (12, 12), (12, 6)]
FILTERS = 8
KERNEL = 3
LEAK = 0.2
LAMBDA = 10.0
LEARNING_RATE = 1e-4


def mlp(widths):
    layers = []
    for i in range(len(widths) - 1):
        layers.append(nn.Linear(widths[i], widths[i + 1]))
        if i + 2 < len(widths):
            layers.append(nn.LeakyReLU(LEAK))
    return nn.Sequential(*layers)


class LocallyConnected(nn.Module):
    """A kernel for every pixel, one bias per filter."""

    def __init__(self, pixels):
        super().__init__()
        self.weight = nn.Parameter(0.03 * torch.randn(pixels, KERNEL * KERNEL, FILTERS))
        self.bias = nn.Parameter(torch.zeros(FILTERS))

    def forward(self, image):
        patches = functional.unfold(image, KERNEL, padding=KERNEL // 2)
        return torch.einsum("bkp,pkf->bpf", patches, self.weight) + self.bias


class ImageCritic(nn.Module):
    """A map per image, side by side, the condition passed on to the dense part."""

    def __init__(self, kind, widths):
        super().__init__()
        if kind == "CONVOLUTION":
            maps = [nn.Conv2d(1, FILTERS, KERNEL, padding=KERNEL // 2) for _ in IMAGES]
        else:
            maps = [LocallyConnected(h * w) for h, w in IMAGES]
        self.maps = nn.ModuleList(maps)
        self.dense = mlp(widths)

    def forward(self, x):
        parts = []
        start = 0
        for (h, w), image_map in zip(IMAGES, self.maps):
            image = x[:, start : start + h * w].reshape(-1, 1, h, w)
            parts.append(image_map(image).flatten(1))
            start += h * w
        hidden = functional.leaky_relu(torch.cat(parts, 1), LEAK)
        return self.dense(torch.cat([hidden, x[:, start:]], 1))


class Step:
    """A critic step, and a generator step if there is a generator."""

    def __init__(self, kind, batch, generator, critic):
        cells = generator[-1] if generator else sum(h * w for h, w in IMAGES)
        self.real = torch.rand(batch, cells)
        self.conditions = torch.rand(batch, CONDITIONS)
        self.noise = generator[0] - CONDITIONS if generator else 0
        self.generator = mlp(generator) if generator else None
        self.critic = ImageCritic(kind, critic) if kind != "DENSE" else mlp(critic)
        self.critic_adam = adam(self.critic)
        if self.generator:
            self.generator_adam = adam(self.generator)
        else:
            self.fake = torch.randn(batch, cells)

    def score(self, cells):
        return self.critic(torch.cat([cells, self.conditions], 1))

    def generate(self):
        latent = torch.randn(len(self.real), self.noise)
        return self.generator(torch.cat([latent, self.conditions], 1))

    def run(self):
        self.critic_step()
        if self.generator:
            loss = -self.score(self.generate()).mean()
            self.generator_adam.zero_grad()
            loss.backward()
            self.generator_adam.step()

    def critic_step(self):
        if self.generator:
            with torch.no_grad():
                self.fake = self.generate()
        mixing = torch.rand(len(self.real), 1)
        between = (mixing * self.real + (1 - mixing) * self.fake).requires_grad_(True)
        (gradient,) = torch.autograd.grad(self.score(between).sum(), between, create_graph=True)
        penalty = ((gradient.norm(dim=1) - 1) ** 2).mean()
        loss = self.score(self.fake).mean() - self.score(self.real).mean() + LAMBDA * penalty
        self.critic_adam.zero_grad()
        loss.backward()
        self.critic_adam.step()


def adam(network):
    return torch.optim.Adam(network.parameters(), LEARNING_RATE, betas=(0.5, 0.9))


def widths(text):
    return [] if text == "-" else [int(width) for width in text.split(",")]


def timed(step):
    start = time.perf_counter()
    step.run()
    return "%.6f" % ((time.perf_counter() - start) * 1e3)


def main():
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(1)
    step = None
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "version":
            answer = "PyTorch %s, %d thread(s)" % (torch.__version__, torch.get_num_threads())
        elif command == "case":
            kind, batch, generator, critic = arguments
            step = Step(kind, int(batch), widths(generator), widths(critic))
            answer = "ready"
        elif command == "run":
            answer = " ".join(timed(step) for _ in range(int(arguments[0])))
        else:
            raise ValueError(command)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
