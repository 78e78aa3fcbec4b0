"""Runs of commands, measured from outside: seconds, CPU seconds, resident memory, and what Spark's event log says."""

import json
import os
import shutil
import statistics
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LAUNCHER = os.path.join(ROOT, "showerforge")
HOME = os.path.join(ROOT, "deploy", "spark-home", "target", "spark-home")
THREADS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
ENVIRONMENT = {"SPARK_HOME": HOME, "SPARK_LOCAL_IP": "127.0.0.1", **os.environ, **THREADS}
POLL_S = 0.1


def high_water(pid):
    """The most memory that a process has had resident, GiB; 0 if it is gone."""
    try:
        with open(f"/proc/{pid}/status") as status:
            return next((int(line.split()[1]) / 2**20 for line in status if line.startswith("VmHWM")), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0


class Run:
    """A command that has ended well: wall_s, cpu_s of all its threads, peak_gib of its process, text."""

    def __init__(self, command, log, watch=None):
        start = time.perf_counter()
        self.peak_gib = 0
        with open(log, "w") as out:
            process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=ENVIRONMENT)
            while True:
                # The launcher becomes the JVM by exec, so its process is the one to look at.
                self.peak_gib = max(self.peak_gib, high_water(process.pid))
                if watch:
                    watch()
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                time.sleep(POLL_S)
        self.wall_s = time.perf_counter() - start
        self.cpu_s = usage.ru_utime + usage.ru_stime
        with open(log) as file:
            self.text = file.read()
        if status:
            raise SystemExit(f"{' '.join(command)}\nfailed:\n{self.text[-4000:]}")


def spark(work, master, command, options=(), watch=None):
    """A Spark command; job_s lasts from its first job to the application's end, without JVM's and Spark's start."""
    log = os.path.join(work, "spark-events")
    shutil.rmtree(log, ignore_errors=True)
    os.makedirs(log)
    logging = ["--conf", "spark.eventLog.enabled=true", "--conf", f"spark.eventLog.dir=file:{log}"]
    run = Run([command[0], "--master", master, *logging, *options, *command[1:]], os.path.join(work, "run.log"), watch)
    jobs, ends = [], []
    for name in os.listdir(log):
        with open(os.path.join(log, name)) as file:
            for event in map(json.loads, file):
                if event["Event"] == "SparkListenerJobStart":
                    jobs.append(event["Submission Time"])
                elif event["Event"] == "SparkListenerApplicationEnd":
                    ends.append(event["Timestamp"])
    run.job_s = (max(ends) - min(jobs)) / 1000 if jobs else 0
    return run


def prepare(work, master, source, *settings, options=(), output=None, watch=None):
    """A prepare of a file or folder into a folder that is deleted before."""
    target = output or os.path.join(work, "prepared")
    if not output:
        shutil.rmtree(target, ignore_errors=True)
    sets = [f"input={source}", f"output={target}", *settings]
    command = [LAUNCHER, "--", "prepare"] + [word for value in sets for word in ("--set", value)]
    run = spark(work, master, command, options, watch)
    with open(os.path.join(target, "card.json")) as card:
        run.card = json.load(card)
    return run


def turns(count, *contenders):
    """Lets contenders take turns; for each the list of its results."""
    results = [[] for _ in contenders]
    for _ in range(count):
        for result, contender in zip(results, contenders):
            result.append(contender())
    return results


def best(runs, what):
    return min(getattr(run, what) for run in runs)


def seconds(runs, what):
    """Best (median), as text."""
    values = [getattr(run, what) for run in runs]
    return f"{min(values):.2f} ({statistics.median(values):.2f})"


def hardware():
    with open("/proc/cpuinfo") as info:
        cpu = next((line.split(": ")[1].strip() for line in info if line.startswith("model name")), "unknown CPU")
    with open("/proc/meminfo") as info:
        memory = int(info.readline().split()[1]) / 2**20
    return f"{cpu}, {os.cpu_count()} cores, {memory:.0f} GiB, load {os.getloadavg()[0]:.2f}"
