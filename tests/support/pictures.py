"""Pictures for tests: those of the demo site, and ones made on the spot."""

from __future__ import annotations

from importlib.resources import files
from io import BytesIO
from typing import Any

from PIL import Image

_DEMO = files("selfcheck") / "data/demo/site"

ONE_FACE = "mina.example/img/press.jpg"
THREE_FACES = "pics.example/photos/birthday.jpg"
NO_FACE = "mina.example/img/lake.jpg"
UNSURE = "mina.example/travel/mask.jpg"
WITH_PLACE = "mina.example/travel/paris.jpg"
CUT_OFF = "mina.example/travel/market.jpg"


def demo(name: str) -> bytes:
    """A file of the demo site, by its path below demo/site (origins: selfcheck/data/demo/ORIGINS.md)."""
    return (_DEMO / name).read_bytes()


def flat(width: int = 200, height: int = 150, form: str = "JPEG", colour: Any = (90, 140, 90), **save: Any) -> bytes:
    """A picture of one colour."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, form, **save)
    return out.getvalue()
