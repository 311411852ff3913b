"""The commands that check pages: the person's own, those that were saved, and the demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from selfcheck.cli.hosts import Choices, gate_for, tell_hosts, way_options
from selfcheck.cli.saving import SAVE_HELP, kept
from selfcheck.cli.shared import (
    ENGINE_HELP,
    ENGINES,
    PLAIN_HELP,
    REPORT_HELP,
    Setup,
    form_of,
    given,
    open_app,
    require_sandbox_option,
)
from selfcheck.errors import ExitCode, FileProblem, PolicyRefusal, SelfcheckError, UsageError
from selfcheck.language import _
from selfcheck.safetext import safe_text
from selfcheck.terminal import Talk, can_ask, has_screen, say

if TYPE_CHECKING:
    from selfcheck.commands.result import Form
    from selfcheck.commands.saving import Saving
    from selfcheck.model import LedgerEntry, OwnPage
    from selfcheck.proof import Proof
    from selfcheck.session import Again


_LEDGER: Final = click.option(
    "--ledger", type=click.Path(path_type=Path), metavar=_("FILE"), help=_("Also write every request here.")
)


@dataclass(frozen=True, slots=True)
class Saved:
    """A page saved as a file, and whether its pictures are asked for."""

    body: bytes
    fetch_pictures: bool


@click.command(
    help=_(
        "Check your own pages: which photos with faces does a stranger see there?\n\n"
        "Say --mine or --with-owner; otherwise you are asked for each address. At most 20 addresses."
    )
)
@click.argument("addresses", nargs=-1, required=True, metavar=_("ADDRESS..."))
@click.option("--mine", "consent", flag_value="mine", help=_("These are my own pages."))
@click.option("--with-owner", "consent", flag_value="with_owner", help=_("Their owner is here with me and agrees."))
@click.option(
    "--base-url", metavar="URL", help=_("ADDRESS is a page saved as a file; this is the address it came from.")
)
@click.option("--no-fetch", is_flag=True, help=_("With --base-url: list what the saved page shows; fetch nothing."))
@click.option("--all-mine", is_flag=True, help=_("Ask all results of profiles that you show to be yours, with a code."))
@click.option("--save", is_flag=True, help=SAVE_HELP)
@click.option("--json", "as_json", is_flag=True, help=REPORT_HELP)
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@require_sandbox_option
@click.option("--engine", type=ENGINES, default="yunet", show_default=True, help=ENGINE_HELP)
@_LEDGER
@way_options
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
    way: Choices,
    ledger: Path | None,
) -> ExitCode:
    """Check the person's own pages, or one of them saved as a file."""
    from selfcheck.addresses import parse_address, parse_addresses
    from selfcheck.asking import agreed_pages, show_as_own
    from selfcheck.session import first_addresses

    form = form_of(as_json, plain)
    _check_place_of(ledger)
    if base_url is None:
        if no_fetch:
            raise UsageError(_("--no-fetch is for a saved page."), _("Give the file, and --base-url with its address."))
        parsed = parse_addresses(addresses, setup.policy)
        if all_mine and not can_ask():
            raise PolicyRefusal(
                _("Nothing was fetched: --all-mine shows a code and waits for you to put it into your profile."),
                _("Run it in a terminal, or leave --all-mine out for one page of results."),
            )
        urls = [address.url for address in parsed]
        pages = agreed_pages(parsed, consent, lambda: tell_hosts(first_addresses(urls), way))
        proof = show_as_own(pages) if all_mine else None
        try:
            with kept(setup, "own", wanted=save) as keep:
                if keep is not None:
                    keep.room_for([page.address.url for page in pages])
                code = _check_and_print(
                    pages, engine, form, setup=setup, ledger=ledger, proof=proof, keep=keep, way=way
                )
        finally:
            if proof is not None:
                from selfcheck.words import take_code_out

                say(take_code_out(proof.code))
        return code
    if save:
        raise UsageError(
            _("--save belongs to a check of pages; --base-url reads a file."), _("Use: selfcheck import FILE --save")
        )
    if all_mine:
        raise UsageError(_("--all-mine asks a site; --base-url reads a file."), _("Use one of them."))
    if len(addresses) != 1:
        raise UsageError(_("--base-url belongs to one saved page."), _("Give one file with it."))
    from selfcheck.imports.saved import read_saved_page
    from selfcheck.model import Consent, OwnPage

    saved = Saved(read_saved_page(Path(addresses[0])), fetch_pictures=not no_fetch)
    address = parse_address(base_url, setup.policy)
    # Listing a file asks nothing of anyone, so no word is needed for it; its pictures need one.
    if no_fetch:
        pages = (OwnPage(address, Consent.MINE),)
    else:
        pages = agreed_pages((address,), consent, lambda: tell_hosts([address.url], way))
    return _check_and_print(pages, engine, form, setup=setup, saved=saved, ledger=ledger, way=way)


