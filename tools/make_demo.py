"""Makes every picture and page of the bundled demo site, and verifies what the face detector sees in them.

`python tools/make_demo.py` writes selfcheck/data/demo/site/; it needs the dependency group `demo-pictures`.
`python tools/make_demo.py --verify` runs YuNet over the site and compares it with selfcheck/data/demo/expected.toml.
"""

from __future__ import annotations

import argparse
import io
import math
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin

import demo_art as art
import demo_pages as pages
from PIL import Image

from selfcheck.faces.detection import Engine
from selfcheck.faces.engine import load_engine
from selfcheck.images.decode import CannotOpen, open_upright
from selfcheck.model import EngineName, Examined, Outcome, State
from selfcheck.sandbox.examine import look_for_faces

DEMO = Path(__file__).resolve().parent.parent / "selfcheck" / "data" / "demo"
SITE = DEMO / "site"
LARGEST_SITE = 1_200_000  # bytes

MORNING = (((92, 148, 204), (236, 226, 206)), (150, 170, 190), (44, 84, 62))
EVENING = (((250, 170, 110), (252, 222, 170)), (190, 130, 120), (60, 50, 70))
NOON = (((96, 160, 216), (220, 232, 236)), (150, 182, 170), (66, 116, 62))


def installed(package: str, path: str) -> Path:
    """Return a data file of an installed package, without importing the package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed: see [dependency-groups] in pyproject.toml")
    return Path(spec.submodule_search_locations[0]) / path


def photo(package: str, path: str, box: tuple[int, int, int, int], size: art.Size) -> Image.Image:
    """Return a part of a public-domain photo that ships in a package, at a new size."""
    with Image.open(installed(package, path)) as picture:
        return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS, box=box)


def hopper(box: tuple[int, int, int, int], size: art.Size) -> Image.Image:
    """Return a part of the portrait of Grace Hopper."""
    return photo("matplotlib", "mpl-data/sample_data/grace_hopper.jpg", box, size)


def collins(box: tuple[int, int, int, int], size: art.Size) -> Image.Image:
    """Return a part of the portrait of Eileen Collins."""
    return photo("skimage", "data/astronaut.png", box, size)


def with_people(back: Image.Image, *people: tuple[art.Person, int, float, float]) -> Image.Image:
    """Put people in front of a picture: who, how high, where their middle is (share of the width), and their tilt."""
    picture = back.copy()
    for number, (person, height, middle, turn) in enumerate(people):
        drawn = art.bust(person, height, turn)
        top = picture.height - round(height * (0.98 - number % 2 / 25))
        picture.paste(drawn, (round(middle * picture.width - drawn.width / 2), top), drawn)
    return art.grain(picture, seed=len(people))


def jpeg(picture: Image.Image, exif: Image.Exif | None = None, quality: int = 80) -> bytes:
    """Return a picture as JPEG."""
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=quality, optimize=True, exif=exif or Image.Exif())
    return out.getvalue()


def other(picture: Image.Image, kind: str) -> bytes:
    """Return a picture as PNG or WebP."""
    out = io.BytesIO()
    picture.save(out, kind, quality=74, method=6) if kind == "WEBP" else picture.save(out, kind, optimize=True)
    return out.getvalue()


def smaller(picture: Image.Image, width: int) -> Image.Image:
    """Return a picture at a smaller width."""
    return picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)


def camera_data() -> Image.Exif:
    """Return invented camera data, with the place of a public landmark (the Eiffel Tower)."""
    exif = Image.Exif()
    exif.update({0x010F: "Example Camera Works", 0x0110: "EX-100", 0x0132: "2024:05:11 10:24:00"})
    exif.get_ifd(0x8769).update({0x9003: "2024:05:11 10:24:00", 0xA431: "EX100-0012345"})
    north, east = (48.0, 51.0, 30.2), (2.0, 17.0, 40.2)
    exif.get_ifd(0x8825).update({0: b"\x02\x03\x00\x00", 1: "N", 2: north, 3: "E", 4: east})
    return exif


def letter(size: int) -> Image.Image:
    """Return an M in a round sign: the favicon."""
    sheet = art.Sheet((32, 32), size / 8)
    sheet.paint(art.MINA.shirt, art.oval(16, 16, 15.5, 15.5))
    strokes = [(7, 23), (9, 9), (16, 17), (23, 9), (25, 23), (21, 23), (20, 15), (16, 21), (12, 15), (11, 23)]
    sheet.paint(art.WHITE, strokes)
    return sheet.image.resize((size, size), Image.Resampling.LANCZOS)


def star(size: int) -> Image.Image:
    """Return a star in a square: the tiny picture."""
    sheet = art.Sheet((32, 32), size / 8)
    sheet.paint((250, 240, 216), art.box(0, 0, 32, 32))
    rays = [(13.0 if i % 2 == 0 else 5.5, math.pi * (i / 5 - 0.5)) for i in range(10)]
    sheet.paint((214, 150, 40), [(16 + r * math.cos(a), 17 + r * math.sin(a)) for r, a in rays])
    return sheet.image.convert("RGB").resize((size, size), Image.Resampling.LANCZOS)


def press_picture() -> Image.Image:
    """Return Mina's portrait, which her own site and her profile pictures are made of."""
    return with_people(art.lights((720, 900), (206, 196, 184), (150, 132, 124), seed=2), (art.MINA, 800, 0.5, 0))


