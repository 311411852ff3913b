"""What protects the person on this computer, looked at by starting the real parts. Opens no connection."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from dataclasses import dataclass
from typing import Final

from selfcheck import __version__
from selfcheck.errors import EngineUnavailable
from selfcheck.faces.engine import EngineName
from selfcheck.language import _
from selfcheck.net.guard import is_standing
from selfcheck.plain import Writer
from selfcheck.worker.pool import WorkerPool

_WALLS: Final = {
    "resource limits": (
        _("Memory, processor time and file size of the part that opens pictures are limited."),
        _(
            "This system does not let selfcheck limit memory and time of the part that opens pictures. "
            "A picture that hangs is still ended after ten seconds."
        ),
    ),
    "landlock": (
        _("The part that opens pages and pictures can open no file (landlock)."),
        _(
            "This system cannot close off files from the part that opens pages and pictures (landlock is for Linux "
            "5.13 and newer)."
        ),
    ),
    "seccomp": (
        _("The part that opens pages and pictures can reach no network and start no program (seccomp)."),
        _(
            "This system cannot close off the network from the part that opens pages and pictures (seccomp is for "
            "Linux). It has no code that connects, but no wall stands behind that."
        ),
    ),
}
_PROXIES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


@dataclass(frozen=True, slots=True)
class Look:
    """One thing looked at: whether it is in place, None for what is only told.

    `expected` marks one that is missing because the system or the installation has none.
    """

    good: bool | None
    sentence: str
    expected: bool = False


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
    for wall, (stands, missing_words) in _WALLS.items():
        stands_here = walls is not None and wall in walls
        looks.append(Look(stands_here, stands if stands_here else missing_words, expected=sys.platform != "linux"))
    looks.append(
        Look(True, _("An alarm stands on every way out of this program: only its own requests pass."))
        if is_standing()
        else Look(False, _("The alarm on ways out of this program is not up."))
    )
    if any(os.environ.get(name) for name in _PROXIES):
        looks.append(Look(None, _("A proxy is named in this environment. selfcheck does not use it.")))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    looks.append(
        Look(True, _("This terminal takes every character."))
        if encoding == "utf8"
        else Look(False, _("This terminal does not take every character. Some signs may look odd."), expected=True)
    )
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
