"""Takes each defence out of a copy of the program and checks that the test named for it then fails.

    python -m tools.mutate_defences                run all that has changed since the last run, write the result page
    python -m tools.mutate_defences ID ...         run these alone, write nothing but the cache
    python -m tools.mutate_defences --page         write the result page from the results there are
    python -m tools.mutate_defences --list         write the list of defences into docs/threat-model.md and run nothing

The defences are data: tools/defences.toml. `text` is replaced by `instead` in `file`, and `test` must fail; of several
`texts` each is taken out alone. Before that every test must pass on the untouched copy. Results are cached by the
content of the row, its file and its test file, so an interrupted run goes on where it stopped. Linux alone: what is
left running is found in /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import platform
import re
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue
from typing import Final
from xml.etree import ElementTree

from tools.program_copy import ROOT, ProgramCopy

DATA: Final = ROOT / "tools/defences.toml"
LIST_PAGE: Final = ROOT / "docs/threat-model.md"
RESULT_PAGE: Final = ROOT / "docs/defences.md"
CACHE: Final = ROOT / ".mutations.jsonl"
BEGIN: Final = "<!-- The list of defences: written by python -m tools.mutate_defences --list -->"
END: Final = "<!-- End of the list of defences -->"
SECONDS: Final = 100
"""A mutated test that takes longer counts as failed: it hangs without its defence."""


class Verdict(StrEnum):
    """What the test said once its defence was gone."""

    FAILED = "fails"
    HUNG = "hangs"
    PASSED = "STILL PASSES"
    NOT_RUN = "COULD NOT BE RUN"
    NOT_YET = "not run yet"


@dataclass(frozen=True, slots=True)
class Defence:
    """One defence: the text that makes it, and the test that fails without it. `number` counts those of one row."""

    id: str
    defends: str
    file: str
    text: str
    test: str
    instead: str = ""
    number: int = 1

    def removed_from(self, source: str) -> str:
        """The source without this defence. Raises `ValueError` where its text does not occur exactly once."""
        if source.count(self.text) != 1:
            raise ValueError(f"{self.id}: its text occurs {source.count(self.text)} times in {self.file}")
        return source.replace(self.text, self.instead)

    @property
    def test_file(self) -> str:
        """The file of the test."""
        return self.test.partition("::")[0]

    @property
    def test_name(self) -> str:
        """The function of the test, without its parameters."""
        return self.test.partition("::")[2].partition("[")[0]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one mutated run. `detail` is the first line of the failure."""

    key: str
    id: str
    verdict: Verdict
    seconds: float
    detail: str


def load_defences() -> tuple[Defence, ...]:
    """Every row of the data file; a row with several texts gives one defence for each."""
    defences: list[Defence] = []
    for row in tomllib.loads(DATA.read_text(encoding="utf-8"))["defence"]:
        texts = row.pop("texts", None) or [row.pop("text")]
        defences += (Defence(**row, text=text, number=number) for number, text in enumerate(texts, start=1))
    return tuple(defences)


def list_section(defences: Iterable[Defence]) -> str:
    """The list as it stands in docs/threat-model.md."""
    rows = (f"| {one.id} | {one.defends} | `{one.test_name}` |" for one in defences if one.number == 1)
    return "\n".join((BEGIN, "", "| Defence | What it defends | Its test |", "|---|---|---|", *rows, "", END))


def write_list(defences: Iterable[Defence]) -> None:
    """Replace the list in docs/threat-model.md."""
    page = LIST_PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    LIST_PAGE.write_text(before + list_section(defences) + rest.partition(END)[2], encoding="utf-8")


def cache_key(defence: Defence) -> str:
    """Changes when the row, its file or its test file does."""
    parts = [
        json.dumps(asdict(defence)),
        *((ROOT / name).read_text("utf-8") for name in (defence.file, defence.test_file)),
    ]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def failing_untouched(copy: ProgramCopy, tests: Iterable[str]) -> dict[str, str]:
    """The tests of one file that do not pass on the untouched copy, with the reason. Skipped as a whole counts too."""
    wanted = sorted(set(tests))
    report = copy.root / "untouched.xml"
    report.unlink(missing_ok=True)
    code, output = copy.run_tests(f"--junitxml={report}", *wanted, seconds=SECONDS * 4)
    if code not in {0, 1} or not report.exists():
        return dict.fromkeys(wanted, output.strip()[-300:])
    passed: set[str] = set()
    faults: dict[str, str] = {}
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 (written by our own pytest a moment ago)
        name = case.get("name", "")
        tests = {test for test in wanted if test.partition("::")[2] in {name, name.partition("[")[0]}}
        fault = next((part for part in case if part.tag in {"failure", "error"}), None)
        if fault is not None:
            faults |= dict.fromkeys(tests, fault.get("message", "")[:200])
        elif not any(part.tag == "skipped" for part in case):
            passed |= tests
    return {test: "all of it is skipped" for test in wanted if test not in passed} | faults


