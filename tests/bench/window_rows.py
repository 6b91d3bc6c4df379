"""Rows of the window, without a display; window_bench.cpp and a test of the window do the measuring."""

import json
import re
import statistics
import subprocess
import time

import many_runs
from programs import Measured, Row

PAINTED = "The window is painted."
SONGS = 100_000
EDITS = 20


def starting(programs, repetitions):
    """From the start of the desktop program to its first picture; the first start warms up."""
    environment = {**programs.environment(), "QT_LOGGING_RULES": "skipscope.start.info=true"}
    times = []
    for _ in range(repetitions + 1):
        began = time.perf_counter()
        with subprocess.Popen(
            programs.command("skipscope", []), stderr=subprocess.PIPE, text=True, env=environment
        ) as window:
            painted = any(PAINTED in line for line in window.stderr)
            times.append(1000 * (time.perf_counter() - began))
            window.kill()
        if not painted:
            raise RuntimeError("skipscope ended before it was painted")
    return Measured(times[1:])


def opening(programs, repetitions):
    folder = many_runs.make(programs)
    return Measured(
        [float(programs.run("window_bench", "open", folder, many_runs.RUNS)) for _ in range(repetitions)]
    )


def filtering(programs, repetitions):
    """The slowest of some filters and sorts, as painted in the window."""
    folder = many_runs.make(programs)
    return Measured(
        [float(programs.run("window_bench", "filter", folder, many_runs.RUNS)) for _ in range(repetitions)]
    )


def redrawing(programs, repetitions):
    """At one and at two device pixels a pixel: the slower of both counts."""
    times = {"1": [], "2": []}
    for _ in range(repetitions):
        for ratio, values in times.items():
            values.append(float(programs.run("window_bench", "redraw", QT_SCALE_FACTOR=ratio)))
    note = ", ".join(f"at {ratio}×: {statistics.median(values):.0f} ms" for ratio, values in times.items())
    return Measured(max(times.values(), key=statistics.median), note)


def pausing(programs, repetitions):
    pauses = []
    for _ in range(repetitions):
        said = programs.run("test_ui", "--gtest_filter=WindowPauses*")
        pauses.append(float(re.search(r"workers trained: ([\d.]+) ms", said)[1]))
    return Measured(pauses)


def whatif(programs, repetitions):
    """Until a change of a listener's history is answered by two models, as the Listeners page shows them.

    The slowest of some changes; the first of all, for which the models are read, stands in the note.
    """
    workspace = programs.workspace(programs.even_log(5000, SONGS, 60))
    short = {"training.max_steps": 5, "training.min_steps": 5, "training.validate_every": 5}
    models = [programs.train(workspace, short)["id"] for _ in range(2)]
    slowest = []
    with subprocess.Popen(
        programs.command("skipscope-learn", ["serve", workspace]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=programs.environment(),
    ) as server:
        server.stdout.readline()  # the protocol

        def ms(listener, event):
            began = time.perf_counter()
            for run in models:
                request = {"id": run, "channel": run, "kind": "recommend", "run": run, "listener": listener, "top": 20}
                request["edits"] = [{"event": event, "feedback": "remove"}]
                server.stdin.write(json.dumps(request) + "\n")
            server.stdin.flush()
            for _ in models:
                if "items" not in (answer := json.loads(server.stdout.readline())):
                    raise RuntimeError(f"the server says: {answer}")
            return 1000 * (time.perf_counter() - began)

        first = ms("L0", 0)
        for repetition in range(repetitions):
            slowest.append(max(ms(f"L{repetition}", event) for event in range(EDITS)))
        server.stdin.close()
    return Measured(slowest, f"the first change of all took {first:.0f} ms")


ROWS = [
    Row("whatif_ms", "ms", 100, False, whatif),
    Row("start_ms", "ms", 300, False, starting),
    Row("open_10k_s", "s", 1, False, opening),
    Row("filter_ms", "ms", 50, False, filtering),
    Row("redraw_ms", "ms", 33, False, redrawing),
    Row("pause_ms", "ms", 50, False, pausing),
]
