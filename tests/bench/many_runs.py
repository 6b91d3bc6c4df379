"""A workspace of 10,000 finished runs, written into its database: training them would take weeks.

Each is a copy of one run that was really trained, with numbers of its own: as many bytes as real ones have.
"""

import json
import random
import sqlite3

from programs import steps

RUNS = 10_000
VALIDATIONS = 100
SWEEPS = (
    ("inputs", "like/like,dislike/like,dislike,skip/like,dislike,skip,listen"),
    ("negatives.strategy", "random,hardest"),
    ("negatives.count", "2,4,8,16,32"),
    ("model.dimension", "16,32,64,96,128"),
)
SEEDS = "1..50"  # 200 configurations × 50 seeds


def make(programs):
    """The workspace; made once."""
    log = programs.log(200, 500, 60)
    folder = programs.workspace(log)
    if (folder / "many").exists():
        return folder
    template = programs.train(folder, steps(20))
    programs.run("skipscope-cli", "delete", folder, template["id"])
    sweeps = [word for key, values in SWEEPS for word in ("--sweep", f"{key}={values}")]
    words = ["--dataset", "bench", "--experiment", "Many", "--seeds", SEEDS, *sweeps]
    programs.run("skipscope-cli", "launch", folder, *words)
    with sqlite3.connect(folder / "workspace.db") as database:
        finish_all(database, template["id"])
    database.close()
    (folder / "many").touch()
    return folder


def finish_all(database, template):
    """Every queued run becomes a finished one."""
    chance = random.Random(1)

    def one(query, *values):
        return database.execute(query, values).fetchone()

    original, *copied, begin = one(
        "SELECT number, pair_kinds, path, program, created_ms FROM runs WHERE id = ?", template
    )
    metrics = json.loads(one("SELECT metrics FROM validations WHERE run = ?", original)[0])
    test = database.execute("SELECT name, value FROM test_metrics WHERE run = ?", (original,)).fetchall()
    (outcomes,) = one("SELECT data FROM outcomes WHERE run = ?", original)
    stamp = one("SELECT max(stamp) FROM runs")[0] + 1

    def other(value):
        return value + chance.uniform(-0.05, 0.05)

    for (run,) in database.execute("SELECT number FROM runs WHERE state = 'queued'").fetchall():
        curve = [{name: other(value) for name, value in metrics.items()} for _ in range(VALIDATIONS)]
        database.executemany(
            "INSERT INTO validations VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (run, 10 * i, i / 5, 2560 * i, i / 4, begin + 250 * i, json.dumps(values), stamp)
                for i, values in enumerate(curve, 1)
            ],
        )
        database.executemany(
            "INSERT INTO test_metrics VALUES (?, ?, ?)", [(run, name, other(value)) for name, value in test]
        )
        database.execute("INSERT INTO outcomes VALUES (?, ?)", (run, outcomes))
        best = {name: [value, 10 * VALIDATIONS] for name, value in curve[-1].items()}
        database.execute(
            "UPDATE runs SET state = 'finished', attempt = 1, step = ?, max_steps = ?, epochs = 20, "
            "targets = ?, train_seconds = ?, training_loss = ?, best_step = ?, best = ?, pair_kinds = ?, path = ?, "
            "program = ?, started_ms = ?, ended_ms = ?, stamp = ? WHERE number = ?",
            (10 * VALIDATIONS, 10 * VALIDATIONS, 2560 * VALIDATIONS, other(25), other(1), 10 * VALIDATIONS,
             json.dumps(best), *copied, begin, begin + 25_000, stamp, run),
        )  # fmt: skip
    database.execute("UPDATE workspace SET stamp = ?", (stamp,))
