"""Commands, flags and exit codes. stdout is data, stderr is talk.

Every heavy import is inside its command: `selfcheck --help` must answer at once on an old laptop.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from selfcheck import __version__
from selfcheck.errors import ExitCode, FileProblem, PolicyRefusal, SelfcheckError, UsageError
from selfcheck.net.guard import WayOutBlocked

if TYPE_CHECKING:
    from selfcheck.model import Consent, OwnPage, ProfileAddress
    from selfcheck.net.policy import NetPolicy
    from selfcheck.proof import Proof

_ENGINES: Final = click.Choice(["yunet", "face-recognition"])
_ENGINE_HELP: Final = "The face detector. yunet finds more; face-recognition finds large frontal faces only."


@dataclass(frozen=True, slots=True)
class Setup:
    """What tests hand in. The command line itself has no way to change the policy."""

    policy: NetPolicy | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """A page saved as a file, and whether its pictures are asked for."""

    body: bytes
    fetch_pictures: bool


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="selfcheck %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """See which of your photos with faces a stranger can save from your own public pages, and show less.

    Without a command, the app opens. It asks for nothing but your own pages' addresses, sends nothing but plain
    requests to those pages and their pictures, and keeps nothing unless you save it.
    """
    if context.invoked_subcommand is None:
        if not _terminal():
            raise UsageError("The app needs a terminal to draw on.", "Try: selfcheck --help")
        _open_app(demo=False, setup=context.obj)


@cli.command()
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@click.option("--mine", "consent", flag_value="mine", help="These are my own pages.")
@click.option("--with-owner", "consent", flag_value="with_owner", help="Their owner is here with me and agrees.")
@click.option("--base-url", metavar="URL", help="ADDRESS is a page saved as a file; this is the address it came from.")
@click.option("--no-fetch", is_flag=True, help="With --base-url: list what the saved page shows; fetch nothing.")
@click.option("--all-mine", is_flag=True, help="Ask all results of profiles that you show to be yours, with a code.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON (docs/report.md).")
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
@click.option("--engine", type=_ENGINES, default="yunet", show_default=True, help=_ENGINE_HELP)
@click.option(
    "--ledger", "ledger", type=click.Path(path_type=Path), metavar="FILE", help="Also write every request here."
)
@click.pass_obj
def check(
    setup: Setup,
    addresses: tuple[str, ...],
    consent: str | None,
    base_url: str | None,
    no_fetch: bool,
    all_mine: bool,
    as_json: bool,
    plain: bool,
    engine: str,
    ledger: Path | None,
) -> ExitCode:
    """Check your own pages: which photos with faces does a stranger see there?

    Say --mine or --with-owner; otherwise you are asked for each address. At most 20 addresses.
    """
    from selfcheck.addresses import parse_address, parse_addresses

    _one_of(as_json, plain)
    if base_url is None:
        if no_fetch:
            raise UsageError("--no-fetch is for a saved page.", "Give the file, and --base-url with its address.")
        parsed = parse_addresses(addresses, setup.policy)
        if all_mine and not (sys.stdin.isatty() and sys.stderr.isatty()):
            raise PolicyRefusal(
                "Nothing was fetched: --all-mine shows a code and waits for you to put it into your profile.",
                "Run it in a terminal, or leave --all-mine out for one page of results.",
            )
        pages = _agreed_pages(parsed, consent)
        proof = _show_as_own(pages) if all_mine else None
        return _check_and_print(pages, engine, as_json=as_json, plain=plain, setup=setup, ledger=ledger, proof=proof)
    if all_mine:
        raise UsageError("--all-mine asks a site; --base-url reads a file.", "Use one of them.")
    if len(addresses) != 1:
        raise UsageError("--base-url belongs to one saved page.", "Give one file with it.")
    from selfcheck.imports.saved import read_saved_page
    from selfcheck.model import Consent, OwnPage

    saved = Saved(read_saved_page(Path(addresses[0])), fetch_pictures=not no_fetch)
    address = parse_address(base_url, setup.policy)
    # Listing a file asks nothing of anyone, so no word is needed for it; its pictures need one.
    pages = (OwnPage(address, Consent.MINE),) if no_fetch else _agreed_pages((address,), consent)
    return _check_and_print(pages, engine, as_json=as_json, plain=plain, setup=setup, saved=saved, ledger=ledger)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="The report as JSON (docs/report.md).")
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
@click.option("--engine", type=_ENGINES, default="yunet", show_default=True, help=_ENGINE_HELP)
@click.pass_obj
def demo(setup: Setup, as_json: bool, plain: bool, engine: str) -> ExitCode:
    """Try everything on a made-up person's bundled pages. Nothing is sent anywhere.

    On a terminal the app opens; with --json or --plain, or in a pipe, the result is printed.
    """
    from selfcheck.demo.source import demo_pages

    _one_of(as_json, plain)
    if not as_json and not plain and _terminal():
        _open_app(demo=True, setup=setup, engine=engine)
        return ExitCode.DONE
    return _check_and_print(demo_pages(), engine, as_json=as_json, plain=plain, setup=setup, bundled=True)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--json", "as_json", is_flag=True, help="A list of what was seen in each file.")
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
@click.option("--show-place", is_flag=True, help="Also tell where the file says that it was taken.")
@click.option("--engine", type=_ENGINES, default="yunet", show_default=True, help=_ENGINE_HELP)
def faces(files: tuple[Path, ...], as_json: bool, plain: bool, show_place: bool, engine: str) -> ExitCode:
    """Look for faces in pictures on your disk, before you post them."""
    from selfcheck.commands import faces_in_files
    from selfcheck.faces.engine import NOTICE, EngineName

    _one_of(as_json, plain)
    if engine == EngineName.FACE_RECOGNITION:
        _say(NOTICE)
    result = faces_in_files(files, engine, as_json=as_json, plain=plain, width=_width(), show_place=show_place)
    _print(result.output)
    for sentence in result.talk:
        _say(sentence)
    return result.code


@cli.command("import")
@click.argument("path", type=click.Path(path_type=Path), metavar="ARCHIVE|FOLDER|FILE")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON (docs/report.md).")
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
@click.option("--engine", type=_ENGINES, default="yunet", show_default=True, help=_ENGINE_HELP)
def import_(path: Path, as_json: bool, plain: bool, engine: str) -> ExitCode:
    """Look into your own data download, a page you saved, or a folder of pictures. Nothing is fetched.

    For sites that show strangers little: ask the site for your data, and give the file as it came.
    """
    from selfcheck.commands import run_import

    _one_of(as_json, plain)
    talk = _talk_lines if plain or not sys.stderr.isatty() else _talk_in_place
    result = run_import(path, engine, as_json=as_json, plain=plain, width=_width(), talk=talk)
    _print(result.output)
    for sentence in result.talk:
        _say(sentence)
    return result.code


@cli.command()
@click.argument("platforms", nargs=-1, metavar="[PLATFORM...]")
@click.option("--json", "as_json", is_flag=True, help="The steps as JSON.")
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
def steps(platforms: tuple[str, ...], as_json: bool, plain: bool) -> None:
    """Show the steps for a platform, or which platforms there are. Works without network."""
    from selfcheck.commands import steps_for

    _one_of(as_json, plain)
    _print(steps_for(platforms, as_json=as_json, plain=plain, width=_width()))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="The table as JSON.")
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
def platforms(as_json: bool, plain: bool) -> None:
    """Show what is known of each platform: addresses, what a stranger sees, the wall. Works without network."""
    from selfcheck.export.reports import dump_json
    from selfcheck.guidance.loader import load_guidance
    from selfcheck.platform_table import rows_of, table_text

    _one_of(as_json, plain)
    rows = rows_of(load_guidance())
    _print(dump_json(list(rows)) if as_json else table_text(rows, plain=plain, width=_width()).encode())


@cli.command()
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT.json")
@click.option("--to", "form", type=click.Choice(["markdown", "html"]), required=True, help="The format.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("-"), metavar="FILE", help="Where to. - is stdout."
)
@click.option("--with-addresses", is_flag=True, help="Also write the addresses of pages and photos.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def export(report: Path, form: str, out: Path, with_addresses: bool, force: bool) -> None:
    """Write a checklist from a report. It holds no pictures, and no addresses unless you say so."""
    from selfcheck.commands import export_report

    data = export_report(report, form, addresses=with_addresses)
    if str(out) == "-":
        _print(data)
        return
    from selfcheck.export.files import write_export

    write_export(out, data, replace=force)
    _say(f"Written to {out}. To remove it, delete that file.")


@cli.command()
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
@click.pass_obj
def doctor(setup: Setup, plain: bool) -> ExitCode:
    """Tell what protects you on this computer, and what does not. Works without network."""
    from selfcheck.doctor import doctor_text, examine_computer

    findings = examine_computer()
    _print(doctor_text(findings, plain=plain, width=_width()).encode())
    return (
        ExitCode.DONE
        if all(finding.good is not False or finding.expected for finding in findings)
        else ExitCode.PARTLY_SEEN
    )


@cli.command("help-now")
@click.option("--plain", is_flag=True, help="One thing a line, for screen readers and grep.")
def help_now(plain: bool) -> None:
    """It has already happened: what to do first, and who helps. Works without network."""
    from selfcheck.guidance.loader import load_guidance
    from selfcheck.plain import help_text

    _print(help_text(load_guidance(), plain=plain, width=_width()).encode())


def run(arguments: Sequence[str], setup: Setup | None = None) -> int:
    """Run one command and return its exit code. Every error becomes a sentence on stderr."""
    try:
        result = cli.main(list(arguments), prog_name="selfcheck", standalone_mode=False, obj=setup or Setup())
        return int(result) if isinstance(result, int) else ExitCode.DONE
    except SelfcheckError as error:
        _say(error.sentence)
        if error.way_out:
            _say(error.way_out)
        return error.exit_code
    except click.ClickException as error:
        error.show(sys.stderr)
        return ExitCode.USAGE
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped.")
        return ExitCode.INTERRUPTED
    except WayOutBlocked as blocked:
        _say(f"Stopped: a part of selfcheck wanted out in a way it may not ({blocked}). Nothing has left.")
        _say("This is our fault, not yours. Please tell the project.")
        return ExitCode.BUG
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        # The message of an unknown error may hold an address or a caption; its kind and place do not.
        _say(
            f"Something is wrong in selfcheck itself: {type(error).__name__} "
            f"at {Path(place.filename).name}:{place.lineno}."
        )
        _say("This is our fault, not yours. Nothing was saved or sent.")
        return ExitCode.BUG


def _agreed_pages(parsed: tuple[ProfileAddress, ...], consent: str | None) -> tuple[OwnPage, ...]:
    """Pair each address with the person's word, asking for it where no flag gave it."""
    from selfcheck.model import Consent, OwnPage

    if consent is not None:
        return tuple(OwnPage(address, Consent(consent)) for address in parsed)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise PolicyRefusal(
            "Nothing was fetched: selfcheck only looks at a person's own pages.",
            "Say --mine if they are yours, or --with-owner if their owner is here with you and agrees.",
        )
    pages = [OwnPage(address, word) for address in parsed if (word := _ask_whose(address.url)) is not None]
    if not pages:
        raise PolicyRefusal("Nothing was fetched: none of these is your own page.")
    return tuple(pages)


