"""`selfcheck check`: the person's own pages, or one of them saved as a file."""

from __future__ import annotations

from pathlib import Path

import click

from selfcheck.cli.check_pages import check_pages
from selfcheck.cli.consent import agreed_pages, show_as_own
from selfcheck.cli.ledger_file import check_ledger_place
from selfcheck.cli.options import (
    NetworkOptions,
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
from selfcheck.cli.result import Form
from selfcheck.cli.saving import saved_with
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import can_ask, say
from selfcheck.cli.third_party import gate_for, say_hosts
from selfcheck.cli.translated_click import argument, command, option
from selfcheck.errors import ExitCode, PolicyRefusal, UsageError
from selfcheck.history.store import Slot
from selfcheck.i18n import N_, _
from selfcheck.model import Consent, OwnPage
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource, Source
from selfcheck.net.ledger import Ledger
from selfcheck.output.wording.report import take_code_out
from selfcheck.platforms.addresses import parse_address, parse_addresses
from selfcheck.session import first_addresses
from selfcheck.session.imports.saved_source import SavedSource, read_saved_page


@command(
    help=N_(
        "Check your own pages: which photos with faces does a stranger see there?\n\n"
        "Say --mine or --with-owner; otherwise you are asked for each address. At most 20 addresses."
    )
)
@argument("addresses", nargs=-1, required=True, metavar=N_("ADDRESS..."))
@mine_option(N_("These are my own pages."))
@with_owner_option
@option("--base-url", metavar="URL", help=N_("ADDRESS is a page saved as a file; this is the address it came from."))
@option("--no-fetch", is_flag=True, help=N_("With --base-url: list what the saved page shows; fetch nothing."))
@option("--all-mine", is_flag=True, help=N_("Ask all results of profiles that you show to be yours, with a code."))
@save_option
@json_option()
@plain_option
@require_sandbox_option
@engine_option
@ledger_option
@network_options
@click.pass_obj
def check(
    setup: Setup,
    addresses: tuple[str, ...],
    consent: str | None,
    base_url: str | None,
    no_fetch: bool,
    all_mine: bool,
    save: bool,
    as_json: bool,
    plain: bool,
    engine: str,
    ledger: Path | None,
    network: NetworkOptions,
) -> ExitCode:
    """Check the person's own pages, or one of them saved as a file."""
    form = form_of(as_json, plain)
    check_ledger_place(ledger)
    if base_url is not None:
        _refuse_with_file(addresses, save=save, all_mine=all_mine)
        return _check_saved_page(
            Path(addresses[0]), base_url, consent, engine, form, setup=setup, network=network, ledger=ledger,
            fetch_pictures=not no_fetch,
        )  # fmt: skip
    if no_fetch:
        raise UsageError(_("--no-fetch is for a saved page."), _("Give the file, and --base-url with its address."))
    parsed = parse_addresses(addresses, setup.policy)
    if all_mine and not can_ask():
        raise PolicyRefusal(
            _("Nothing was fetched: --all-mine shows a code and waits for you to put it into your profile."),
            _("Run it in a terminal, or leave --all-mine out for one page of results."),
        )
    urls = [address.url for address in parsed]
    pages = agreed_pages(parsed, consent, lambda: say_hosts(first_addresses(urls), network))
    proof = show_as_own(pages) if all_mine else None
    try:
        with saved_with(setup, Slot.OWN, wanted=save) as saving:
            if saving is not None:
                saving.room_for([page.address.url for page in pages])
            return check_pages(
                pages, engine, form, setup=setup, network=network, ledger=ledger, proof=proof, saving=saving
            )
    finally:
        if proof is not None:
            say(take_code_out(proof.code))


def _refuse_with_file(addresses: tuple[str, ...], *, save: bool, all_mine: bool) -> None:
    """Raise `UsageError` for what does not go together with --base-url."""
    if save:
        raise UsageError(
            _("--save belongs to a check of pages; --base-url reads a file."), _("Use: selfcheck import FILE --save")
        )
    if all_mine:
        raise UsageError(_("--all-mine asks a site; --base-url reads a file."), _("Use one of them."))
    if len(addresses) != 1:
        raise UsageError(_("--base-url belongs to one saved page."), _("Give one file with it."))


def _check_saved_page(
    path: Path,
    base_url: str,
    consent: str | None,
    engine: str,
    form: Form,
    *,
    setup: Setup,
    network: NetworkOptions,
    ledger: Path | None,
    fetch_pictures: bool,
) -> ExitCode:
    body = read_saved_page(path)
    address = parse_address(base_url, setup.policy)
    # Listing a file asks nothing of anyone, so no consent is needed for it; its pictures need one.
    if fetch_pictures:
        pages = agreed_pages((address,), consent, lambda: say_hosts([address.url], network))
    else:
        pages = (OwnPage(address, Consent.MINE),)
    gate = gate_for((page.address.url for page in pages), network)
    client = Client(setup.policy, network.proxy) if fetch_pictures else None

    def source(requests: Ledger) -> Source:
        pictures = NetSource(client, requests, gate.allows) if client is not None else None
        return SavedSource(requests, pages[0].address.url, body, pictures)

    return check_pages(pages, engine, form, setup=setup, network=network, gate=gate, source=source, ledger=ledger)
