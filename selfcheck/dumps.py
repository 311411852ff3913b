"""No core dumps: a crash of this program must not write pages and pictures to the disk."""

from __future__ import annotations

import contextlib


def no_core_dumps() -> None:
    """For this process and all that it starts. Does nothing on Windows, which makes dumps only where set up to."""
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
