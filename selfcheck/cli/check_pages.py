"""Checks pages for a command and writes the result: what check, recheck and demo have in common."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from selfcheck.cli.ledger_file import check_ledger_place, ledger_written_to, say_where
from selfcheck.cli.options import NetworkOptions
from selfcheck.cli.progress import follow
from selfcheck.cli.report_result import report_result
from selfcheck.cli.result import Form
from selfcheck.cli.running import run_quietly
from selfcheck.cli.saving import Saving
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import Talk
from selfcheck.cli.third_party import gate_for
from selfcheck.errors import ExitCode
from selfcheck.guidance.loader import load_guidance
from selfcheck.model import EngineName, OwnPage
from selfcheck.output.wording.engines import engine_notice
from selfcheck.session import Deadline, Gate, RecheckContext, SourceMaker, check, recheck
from selfcheck.session.boundary import Boundary
from selfcheck.session.ownership import OwnershipCode
from selfcheck.session.report_builder import ReportBuilder


def check_pages(
    pages: tuple[OwnPage, ...],
    engine: str,
    form: Form,
    *,
    setup: Setup,
    network: NetworkOptions | None = None,
    gate: Gate | None = None,
    source: SourceMaker | None = None,
    ledger: Path | None = None,
    proof: OwnershipCode | None = None,
    again: RecheckContext | None = None,
    saving: Saving | None = None,
) -> ExitCode:
    """Check pages and write the report. Ctrl-C stops the check; what was seen until then is in the report.

    `source` replaces the network (the demo, a saved page). With `again` the pages are compared with a saved check;
    `saving` saves this one.
    """
    network = network or NetworkOptions(setup.proxy)
    gate = gate or gate_for((page.address.url for page in pages), network)
    check_ledger_place(ledger)  # once more: a person may have taken an hour over the code
    guidance = load_guidance()
    with ledger_written_to(ledger) as requests, Talk(plain=form.plain) as talk:
        if engine == EngineName.FACE_RECOGNITION:
            talk(engine_notice(), passing=False)
        gathered = ReportBuilder(guidance, previews=False, hear=requests.append)
        start = partial(check, proof=proof) if again is None else partial(recheck, again=again)
        events = start(
            pages,
            engine=EngineName(engine),
            policy=setup.policy,
            proxy=network.proxy,
            gate=gate,
            source=source,
            guidance=guidance,
            gathered=gathered,
            require_sandbox=setup.require_sandbox,
            deadline=Deadline(network.minutes) if network.minutes is not None else None,
        )
        report = run_quietly(follow(events, gathered, talk, gate))
        sentences: tuple[str, ...] = ()
        if saving is not None:
            report, sentences = saving(report, gathered)
        elif again is not None:
            compared = again
            settled = Boundary(gathered.add).call(lambda: compared.settle(report, gathered), None)
            report = settled.report if settled is not None else gathered.report(interrupted=report.interrupted)
    code = report_result(report, guidance, form, sentences).write()
    say_where(ledger)
    return code
