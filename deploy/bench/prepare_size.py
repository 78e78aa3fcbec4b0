"""A large file and many small ones through executors of 512 MB; see deploy/bench/prepare-size."""

import argparse
import glob
import hashlib
import os
import re
import shutil
import tempfile

import prepare_files as files
import prepare_runs as runs

GIGABYTE = 10**9
MEMORY = "512m"
MASTER = "local-cluster[2,1,512]"
TROUBLE = re.compile(r"OutOfMemoryError|GC overhead|Killed|ExecutorLostFailure|Lost task|Lost executor")


def children(pid):
    found = []
    for path in glob.glob(f"/proc/{pid}/task/*/children"):
        try:
            with open(path) as file:
                found += file.read().split()
        except (FileNotFoundError, ProcessLookupError):
            pass
    return found


def name(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as file:
            return file.read()
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Executors:
    """Looks at the executors, which are children of this process's only child, the driver."""

    def __init__(self):
        self.peaks = {}
        self.calls = 0

    def __call__(self):
        # A high-water mark need not be asked for often.
        self.calls += 1
        if self.calls % 10:
            return
        for driver in children(os.getpid()):
            for pid in children(driver):
                if "CoarseGrainedExecutorBackend" in name(pid):
                    self.peaks[pid] = max(self.peaks.get(pid, 0), runs.high_water(pid))


def home(work):
    """A Spark home of its own, where the executors' logs are found afterwards."""
    path = os.path.join(work, "home")
    if not os.path.exists(path):
        os.makedirs(path)
        for part in ("jars", "conf"):
            os.symlink(os.path.join(runs.HOME, part), os.path.join(path, part))
    return path


def trouble(work):
    """Lines of the driver's and the executors' logs that tell of lost memory or executors."""
    logs = [os.path.join(work, "run.log")]
    logs += glob.glob(os.path.join(work, "home", "work", "*", "*", "std*"))
    lines = []
    for log in logs:
        with open(log, errors="replace") as file:
            lines += [line.strip() for line in file if TROUBLE.search(line)]
    return len(logs), lines


def hashes(folder):
    """SHA-256 of every file below a folder, by its path."""
    found = {}
    for base, _, names in os.walk(folder):
        for file_name in names:
            path = os.path.join(base, file_name)
            digest = hashlib.sha256()
            with open(path, "rb") as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
            found[os.path.relpath(path, folder)] = digest.hexdigest()
    return found


def sizes(folder):
    """What was written, as text."""
    parts = []
    for split in ("train", "validation", "test"):
        lengths = sorted(
            os.path.getsize(path) / 2**20 for path in glob.glob(os.path.join(folder, "events", f"split={split}", "*.parquet"))
        )
        parts.append(f"{split} {len(lengths)} of {lengths[0]:.1f} to {lengths[-1]:.1f}" if lengths else f"{split} none")
    return ", ".join(parts)


def demonstrate(work, what, source):
    """Prepares, then again, and prints what there is to say."""
    output = os.path.join(work, "prepared-" + os.path.basename(source))
    shutil.rmtree(output, ignore_errors=True)
    shutil.rmtree(os.path.join(work, "home", "work"), ignore_errors=True)
    options = ("--conf", f"spark.executor.memory={MEMORY}")
    watch = Executors()
    first = runs.prepare(work, MASTER, source, files.RANGE, options=options, output=output, watch=watch)
    logs, lines = trouble(work)
    before = hashes(output)
    again = runs.prepare(work, MASTER, source, files.RANGE, options=options, output=output)
    same = hashes(output) == before
    counts = first.card["counts"]
    whole = counts["in"] == counts["out"] + counts["cut"] + counts["rejected"]
    names = [source] if os.path.isfile(source) else glob.glob(os.path.join(source, "*"))
    print(f"\n{what}")
    print(f"- raw: {len(names):,} files, {sum(map(os.path.getsize, names)) / 1e6:,.0f} MB")
    print(
        f"- events: {counts['in']:,} in = {counts['out']:,} out + {counts['cut']:,} cut + {counts['rejected']:,} rejected:"
        f" {'true' if whole else 'FALSE'}"
    )
    print(f"- time: {first.job_s:.0f} s from the first Spark job on, {first.wall_s:.0f} s in all")
    print(f"- Parquet, MiB: {sizes(output)}; {len(before):,} files in all")
    print(f"- peak resident memory, MiB: driver {1024 * first.peak_gib:.0f}, executors "
          + " and ".join(f"{1024 * peak:.0f}" for peak in watch.peaks.values()))
    print(f"- {logs} logs, lines about memory or lost executors: {len(lines)}")
    for line in lines[:5]:
        print(f"    {line}")
    said = re.search(r"nothing new.*", again.text)
    print(
        f"- again: {again.wall_s:.0f} s, {said.group(0) if said else 'NOT RECOGNISED'};"
        f" {'all files the same (SHA-256)' if same else 'FILES CHANGED'}",
        flush=True,
    )
    shutil.rmtree(output)
    return whole and same and not lines and said


def main():
    parser = argparse.ArgumentParser(prog="deploy/bench/prepare-size", description="A large file and many small ones.")
    parser.add_argument("--work", help="folder for 10 GB of raw files and output; default: a temporary one, deleted at the end")
    parser.add_argument("--gigabytes", type=float, default=4, help="size of the large file, default 4")
    parser.add_argument("--files", type=int, default=2000, help="number of small files, default 2000")
    parser.add_argument("--seed", type=int, default=1, help="of the raw files, default 1")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="prepare-size-") as temporary:
        work = os.path.abspath(options.work or temporary)
        os.makedirs(work, exist_ok=True)
        runs.ENVIRONMENT.update(SPARK_HOME=home(work), DRIVER_MEMORY=MEMORY)
        showers = files.Showers(options.seed)
        print(f"{runs.hardware()}; {MASTER}, executors and driver with heaps of {MEMORY}.", flush=True)
        small = os.path.join(work, "small")
        if not os.path.exists(small):
            os.makedirs(small)
            for i in range(options.files):
                files.calogan(os.path.join(small, f"{i:05d}.h5"), 50, showers)
        good = demonstrate(work, f"{options.files:,} files of 50 events", small)
        large = os.path.join(work, "large.h5")
        if not os.path.exists(large):
            # The first events tell what the others take.
            probe = os.path.join(work, "probe.h5")
            files.calogan(probe, 20_000, showers)
            events = int(options.gigabytes * GIGABYTE / os.path.getsize(probe) * 20_000)
            files.calogan(large + ".part", events, showers)
            os.rename(large + ".part", large)
        good = demonstrate(work, "one large file", large) and good
    raise SystemExit(0 if good else 1)


main()
