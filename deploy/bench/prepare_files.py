"""Raw files for the benchmarks of prepare, made from real Geant4 showers.

A file holds the showers over and over, each time multiplied by another factor between 1 and 1.02, incident energy and
cells alike, so that no two events are equal and the numbers compress as the real ones do. Factors are a Kronecker
sequence, whose terms keep apart; drawn at random, some would coincide.
"""

import csv
import glob
import gzip
import os

import h5py
import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LAYERS = ("layer_0", "layer_1", "layer_2")
COLUMNS = ("energy", *LAYERS)
CHUNK = 256
SLAB = 4096
MOST = 1.02
GOLDEN = (5**0.5 - 1) / 2
RANGE = "energyRangeGeV=[1, 21]"
TABLE = ("E", "total", "e0", "e1", "e2", "n0", "n1", "n2", "max0", "max1", "max2")


def samples(pattern):
    """Files of the larger samples that the environment names, if it does."""
    folder = os.environ.get("SHOWERFORGE_SAMPLES")
    return sorted(glob.glob(os.path.join(folder, pattern))) if folder else []


class Showers:
    """Real showers, as many copies of them as are asked for."""

    def __init__(self, seed):
        files = samples("calogan/eplus_1-20GeV*.h5") or sorted(
            glob.glob(os.path.join(ROOT, "samples", "calogan", "*.h5"))
        )
        self.data = {name: [] for name in COLUMNS}
        for path in files:
            with h5py.File(path, "r") as file:
                for name in COLUMNS:
                    self.data[name].append(file[name][...])
        self.data = {name: np.concatenate(parts) for name, parts in self.data.items()}
        self.count = len(self.data["energy"])
        self.start = np.random.default_rng(seed).uniform()
        self.taken = 0

    def factors(self, numbers, count):
        """The factors of events by their numbers, where the showers come again after so many."""
        return (1 + (MOST - 1) * ((self.start + numbers // count * GOLDEN) % 1)).astype(np.float32)

    def slabs(self, events):
        """The next events, in slabs of a few thousand."""
        at = 0
        while at < events:
            count = min(SLAB, events - at)
            numbers = np.arange(self.taken, self.taken + count)
            factor = self.factors(numbers, self.count)
            yield at, {
                name: values[numbers % self.count] * factor.reshape((count,) + (1,) * (values.ndim - 1))
                for name, values in self.data.items()
            }
            at += count
            self.taken += count


def write_hdf5(path, shapes, events, slabs):
    """Datasets as the samples have them: float32, chunks of 256 events, shuffle, gzip level 4."""
    with h5py.File(path, "w") as file:
        sets = {
            name: file.create_dataset(
                name,
                (events, *shape),
                "f4",
                chunks=(min(CHUNK, events), *shape),
                shuffle=True,
                compression="gzip",
                compression_opts=4,
            )
            for name, shape in shapes.items()
        }
        for at, slab in slabs:
            for name, values in slab.items():
                sets[name][at : at + len(values)] = values


def calogan(path, events, showers):
    """CaloGAN's layout."""
    shapes = {name: values.shape[1:] for name, values in showers.data.items()}
    write_hdf5(path, shapes, events, showers.slabs(events))


def calochallenge(path, events, showers):
    """CaloChallenge's data set 2: 6480 voxels; of electrons of that layout, or CaloGAN's cells 13 times over."""
    found = samples("calochallenge/par04*.hdf5")
    if found:
        with h5py.File(found[0], "r") as file:
            real = {name: file[name][...] for name in ("incident_energies", "showers")}
        keep = (real["incident_energies"][:, 0] >= 1000) & (real["incident_energies"][:, 0] * MOST <= 1e6)
        real = {name: values[keep] for name, values in real.items()}
    else:
        cells = np.concatenate([showers.data[name].reshape(showers.count, -1) for name in LAYERS], axis=1)
        real = {
            "incident_energies": 1000 * showers.data["energy"],
            "showers": np.tile(cells / 13, (1, 13))[:, :6480],
        }

    def slabs():
        count = len(real["showers"])
        for at in range(0, events, 500):
            numbers = np.arange(at, min(at + 500, events))
            factor = showers.factors(numbers, count)[:, np.newaxis]
            yield at, {name: values[numbers % count] * factor for name, values in real.items()}

    write_hdf5(path, {"incident_energies": (1,), "showers": (6480,)}, events, slabs())


def table(path, events, showers):
    """CSV of eleven columns: the incident energy and ten sums, counts and maxima of a shower; .gz by its name."""
    opened = gzip.open(path, "wt", compresslevel=6) if path.endswith(".gz") else open(path, "w")
    with opened as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(TABLE)
        for _, slab in showers.slabs(events):
            flat = [slab[name].reshape(len(slab["energy"]), -1) for name in LAYERS]
            sums = [layer.sum(axis=1) for layer in flat]
            columns = [slab["energy"][:, 0], sum(sums), *sums]
            columns += [(layer > 1).sum(axis=1) for layer in flat]
            columns += [layer.max(axis=1) for layer in flat]
            writer.writerows(zip(*(column.tolist() if column.dtype.kind == "i" else map(str, column) for column in columns)))


def float_bytes(path):
    """What the numbers of an HDF5 file take once they are unpacked."""
    with h5py.File(path, "r") as file:
        return sum(file[name].size * file[name].dtype.itemsize for name in file)
