"""Rows that compare Skipscope with Python programs on the same log, in turn."""

import csv
import time

from programs import Row

ALL = "like,dislike,skip,listen"
REFERENCE_SECONDS = 5
STEPS = 40


def peak():
    """What one core does now in products of 200×64 and 64×64, so that rows of a busy machine are known."""
    try:
        import torch
    except ModuleNotFoundError:
        return ""
    torch.set_num_threads(1)
    left, right = torch.rand(200, 64), torch.rand(64, 64)
    best = 0.0
    for _ in range(20):
        began = time.perf_counter()
        for _ in range(200):
            left @ right
        best = max(best, 200 * 2 * 200 * 64 * 64 / (time.perf_counter() - began))
    return f"{best / 1e9:.0f} GFLOP/s a core"


def histories(log):
    """Songs as 1 … n by listener, in the order of the log's times."""
    songs, of = {}, {}
    with open(log, newline="") as file:
        for row in csv.DictReader(file):
            song = songs.setdefault(row["song"], len(songs) + 1)
            of.setdefault(row["listener"], []).append((row["time"], song))
    return [[song for _, song in sorted(events)] for events in of.values() if len(events) > 1], len(songs)


def training(listeners, songs, events, length, width):
    def measure(programs, repetitions):
        import reference_sasrec
        import torch

        log = programs.even_log(listeners, songs, events)
        workspace = programs.workspace(log)
        heard, catalogue = histories(log)
        total = sum(len(each) for each in heard)
        settings = {
            "inputs": ALL, "targets.positive": ALL, "model.dimension": width, "model.max_length": length,
            "training.max_steps": STEPS, "training.min_steps": STEPS, "training.validate_every": STEPS,
            "training.threads": 2,
        }  # fmt: skip
        ratios = []
        for _ in range(repetitions):
            reference = 0
            for threads in (1, 2):  # its better one counts
                torch.set_num_threads(threads)
                trained = reference_sasrec.train(heard, catalogue, length, width, REFERENCE_SECONDS)
                reference = max(reference, trained["events_per_second"])
            run = programs.train(workspace, settings)
            ours = run["epochs"] * total / run["train_seconds"]
            ratios.append(ours / reference)
        return ratios

    return measure


def importing(programs, repetitions):
    import pandas

    log = programs.log(20_000, 50_000, 500)
    ratios = []
    for repetition in range(repetitions):
        began = time.perf_counter()
        pandas.read_csv(log)
        reference = time.perf_counter() - began
        folder = programs.folder / f"import-{repetition}.skipscope"
        ratios.append(reference / programs.timed("skipscope-cli", "import", folder, log))
    return ratios


ROWS = [
    Row("training_ratio", "times", 15, True, training(6040, 3416, 148, 200, 50)),
    Row("training_ratio_short", "times", 7, True, training(6040, 3416, 45, 50, 64)),
    Row("import_ratio", "times", 3, True, importing),
]
