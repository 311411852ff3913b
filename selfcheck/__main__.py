"""`selfcheck` and `python -m selfcheck`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from selfcheck.net.policy import NetPolicy


STOPPED = 130
"""As `ExitCode.INTERRUPTED`, which may not be there yet."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        sys.dont_write_bytecode = True  # before the first part is imported; see there
        from selfcheck.sandbox.startup import make_safe

        make_safe()
        code = run_in_language(sys.argv[1:])
    except KeyboardInterrupt:  # while parts are still read in: nothing has begun that would have to be told
        code = STOPPED
    sys.exit(code)


def run_in_language(arguments: Sequence[str], policy: NetPolicy | None = None, folder: Path | None = None) -> int:
    """Turn to the language that is asked for, or the system's, then run one command.

    `policy`, and the folder for what is saved, are for tests alone.
    """
    # Loaded late: Ctrl-C while parts are read in is heard by `main`.
    from selfcheck import i18n
    from selfcheck.cli import refuse_language, run
    from selfcheck.cli.setup import Setup

    unknown = None
    name: str | None = None
    try:
        name, arguments = i18n.asked(arguments)
    except i18n.UnknownLanguage as error:
        unknown = str(error)
    i18n.use(name or i18n.of_system())
    return run(arguments, Setup(policy, folder)) if unknown is None else refuse_language(unknown)


if __name__ == "__main__":
    main()
