"""Fuzzes parsers with atheris, guided by coverage.

python -m tests.fuzz                          every target, a short go with a fixed seed (what CI does)
python -m tests.fuzz html --seconds 3600      one target for an hour; finds are written to the folder named
                                              with --keep, which is also where the next go takes up
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

RUNS = 2000
SEED = 20
SLOWEST = 5  # seconds one input may take


def main() -> int:
    """Run the targets one after the other, each in a process of its own. Prints a line of JSON for each."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*")
    parser.add_argument("--seconds", type=int, default=0, help="for each target, in place of a number of runs")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--keep", type=Path, default=None, help="folder for corpus and finds")
    asked = parser.parse_args()
    import atheris

    with atheris.instrument_imports(include=["selfcheck", "protego"], enable_loader_override=False):
        targets = importlib.import_module("tests.fuzz.targets").TARGETS
    failed = 0
    for name in asked.targets or list(targets):
        with tempfile.TemporaryDirectory() as passing:
            folder = (asked.keep or Path(passing)) / name
            (folder / "corpus").mkdir(parents=True, exist_ok=True)
            for number, seed in enumerate(targets[name].seeds()):
                (folder / "corpus" / f"seed-{number}").write_bytes(seed)
            amount = (
                f"-max_total_time={asked.seconds}" if asked.seconds else f"-runs={asked.runs // targets[name].cost}"
            )
            flags = [amount, f"-seed={asked.seed}", f"-timeout={SLOWEST}", f"-artifact_prefix={folder}/found-"]
            flags += ["-rss_limit_mb=2048", "-verbosity=0", "-print_final_stats=0", "-max_len=65536"]
            code, said = _apart(lambda: _fuzz(_kept(targets[name].run, folder), [*flags, str(folder / "corpus")]))  # noqa: B023
            found = [path.read_bytes() for path in folder.glob("found-*")]
        failed += code != 0
        told = {
            "target": name,
            "code": code,
            "found": [data[:300].hex() for data in found],
            "said": said if code else "",
        }
        print(json.dumps(told), flush=True)  # noqa: T201
    return min(failed, 1)


def _kept(run: Callable[[bytes], None], folder: Path) -> Callable[[bytes], None]:
    """The same, and what it fails on is written down."""

    def runs(data: bytes) -> None:
        try:
            run(data)
        except BaseException:
            (folder / f"found-{hashlib.sha256(data).hexdigest()[:16]}").write_bytes(data)
            raise

    return runs


def _fuzz(run: Callable[[bytes], None], flags: list[str]) -> None:
    import atheris

    atheris.Setup([sys.argv[0], *flags], run)
    atheris.Fuzz()  # leaves the process itself


def _apart(work: Callable[[], None]) -> tuple[int, str]:
    """Do something in a process of its own: instrumenting once is enough. Its exit code, and the end of what it said."""
    with tempfile.TemporaryFile() as said:
        pid = os.fork()
        if pid == 0:
            os.dup2(said.fileno(), 1)
            os.dup2(said.fileno(), 2)
            try:
                work()
            finally:
                os._exit(99)
        _, status = os.waitpid(pid, 0)
        said.seek(0)
        return os.waitstatus_to_exitcode(status), said.read().decode("utf-8", "replace")[-3000:]


if __name__ == "__main__":
    sys.exit(main())
