"""Which walls stand around the worker on which system, and what each is built of. Pure; the table in docs/privacy.md.

A wall is told as standing only where the worker tried to get through it and could not (`sandbox/self_test.py`).
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from enum import StrEnum
from typing import Final

from selfcheck.i18n import _


class Wall(StrEnum):
    """What the part that opens pages and pictures cannot do."""

    FILES = "files"
    NETWORK = "network"
    PROGRAMS = "programs"
    MEMORY = "memory"
    TIME = "time"
    WRITING = "writing"
    CHANGING = "changing"
    PROCESSES = "processes"
    RIGHTS = "rights"


class Means(StrEnum):
    """What a wall is built of. Each is the system's own."""

    LANDLOCK = "landlock"
    SECCOMP = "seccomp"
    NO_NEW_FILES = "no new files"
    NO_NEW_PROGRAMS = "no new programs"
    MEMORY_LIMIT = "memory limit"
    MEMORY_WATCH = "memory watch"
    TIME_LIMIT = "time limit"
    NO_WRITING = "no writing"
    NO_NEW_RIGHTS = "no new rights"
    JOB = "job object"


LINUX: Final = "Linux"
MACOS: Final = "macOS"
WINDOWS: Final = "Windows"
SYSTEMS: Final = {"linux": LINUX, "darwin": MACOS, "win32": WINDOWS}

TABLE: Final[dict[str, dict[Wall, tuple[Means, ...]]]] = {
    LINUX: {
        Wall.FILES: (Means.LANDLOCK, Means.SECCOMP, Means.NO_NEW_FILES),
        Wall.NETWORK: (Means.SECCOMP, Means.NO_NEW_FILES),
        Wall.PROGRAMS: (Means.SECCOMP,),
        Wall.MEMORY: (Means.MEMORY_LIMIT,),
        Wall.TIME: (Means.TIME_LIMIT,),
        Wall.WRITING: (Means.NO_WRITING,),
        Wall.CHANGING: (Means.SECCOMP,),
        Wall.PROCESSES: (Means.SECCOMP,),
        Wall.RIGHTS: (Means.NO_NEW_RIGHTS,),
    },
    MACOS: {
        Wall.FILES: (Means.NO_NEW_FILES,),
        Wall.NETWORK: (Means.NO_NEW_FILES,),
        Wall.PROGRAMS: (Means.NO_NEW_PROGRAMS,),
        Wall.MEMORY: (Means.MEMORY_WATCH,),
        Wall.TIME: (Means.TIME_LIMIT,),
        Wall.WRITING: (Means.NO_WRITING,),
        Wall.CHANGING: (),
        Wall.PROCESSES: (),
        Wall.RIGHTS: (),
    },
    WINDOWS: {
        Wall.FILES: (),
        Wall.NETWORK: (),
        Wall.PROGRAMS: (Means.JOB,),
        Wall.MEMORY: (Means.JOB,),
        Wall.TIME: (Means.JOB,),
        Wall.WRITING: (),
        Wall.CHANGING: (),
        Wall.PROCESSES: (),
        Wall.RIGHTS: (),
    },
}
"""By system: what each wall is built of. Empty: there is none. Others are taken as macOS, whose limits they know."""


def system_of(platform: str) -> str:
    """The column of the table for a `sys.platform`."""
    return SYSTEMS.get(platform, MACOS)


def is_complete(proven: Collection[str]) -> bool:
    """Whether all walls hold, and on Linux both that they lean on (landlock, seccomp) are there."""
    lacking = set(TABLE[LINUX][Wall.FILES]) if system_of(sys.platform) == LINUX else set()
    return {*(wall.value for wall in Wall), *(means.value for means in lacking)} <= set(proven)


def incomplete_words() -> str:
    """What it means that a wall is missing, and what to do, in one sentence."""
    return _(
        "A wall around the part of selfcheck that opens pages and pictures is missing on this computer, so a hostile "
        "picture could do more harm here: update the system, or leave the container, and see: selfcheck doctor"
    )


def wall_title(wall: Wall) -> str:
    """What a wall keeps in, in few words."""
    return {
        Wall.FILES: _("opens no file"),
        Wall.NETWORK: _("reaches no network"),
        Wall.PROGRAMS: _("starts no program"),
        Wall.MEMORY: _("takes no more memory than it may"),
        Wall.TIME: _("takes no more processor time than it may"),
        Wall.WRITING: _("writes nothing into a file, no memory dump either"),
        Wall.CHANGING: _("makes, empties, renames or deletes no file"),
        Wall.PROCESSES: _("reaches no other running program, shares no memory"),
        Wall.RIGHTS: _("gains no rights"),
    }[wall]


