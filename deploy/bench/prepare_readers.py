"""What other readers need for the same files: prints the seconds from opening to the last number.

    prepare_readers.py hdf5 FILE       h5py, all floating-point datasets in slabs of 1,000 events
    prepare_readers.py csv FILE        numpy.loadtxt, plain or .gz
"""

import sys
import time

import h5py
import numpy as np

SLAB = 1000


def hdf5(path):
    with h5py.File(path, "r") as file:
        sets = [file[name] for name in file]
        for at in range(0, len(sets[0]), SLAB):
            for data in sets:
                data[at : at + SLAB]


def main():
    kind, path = sys.argv[1:]
    start = time.perf_counter()
    if kind == "hdf5":
        hdf5(path)
    else:
        np.loadtxt(path, delimiter=",", skiprows=1)
    print(time.perf_counter() - start)


main()
