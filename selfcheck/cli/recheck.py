"""`selfcheck recheck`: the saved pages again, and what changed."""

from __future__ import annotations

from pathlib import Path

import click

from selfcheck.cli.check_pages import check_pages
from selfcheck.cli.consent import agreed_again
from selfcheck.cli.ledger_file import check_ledger_place
from selfcheck.cli.options import (
    NetworkOptions,
    demo_option,
    engine_option,
    form_of,
    json_option,
    ledger_option,
    mine_option,
    network_options,
    plain_option,
    require_sandbox_option,
    save_option,
    with_owner_option,
)
from selfcheck.cli.saving import saved_check, saved_with
from selfcheck.cli.setup import Setup
from selfcheck.cli.third_party import say_hosts
from selfcheck.cli.translated_click import command
from selfcheck.errors import ExitCode
from selfcheck.guidance.loader import load_guidance
from selfcheck.history.store import Slot
from selfcheck.i18n import N_
from selfcheck.platforms.addresses import parse_addresses
from selfcheck.session import RecheckContext, first_addresses
from selfcheck.session.demo import DemoSource, demo_pages


@command(
    help=N_(
        "Check the pages you saved again: which photos are gone, still there, new, or deleted but still served?\n\n"
        "Of photos that have left their page the file is asked for, one byte of it, to see whether it still answers."
    )
)
@mine_option(N_("These are still my own pages."))
@with_owner_option
@demo_option(N_("The made-up person's pages that were saved, not your own."))
@save_option
@json_option()
@plain_option
@require_sandbox_option
@engine_option
@ledger_option
@network_options
@click.pass_obj
def recheck(
    setup: Setup,
    consent: str | None,
    demo: bool,
    save: bool,
    as_json: bool,
    plain: bool,
    engine: str,
    ledger: Path | None,
    network: NetworkOptions,
) -> ExitCode:
    """Check the saved pages again and tell what changed."""
    form = form_of(as_json, plain)
    check_ledger_place(ledger)
    slot = Slot.DEMO if demo else Slot.OWN
    saved, key = saved_check(setup.data_folder(), slot)
    if demo:
        pages = demo_pages()
    else:
        parsed = parse_addresses([page.address for page in saved.report.pages], setup.policy, saved=True)
        urls = [address.url for address in parsed]
        pages = agreed_again(parsed, consent, lambda: say_hosts(first_addresses(urls), network))
    with saved_with(setup, slot, wanted=save) as saving:
        again = saving.compared() if saving is not None else RecheckContext(saved, key, load_guidance())
        return check_pages(
            pages,
            engine,
            form,
            setup=setup,
            network=network,
            source=DemoSource if demo else None,
            ledger=ledger,
            again=again,
            saving=saving,
        )
