"""Which photos of a check show the same picture, by their difference hashes. Pure; compares pictures, never people.

numpy is loaded late: it takes longer to import than the help of a command takes in all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from selfcheck.model import Photo

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Bits = npt.NDArray[np.uint8]
    Shapes = npt.NDArray[np.float64]

MOST_BITS_APART: Final = 10
"""Of 128. Measured in docs/method.md: copies in other sizes and qualities differ by fewer, other pictures by more."""
_SAME_SHAPE: Final = 1.06
"""How far the widths for one height may differ: a crop to another shape is another picture here."""

MOST_OTHERS: Final = 100
"""Others that are named for one photo. Of thousands alike each would name all, and the report would have no end."""


def hash_bits(hashes: Sequence[str]) -> Bits:
    """Difference hashes as bytes, one row each."""
    import numpy as np

    return np.array([list(bytes.fromhex(one)) for one in hashes], dtype=np.uint8).reshape(len(hashes), -1)


def shapes_of(photos: Iterable[Photo]) -> Shapes:
    """Width to height of each photo."""
    import numpy as np

    return np.array([photo.width / photo.height for photo in photos], dtype=np.float64)


def bits_apart(one: tuple[Bits, float], others: tuple[Bits, Shapes]) -> npt.NDArray[np.int64]:
    """How many bits of the hash lie between one picture and others, each as hash and shape (width to height).

    A picture of another shape is another picture, told as further apart than hashes can be.
    """
    import numpy as np

    apart = np.bitwise_count(others[0] ^ one[0]).sum(axis=1, dtype=np.int64)
    unlike = np.maximum(others[1] / one[1], one[1] / others[1]) > _SAME_SHAPE
    return np.where(unlike, 1000, apart)


def same_pictures(photos: Mapping[str, Photo], hashes: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each photo that shows the same picture as others, by address: the addresses of the others, in order.

    `hashes` are those of `images.fingerprint` by photo address; a photo without one is like no other.
    """
    known = [url for url in photos if hashes.get(url) and photos[url].height]
    if len(known) < 2:
        return {}
    bits = hash_bits([hashes[url] for url in known])
    shape = shapes_of(photos[url] for url in known)
    groups: dict[int, list[int]] = {}
    group_of: dict[int, int] = {}
    for one in range(len(known)):
        if one in group_of:
            continue  # compared with the first of its group alone: a chain of small steps must not join two pictures
        apart = bits_apart((bits[one], shape[one]), (bits[one:], shape[one:]))
        members = [one + int(step) for step in (apart <= MOST_BITS_APART).nonzero()[0]]
        members = [member for member in members if member not in group_of]
        group_of.update(dict.fromkeys(members, one))
        groups[one] = members
    return {
        known[member]: tuple(known[other] for other in members[: MOST_OTHERS + 1] if other != member)[:MOST_OTHERS]
        for members in groups.values()
        if len(members) > 1
        for member in members
    }
