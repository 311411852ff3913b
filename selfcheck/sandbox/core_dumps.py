"""No memory of this program is written to disk when it crashes: it holds pictures, addresses and words beside them."""

from __future__ import annotations

import ctypes
import sys
from typing import Final

_PR_SET_DUMPABLE: Final = 4
_PR_GET_DUMPABLE: Final = 3


def no_core_dumps() -> bool:
    """Ask the system for no core dump, for good. Returns whether it will hold to that.

    On Linux the limit alone is not enough: where dumps are piped to a program, as systemd does, it is passed over
    (core(5)). There the process is made "not dumpable" as well, which also keeps others of the same user from looking
    into its memory. Windows keeps no dump unless its owner set that up.
    """
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return False
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return dumps_are_off()


def dumps_are_off() -> bool:
    """Whether the system was asked for no core dump and will hold to that."""
    try:
        import resource
    except ImportError:
        return False
    if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0:
        return False
    return sys.platform != "linux" or bool(ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0) == 0)
