"""The programs of Skipscope, as the benchmarks run them."""

import json
import os
import random
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, List


@dataclass(frozen=True)
class Row:
    name: str
    unit: str
    target: float
    more_is_better: bool
    measure: Callable[["Programs", int], List[float]]  # one value a repetition


class Programs:
    def __init__(self, binaries, folder):
        self.binaries = binaries
        self.folder = folder
        self._logs = {}
        self._launches = 0

    def run(self, program, *words):
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(self.folder / "config")}
        done = subprocess.run(
            [str(self.binaries / program), *map(str, words)], capture_output=True, text=True, env=environment
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(map(str, words))}: {done.stderr.strip()[-400:]}")
        return done.stdout

    def timed(self, program, *words):
        began = time.perf_counter()
        self.run(program, *words)
        return time.perf_counter() - began

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
        """A log in which every song occurs about as often: the simulator's stations play a few thousand only."""
        file = self.folder / f"even-{listeners}-{songs}-{events}.csv"
        if not file.exists():
            chance = random.Random(1)
            with file.open("w") as out:
                out.write("listener,song,time,feedback\n")
                for listener in range(listeners):
                    for event in range(events):
                        kind = ("like", "dislike", "listen")[chance.randrange(3)]
                        out.write(f"L{listener},S{chance.randrange(songs)},{1_600_000_000 + 60 * event},{kind}\n")
        return file

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