def _ask_whose(url: str) -> Consent | None:
    from selfcheck.model import Consent

    _say(f"\n{url}\n  m  This is my page\n  o  Its owner is here with me and agrees\n  n  Neither: leave it out")
    answer = click.prompt("m, o or n", type=click.Choice(["m", "o", "n"]), show_choices=False, err=True)
    return {"m": Consent.MINE, "o": Consent.WITH_OWNER}.get(answer)


def _show_as_own(pages: tuple[OwnPage, ...]) -> Proof | None:
    """Give a code out and wait until it stands in the profile. None where no page could give more for it."""
    from selfcheck.guidance.loader import load_guidance
    from selfcheck.proof import new_proof
    from selfcheck.readers.platforms import can_go_further

    if not any(can_go_further(page.address.url) for page in pages):
        _say("None of these platforms says how to ask for more than one page of results, so no code is needed.")
        return None
    proof = new_proof(time.monotonic())
    for line in load_guidance().show_as_own:
        _say(line.format(code=proof.code))
    click.prompt("Enter", default="", show_default=False, err=True)
    return proof


def _check_and_print(
    pages: tuple[OwnPage, ...],
    engine: str,
    *,
    as_json: bool,
    plain: bool,
    setup: Setup,
    bundled: bool = False,
    saved: Saved | None = None,
    ledger: Path | None = None,
    proof: Proof | None = None,
) -> ExitCode:
    from selfcheck.commands import run_check, saved_source

    source = saved_source(pages[0], saved.body, setup.policy, saved.fetch_pictures) if saved else None

    if ledger is not None and ledger.exists():
        raise FileProblem(f"{ledger} is there already. Nothing was fetched.", "Name another file for the ledger.")
    talk = _talk_lines if plain or not sys.stderr.isatty() else _talk_in_place
    result = run_check(
        pages,
        engine,
        as_json=as_json,
        plain=plain,
        width=_width(),
        talk=talk,
        policy=setup.policy,
        bundled=bundled,
        source=source,
        proof=proof,
    )
    if talk is _talk_in_place:
        _talk_in_place("", passing=True)  # what passed is wiped away, so that the report starts on a clean line
    _print(result.output)
    for sentence in result.talk:
        _say(sentence)
    if ledger is not None:
        from selfcheck.export.files import write_export

        write_export(ledger, result.ledger, replace=False)
        _say(f"Every request is written to {ledger}. To remove it, delete that file.")
    return result.code