def wall_words(wall: Wall, *, stands: bool) -> str:
    """What it means that a wall stands, or that it does not."""
    return (_standing if stands else _lacking)()[wall]


def _standing() -> dict[Wall, str]:
    return {
        Wall.FILES: _("The part that opens pages and pictures can open no file."),
        Wall.NETWORK: _("The part that opens pages and pictures can reach no network."),
        Wall.PROGRAMS: _("The part that opens pages and pictures can start no program."),
        Wall.MEMORY: _("A picture that would fill this computer's memory is ended."),
        Wall.TIME: _("Processor time is limited for the part that opens pages and pictures."),
        Wall.WRITING: _("The part that opens pages and pictures can write nothing into a file, no memory dump either."),
        Wall.CHANGING: _(
            "The part that opens pages and pictures can make, empty, rename or delete no file, nor change who may "
            "read it."
        ),
        Wall.PROCESSES: _(
            "The part that opens pages and pictures can end or change no other running program, and share no memory "
            "with one."
        ),
        Wall.RIGHTS: _("The part that opens pages and pictures can gain no rights that you do not have."),
    }


def _lacking() -> dict[Wall, str]:
    return {
        Wall.FILES: _(
            "This system does not close off files from the part that opens pages and pictures. A hostile picture that "
            "took it over could read yours."
        ),
        Wall.NETWORK: _(
            "This system does not close off the network from the part that opens pages and pictures. It has no code "
            "that connects, but no wall stands behind that."
        ),
        Wall.PROGRAMS: _(
            "This system does not keep the part that opens pages and pictures from starting programs. A hostile "
            "picture that took it over could."
        ),
        Wall.MEMORY: _(
            "This system does not limit the memory of the part that opens pictures. Pictures of more than 25 million "
            "pixels are still not opened."
        ),
        Wall.TIME: _(
            "This system does not limit the processor time of the part that opens pictures. A picture that hangs is "
            "still ended after ten seconds."
        ),
        Wall.WRITING: _(
            "This system does not keep the part that opens pages and pictures from writing files. It has no code that "
            "does, but a dump of its memory after a crash is up to the system."
        ),
        Wall.CHANGING: _(
            "This system does not keep the part that opens pages and pictures from renaming or deleting files, or from "
            "changing who may read them. A hostile picture that took it over could."
        ),
        Wall.PROCESSES: _(
            "This system does not close off other running programs from the part that opens pages and pictures. A "
            "hostile picture that took it over could end yours, or look into memory that they share."
        ),
        Wall.RIGHTS: _(
            "This system has no switch against gaining rights. The part that opens pages and pictures has yours, and "
            "no more."
        ),
    }


def means_words(means: Means) -> str:
    """What a wall is built of, for people."""
    return {
        Means.LANDLOCK: _("landlock"),
        Means.SECCOMP: _("seccomp"),
        Means.NO_NEW_FILES: _("limit of open files: none more"),
        Means.NO_NEW_PROGRAMS: _("limit of processes: none more"),
        Means.MEMORY_LIMIT: _("limit of memory: 2 GB of addresses"),
        Means.MEMORY_WATCH: _("it watches its memory and ends at 1 GB"),
        Means.TIME_LIMIT: _("limit of processor time: ten minutes"),
        Means.NO_WRITING: _("limit of file size: 0; no dumps"),
        Means.NO_NEW_RIGHTS: _("no_new_privs"),
        Means.JOB: _("job object: one process, 1 GB, ten minutes"),
    }[means]


def means_lacking(means: Means) -> str:
    """What it means that this computer lacks something its system can have. Empty where nothing more is to be said."""
    return {
        Means.LANDLOCK: _(
            "This kernel has no landlock (Linux 5.13 and newer can have it). One of the walls around files is missing."
        ),
        Means.SECCOMP: _("This kernel or processor does not let seccomp be used. A wall is missing."),
    }.get(means, "")


def walls_table() -> str:
    """The table of what holds where, in Markdown: as it stands in docs/privacy.md."""
    lines = ["| The part that opens pages and pictures | " + " | ".join(TABLE) + " |", "|---|" + "---|" * len(TABLE)]
    for wall in Wall:
        cells = ("; ".join(map(means_words, TABLE[system][wall])) or _("no wall") for system in TABLE)
        lines.append(f"| {wall_title(wall)} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
