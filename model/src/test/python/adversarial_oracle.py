"""Makes adversarial-oracle.json: what PyTorch's automatic differentiation says of adversarial gradients.

Run: OMP_NUM_THREADS=1 python3 adversarial_oracle.py (PyTorch 1.13, NumPy); it overwrites
../resources/org/showerforge/engine/adversarial-oracle.json, with the same bytes each time.

Everything is computed in double precision by torch.autograd.grad(create_graph=True). Drawn inputs are
multiples of 1/1024, so a float holds them exactly, and so do their decimals; expected numbers are doubles
in full. The leak (0.2) and batch norm's epsilon (1e-5) are doubles. No argument of a kinked function, nor
any norm, lies within 1e-3 of its kink; critics' scores stay below 5, where no sigmoid saturates.

Critic cases. Rows are events; the first R columns are the response, the others are conditions. Means are
sums over the B events divided by B; the terms of a loss carry the event's weight w, a penalty's do not.
With D the score, r real, f fake:

  wasserstein    L_D = mean w (D(f) - D(r)); L_G = -mean w D(f) (Arjovsky et al. 2017, arXiv 1701.07875)
  gan            L_D = mean w [-(1-s) log sig(D(r)) - s log(1 - sig(D(r))) - log(1 - sig(D(f)))];
                 L_G = -mean w log sig(D(f)) (Goodfellow et al. 2014, arXiv 1406.2661; one-sided label
                 smoothing s: Salimans et al. 2016, arXiv 1606.03498)
  gan-saturating the same L_D; L_G = mean w log(1 - sig(D(f)))
  hinge          L_D = mean w [max(0, 1 - D(r)) + max(0, 1 + D(f))]; L_G = -mean w D(f)
                 (Lim & Ye 2017, arXiv 1705.02894)
  least-squares  L_D = 1/2 mean w [(D(r) - 1)^2 + D(f)^2]; L_G = 1/2 mean w (D(f) - 1)^2
                 (Mao et al. 2017, arXiv 1611.04076)
  cramer         F(x) = |h(x) - h(f2)| - |h(x)| with h the network's outputs and f2 a second fake;
                 L_D = mean w (F(f) - F(r)); L_G = mean w (|h(r) - h(f)| + |h(r) - h(f2)|
                 - |h(f) - h(f2)|); D is F in the penalties (Bellemare et al. 2017, arXiv 1705.10743)

Penalties, with g the gradient of D by the response, at x^ = eps r + (1 - eps) f or, for r1, at r:

  two-sided    lambda mean (|g| - 1)^2 (Gulrajani et al. 2017, arXiv 1704.00028)
  one-sided    lambda mean max(0, |g| - 1)^2 (Petzka et al. 2018, arXiv 1709.08894)
  zero-centred lambda/2 mean |g|^2 (Thanh-Tung et al. 2019, arXiv 1902.03984)
  r1           lambda/2 mean |g|^2 (Mescheder et al. 2018, arXiv 1801.04406)

Feature matching adds mu |mean w H(r) - mean w H(f)|^2 to L_G, with H the last hidden layer's activations
(Salimans et al. 2016). criticGradients and criticLoss are of L_D + penalty; criticPenalty is its part.

Generator cases. A layer is a map, batch norm over events and positions with the biased variance (Ioffe &
Szegedy 2015, arXiv 1502.03167), an activation. Gradients are of sum(upstream * response). Heads, with raw
the last layer's output: linear: raw; noisy-cells: relu(raw + noise);
softmax-groups: the softmax of each group of columns; exp-scale: scale e^raw.

Images are channels-last rows, [D][H][W][C]. Padding is TensorFlow's "same". A transposed convolution is
the exact adjoint of the same-padded convolution from the big image to the small one. Weights, flattened:
dense [out][in], convolution [filters][channels][kernel], transposed [channels][filters][kernel], locally
connected [position][channel, kernel][filter]. The layer's columns that no branch reads pass unchanged.
"""
import itertools
import json
from pathlib import Path
from typing import Callable, List, Tuple

import numpy as np
import torch
from torch import Tensor

from adversarial_designs import PENALTIES, CriticDesign, GeneratorDesign, critic_designs, generator_designs
from adversarial_networks import Network, Rng, normal, on_grid, softplus

SEED = 20170400
OUTPUT = Path(__file__).parent.parent / "resources/org/showerforge/engine/adversarial-oracle.json"


def pairs(tensors, first: str, second: str) -> List[dict]:
    flat = [tensor.flatten().tolist() for tensor in tensors]
    return [{first: a, second: b} for a, b in zip(flat[::2], flat[1::2])]


