#!/usr/bin/env python3
"""Measures the rows of docs/performance.md: each a ratio of two things done in turn, or a time.

usage: bench.py BIN [--only NAME]… [--all] [--json FILE] [--repetitions N]

BIN is the folder of the programs. A row whose reference is not installed is left out with a note.
"""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

import learning_rows
import program_rows
import reference_rows
import window_rows
from programs import Programs


def rows():
    """In the order of the table."""
    return [*reference_rows.ROWS, *learning_rows.ROWS, *program_rows.ROWS, *window_rows.ROWS]


def measured(row, programs, repetitions):
    found = row.measure(programs, repetitions)
    values = found.values
    median = statistics.median(values)
    result = {
        "name": row.name,
        "value": median,
        "unit": row.unit,
        "target": row.target,
        "met": median >= row.target if row.more_is_better else median <= row.target,
        "repetitions": len(values),
        "min": min(values),
        "median": median,
        "max": max(values),
    }
    return {**result, "note": found.note} if found.note else result


def peak_now():
    """What one core does now, so that rows of a busy machine are known."""
    try:
        return f"{reference_rows.peak() / 1e9:.0f} GFLOP/s a core"
    except ModuleNotFoundError:
        return ""


def line(result, row, peak):
    wanted = f"{'>=' if row.more_is_better else '<='} {row.target:g}"
    verdict = "met" if result["met"] else "missed"
    spread = f"{result['min']:.3g} to {result['max']:.3g}"
    return f"{row.name:22} {result['median']:10.3g} {row.unit:6} {wanted:>10}  {verdict:7} {spread:22} {peak}"


def main():
    parser = argparse.ArgumentParser(description="Measures the rows of docs/performance.md.")
    parser.add_argument("bin", type=Path)
    parser.add_argument("--only", action="append", metavar="NAME", help="this row; may be repeated")
    parser.add_argument("--all", action="store_true", help="rows that take more than ten minutes, too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="writes the results there, too")
    parser.add_argument("--repetitions", type=int, default=5, metavar="N", help="of each row; default 5")
    arguments = parser.parse_args()
    known = {row.name: row for row in rows()}
    for name in arguments.only or []:
        if name not in known:
            parser.error(f"there is no row '{name}'; the rows are {', '.join(known)}")
    wanted = [row for row in known.values() if arguments.all or not row.only_asked]
    if arguments.only:
        wanted = [known[name] for name in arguments.only]

    results = []
    print(f"{'row':22} {'median':>10} {'unit':6} {'target':>10} {'':8} {'lowest to highest':22} machine's peak")
    with tempfile.TemporaryDirectory() as folder:
        programs = Programs(arguments.bin, Path(folder))
        for row in wanted:
            peak = peak_now()
            try:
                result = measured(row, programs, arguments.repetitions)
            except ModuleNotFoundError as missing:
                print(f"{row.name:22} left out: Python's {missing.name} is not installed")
                continue
            results.append({**result, "peak": peak})
            print(line(result, row, peak), flush=True)
            if "note" in result:
                print(f"{'':4}{result['note']}", flush=True)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
