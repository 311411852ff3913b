"""Decoding ways and detectors, side by side in one run on the bundled demo pictures. Prints a Markdown table.

    python -m benchmarks.pictures

CPU time of this process, best of several rounds with the ways taking turns, so that other load on the machine
falls on all of them alike. Ratios are to the first row of each table.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageOps

from selfcheck.faces.engine import load_engine
from selfcheck.images.decode import WORKING_SIDE, CannotOpen, open_upright
from selfcheck.model import EngineName
from selfcheck.sandbox.examine import look_for_faces

ROUNDS = 7


def pictures() -> list[bytes]:
    """The demo's JPEG files that can be opened."""
    site = files("selfcheck") / "data/demo/site"
    found = []
    for host in site.iterdir():
        stack = [host]
        while stack:
            place = stack.pop()
            if place.is_dir():
                stack.extend(place.iterdir())
            elif place.name.endswith(".jpg"):
                data = place.read_bytes()
                try:
                    open_upright(data)
                except CannotOpen:
                    continue
                found.append(data)
    return found


def large(data: bytes) -> bytes:
    """The picture enlarged to 12 megapixels or so, as phones make them."""
    image = Image.open(BytesIO(data)).convert("RGB")
    factor = 4000 / max(image.size)
    out = BytesIO()
    image.resize((round(image.width * factor), round(image.height * factor))).save(out, "JPEG", quality=85)
    return out.getvalue()


def plain_way(data: bytes) -> None:
    """Decode all of it, turn it, make a thumbnail: what one would write first."""
    image = ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB")
    image.thumbnail((WORKING_SIDE, WORKING_SIDE))


def taking_turns(ways: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Best CPU time of each way in seconds."""
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(ROUNDS):
        for name, way in ways.items():
            started = time.process_time()
            way()
            best[name] = min(best[name], time.process_time() - started)
    return best


def table(title: str, best: dict[str, float], count: int, extra: dict[str, str] | None = None) -> None:
    """Print one table."""
    first = next(iter(best.values()))
    print(f"\n| {title} | CPU ms a picture | ratio |{' found |' if extra else ''}")
    print(f"|---|---|---|{'---|' if extra else ''}")
    for name, seconds in best.items():
        more = f" {extra[name]} |" if extra else ""
        print(f"| {name} | {seconds / count * 1000:.1f} | {seconds / first:.2f} |{more}")


def main() -> None:
    """Measure and print."""
    stored = pictures()
    big = [large(data) for data in stored[:12]]

    def each(way: Callable[[bytes], object]) -> Callable[[], None]:
        return lambda: [way(data) for data in big] and None

    best = taking_turns(
        {"decode whole, default thumbnail": each(plain_way), "as selfcheck does (draft, box)": each(open_upright)}
    )
    table(f"Opening {len(big)} JPEGs of 4000 pixels", best, len(big))

    opened = [open_upright(data) for data in stored]
    engines = {name: load_engine(name) for name in EngineName}
    best = taking_turns(
        {
            name.value: (lambda engine=engine: [look_for_faces(picture, engine) for picture in opened] and None)
            for name, engine in engines.items()
        }
    )
    found = {
        name.value: f"{sum(len(look_for_faces(picture, engine).faces) for picture in opened)} faces"
        for name, engine in engines.items()
    }
    table(f"Detecting on {len(opened)} demo pictures", best, len(opened), found)


if __name__ == "__main__":
    main()