class CriticCase:
    """A critic, a batch and what the losses and penalties make of them."""

    def __init__(self, rng: Rng, number: int, design: CriticDesign):
        self.design, self.loss, self.width = design, design.loss, design.response
        batch = 3 + number % 3
        self.lambda_ = PENALTIES[design.penalty]
        self.smoothing = 0.125 if self.loss.startswith("gan") and number % 2 else 0.0
        outputs = 4 if self.loss == "cramer" else 1
        self.network = Network(design.layers(rng, design.activation, outputs))
        conditions = normal(rng, (batch, design.conditions))
        self.real, self.fake, self.fake2 = (
            torch.cat([normal(rng, (batch, self.width), 1, mean), conditions], 1) for mean in (0, 0.5, 0.5))
        self.epsilon = on_grid(rng.uniform(0.01, 0.99, (batch, 1)))
        self.weights = torch.ones(batch)
        if number % 4 == 1:
            self.weights = on_grid(rng.uniform(0.5, 2, batch)) * torch.tensor([1, -1, 1, 1, -1])[:batch]
        # The score is linear in the last map: a typical gradient's norm of 1.25 puts rows on both sides of 1.
        typical = self.gradient_norms(self.interpolated()).median()
        self.network.layers[-1].map.rescale((1.25 / typical).item())

    def interpolated(self) -> Tensor:
        return self.epsilon * self.real + (1 - self.epsilon) * self.fake

    def mean(self, terms: Tensor) -> Tensor:
        return (self.weights * terms).mean()

    def score(self, rows: Tensor) -> Tensor:
        outputs = self.network(rows)
        if self.loss != "cramer":
            return outputs[:, 0]
        return self.network.norm_of(outputs - self.network(self.fake2)) - self.network.norm_of(outputs)

    def gradient_norms(self, points: Tensor) -> Tensor:
        points = points.detach().requires_grad_()
        gradient, = torch.autograd.grad(self.score(points).sum(), points, create_graph=True)
        return self.network.norm_of(gradient[:, :self.width])

    def penalty(self) -> Tensor:
        kind = self.design.penalty
        if kind == "none":
            return torch.zeros(())
        norms = self.gradient_norms(self.real if kind == "r1" else self.interpolated())
        if kind == "two-sided":
            return self.lambda_ * (norms - 1).square().mean()
        if kind == "one-sided":
            self.network.switches.append(norms - 1)
            return self.lambda_ * torch.relu(norms - 1).square().mean()
        return self.lambda_ / 2 * norms.square().mean()

    def critic_loss(self) -> Tensor:
        real, fake = self.score(self.real), self.score(self.fake)
        self.network.scores += [real, fake]
        if self.loss in ("wasserstein", "cramer"):
            return self.mean(fake - real)
        if self.loss == "hinge":
            self.network.switches += [1 - real, 1 + fake]
            return self.mean(torch.relu(1 - real) + torch.relu(1 + fake))
        if self.loss == "least-squares":
            return self.mean((real - 1).square() + fake.square()) / 2
        on_real = (1 - self.smoothing) * softplus(-real) + self.smoothing * softplus(real)
        return self.mean(on_real + softplus(fake))

    def generator_loss(self, fake: Tensor, fake2: Tensor) -> Tensor:
        if self.loss == "cramer":
            real, fake, fake2 = (self.network(rows) for rows in (self.real, fake, fake2))
            norm = self.network.norm_of
            return self.mean(norm(real - fake) + norm(real - fake2) - norm(fake - fake2))
        score = self.score(fake)
        terms = {"wasserstein": -score, "hinge": -score, "gan": softplus(-score),
                 "gan-saturating": -softplus(score), "least-squares": (score - 1).square() / 2}
        loss = self.mean(terms[self.loss])
        if self.design.feature_matching:
            hidden = len(self.network.layers) - 1
            difference = self.network(self.real, hidden) - self.network(fake, hidden)
            loss = loss + self.design.feature_matching * (self.weights @ difference / len(fake)).square().sum()
        return loss

    def json(self) -> dict:
        penalty = self.penalty()
        loss = self.critic_loss() + penalty
        gradients = torch.autograd.grad(loss, self.network.parameters())
        fake, fake2 = self.fake.clone().requires_grad_(), self.fake2.clone().requires_grad_()
        cramer = self.loss == "cramer"
        by_fakes = torch.autograd.grad(self.generator_loss(fake, fake2), (fake, fake2)[:1 + cramer])
        by_fakes = [gradient[:, :self.width].tolist() for gradient in by_fakes]
        return {
            "kind": "critic", "name": self.design.name, "loss": self.loss, "penalty": self.design.penalty,
            "lambda": self.lambda_, "smoothing": self.smoothing,
            "featureMatching": self.design.feature_matching, "batch": len(self.real),
            "responseWidth": self.width, "inputs": self.real.shape[1],
            "layers": [layer.json() for layer in self.network.layers],
            "real": self.real.tolist(), "fake": self.fake.tolist(),
            **({"fake2": self.fake2.tolist()} if cramer else {}),
            "epsilon": self.epsilon.flatten().tolist(), "weights": self.weights.tolist(),
            "criticGradients": pairs(gradients, "weight", "bias"),
            "criticLoss": loss.item(), "criticPenalty": penalty.item(), "generatorGradient": by_fakes[0],
            **({"generatorGradient2": by_fakes[1]} if cramer else {}),
        }

    def check_by_differences(self, step: float = 1e-5) -> None:
        """The critic's gradient against central finite differences."""
        parameters = self.network.parameters()
        gradients = torch.autograd.grad(self.critic_loss() + self.penalty(), parameters)
        for values, gradient in zip((p.data.view(-1) for p in parameters), gradients):
            for k, expected in enumerate(gradient.flatten().tolist()):
                centre, sides = values[k].item(), []
                for side in (centre + step, centre - step):
                    values[k] = side
                    sides.append((self.critic_loss() + self.penalty()).item())
                values[k] = centre
                assert abs((sides[0] - sides[1]) / (2 * step) - expected) < 1e-6, self.design.name


