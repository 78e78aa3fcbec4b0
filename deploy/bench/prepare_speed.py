"""The tables of docs/benchmarks.md about the speed of prepare; see deploy/bench/prepare."""

import argparse
import glob
import os
import shutil
import subprocess
import sys
import tempfile

import prepare_files as files
from prepare_runs import HOME, Run, best, hardware, prepare, seconds, spark, turns

HERE = os.path.dirname(os.path.abspath(__file__))
SECTIONS = ("hdf5", "formats", "scaling", "linearity")
NO_DUPLICATES = "rules.rejectDuplicates=false"


class Bench:
    """Raw files and runs in one temporary folder."""

    def __init__(self, options):
        self.work = options.work
        self.repeat = options.repeat
        self.seed = options.seed
        self.scale = options.scale
        self.showers = files.Showers(options.seed)

    def events(self, count):
        return max(1000, int(count * self.scale))

    def path(self, *name):
        path = os.path.join(self.work, *name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def calogan(self, name, events):
        path = self.path(name)
        if not os.path.exists(path):
            files.calogan(path, events, self.showers)
        return path

    def reader(self, kind, path):
        run = Run([sys.executable, os.path.join(HERE, "prepare_readers.py"), kind, path], self.path("reader.log"))
        run.job_s = float(run.text)
        return run

    def prepare(self, master, source, *settings):
        return prepare(self.work, master, source, *settings)

    def megabytes(self, source):
        names = [source] if os.path.isfile(source) else glob.glob(os.path.join(source, "*"))
        return sum(os.path.getsize(name) for name in names) / 1e6


def table(*header):
    print("\n| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header))


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def hdf5(bench):
    """prepare of gzip HDF5 against h5py's mere reading of it."""
    sizes = [bench.events(100_000), bench.events(400_000)]
    table(
        "events", "file, MB", "floats, MB", "contender", "its own seconds, best (median)", "events/s", "MB/s of file",
        "MB/s of floats", "whole command, s", "CPU s of it", "h5py/prepare",
    )
    fastest, work = {}, {}
    for events in sizes:
        path = bench.calogan(f"calogan-{events}.h5", events)
        contenders = (lambda: bench.reader("hdf5", path), lambda: bench.prepare("local[1]", path, files.RANGE))
        runs = dict(zip(("h5py", "prepare"), turns(bench.repeat, *contenders)))
        floats = files.float_bytes(path) / 1e6
        for name, measured in runs.items():
            own = best(measured, "job_s")
            fastest[name, events] = own
            work[name, events] = best(measured, "cpu_s")
            row(
                f"{events:,}", f"{bench.megabytes(path):.0f}", f"{floats:.0f}", name, seconds(measured, "job_s"),
                f"{events / own:,.0f}", f"{bench.megabytes(path) / own:.0f}", f"{floats / own:.0f}",
                seconds(measured, "wall_s"), seconds(measured, "cpu_s"), f"{best(runs['h5py'], 'job_s') / own:.2f}",
            )
    print("\nEach further event of the larger file, all starts and warming up taken away:")
    table("contender", "time, us", "events/s", "h5py/prepare", "CPU time of all threads, us", "h5py/prepare")
    more = sizes[1] - sizes[0]
    for name in runs:
        own, reading = (fastest[who, sizes[1]] - fastest[who, sizes[0]] for who in (name, "h5py"))
        cpu, reading_cpu = (work[who, sizes[1]] - work[who, sizes[0]] for who in (name, "h5py"))
        row(
            name, f"{own / more * 1e6:.1f}", f"{more / own:,.0f}", f"{reading / own:.2f}", f"{cpu / more * 1e6:.1f}",
            f"{reading_cpu / cpu:.2f}",
        )


def detector(bench, name, conditions, response):
    path = bench.path(name)
    with open(path, "w") as file:
        file.write(f"name: {name.split('.')[0]}\nconditions: [{conditions}]\n{response}\n")
    return path


def root_files(bench):
    """Copies of real ROOT files, each with some bytes after its end, and the settings they need."""
    found = files.samples("shashlik/B4_*.root")
    if found:
        layers = ", ".join(f"{{name: l{i}, nx: 10, ny: 10, cellXMm: 30, cellYMm: 30, depthMm: 10}}" for i in range(67))
        spec = detector(
            bench, "shashlik.yaml", "{name: energy, unit: GeV, min: 0.5, max: 5, scale: LOG}", f"layers: [{layers}]\nthresholdMeV: 0.1"
        )
        settings = ["mapping.conditions={energy: {value: 1.5}}", "mapping.response=[{column: Eabs, unit: MeV}]"]
        copies, numbers, what = 4, 6700, "vector<double>[6700]"
    else:
        found = [os.path.join(files.ROOT, "data-prep/src/test/resources/org/showerforge/root/uproot-issue-250.root")]
        spec = detector(
            bench, "b4.yaml", "{name: energy, unit: MeV, min: 1, max: 1000, scale: LINEAR}",
            "observables: [{name: Eabs, unit: MeV}, {name: Egap, unit: MeV}, {name: Labs, unit: mm}, {name: Lgap, unit: mm}]",
        )
        settings = ["mapping.conditions={energy: {value: 50}}"]
        copies, numbers, what = 100, 4, "four numbers"
    folder = bench.path("root", "")
    for path in found:
        for copy in range(copies):
            target = os.path.join(folder, f"{copy:03d}-{os.path.basename(path)}")
            shutil.copyfile(path, target)
            with open(target, "ab") as file:
                file.write(b"copy %d" % copy)
    sets = ["format=root", f"detector={spec}", NO_DUPLICATES, *settings]
    return f"ROOT, {what}", folder, sets, len(found) * copies * 1000, numbers * 8


def spark_home(bench, *arguments):
    """Runs ParquetSums."""
    jar = bench.path("sums.jar")
    if not os.path.exists(jar):
        classes = bench.path("classes", "")
        subprocess.run(
            ["javac", "-d", classes, "-cp", os.path.join(HOME, "jars", "*"), os.path.join(HERE, "ParquetSums.java")], check=True
        )
        subprocess.run(["jar", "cf", jar, "-C", classes, "."], check=True)
    command = [os.path.join(files.ROOT, "deploy", "bin", "spark-submit"), "--driver-memory", "3g", "--class", "ParquetSums", jar, *arguments]
    return spark(bench.work, "local[1]", command)


def formats(bench):
    """All raw formats, each against another reader where there is one."""
    count = bench.events(500_000)
    spec = detector(
        bench, "sums.yaml", "{name: E, unit: GeV, min: 1, max: 21, scale: LOG}",
        "observables: [" + ", ".join(f'{{name: {name}, unit: ""}}' for name in files.TABLE[1:]) + "]",
    )
    plain, packed = bench.path("table.csv"), bench.path("table.csv.gz")
    files.table(plain, count, bench.showers)
    files.table(packed, count, bench.showers)
    parquet = bench.path("parquet")
    spark_home(bench, "write", plain, parquet)
    voxels = bench.path("calochallenge.hdf5")
    many = bench.events(20_000)
    files.calochallenge(voxels, many, bench.showers)
    request = bench.path("montecarlo.yaml")
    made = bench.events(100_000)
    with open(request, "w") as file:
        file.write(
            f"events: {made}\nseed: {bench.seed}\nspectrum: LOG_UNIFORM\n"
            "stack: {absorber: LEAD, absorberMm: 2, active: LIQUID_ARGON, activeMm: 4, readout: ALL_DEPOSITS}\n"
        )
    csv = ["format=csv", f"detector={spec}"]
    cases = [
        ("CSV, 11 columns", plain, csv, count, 44, "numpy.loadtxt", lambda: bench.reader("csv", plain)),
        ("CSV, gzip", packed, csv, count, 44, "numpy.loadtxt", lambda: bench.reader("csv", packed)),
        (
            "Parquet, 11 columns", parquet, ["format=parquet", f"detector={spec}"], count, 44,
            "Spark, sums of all columns", lambda: spark_home(bench, "sum", parquet),
        ),
        (
            "CaloChallenge HDF5, 6480 voxels", voxels, ["format=calochallenge-hdf5", "detector=calochallenge-2"], many,
            4 * 6481, "h5py", lambda: bench.reader("hdf5", voxels),
        ),
        (*root_files(bench), "", None),
        ("Monte Carlo, 504 cells", request, ["format=monte-carlo", "energyRangeGeV=[1, 20]"], made, 4 * 505, "", None),
    ]
    table(
        "format", "events", "file, MB", "its own seconds, best (median)", "events/s", "MB/s of file", "MB/s of numbers",
        "whole command, s", "out", "other reader", "its own seconds", "other/prepare",
    )
    for name, source, settings, events, bytes_each, other, read in cases:
        contenders = [lambda: bench.prepare("local[1]", source, *settings)] + ([read] if read else [])
        runs = turns(bench.repeat, *contenders)
        own = best(runs[0], "job_s")
        row(
            name, f"{events:,}", f"{bench.megabytes(source):.0f}", seconds(runs[0], "job_s"), f"{events / own:,.0f}",
            f"{bench.megabytes(source) / own:.0f}", f"{events * bytes_each / 1e6 / own:.0f}", seconds(runs[0], "wall_s"),
            f"{runs[0][0].card['counts']['out']:,}", other, seconds(runs[1], "job_s") if read else "",
            f"{best(runs[1], 'job_s') / own:.2f}" if read else "",
        )


def scaling(bench):
    """One core and two, on one file and on eight."""
    events = bench.events(400_000)
    one = bench.calogan(f"calogan-{events}.h5", events)
    folder = bench.path("eight", "")
    for i in range(8):
        bench.calogan(os.path.join("eight", f"{i}.h5"), events // 8)
    table("input", "events", "local[1], own seconds, best (median)", "local[2]", "ratio")
    for name, source in (("one file", one), ("eight files", folder)):
        single, double = turns(
            bench.repeat,
            lambda: bench.prepare("local[1]", source, files.RANGE),
            lambda: bench.prepare("local[2]", source, files.RANGE),
        )
        row(name, f"{events:,}", seconds(single, "job_s"), seconds(double, "job_s"), f"{best(single, 'job_s') / best(double, 'job_s'):.2f}")


def linearity(bench):
    """Three sizes a factor 4 apart."""
    table("events", "own seconds, best (median)", "events/s", "ratio to the size before", "peak resident memory of the JVM, GiB")
    before = None
    for events in map(bench.events, (50_000, 200_000, 800_000)):
        path = bench.calogan(f"calogan-{events}.h5", events)
        runs = turns(bench.repeat, lambda: bench.prepare("local[1]", path, files.RANGE))[0]
        own = best(runs, "job_s")
        row(
            f"{events:,}", seconds(runs, "job_s"), f"{events / own:,.0f}", f"{own / before:.2f}" if before else "",
            f"{max(run.peak_gib for run in runs):.2f}",
        )
        before = own


def main():
    parser = argparse.ArgumentParser(prog="deploy/bench/prepare", description="Measures prepare.")
    parser.add_argument("sections", nargs="*", metavar="section", help=f"of {', '.join(SECTIONS)}; default: all")
    parser.add_argument("--work", help="folder for raw files and output, 5 GB; default: a temporary one, deleted at the end")
    parser.add_argument("--repeat", type=int, default=3, help="turns of each contender, default 3")
    parser.add_argument("--seed", type=int, default=1, help="of the raw files, default 1")
    parser.add_argument("--scale", type=float, default=1, help="times the default number of events")
    options = parser.parse_args()
    wrong = set(options.sections) - set(SECTIONS)
    if wrong:
        parser.error(f"unknown section {', '.join(sorted(wrong))}; one of: {' '.join(SECTIONS)}")
    with tempfile.TemporaryDirectory(prefix="prepare-bench-") as temporary:
        options.work = os.path.abspath(options.work or temporary)
        os.makedirs(options.work, exist_ok=True)
        bench = Bench(options)
        print(f"{hardware()}; {bench.showers.count:,} different showers, seed {options.seed}, {options.repeat} turns.")
        for name in options.sections or SECTIONS:
            print(f"\n{name}", flush=True)
            globals()[name](bench)


main()
