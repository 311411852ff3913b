"""`selfcheck doctor`: what protects the person on this computer, by starting the real parts. Opens no connection."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from dataclasses import dataclass
from typing import Final

from selfcheck import __version__
from selfcheck.cli.options import plain_option
from selfcheck.cli.terminal import show, width
from selfcheck.cli.translated_click import command
from selfcheck.errors import EngineUnavailable, ExitCode
from selfcheck.i18n import N_, _
from selfcheck.model import EngineName
from selfcheck.net.guard import is_standing
from selfcheck.output.text_layout import Writer
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.sandbox.walls import TABLE, Means, means_lacking, means_words, system_of, wall_words

_PROXIES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at: whether it is in place, None for what is only told.

    `expected` marks one that is missing because the system or the installation has none.
    """

    good: bool | None
    sentence: str
    expected: bool = False


@command(help=N_("Tell what protects you on this computer, and what does not. Works without network."))
@plain_option
def doctor(plain: bool) -> ExitCode:
    """Tell what protects you on this computer, and what does not. Works without network."""
    looks = examine_computer()
    show(doctor_text(looks, plain=plain, width=width()).encode())
    return ExitCode.DONE if all(look.good is not False or look.expected for look in looks) else ExitCode.PARTLY_SEEN


def examine_computer() -> list[Look]:
    """Look at all of it. Starts a worker of each engine and ends it."""
    looks = [Look(None, f"selfcheck {__version__}, Python {platform.python_version()}, {platform.system()}.")]
    walls: tuple[str, ...] | None = None
    for name in EngineName:
        try:
            walls = asyncio.run(_walls(name)) if walls is None else (asyncio.run(_walls(name)) and walls)
            looks.append(Look(True, _("The face detector {name} starts.").format(name=name.value)))
        except EngineUnavailable as missing:
            optional = name is not EngineName.YUNET
            said = _("The face detector {name}: {reason}").format(name=name.value, reason=missing)
            looks.append(Look(False, said, expected=optional))
    looks += _looks_at_walls(frozenset(walls or ()))
    if not walls:
        looks.append(Look(False, _("The part that opens pages and pictures did not start, so nothing is known of it.")))
    looks.append(
        Look(True, _("An alarm stands on every way out of this program: only its own requests pass."))
        if is_standing()
        else Look(False, _("The alarm on ways out of this program is not up."))
    )
    if any(os.environ.get(name) for name in _PROXIES):
        looks.append(
            Look(None, _("A proxy is named in this environment. selfcheck does not use it. To use one: --proxy"))
        )
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    looks.append(
        Look(True, _("This terminal takes every character."))
        if encoding == "utf8"
        else Look(False, _("This terminal does not take every character. Some signs may look odd."), expected=True)
    )
    return looks


def _looks_at_walls(told: frozenset[str]) -> list[Look]:
    """Each wall of this system, with what it is built of; then what this computer lacks of it.

    `told` is what the worker found when it tried its walls. One that the system has none of is missing as expected.
    """
    looks, lacking = [], dict[Means, None]()
    for wall, built_of in TABLE[system_of(sys.platform)].items():
        stands = wall.value in told
        there = [means_words(means) for means in built_of if means.value in told]
        sentence = wall_words(wall, stands=stands)
        looks.append(Look(stands, f"{sentence} ({'; '.join(there)})" if stands else sentence, expected=not built_of))
        lacking |= dict.fromkeys(means for means in built_of if means.value not in told)
    looks += [Look(False, words) for means in lacking if (words := means_lacking(means))]
    return looks


async def _walls(name: EngineName) -> tuple[str, ...]:
    async with WorkerPool(name, size=1) as pool:
        return await pool.warm_up()


def doctor_text(looks: list[Look], *, plain: bool, width: int = 80) -> str:
    """The looks as text; each says by a word, not by a sign alone, whether it is there."""
    out = Writer(plain=plain, width=width)
    out.heading(_("What protects you on this computer"))
    forms = {None: "{look}", True: _("In place: {look}"), False: _("Missing: {look}")}
    for look in looks:
        out.line(forms[look.good].format(look=look.sentence))
    return out.text()