@click.command(
    help=_(
        "Check the pages you saved again: which photos are gone, still there, new, or deleted but still served?\n\n"
        "Of photos that have left their page the file is asked for, one byte of it, to see whether it still answers."
    )
)
@click.option("--mine", "consent", flag_value="mine", help=_("These are still my own pages."))
@click.option("--with-owner", "consent", flag_value="with_owner", help=_("Their owner is here with me and agrees."))
@click.option("--demo", is_flag=True, help=_("The made-up person's pages that were saved, not your own."))
@click.option("--save", is_flag=True, help=SAVE_HELP)
@click.option("--json", "as_json", is_flag=True, help=REPORT_HELP)
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@require_sandbox_option
@click.option("--engine", type=ENGINES, default="yunet", show_default=True, help=ENGINE_HELP)
@_LEDGER
@way_options
@click.pass_obj
def recheck(
    setup: Setup,
    consent: str | None,
    demo: bool,
    save: bool,
    as_json: bool,
    plain: bool,
    engine: str,
    way: Choices,
    ledger: Path | None,
) -> ExitCode:
    """Check the saved pages again and tell what changed."""
    from selfcheck.addresses import parse_addresses
    from selfcheck.asking import agreed_again
    from selfcheck.commands.saving import saved_in
    from selfcheck.demo.source import demo_pages
    from selfcheck.guidance.loader import load_guidance
    from selfcheck.session import Again, first_addresses
    from selfcheck.store import Slot

    form = form_of(as_json, plain)
    _check_place_of(ledger)
    slot = Slot.DEMO if demo else Slot.OWN
    saved, key = saved_in(setup.data_folder(), slot)
    if demo:
        pages = demo_pages()
    else:
        parsed = parse_addresses([page.address for page in saved.report.pages], setup.policy, saved=True)
        urls = [address.url for address in parsed]
        pages = agreed_again(parsed, consent, lambda: tell_hosts(first_addresses(urls), way))
    with kept(setup, slot, wanted=save) as keep:
        again = keep.compared() if keep is not None else Again(saved, key, load_guidance())
        code = _check_and_print(
            pages, engine, form, setup=setup, bundled=demo, ledger=ledger, again=again, keep=keep, way=way
        )
    return code


@click.command(
    help=_(
        "Try everything on a made-up person's bundled pages. Nothing is sent anywhere.\n\n"
        "On a terminal the app opens; with --json or --plain, or in a pipe, the result is printed."
    )
)
@click.option("--save", is_flag=True, help=SAVE_HELP)
@click.option("--json", "as_json", is_flag=True, help=REPORT_HELP)
@click.option("--plain", is_flag=True, help=PLAIN_HELP)
@require_sandbox_option
@click.option("--engine", type=ENGINES, default="yunet", show_default=True, help=ENGINE_HELP)
@click.pass_obj
def demo(setup: Setup, save: bool, as_json: bool, plain: bool, engine: str) -> ExitCode:
    """Check the bundled pages, in the app or printed."""
    from selfcheck.demo.source import demo_pages

    form = form_of(as_json, plain)
    if not as_json and not plain and not save and has_screen():
        open_app(demo=True, setup=setup, engine=engine)
        return ExitCode.DONE
    with kept(setup, "demo", wanted=save) as keep:
        code = _check_and_print(demo_pages(), engine, form, setup=setup, bundled=True, keep=keep)
    return code


def _check_place_of(ledger: Path | None) -> None:
    """Raises `FileProblem` where the ledger could not be written, before anyone is asked anything."""
    if ledger is None:
        return
    if str(ledger) == "-":
        raise FileProblem(
            _("The ledger needs a file of its own. Nothing was fetched."), _("Name another file for the ledger.")
        )
    from selfcheck.export.files import check_place

    check_place(ledger)
    if ledger.exists():
        there = _("{file} is there already. Nothing was fetched.").format(file=safe_text(str(ledger), 200))
        raise FileProblem(there, _("Name another file for the ledger."))


@contextmanager
def _written_to(ledger: Path | None, asked: list[LedgerEntry]) -> Iterator[None]:
    """What was asked for within is written there in the end, and most of all where that end is a fault."""
    try:
        yield
    except BaseException:
        with suppress(SelfcheckError):  # the fault is what is to be told
            _write(ledger, asked)
        raise
    _write(ledger, asked)


def _write(ledger: Path | None, asked: list[LedgerEntry]) -> None:
    if ledger is not None:
        from selfcheck.export.files import write_export
        from selfcheck.export.reports import dump_json

        write_export(ledger, dump_json(tuple(asked)))


def _check_and_print(
    pages: tuple[OwnPage, ...],
    engine: str,
    form: Form,
    *,
    setup: Setup,
    bundled: bool = False,
    saved: Saved | None = None,
    ledger: Path | None = None,
    proof: Proof | None = None,
    again: Again | None = None,
    way: Choices | None = None,
    keep: Saving | None = None,
) -> ExitCode:
    from selfcheck.commands.checking import run_check, saved_source
    from selfcheck.session import Deadline

    way = way or Choices(setup.proxy)
    gate = gate_for((page.address.url for page in pages), way)
    source = None
    if saved is not None:
        from selfcheck.net.client import Client

        pictures_from = Client(setup.policy, way.proxy) if saved.fetch_pictures else None
        source = saved_source(pages[0], saved.body, pictures_from, gate)
    _check_place_of(ledger)  # once more: a person may have taken an hour over the code
    asked: list[LedgerEntry] = []
    with _written_to(ledger, asked), Talk(plain=form.plain) as talk:
        result = run_check(
            pages,
            engine,
            form,
            talk=talk,
            hear=asked.append,
            policy=setup.policy,
            bundled=bundled,
            proxy=way.proxy,
            gate=gate,
            source=source,
            proof=proof,
            again=again,
            keep=keep,
            deadline=Deadline(way.minutes) if way.minutes is not None else None,
            require_sandbox=setup.require_sandbox,
        )
    code = given(result)
    if ledger is not None:
        say(
            _("Every request is written to {file}. To remove it, delete that file.").format(
                file=safe_text(str(ledger), 200)
            )
        )
    return code
