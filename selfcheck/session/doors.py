"""What a check works with, and what can fail it: the source of answers, the workers that open them."""

from __future__ import annotations

from dataclasses import dataclass

from selfcheck.net.fetch import Source
from selfcheck.sandbox.pool import WorkerPool
from selfcheck.session.boundary import Boundary


@dataclass(frozen=True, slots=True)
class Doors:
    """Where answers come from, who opens them, and the boundary around each part of the work."""

    source: Source
    pool: WorkerPool
    boundary: Boundary