class GeneratorCase:
    """A generator, a batch and the gradient that comes from above."""

    def __init__(self, rng: Rng, number: int, design: GeneratorDesign):
        self.name, self.head = design.name, design.head
        batch = 4 + number % 3
        self.network = Network(design.layers(rng))
        self.input = normal(rng, (batch, design.inputs))
        cells = self.network(self.input).shape[1]
        self.noise, self.upstream = normal(rng, (batch, cells)), normal(rng, (batch, cells))

    def response(self) -> Tensor:
        raw, kind = self.network(self.input), self.head["kind"]
        if kind == "noisy-cells":
            self.network.switches.append(raw + self.noise)
            return torch.relu(self.network.switches[-1])
        if kind == "softmax-groups":
            return torch.cat([torch.softmax(group, 1) for group in raw.split(self.head["groups"], 1)], 1)
        return self.head["scale"] * torch.exp(raw) if kind == "exp-scale" else raw

    def json(self) -> dict:
        norms = self.network.norms()
        parameters = self.network.parameters()
        scales = [tensor for norm in norms for tensor in (norm.gamma, norm.beta)]
        response = self.response()
        gradients = torch.autograd.grad((self.upstream * response).sum(), parameters + scales)
        return {
            "kind": "generator", "name": self.name, "batch": len(self.input), "inputs": self.input.shape[1],
            "layers": [layer.json() for layer in self.network.layers], "head": self.head,
            "input": self.input.tolist(),
            **({"cellNoise": self.noise.tolist()} if self.head["kind"] == "noisy-cells" else {}),
            "upstream": self.upstream.tolist(), "response": response.tolist(),
            "gradients": pairs(gradients[:len(parameters)], "weight", "bias"),
            "batchNormGradients": pairs(gradients[len(parameters):], "gamma", "beta"),
            "batchMeans": [norm.means.tolist() for norm in norms],
            "batchVariances": [norm.variances.tolist() for norm in norms],
        }


def first_clear(make: Callable, number: int, design) -> Tuple[object, dict]:
    """The first draw that stays away from kinks, and its JSON."""
    for attempt in itertools.count():
        case = make(np.random.default_rng([SEED, number, attempt]), number, design)
        made = case.json()
        if case.network.is_clear():
            return case, made


def main() -> None:
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    made = [first_clear(CriticCase, k, design) for k, design in enumerate(critic_designs())]
    critics = [case for case, _ in made]
    for k in np.random.default_rng(SEED).choice(len(critics), 3, replace=False):
        critics[k].check_by_differences()
    made += [first_clear(GeneratorCase, k, design) for k, design in enumerate(generator_designs(), len(made))]
    cases = ",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False) for _, case in made)
    OUTPUT.write_text(f'{{"seed":{SEED},"torch":"{torch.__version__}","cases":[\n{cases}\n]}}\n')


if __name__ == "__main__":
    main()