def run_without(copy: ProgramCopy, defence: Defence, key: str) -> Result:
    """Take a defence out and run its test."""
    started = time.monotonic()
    source = (copy.root / defence.file).read_text(encoding="utf-8")
    with copy.with_text(defence.file, defence.removed_from(source)):
        ruff = Path(sys.executable).with_name("ruff")
        checked = subprocess.run(  # noqa: S603
            [ruff, "check", "--quiet", "--no-cache", "--select", "F821,F823", defence.file],
            cwd=copy.root, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if checked.returncode:
            return Result(key, defence.id, Verdict.NOT_RUN, 0, (checked.stdout or checked.stderr).strip()[:200])
        code, output = copy.run_tests("-x", defence.test, seconds=SECONDS)
    seconds = round(time.monotonic() - started, 1)
    failure = re.search(r"^E +(.*)$", output, re.MULTILINE)
    detail = (failure[1] if failure else output.strip().rpartition("\n")[2])[:200]
    match code:
        case None:
            verdict = Verdict.HUNG
        case 0:
            verdict = Verdict.PASSED
        case 1:
            verdict = Verdict.HUNG if "Timeout" in detail or "+ Timeout +" in output else Verdict.FAILED
        case _:
            verdict = Verdict.NOT_RUN
    return Result(key, defence.id, verdict, seconds, detail)


def read_cache() -> dict[str, Result]:
    """Earlier results by their keys."""
    if not CACHE.exists():
        return {}
    rows = map(json.loads, CACHE.read_text(encoding="utf-8").splitlines())
    return {row["key"]: Result(**row | {"verdict": Verdict(row["verdict"])}) for row in rows}


def run_all(defences: Iterable[Defence], processes: int) -> list[Result]:
    """Run what is not in the cache, on as many copies as there are processes. Returns the results in order."""
    keys = {one: cache_key(one) for one in defences}  # now: files may change while this runs
    known = read_cache()
    to_run = [one for one, key in keys.items() if key not in known]
    writing = threading.Lock()

    def keep(result: Result) -> None:
        with writing, CACHE.open("a", encoding="utf-8") as file:
            known[result.key] = result
            if result.verdict is not Verdict.NOT_RUN:
                file.write(json.dumps(asdict(result)) + "\n")
            print(f"{result.id:34} {result.verdict.value:16} {result.seconds:6.1f} s  {result.detail}", flush=True)

    with contextlib.ExitStack() as stack:
        copies: SimpleQueue[ProgramCopy] = SimpleQueue()
        for _ in range(processes if to_run else 0):
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="defences-", ignore_cleanup_errors=True))
            copy = ProgramCopy(Path(folder))
            stack.callback(copy.close)
            copies.put(copy)

        def run_file(rows: list[Defence]) -> None:
            copy = copies.get()
            try:
                faults = failing_untouched(copy, (row.test for row in rows))
                for row in rows:
                    if row.test in faults:
                        keep(Result(keys[row], row.id, Verdict.NOT_RUN, 0, f"untouched: {faults[row.test]}"))
                    else:
                        keep(run_without(copy, row, keys[row]))
            finally:
                copies.put(copy)

        by_file: defaultdict[str, list[Defence]] = defaultdict(list)
        for one in to_run:
            by_file[one.test_file].append(one)
        parts = [rows[at : at + 8] for rows in by_file.values() for at in range(0, len(rows), 8)]
        with ThreadPoolExecutor(processes) as pool:
            list(pool.map(run_file, parts))
    return [known[key] for key in keys.values()]


def result_page(results: Iterable[Result]) -> str:
    """The page of the last whole run."""
    results = tuple(results)
    good = sum(one.verdict in {Verdict.FAILED, Verdict.HUNG} for one in results)
    day = datetime.now(UTC).date().isoformat()
    where = f"{platform.system()} {platform.release().partition('-')[0]}, Python {platform.python_version()}"
    by_id: defaultdict[str, list[Result]] = defaultdict(list)
    for one in results:
        by_id[one.id].append(one)
    lines = [
        "# Every defence taken out, one at a time",
        "",
        "Written by `python -m tools.mutate_defences`, which is run by hand. In a copy of the program it takes out",
        "each defence of [the threat model](threat-model.md#every-defence-and-its-test) and runs the test that is",
        f"named for it. The test passes before and must fail then; “hangs” means: it did not end in {SECONDS} seconds.",
        "",
        f"Last run: {day}, {where}. {len(by_id)} defences were taken out in {len(results)} places. In {good} of these",
        "the test failed.",
        "",
        "| Defence | Places | Its test without it | Seconds |",
        "|---|---|---|---|",
        *(
            f"| {name} | {len(rows)} | {', '.join(sorted({one.verdict.value for one in rows}))} "
            f"| {sum(one.seconds for one in rows):.1f} |"
            for name, rows in by_id.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run what was asked for. 1 where a test passes without its defence, or could not be run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("ids", nargs="*", help="run these defences alone; a name that ends in * stands for several")
    parser.add_argument("--list", action="store_true", help="write the list into the docs and run nothing")
    parser.add_argument("--page", action="store_true", help="write the result page from the results there are")
    parser.add_argument("--again", action="store_true", help="take nothing from the cache")
    parser.add_argument("--processes", type=int, default=2, choices=(1, 2))
    wanted = parser.parse_args()
    defences = load_defences()
    if wanted.list:
        write_list(defences)
        return 0
    if wanted.page:
        known = read_cache()
        RESULT_PAGE.write_text(
            result_page(
                known.get(key) or Result(key, one.id, Verdict.NOT_YET, 0, "")
                for one in defences
                for key in (cache_key(one),)
            ),
            encoding="utf-8",
        )
        return 0
    if wanted.again:
        CACHE.unlink(missing_ok=True)
    if wanted.ids:
        chosen = [one for one in defences if any(Path(one.id).match(pattern) for pattern in wanted.ids)]
        results = run_all(chosen, wanted.processes)
    else:
        results = run_all(defences, wanted.processes)
        RESULT_PAGE.write_text(result_page(results), encoding="utf-8")
    bad = [one for one in results if one.verdict not in {Verdict.FAILED, Verdict.HUNG}]
    print(f"In {len(results) - len(bad)} of {len(results)} places the test fails without the defence.")
    for one in bad:
        print(f"  {one.id}: {one.verdict.value}: {one.detail}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
