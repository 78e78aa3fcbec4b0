"""Makes the HDF5 fixtures beside it: python3 make_fixtures.py (h5py, numpy).

Every file holds the same 8 events in CaloGAN's layout, stored in different ways. Cell j of event i is
0 where (i + j) % 4 != 0, else 0.5 * i + 0.25 * j (exact in 32 bits); energy i is 1 + i.
"""
import zlib

import h5py
import numpy as np

N = 8
LAYERS = {"layer_0": (3, 96), "layer_1": (12, 12), "layer_2": (12, 6)}


def data(dtype):
    i, j = np.meshgrid(np.arange(N), np.arange(504), indexing="ij")
    cells = np.where((i + j) % 4 == 0, 0.5 * i + 0.25 * j, 0).astype(dtype)
    out = {"energy": (1 + np.arange(N)).reshape(N, 1).astype(dtype)}
    at = 0
    for name, (nx, ny) in LAYERS.items():
        out[name] = cells[:, at:at + nx * ny].reshape(N, nx, ny)
        at += nx * ny
    out["overflow"] = np.zeros((N, 3), dtype)
    return out


def chunks(shape):
    # No axis is a multiple of its chunk, so every border case occurs.
    return (3,) + tuple(max(1, n * 2 // 3 - 1) for n in shape[1:])


with h5py.File("contiguous-f4.h5", "w") as f:
    for name, values in data("<f4").items():
        f.create_dataset(name, data=values)
with h5py.File("gzip-f8.h5", "w") as f:
    for name, values in data("<f8").items():
        f.create_dataset(name, data=values, chunks=chunks(values.shape), compression="gzip", shuffle=True, fletcher32=True)
with h5py.File("big-endian-userblock.h5", "w", userblock_size=512) as f:
    for name, values in data(">f4").items():
        f.create_dataset(name, data=values, chunks=chunks(values.shape), compression="gzip")
# New-style groups with a name index, extensible-array and fixed-array chunk indices.
with h5py.File("latest-f4.h5", "w", libver="latest") as f:
    for k in range(12):
        f.create_dataset(f"extra_{k}", data=[k])
    for name, values in data("<f4").items():
        unlimited = (None,) + values.shape[1:] if name == "layer_1" else None
        f.create_dataset(name, data=values, chunks=chunks(values.shape), maxshape=unlimited, compression="gzip")
with h5py.File("latest-plain.h5", "w", libver="latest") as f:
    for name, values in data("<f4").items():
        f.create_dataset(name, data=values, chunks=chunks(values.shape) if name == "layer_2" else None)
# What must be refused.
with h5py.File("lzf.h5", "w") as f:
    for name, values in data("<f4").items():
        f.create_dataset(name, data=values, chunks=chunks(values.shape), compression="lzf" if name == "layer_1" else None)
with h5py.File("never-written.h5", "w") as f:
    for name, values in data("<f4").items():
        if name == "layer_1":
            f.create_dataset(name, shape=values.shape, dtype="<f4", chunks=chunks(values.shape))
        elif name == "layer_2":
            f.create_dataset(name, shape=values.shape, dtype="<f4")
        else:
            f.create_dataset(name, data=values)
with h5py.File("lies.h5", "w") as f:
    # Declares 10^18 cells in a file of a few kilobytes.
    f.create_dataset("energy", shape=(2_000_000_000, 1), dtype="<f4", chunks=(1000, 1), compression="gzip")
    for name, shape in LAYERS.items():
        f.create_dataset(name, shape=(2_000_000_000,) + shape, dtype="<f4", chunks=(1000,) + shape, compression="gzip")
with h5py.File("links.h5", "w") as f:
    for name, values in data("<f4").items():
        if name == "layer_0":
            f[name] = h5py.ExternalLink("contiguous-f4.h5", "/layer_0")
        elif name == "layer_1":
            f[name] = h5py.SoftLink("/layer_1")
        else:
            f.create_dataset(name, data=values)
with h5py.File("huge-chunks.h5", "w") as f:
    # Chunks larger than is ever held at once.
    f.create_dataset("energy", data=np.ones((N, 1), "<f4"))
    for name, shape in LAYERS.items():
        f.create_dataset(name, shape=(N,) + shape, dtype="<f4", maxshape=(None,) + shape, chunks=(1 << 20,) + shape, compression="gzip")
# A chunk of 12 kB that inflates to 12 MB where 32 bytes are declared.
with h5py.File("bomb.h5", "w") as f:
    for name, values in data("<f4").items():
        if name == "energy":
            bomb = f.create_dataset(name, shape=values.shape, dtype="<f4", chunks=values.shape, compression="gzip")
            bomb.id.write_direct_chunk((0, 0), zlib.compress(bytes(12_000_000), 9))
        else:
            f.create_dataset(name, data=values, chunks=chunks(values.shape), compression="gzip")
with h5py.File("no-events.h5", "w") as f:
    for name, values in data("<f4").items():
        f.create_dataset(name, data=values[:0])
