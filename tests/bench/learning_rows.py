"""Rows of the learning core alone, without the rest of a run: learning_bench measures them."""

import json

from programs import Measured, Row, on_everything

SHAPE = (6040, 3416, 148, 200)  # listeners, songs, mean and most events: MovieLens-1M
WIDTH = 50


def times(programs, workspace, settings):
    words = [f"{key}={value}" for key, value in settings.items()]
    return json.loads(programs.run("learning_bench", workspace, *words))


def share_of_peak(programs, repetitions):
    """Useful operations of an epoch a second, of what the threads do in products [200, 64] x [64, 64]."""
    workspace, heard, _ = programs.shaped_log(*SHAPE)
    settings = on_everything(heard, SHAPE[3], WIDTH)
    shares = []
    for _ in range(repetitions):
        found = times(programs, workspace, settings)
        shares.append(100 * found["operations"] / found["epoch_seconds"] / found["peak"])
    return Measured(shares, f"the peak is {found['peak'] / 1e9:.0f} GFLOP/s on two threads")


def evaluation(programs, repetitions):
    """Test of a run with a pair of every listener (accuracy, controls, ranks, coverage) / an epoch of training.

    The note tells the same for a log of the simulator with likes alone as inputs and targets: with few targets a
    listener an epoch is short, and what a test costs does not shrink with it.
    """
    workspace, heard, _ = programs.shaped_log(*SHAPE, judged=SHAPE[0])
    settings = on_everything(heard, SHAPE[3], WIDTH)
    radio = programs.workspace(programs.log(6040, 3416, 148))
    ratios, others = [], []
    for _ in range(repetitions):
        for found, into in (
            (times(programs, workspace, settings), ratios),
            (times(programs, radio, {"training.threads": 2}), others),
        ):
            into.append(found["evaluation_seconds"] / found["epoch_seconds"])
    return Measured(ratios, f"on a radio log, likes only: {sorted(others)[len(others) // 2]:.2f} times")


ROWS = [
    Row("peak_share", "%", 60, True, share_of_peak),
    Row("evaluation_ratio", "times", 0.3, False, evaluation),
]
