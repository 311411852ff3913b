"""`selfcheck` and `python -m selfcheck`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    from selfcheck.cli import run
    from selfcheck.net.guard import stand_guard
    from selfcheck.worker.dumps import forbid_dumps

    forbid_dumps()
    stand_guard()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
