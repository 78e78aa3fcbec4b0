"""PyTorch's side of AdversarialStepBenchmark: a worker told over stdin what to do, one answer line each.

    version                  versions, threads or the GPU
    case KIND BATCH GENERATOR_WIDTHS CRITIC_WIDTHS CRITIC_STEPS MODE
                             builds the networks; answers "ready", or "refused: " and why
    run STEPS                milliseconds of each step; on a GPU the mean of all, as it runs ahead

Widths are joined by commas, "-" for none. Kinds, sizes and constants are BenchmarkCase's. MODE is eager, compile
(torch.compile of both losses) or graph (the whole iteration in one CUDA graph). On a GPU if DEVICE=cuda.
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
ON_GPU = os.environ.get("DEVICE") == "cuda"


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
    """Critic steps, and a generator step if there is a generator."""

    def __init__(self, kind, batch, generator, critic, critic_steps, mode):
        self.critic_steps = critic_steps
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
        self.replay = None
        if mode == "compile":
            self.critic_loss = torch.compile(self.critic_loss)
            self.generator_loss = torch.compile(self.generator_loss)
        elif mode == "graph":
            self.replay = self.captured().replay

    def captured(self):
        """The iteration as a CUDA graph, after a warm-up on a stream of its own, as PyTorch's manual has it."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(3):
                self.iterate()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.iterate()
        return graph

    def score(self, cells):
        return self.critic(torch.cat([cells, self.conditions], 1))

    def generate(self):
        latent = torch.randn(len(self.real), self.noise)
        return self.generator(torch.cat([latent, self.conditions], 1))

    def run(self):
        if self.replay:
            self.replay()
        else:
            self.iterate()

    def iterate(self):
        for _ in range(self.critic_steps):
            self.critic_step()
        if self.generator:
            self.generator_adam.zero_grad()
            self.generator_loss().backward()
            self.generator_adam.step()

    def generator_loss(self):
        return -self.score(self.generate()).mean()

    def critic_step(self):
        if self.generator:
            with torch.no_grad():
                self.fake = self.generate()
        self.critic_adam.zero_grad()
        self.critic_loss(self.fake).backward()
        self.critic_adam.step()

    def critic_loss(self, fake):
        mixing = torch.rand(len(self.real), 1)
        between = (mixing * self.real + (1 - mixing) * fake).requires_grad_(True)
        (gradient,) = torch.autograd.grad(self.score(between).sum(), between, create_graph=True)
        penalty = ((gradient.norm(dim=1) - 1) ** 2).mean()
        return self.score(fake).mean() - self.score(self.real).mean() + LAMBDA * penalty


def adam(network):
    # Only a capturable Adam can be in a graph; on a GPU it is the faster one too.
    more = {"capturable": True, "fused": True} if ON_GPU else {}
    return torch.optim.Adam(network.parameters(), LEARNING_RATE, betas=(0.5, 0.9), **more)


def widths(text):
    return [] if text == "-" else [int(width) for width in text.split(",")]


def timed(step):
    start = time.perf_counter()
    step.run()
    return "%.6f" % ((time.perf_counter() - start) * 1e3)


def timed_on_gpu(step, steps):
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(steps):
        step.run()
    torch.cuda.synchronize()
    return "%.6f" % ((time.perf_counter() - start) * 1e3 / steps)


def version():
    if ON_GPU:
        return "PyTorch %s, CUDA %s, %s" % (torch.__version__, torch.version.cuda, torch.cuda.get_device_name())
    return "PyTorch %s, %d thread(s)" % (torch.__version__, torch.get_num_threads())


def main():
    if ON_GPU:
        torch.set_default_device("cuda")
    else:
        torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    torch.manual_seed(1)
    step = None
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "version":
            answer = version()
        elif command == "case":
            kind, batch, generator, critic, critic_steps, mode = arguments
            answer = "ready"
            try:
                step = Step(kind, int(batch), widths(generator), widths(critic), int(critic_steps), mode)
                step.run()
            except Exception as refusal:  # torch.compile does not take everything
                answer = "refused: " + " ".join(str(refusal).split())[:200]
        elif command == "run":
            steps = int(arguments[0])
            answer = timed_on_gpu(step, steps) if ON_GPU else " ".join(timed(step) for _ in range(steps))
        else:
            raise ValueError(command)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
