"""Processor seconds that mean the same on a busy or slow machine.

A core that shares its caches and its other thread with a stranger takes twice the processor seconds for the same work.
So a bound is held against what the same fixed work takes just before and just after, in the same process.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256

REFERENCE = 0.05
"""Processor seconds that `_work` took on an idle core of the machine on which the bounds of the tests were measured."""


def pace() -> float:
    """How many times as long as on the reference machine this one takes now; never under 1, as bounds are no race."""
    began = time.process_time()
    _work()
    return max(1.0, (time.process_time() - began) / REFERENCE)


def wall_pace() -> float:
    """The same by the clock on the wall: also how long this process waits for a core that others use."""
    began = time.monotonic()
    _work()
    return max(1.0, (time.monotonic() - began) / REFERENCE)


@dataclass
class Took:
    """Processor seconds of this process in a block, as the reference machine would have taken them."""

    cpu: float = 0.0


@contextmanager
def taking() -> Iterator[Took]:
    """`with taking() as took: ...`, after which `took.cpu` is there."""
    took, before, began = Took(), pace(), time.process_time()
    yield took
    used = time.process_time() - began
    took.cpu = used / ((before + pace()) / 2)


def _work() -> None:
    """Objects, text, dictionaries and bytes, as in what is measured."""
    for _ in range(3):
        text = json.dumps({str(number): [number, {"text": "word" * 9}] for number in range(9000)})
        pairs = sorted(json.loads(text).items())
        found = {name: sha256(value[1]["text"].encode()).digest() for name, value in pairs}
        assert len(found) == 9000
