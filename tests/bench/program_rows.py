"""Rows that compare Skipscope with itself, or take a time."""

import math

from programs import Measured, Row, steps

STEPS = 400  # so many that making the tables of a large catalogue, once a run, does not count
BATCH = 32_768  # positive targets a step at scale: an epoch is some 600 steps


def seconds_per_step(run):
    return run["train_seconds"] / run["steps"]


def ratio_of_steps(programs, repetitions, first, second):
    """Time of a step of `second` / of `first`, each a (log, settings)."""
    ratios = []
    for _ in range(repetitions):
        times = [
            seconds_per_step(programs.train(programs.workspace(log), {**steps(STEPS), **settings}))
            for log, settings in (first, second)
        ]
        ratios.append(times[1] / times[0])
    return Measured(ratios)


def catalogue(programs, repetitions):
    few, many = programs.even_log(20_000, 5_000, 60), programs.even_log(20_000, 500_000, 60)
    return ratio_of_steps(programs, repetitions, (few, {}), (many, {}))


def hardest(programs, repetitions):
    log = programs.log(6040, 3416, 148)
    shared = {"negatives.drawing": "shared"}
    return ratio_of_steps(
        programs,
        repetitions,
        (log, {**shared, "negatives.strategy": "random", "negatives.count": 1}),
        (log, {**shared, "negatives.strategy": "hardest", "negatives.count": 1000}),
    )


def two_workers(programs, repetitions):
    """Runs of two threads: one worker has both cores for one, two workers share them."""
    workspace = programs.workspace(programs.log(1000, 1500, 100))
    ratios = []
    for _ in range(repetitions):
        times = []
        for workers in (1, 2):
            for _ in range(4):
                programs.launch(workspace, {**steps(4000), "model.dimension": 32, "training.threads": 2})
            done = programs.watched("skipscope-learn", "work", workspace, "--jobs", workers, "--until-empty")
            times.append(done.seconds)
        ratios.append(times[0] / times[1])
    return Measured(ratios)


def scale(programs, _):
    """Most memory of an import of 20 million events and of an epoch on them, in GB; once, for it takes long."""
    listeners, songs, each = 200_000, 500_000, 100
    log = programs.even_log(listeners, songs, each)
    folder = programs.folder / "scale.skipscope"
    imported = programs.watched("skipscope-cli", "import", folder, log, "--name", "bench")
    epoch = math.ceil(listeners * each / BATCH)
    everything = {"inputs": "like,listen", "targets.positive": "like,listen", "training.batch_targets": BATCH}
    programs.launch(folder, {**everything, **steps(epoch), "training.threads": 2})
    trained = programs.watched("skipscope-learn", "work", folder, "--until-empty")
    sizes = [done.peak / 1e9 for done in (imported, trained)]
    note = (
        f"import {sizes[0]:.2f} GB in {imported.seconds:.0f} s, one epoch of {epoch} steps {sizes[1]:.2f} GB "
        f"in {trained.seconds:.0f} s; the dataset has {programs.dataset_bytes(folder) / 1e9:.2f} GB"
    )
    return Measured([max(sizes)], note)


ROWS = [
    Row("catalogue_ratio", "times", 1.2, False, catalogue),
    Row("hardest_ratio", "times", 2, False, hardest),
    Row("two_workers_ratio", "times", 1.0, True, two_workers),
    Row("scale_20m_gb", "GB", 8, False, scale, only_asked=True),
]
