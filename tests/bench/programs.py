"""The programs of Skipscope, as the benchmarks run them."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, List


@dataclass(frozen=True)
class Measured:
    values: List[float]  # one a repetition
    note: str = ""  # what belongs to the row and is no figure of it


@dataclass(frozen=True)
class Row:
    name: str
    unit: str
    target: float
    more_is_better: bool
    measure: Callable[["Programs", int], Measured]
    only_asked: bool = False  # takes too long to be measured with the others


@dataclass(frozen=True)
class Done:
    seconds: float
    peak: int  # most bytes in memory, of the program and of what it started


# Starts a program and tells its time and memory. A process begins with the peak of the one that starts it, and the
# benchmark holds whole logs: a small one has to stand in between.
WATCHER = """
import json, os, subprocess, sys, time
began = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
told = [os.waitstatus_to_exitcode(status), time.perf_counter() - began, usage.ru_maxrss * 1024]
with open(sys.argv[1], "w") as out:
    json.dump(told, out)
"""

ALL = "like,dislike,skip,listen"


def steps(number, validate_every=None):
    """Settings for exactly so many steps."""
    return {
        "training.max_steps": number, "training.min_steps": number,
        "training.validate_every": validate_every or number,
    }  # fmt: skip


def on_everything(histories, length, width):
    """Settings that train on every event of such histories, 128 listeners a step, on two threads."""
    targets = sum(len(each) for each in histories)
    return {
        "inputs": ALL, "targets.positive": ALL, "model.dimension": width, "model.max_length": length,
        "training.batch_targets": round(128 * targets / len(histories)), "training.threads": 2,
    }  # fmt: skip


class Programs:
    def __init__(self, binaries, folder):
        self.binaries = binaries
        self.folder = folder
        self._logs = {}
        self._launches = 0

    def environment(self):
        """Without a display, and with settings of its own."""
        return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(self.folder / "config")}

    def command(self, program, words):
        return [str(self.binaries / program), *map(str, words)]

    def run(self, program, *words, **variables):
        """What it says; `variables` of its environment besides."""
        environment = {**self.environment(), **variables}
        done = subprocess.run(self.command(program, words), capture_output=True, text=True, env=environment)
        if done.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(map(str, words))}: {done.stderr.strip()[-400:]}")
        return done.stdout

    def watched(self, program, *words):
        """Runs it and tells time and memory."""
        told = self.folder / "told.json"
        watcher = [sys.executable, "-c", WATCHER, str(told), *self.command(program, words)]
        done = subprocess.run(watcher, capture_output=True, text=True, env=self.environment())
        code, seconds, peak = json.loads(told.read_text()) if done.returncode == 0 else (1, 0, 0)
        if code != 0:
            raise RuntimeError(f"{program} {' '.join(map(str, words))}: {done.stderr.strip()[-400:]}")
        return Done(seconds, peak)

    def log(self, listeners, songs, events):
        """A simulated log with that many events a listener; made once."""
        shape = (listeners, songs, events)
        if shape not in self._logs:
            file = self.folder / f"log-{listeners}-{songs}-{events}.csv"
            self.run(
                "skipscope-cli", "simulate", "--listeners", listeners, "--songs", songs, "--stations", 30,
                "--events-per-listener", events, "--seed", 1, "-o", file,
            )  # fmt: skip
            self._logs[shape] = file
        return self._logs[shape]

    def even_log(self, listeners, songs, events):
        """A log in which every song occurs about as often; made once."""
        import logs

        file = self.folder / f"even-{listeners}-{songs}-{events}.csv"
        if not file.exists():
            logs.even(file, listeners, songs, events)
        return file

    def shaped_log(self, listeners, songs, mean, length, judged=None):
        """A log shaped as MovieLens-1M; the workspace, the histories, the size of the catalogue."""
        import logs

        file = self.folder / f"shaped-{mean}-{judged or 'few'}.csv"
        heard, catalogue = logs.movielens_shaped(file, listeners, songs, mean, length, judged or logs.JUDGED)
        return self.workspace(file), heard, catalogue

    def workspace(self, log):
        """A workspace that holds the log as `bench`; made once."""
        folder = self.folder / (Path(log).stem + ".skipscope")
        if not folder.exists():
            self.run("skipscope-cli", "import", folder, log, "--name", "bench")
        return folder

    def launch(self, workspace, settings, *words):
        """Launches runs under a name of their own; returns the name."""
        self._launches += 1
        name = f"bench {self._launches}"
        sets = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
        # Another seed each time: an identical run is not repeated.
        self.run(
            "skipscope-cli", "launch", workspace, "--dataset", "bench", "--experiment", name, "--seeds",
            self._launches, *sets, *words,
        )  # fmt: skip
        return name

    def runs(self, workspace, name):
        listed = json.loads(self.run("skipscope-cli", "runs", workspace, "--json"))
        return [run for run in listed if run["experiment"] == name]

    def train(self, workspace, settings):
        """One run, alone; returns it as `runs --json` has it."""
        name = self.launch(workspace, settings, "--wait")
        return self.runs(workspace, name)[0]

    @staticmethod
    def dataset_bytes(workspace):
        return sum(file.stat().st_size for file in (workspace / "datasets").iterdir())

    @staticmethod
    def remove(workspace):
        shutil.rmtree(workspace)