def avatar_picture(width: int) -> bytes:
    """Return Mina's profile picture at a width. She uses the same one everywhere, as many people do."""
    return jpeg(smaller(press_picture().crop((90, 150, 630, 690)), width))


def mina_pictures() -> dict[str, bytes]:
    """Return the pictures of Mina's own site."""
    room = ((206, 196, 184), (150, 132, 124))
    card = with_people(art.lights((600, 315), *room, seed=3), (art.MINA, 300, 0.32, 3))
    back = art.hills((900, 600), *NOON, seed=5)
    four = ((art.NOOR, 400, 0.14, 3), (art.TOMAS, 420, 0.38, -2), (art.ADA, 400, 0.63, 2), (art.MINA, 390, 0.86, -3))
    friends = with_people(back, *four)
    poster = hopper((0, 0, 512, 600), (640, 750))
    desk = photo("skimage", "data/coffee.png", (0, 0, 600, 400), (600, 400))
    return {
        "favicon.png": other(letter(32), "PNG"),
        "img/star.png": other(star(24), "PNG"),
        "img/card.jpg": jpeg(card),
        "img/press.jpg": jpeg(press_picture()),
        **{f"img/avatar-{width}.jpg": avatar_picture(width) for width in (80, 160, 320)},
        "img/friends-450.jpg": jpeg(smaller(friends, 450)),
        "img/friends-900.jpg": jpeg(friends),
        "img/friends-900.webp": other(friends, "WEBP"),
        "img/poster.jpg": jpeg(poster),
        "img/poster-240.jpg": jpeg(smaller(poster, 240)),
        "img/desk.jpg": jpeg(desk),
        "img/desk-320.jpg": jpeg(smaller(desk, 320)),
        "img/talk.jpg": jpeg(collins((100, 0, 372, 340), (480, 600))),
        "img/cat.jpg": jpeg(photo("skimage", "data/chelsea.png", (0, 0, 451, 300), (451, 300))),
        "img/lake.jpg": jpeg(art.grain(art.lake((800, 534), *MORNING, seed=4), 4)),
    }


