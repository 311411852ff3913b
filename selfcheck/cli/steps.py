"""`selfcheck steps`: the steps of platforms, as text or data."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from selfcheck.cli.options import json_option, one_form, plain_option
from selfcheck.cli.setup import Setup
from selfcheck.cli.terminal import has_colours, show, width
from selfcheck.cli.translated_click import argument, command, option
from selfcheck.errors import UsageError
from selfcheck.guidance.after_removal import price_words
from selfcheck.guidance.checklist import steps_in_order
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import SEARCH_ENGINES, Guidance, SearchEngine, Step
from selfcheck.history.menu_notes import with_notes
from selfcheck.i18n import N_, _
from selfcheck.model.safe_text import safe_text
from selfcheck.output.qr import qr_for_terminal, qr_size
from selfcheck.output.report_json import dump_json
from selfcheck.output.text import engines_text, platforms_text, steps_text


@command(help=N_("Show the steps for a platform, or which platforms there are. Works without network."))
@argument("platforms", nargs=-1, metavar=N_("[PLATFORM...]"))
@json_option(N_("The steps as JSON."))
@plain_option
@option("--qr", is_flag=True, help=N_("Also draw each settings address as a code for your phone."))
@click.pass_obj
def steps(setup: Setup, platforms: tuple[str, ...], as_json: bool, plain: bool, qr: bool) -> None:
    """Show the steps for a platform, or which platforms there are. Works without network."""
    one_form(as_json, plain)
    if qr:
        show(_codes_for(platforms, as_data=as_json or plain, width=width(), colours=has_colours()))
        return
    show(_steps_for(platforms, setup.data_folder(), as_json=as_json, plain=plain, width=width()))


def _steps_for(platforms: tuple[str, ...], folder: Path, *, as_json: bool, plain: bool, width: int) -> bytes:
    """The steps of some platforms, or the list of platforms, with the notes kept in `folder`. Raises `UsageError`."""
    guidance = with_notes(load_guidance(), folder)
    platforms = _known(platforms, guidance)
    if as_json:
        found = _steps_as_data(platforms or tuple(guidance.platforms), guidance)
        return dump_json([_with_note(one, guidance) for one in found])
    if not platforms:
        return platforms_text(guidance, plain=plain, width=width).encode()
    texts = []
    for name in dict.fromkeys(platforms):
        if name == SEARCH_ENGINES:
            texts.append(engines_text(guidance, plain=plain, width=width))
            continue
        steps = steps_in_order(guidance.platforms[name].steps, guidance)
        texts.append(steps_text(guidance.platforms[name], steps, guidance, plain=plain, width=width))
    return "\n".join(texts).encode()


def _codes_for(platforms: tuple[str, ...], *, as_data: bool, width: int, colours: bool) -> bytes:
    """The settings addresses of some platforms, each with its code for a phone. Raises `UsageError`."""
    if as_data:
        raise UsageError(_("--qr draws for people; --json and --plain are for programs."), _("Use one of them."))
    if not platforms:
        raise UsageError(_("--qr belongs to a platform."), _("Try: selfcheck steps linkedin --qr"))
    guidance = load_guidance()
    parts = []
    for name in dict.fromkeys(_known(platforms, guidance)):
        found = False
        for title, before, address in _addresses(name, guidance):
            found = True
            columns, _lines = qr_size(address)
            parts += [title, *filter(None, [before]), address]
            if not colours:
                parts.append(_("The code needs a terminal with colours: phones read black on white."))
            elif columns > width:
                parts.append(_("The code needs {columns} columns.").format(columns=columns))
            else:
                parts.append(qr_for_terminal(address))
        if not found:
            parts.append(_("We know no direct address for the settings of {name}. Use the menu paths: selfcheck steps {id}").format(name=_name(name, guidance), id=name))  # fmt: skip  # noqa: E501
    return ("\n".join(parts) + "\n").encode()


def _addresses(name: str, guidance: Guidance) -> list[tuple[str, str, str]]:
    """Title, what is said before the address, and address, of everything under a name that has one."""
    if name == SEARCH_ENGINES:
        return [(one.name, price_words(one), one.facts.url) for one in guidance.engines if one.facts.url]
    steps = steps_in_order(guidance.platforms[name].steps, guidance)
    return [(f"{guidance.platforms[name].name}: {step.title}", "", step.url) for step in steps if step.url]


def _name(name: str, guidance: Guidance) -> str:
    return guidance.platforms[name].name if name in guidance.platforms else name


def _known(platforms: tuple[str, ...], guidance: Guidance) -> tuple[str, ...]:
    """The ids of platforms named by id or name. Raises `UsageError` for one that is not known."""
    ids = {platform.name.casefold(): platform.id for platform in guidance.platforms.values()}
    platforms = tuple(ids.get(platform.casefold(), platform.casefold()) for platform in platforms)
    for platform in platforms:
        if platform not in guidance.platforms and platform != SEARCH_ENGINES:
            raise UsageError(
                _("There are no steps for “{platform}”.").format(platform=safe_text(platform, 40)),
                _("There are for: {platforms}.").format(platforms=", ".join((*guidance.platforms, SEARCH_ENGINES))),
            )
    return platforms


def _with_note(found: Step | SearchEngine, guidance: Guidance) -> dict[str, object]:
    """A step as data, with the person's note of where its menu is now; None without one."""
    data: dict[str, object] = msgspec.to_builtins(found)
    return {**data, "menu_note": guidance.menu_notes.get(found.id)} if isinstance(found, Step) else data


def _steps_as_data(names: tuple[str, ...], guidance: Guidance) -> list[Step | SearchEngine]:
    found: list[Step | SearchEngine] = []
    for name in dict.fromkeys(names):
        found += (
            guidance.engines if name == SEARCH_ENGINES else steps_in_order(guidance.platforms[name].steps, guidance)
        )
    return found