def _open_app(*, demo: bool, setup: Setup, engine: str = "yunet") -> None:
    from selfcheck.faces.engine import EngineName
    from selfcheck.tui.app import SelfcheckApp

    SelfcheckApp(demo=demo, engine=EngineName(engine), policy=setup.policy).run()


def _one_of(as_json: bool, plain: bool) -> None:
    if as_json and plain:
        raise UsageError("--json and --plain are two forms of the same result.", "Choose one of them.")


def _terminal() -> bool:
    """Whether there is a terminal the app can be drawn on."""
    return sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    return shutil.get_terminal_size().columns


def _print(data: bytes | Any) -> None:
    """Data to stdout, whatever the locale is. A reader that has gone (`| head`) is no error of anyone's."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:  # caught here: click would turn it into exit code 1
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _say(sentence: str) -> None:
    """Talk to stderr; characters the terminal cannot show are written as escapes."""
    click.echo(sentence, err=True)


def _talk_lines(sentence: str, *, passing: bool) -> None:
    if not passing:
        _say(sentence)


def _talk_in_place(sentence: str, *, passing: bool) -> None:
    """Passing news are drawn over one another on one line."""
    room = max(20, _width() - 1)
    click.echo(f"\r\x1b[K{sentence[:room] if passing else sentence}", err=True, nl=not passing)
