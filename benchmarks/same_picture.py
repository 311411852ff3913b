"""How far apart the hashes of copies of a picture are, and those of other pictures. Prints a Markdown table.

    python -m benchmarks.same_picture

On the demo's pictures and, where scikit-image is installed with its data, its sample pictures: what is called the same
must lie well below what is called another.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from io import BytesIO
from itertools import combinations
from pathlib import Path

from PIL import Image, ImageEnhance, ImageOps

from benchmarks.pictures import pictures
from selfcheck.images.decode import CannotOpen, open_upright
from selfcheck.images.difference_hash import fingerprint
from selfcheck.images.similarity import MOST_BITS_APART


def saved(image: Image.Image, form: str = "JPEG", quality: int = 80) -> bytes:
    """A picture's bytes."""
    out = BytesIO()
    image.save(out, form, quality=quality)
    return out.getvalue()


def cropped(image: Image.Image, share: float) -> Image.Image:
    """The picture without this share of each edge."""
    x, y = round(image.width * share), round(image.height * share)
    return image.crop((x, y, image.width - x, image.height - y))


COPIES: dict[str, Callable[[Image.Image], bytes]] = {
    "half the size": lambda image: saved(image.resize((image.width // 2, image.height // 2))),
    "150 pixels, poor quality": lambda image: saved(ImageOps.contain(image, (150, 150)), quality=40),
    "WebP, poor quality": lambda image: saved(image, "WEBP", 30),
    "a fifth brighter": lambda image: saved(ImageEnhance.Brightness(image).enhance(1.2)),
    "grey": lambda image: saved(image.convert("L")),
    "1 % cut from each edge": lambda image: saved(cropped(image, 0.01)),
    "3 % cut from each edge": lambda image: saved(cropped(image, 0.03)),
    "mirrored": lambda image: saved(ImageOps.mirror(image)),
}


def hash_of(data: bytes) -> str:
    """The hash, "" for a picture that cannot be opened or is flat."""
    try:
        return fingerprint(open_upright(data).pixels)
    except CannotOpen:
        return ""


def apart(one: str, other: str) -> int:
    """Bits that differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def main() -> None:
    """Measure and print."""
    found = [ImageOps.exif_transpose(Image.open(BytesIO(data))).convert("RGB") for data in pictures()]
    spec = find_spec("skimage")
    if spec is not None and spec.submodule_search_locations:
        for path in sorted(Path(spec.submodule_search_locations[0], "data").glob("*.[jp][pn]g")):
            found.append(Image.open(path).convert("RGB"))
    hashes = {number: hash_of(saved(image, quality=95)) for number, image in enumerate(found)}
    known = [number for number, value in hashes.items() if value]
    print(f"| {len(known)} pictures against their copies | median bits apart | most | told as the same |")
    print("|---|---|---|---|")
    for name, change in COPIES.items():
        bits = sorted(apart(hashes[n], value) for n in known if (value := hash_of(change(found[n]))))
        same = sum(bit <= MOST_BITS_APART for bit in bits)
        print(f"| {name} | {bits[len(bits) // 2]} | {bits[-1]} | {same} of {len(bits)} |")
    pairs = sorted(apart(hashes[a], hashes[b]) for a, b in combinations(known, 2))
    near = [bit for bit in pairs if bit <= MOST_BITS_APART]
    print(f"\n{len(pairs)} pairs of different files: {len(near)} told as the same (sizes of one picture among them); ")
    print(f"the nearest of the others are {[bit for bit in pairs if bit > MOST_BITS_APART][:5]} bits apart.")


if __name__ == "__main__":
    main()
