"""How a picture or a page lies in a saved page's file, and its bytes. Runs in the worker. Pure."""

from __future__ import annotations

import binascii
import quopri
from typing import Final, Literal

import msgspec

Packing = Literal["", "base64", "quoted-printable", "json", "json base64"]
"""As it is; as MIME packs it; as a text in JSON, which may hold base64."""
PACKINGS: Final[frozenset[str]] = frozenset({"", "base64", "quoted-printable", "json", "json base64"})


class CannotUnpack(Exception):
    """The bytes are not packed as they say."""


def unpacked(data: bytes, packing: Packing) -> bytes:
    """The bytes themselves. Raises `CannotUnpack`."""
    try:
        match packing:
            case "base64":
                return binascii.a2b_base64(data)
            case "quoted-printable":
                return quopri.decodestring(data)
            case "json":
                return msgspec.json.decode(data, type=str).encode()
            case "json base64":
                return binascii.a2b_base64(msgspec.json.decode(data, type=str))
            case _:
                return data
    except (ValueError, msgspec.MsgspecError, UnicodeError):
        raise CannotUnpack from None
