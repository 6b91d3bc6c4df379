"""Rows that compare Skipscope with Python programs on the same log, in turn."""

import time

from programs import Measured, Row, on_everything, steps

REFERENCE_SECONDS = 5
STEPS = 150
JUDGED_STEPS, JUDGED_LAST = 200, 50  # of the quality beside the speed


def peak():
    """Operations a second of one core now, in products of 200×64 and 64×64."""
    import torch

    torch.set_num_threads(1)
    left, right = torch.rand(200, 64), torch.rand(64, 64)
    best = 0.0
    for _ in range(20):
        began = time.perf_counter()
        for _ in range(200):
            left @ right
        best = max(best, 200 * 2 * 200 * 64 * 64 / (time.perf_counter() - began))
    return best


def training(listeners, songs, mean, length, width):
    """History events per second of Skipscope / of the reference at its better thread count.

    Both train on the same events (logs.movielens_shaped) in batches of about the same size, and what counts as
    an event is the same on both sides: an input position with a next song. The note tells the loss of both.
    """

    def measure(programs, repetitions):
        import reference_sasrec as reference

        workspace, heard, catalogue = programs.shaped_log(listeners, songs, mean, length)
        settings = {
            **on_everything(heard, length, width),
            "model.feedback_embedding": "false", "model.item_bias": "false",  # the reference has neither
            "training.adam": "dense",  # and moves every song in every step
        }  # fmt: skip
        targets = sum(len(each) for each in heard)
        events = targets - len(heard)
        shape = (heard, catalogue, length, width)
        ratios = []
        for _ in range(repetitions):
            fastest = max(reference.events_per_second(*shape, REFERENCE_SECONDS, threads) for threads in (1, 2))
            run = programs.train(workspace, {**settings, **steps(STEPS)})
            if abs(run["progress"]["targets"] / run["epochs"] / targets - 1) > 0.01:
                raise RuntimeError(f"Skipscope trains on other events than the {targets} of the reference")
            ratios.append(run["epochs"] * events / run["train_seconds"] / fastest)

        plain = {**settings, "model.dropout": 0}  # which the two do not do at the same places
        ours = programs.train(workspace, {**plain, **steps(JUDGED_STEPS, JUDGED_LAST)})
        theirs = reference.loss_after(*shape, JUDGED_STEPS, JUDGED_LAST)
        note = (
            f"mean loss of the last {JUDGED_LAST} of {JUDGED_STEPS} steps without dropout: reference {theirs:.3f}, "
            f"Skipscope {ours['progress']['training_loss']:.3f}; the reference trains {fastest:,.0f} events a second"
        )
        return Measured(ratios, note)

    return measure


def importing(programs, repetitions):
    """Time of pandas.read_csv alone / of a whole import."""
    import pandas

    log = programs.log(20_000, 50_000, 500)
    ratios = []
    for repetition in range(repetitions):
        began = time.perf_counter()
        pandas.read_csv(log)
        reference = time.perf_counter() - began
        folder = programs.folder / f"import-{repetition}.skipscope"
        done = programs.watched("skipscope-cli", "import", folder, log)
        ratios.append(reference / done.seconds)
        stored = programs.dataset_bytes(folder)
        programs.remove(folder)
    note = f"an import had at most {done.peak / 1e6:.0f} MB in memory; the dataset it wrote has {stored / 1e6:.0f} MB"
    return Measured(ratios, note)


ROWS = [
    Row("training_ratio", "times", 15, True, training(6040, 3416, 148, 200, 50)),
    Row("training_ratio_short", "times", 7, True, training(6040, 3416, 45, 50, 64)),
    Row("import_ratio", "times", 3, True, importing),
]
