"""Makes expected.json: what SciPy says of the samples that MetricsAgainstScipyTest also makes.

The samples come from a 64-bit linear congruential generator (Knuth's MMIX constants), so that both
languages make the same doubles. Run: python3 expected.py > expected.json (SciPy 1.10).
"""
import json

import numpy as np
from scipy.stats import ks_2samp, rankdata, wasserstein_distance


def uniform(seed, n):
    state, values = seed, []
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        values.append((state >> 11) / 2.0**53)
    return np.array(values)


def separation(a, b, bins=10):
    pooled = np.sort(np.concatenate([a, b]))
    edges = np.unique([pooled[k * len(pooled) // bins] for k in range(1, bins)])
    p = np.bincount(np.searchsorted(edges, a, "right"), minlength=len(edges) + 1) / len(a)
    q = np.bincount(np.searchsorted(edges, b, "right"), minlength=len(edges) + 1) / len(b)
    filled = p + q > 0
    return 0.5 * np.sum((p - q)[filled] ** 2 / (p + q)[filled])


def auc_and_delong(negative, positive):
    """The definition, over all pairs."""
    wins = (positive[:, None] > negative[None, :]) + 0.5 * (positive[:, None] == negative[None, :])
    m, n = wins.shape
    ranks = rankdata(np.concatenate([positive, negative]))
    mann_whitney = (ranks[:m].sum() - m * (m + 1) / 2) / (m * n)
    assert abs(mann_whitney - wins.mean()) < 1e-12
    variance = wins.mean(1).var(ddof=1) / m + wins.mean(0).var(ddof=1) / n
    return wins.mean(), np.sqrt(variance)


def figures(a, b):
    auc, error = auc_and_delong(a, b)
    return {
        "emd": wasserstein_distance(a, b),
        "ks": ks_2samp(a, b).statistic,
        "separation": separation(a, b),
        "auc": auc,
        "error": error,
    }


smooth_a, smooth_b = uniform(1, 500), uniform(2, 700) ** 1.3 + 0.05
print(
    json.dumps(
        {
            "smooth": figures(smooth_a, smooth_b),
            "tied": figures(np.floor(smooth_a * 7), np.floor(smooth_b * 7)),
            "mostlyZero": figures(np.maximum(0, smooth_a - 0.8), np.maximum(0, smooth_b - 0.7)),
        },
        indent=2,
    )
)