def travel_pictures() -> dict[str, bytes]:
    """Return the pictures of the travel page, the odd ones among them."""
    beach = with_people(art.lake((600, 800), *EVENING, seed=8), (art.NOOR, 520, 0.5, -2))
    turned = Image.Exif()
    turned[0x0112] = 6  # "turn me clockwise": the picture itself lies on its left side
    ridge = art.hills((900, 600), *MORNING, seed=12)
    walker = art.bust(art.MINA, 60)
    ridge.paste(walker, (244, 430), walker)
    market = jpeg(with_people(art.lights((640, 427), (120, 84, 70), (70, 52, 50), 6), (art.JUN, 340, 0.5, 0)))
    prints = (hopper((128, 70, 408, 420), (240, 300)), collins((112, 10, 336, 290), (240, 300)))
    return {
        "travel/paris.jpg": jpeg(with_people(art.tower((800, 534)), (art.MINA, 400, 0.7, 2)), camera_data()),
        "travel/beach.jpg": jpeg(beach.rotate(90, expand=True), turned),
        "travel/ridge.jpg": jpeg(art.grain(ridge, 12)),
        "travel/museum.jpg": jpeg(art.wall((800, 534), prints)),
        "travel/mask.jpg": jpeg(art.grain(art.carving((512, 640)), 5)),
        "travel/launch.jpg": jpeg(photo("skimage", "data/rocket.jpg", (0, 0, 640, 427), (640, 427))),
        "travel/market.jpg": market[: len(market) // 2],
        "travel/map.jpg": b"<!DOCTYPE html>\n<title>Map</title>\n<p>The map has moved. <a href='/'>Home</a></p>\n",
    }


def pics_pictures() -> dict[str, bytes]:
    """Return the pictures of the photo-sharing profile."""
    party = art.lights((840, 560), (120, 84, 104), (64, 44, 60), seed=21)
    birthday = with_people(party, (art.ADA, 430, 0.2, 3), (art.WILMA, 420, 0.5, 0), (art.JUN, 430, 0.8, -3))
    library = art.lights((480, 600), (150, 128, 104), (96, 76, 62), seed=31)
    return {
        "avatars/mina.jpg": avatar_picture(96),
        "photos/birthday.jpg": jpeg(birthday),
        "photos/birthday_s.jpg": jpeg(smaller(birthday, 320)),
        "photos/library.jpg": jpeg(with_people(library, (art.WILMA, 560, 0.5, -2))),
        "photos/tomas.jpg": jpeg(with_people(art.hills((480, 600), *NOON, seed=33), (art.TOMAS, 520, 0.5, 2))),
        "photos/pilot.jpg": jpeg(collins((0, 0, 512, 512), (512, 512))),
        "photos/sunset.jpg": jpeg(art.grain(art.hills((720, 480), *EVENING, seed=9), 9)),
    }


def insta_pictures() -> dict[str, bytes]:
    """Return the one picture that the social network shows in front of its wall."""
    wall = art.lights((300, 300), (150, 176, 186), (96, 120, 134), seed=41)
    return {"media/mina-150.jpg": jpeg(smaller(with_people(wall, (art.MINA, 310, 0.5, 0)), 150))}


def build() -> dict[str, bytes]:
    """Return every file of the site by its host and path."""
    own = {"index.html": pages.home_page(), "travel.html": pages.travel_page()}
    own |= {"feed.xml": pages.FEED.encode(), "robots.txt": pages.ROBOTS.encode()}
    hosts = {
        "mina.example": own | mina_pictures() | travel_pictures(),
        "pics.example": {"u/mina.html": pages.pics_page()} | pics_pictures(),
        "insta.example": {"mina.html": pages.login_page()} | insta_pictures(),
    }
    return {f"{host}/{path}": data for host, files in hosts.items() for path, data in files.items()}


def seen(path: Path, engine: Engine) -> Examined | None:
    """Return what a check says of one file; None where there is none."""
    if not path.is_file():
        return None
    try:
        return look_for_faces(open_upright(path.read_bytes()), engine)
    except CannotOpen as refused:
        return Examined(State.NOT_CHECKED, refused.outcome)


def picture_urls(host: str, path: str, html: str) -> set[str]:
    """Return the addresses of the pictures that a page of the site names."""
    lists = re.findall(r'srcset="([^"]+)"', html)
    links = re.findall(r'(?:src|content|href)="([^"]+\.(?:jpg|png|webp))"|"image": "([^"]+)"', html)
    named = [a or b for a, b in links] + [part.split()[0] for text in lists for part in text.split(",")]
    return {urljoin(f"https://{host}/{path}", name) for name in named}


def verify() -> list[str]:
    """Compare the site with what is expected of it and return what does not fit."""
    rows = {row["url"]: row for row in tomllib.loads((DEMO / "expected.toml").read_text("utf-8"))["photos"]}
    files = {f.relative_to(SITE).as_posix(): f for f in sorted(SITE.rglob("*")) if f.is_file()}
    wrong = []
    linked: set[str] = set()
    engine = load_engine(EngineName.YUNET)
    for name, file in files.items():
        host, _, path = name.partition("/")
        if file.suffix == ".html":
            linked |= picture_urls(host, path, file.read_text("utf-8"))
        elif file.suffix in {".jpg", ".png", ".webp"} and f"https://{name}" not in rows:
            wrong.append(f"{name}: a file that expected.toml does not name")
    wrong += [f"{url}: on a page only, or in expected.toml only" for url in sorted(linked ^ set(rows))]
    for url, row in rows.items():
        look = seen(SITE / url.removeprefix("https://"), engine) or Examined(State.NOT_CHECKED, Outcome.NOT_FOUND)
        sure, unsure = len(look.faces), len(look.unsure)
        if (look.state.value, sure, unsure) != (row["state"], row["faces"], row["unsure"]):
            wrong.append(f"{url}: {look.state}, {sure} sure and {unsure} unsure, which is not as expected")
        scores = [(round(face.score or 0, 3), round(face.eye_distance or 0)) for face in (*look.faces, *look.unsure)]
        print(f"{look.state:11} {sure} + {unsure}  {url}  {scores}")
    total = sum(file.stat().st_size for file in files.values())
    print(f"{len(files)} files, {total} bytes")
    return wrong + ([f"the site has {total} bytes, more than {LARGEST_SITE}"] if total > LARGEST_SITE else [])


def main() -> None:
    """Write the site, or verify it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verify", action="store_true", help="change nothing; run the detector and compare")
    if parser.parse_args().verify:
        if wrong := verify():
            raise SystemExit("\n".join(wrong))
        return
    for name, data in build().items():
        file = SITE / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    print(f"wrote {SITE}")


if __name__ == "__main__":
    main()
