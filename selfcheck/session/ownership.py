"""A short code by which a person shows that a profile is theirs. Pure; kept in memory and nowhere else.

The letters say nothing: no vowels, so no words; none that are read for another.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

LETTERS: Final = "bcdfghjkmnpqrstvwxz"
LENGTH: Final = 8
VALID_SECONDS: Final = 3600.0
MAX_OWN_PICTURES: Final = 1000
"""Pictures looked at of one profile that is shown to be the person's own."""


class OwnershipCheck(Enum):
    """What a profile's own words say about a code."""

    OWN = auto()
    NOT_THERE = auto()
    TOO_OLD = auto()
    NOT_READ = auto()
    """The site did not answer, so nobody knows."""


@dataclass(frozen=True, slots=True)
class OwnershipCode:
    """A code, and when it was made in seconds of a clock that only goes forward."""

    code: str
    made_at: float

    def seconds_left(self, now: float) -> float | None:
        """How long it is still valid; None once it is not."""
        left = self.made_at + VALID_SECONDS - now
        return left if left >= 0 else None

    def shown_by(self, bio: str, now: float) -> OwnershipCheck:
        """Whether these words hold the code while it is valid."""
        if self.seconds_left(now) is None or now < self.made_at:
            return OwnershipCheck.TOO_OLD
        return OwnershipCheck.OWN if self.code in bio.lower() else OwnershipCheck.NOT_THERE


def new_ownership_code(now: float) -> OwnershipCode:
    """A code nobody can guess within the hour."""
    return OwnershipCode("".join(secrets.choice(LETTERS) for _ in range(LENGTH)), now)
