"""The list of requests as a file of the person's own (`--ledger FILE`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selfcheck.cli.terminal import say
from selfcheck.errors import FileProblem, SelfcheckError
from selfcheck.i18n import _
from selfcheck.model import LedgerEntry
from selfcheck.model.safe_text import safe_text
from selfcheck.output.report_json import dump_json
from selfcheck.output.write_file import check_place, write_export


def check_ledger_place(ledger: Path | None) -> None:
    """Raise `FileProblem` where the ledger could not be written, before anyone is asked anything."""
    if ledger is None:
        return
    if str(ledger) == "-":
        raise FileProblem(
            _("The ledger needs a file of its own. Nothing was fetched."), _("Name another file for the ledger.")
        )
    check_place(ledger)
    if ledger.exists():
        there = _("{file} is there already. Nothing was fetched.").format(file=safe_text(str(ledger), 200))
        raise FileProblem(there, _("Name another file for the ledger."))


@contextmanager
def ledger_written_to(ledger: Path | None) -> Iterator[list[LedgerEntry]]:
    """A list whose requests are written to the file in the end, and most of all where that end is a fault."""
    requests: list[LedgerEntry] = []
    try:
        yield requests
    except BaseException:
        with suppress(SelfcheckError):  # the fault is what is to be said
            _write(ledger, requests)
        raise
    _write(ledger, requests)


def _write(ledger: Path | None, requests: list[LedgerEntry]) -> None:
    if ledger is not None:
        write_export(ledger, dump_json(tuple(requests)))


def say_where(ledger: Path | None) -> None:
    """Say where the list of requests is."""
    if ledger is not None:
        say(
            _("Every request is written to {file}. To remove it, delete that file.").format(
                file=safe_text(str(ledger), 200)
            )
        )
