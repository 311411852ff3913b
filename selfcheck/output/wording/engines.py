"""What is said of a face detector before it is used."""

from __future__ import annotations

from selfcheck.i18n import _


def engine_notice() -> str:
    """Said before the face-recognition engine is used."""
    return _(
        "The library face-recognition could also tell people apart. "
        "selfcheck asks it only where faces are, and never whose."
    )
