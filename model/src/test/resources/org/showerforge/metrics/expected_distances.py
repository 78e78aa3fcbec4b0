"""Makes expected_distances.json: what SciPy, scikit-learn and plain NumPy say of samples that DistancesAgainstScipyTest also makes.

The samples come from expected.py's generator. Run: python3 expected_distances.py > expected_distances.json (SciPy 1.10, scikit-learn 1.2).
"""
import json

import numpy as np
from scipy.linalg import sqrtm
from scipy.spatial.distance import cdist, jensenshannon
from scipy.stats import chi2_contingency, entropy
from sklearn.neighbors import NearestNeighbors

NEAREST = 5


def uniform(seed, n):
    state, values = seed, []
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append((state >> 11) / 2.0**53)
    return np.array(values)


def table(seed, rows, power):
    """Three columns that depend on each other, as 32-bit floats."""
    u = uniform(seed, 3 * rows).reshape(rows, 3)
    columns = [u[:, 0] ** power, u[:, 0] * u[:, 1] + 0.1 * power, 2 * u[:, 2] ** 2 - u[:, 0]]
    return np.stack(columns, 1).astype(np.float32).astype(np.float64)


def frechet(a, b):
    c, d = np.cov(a.T), np.cov(b.T)
    return float(np.sum((a.mean(0) - b.mean(0)) ** 2) + np.trace(c + d - 2 * np.real(sqrtm(c @ d))))


def kernel(a, b):
    def k(x, y):
        return (x @ y.T / x.shape[1] + 1) ** 4

    n, m = len(a), len(b)
    within_a = (k(a, a).sum() - np.trace(k(a, a))) / (n * (n - 1))
    within_b = (k(b, b).sum() - np.trace(k(b, b))) / (m * (m - 1))
    return float(within_a + within_b - 2 * k(a, b).mean())


def neighbours(real, generated):
    """The definitions of arXiv 2002.09797."""
    r = NearestNeighbors(n_neighbors=NEAREST + 1).fit(real).kneighbors(real)[0][:, -1]
    g = NearestNeighbors(n_neighbors=NEAREST + 1).fit(generated).kneighbors(generated)[0][:, -1]
    d = cdist(real, generated)
    return {
        "precision": float((d < r[:, None]).any(0).mean()),
        "recall": float((d < g[None, :]).any(1).mean()),
        "density": float((d < r[:, None]).sum(0).mean() / NEAREST),
        "coverage": float((d.min(1) < r).mean()),
    }


def densities(a, b, bins=10):
    pooled = np.sort(np.concatenate([a, b]))
    edges = np.unique([pooled[k * len(pooled) // bins] for k in range(1, bins)])
    counts = [np.bincount(np.searchsorted(edges, x, "right"), minlength=len(edges) + 1) for x in (a, b)]
    p, q = counts[0] / len(a), counts[1] / len(b)
    chi2, _, ndf, _ = chi2_contingency(np.array(counts))
    return {
        "kullbackLeibler": float(entropy(p, q)),
        "reverseKullbackLeibler": float(entropy(q, p)),
        "jensenShannon": float(jensenshannon(p, q) ** 2),
        "totalVariation": float(np.abs(p - q).sum() / 2),
        "squaredHellinger": float(np.sum((np.sqrt(p) - np.sqrt(q)) ** 2)),
        "pearson": float(np.sum((q - p) ** 2 / p)),
        "neyman": float(np.sum((p - q) ** 2 / q)),
        "chi2": float(chi2),
        "ndf": float(ndf),
    }


def challenge(showers, incident):
    """CaloChallenge's features of each shower, layer by layer: see arXiv 2410.21611 and ChallengeTables."""
    columns = [np.log10(incident), np.log10(showers.sum(1) + 1e-8)]
    first = 0
    for sectors, edges in CHALLENGE_LAYERS:
        middles = (np.array(edges[1:]) + np.array(edges[:-1])) / 2
        radius = np.tile(middles, sectors)
        angle = np.repeat(-np.pi + 2 * np.pi * (np.arange(sectors) + 0.5) / sectors, len(middles))
        energy = showers[:, first : first + len(radius)]
        first += len(radius)
        places = [radius] + ([radius * np.cos(angle), radius * np.sin(angle)] if sectors > 1 else [])
        columns += [np.log10(energy.sum(1) + 1e-8), 1 - (energy > 0).mean(1)]
        for place in places:
            centre = (place * energy).sum(1) / (energy.sum(1) + 1e-16)
            square = (place**2 * energy).sum(1) / (energy.sum(1) + 1e-16)
            columns += [centre / 100, np.sqrt((square - centre**2).clip(min=0)) / 100]
    return np.stack(columns, 1)


CHALLENGE_LAYERS = [(1, [0, 5, 10, 20]), (4, [0, 4, 9])]
energies = (100 * uniform(5, 6 * 11) ** 3).reshape(6, 11).astype(np.float32).astype(np.float64)
energies[energies < 20] = 0
energies[2, 3:] = 0
incident = 1000 * (1 + 50 * uniform(6, 6)).astype(np.float32).astype(np.float64)

a, b = table(1, 400, 1.0), table(2, 300, 1.2)
nearest = [NearestNeighbors(n_neighbors=1).fit(a).kneighbors(x)[0].mean() for x in (b, table(3, 300, 1.0))]
expected = {"frechet": frechet(a, b), "kernel": kernel(a, b), "nearest": float(nearest[0])}
expected.update(neighbours(a, b))
expected.update(densities(a[:, 0], b[:, 0]))
expected["correlation"] = float(np.corrcoef(a.T)[0, 1])
expected["challenge"] = challenge(energies, incident).round(12).tolist()
print(json.dumps(expected, indent=2))
