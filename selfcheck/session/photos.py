"""A photo on its way: found, then looked at. The same for a page's photos and for those in a file handed in."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Final

from selfcheck.model import Examined, Origin, Outcome, Photo, Sighting, State

NO_TRACE: Final = ("", 0)


def trace_of(data: bytes) -> tuple[str, int]:
    """The SHA-256 of a file, hexadecimal, and its bytes. It stays in memory; what is saved is keyed (saved.py)."""
    return hashlib.sha256(data).hexdigest(), len(data)


def new_photo(url: str, other_urls: tuple[str, ...], sighting: Sighting, reason: Outcome, origin: Origin) -> Photo:
    """A photo that is named and not looked at yet; `reason` stands if it never is."""
    return Photo(
        url=url,
        other_urls=other_urls,
        page=sighting.page,
        role=sighting.role,
        found_in=sighting.found_in,
        alt=sighting.alt,
        width=0,
        height=0,
        state=State.NOT_CHECKED,
        faces=(),
        unsure=(),
        reason=reason,
        origin=origin,
        sightings=(sighting,),
    )


def with_examination(photo: Photo, examined: Examined) -> Photo:
    """The photo with what the worker said of it."""
    return replace(
        photo,
        width=examined.width,
        height=examined.height,
        state=examined.state,
        faces=examined.faces,
        unsure=examined.unsure,
        reason=examined.reason,
        embedded=examined.embedded,
    )
