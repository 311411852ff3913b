"""Runs a command's coroutine with nothing of a library's log on the person's screen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TypeVar

T = TypeVar("T")


def run_quietly(work: Coroutine[object, object, T]) -> T:
    """`asyncio.run` without asyncio's own remarks.

    A worker that is killed as a check is stopped may be buried after the loop is closed. asyncio then writes
    "Loop … that handles pid … is closed" to stderr, right into what the person reads.
    """
    logging.getLogger("asyncio").addHandler(logging.NullHandler())
    try:
        return asyncio.run(work)
    finally:
        work.close()  # where not even a loop could be made, it never began
