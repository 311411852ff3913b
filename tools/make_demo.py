"""Makes every picture and page of the bundled demo site, and verifies what the face detector sees in them.

`python tools/make_demo.py` writes selfcheck/demo/site/; it needs the dependency group `demo-pictures`.
`python tools/make_demo.py --verify` runs YuNet over the site and compares it with selfcheck/demo/expected.toml.
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
from PIL import Image

from selfcheck.faces.engine import Engine, EngineName, load_engine
from selfcheck.faces.look import look_for_faces
from selfcheck.images.opening import CannotOpen, open_upright
from selfcheck.model import Examined, Outcome, State

DEMO = Path(__file__).resolve().parent.parent / "selfcheck" / "demo"
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


STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; color: #26323a; background: #f7f5f1 }
main, header, footer { max-width: 60rem; margin: 0 auto; padding: 1rem }
header { display: flex; gap: 1rem; align-items: center } h1 { margin: 0; font-size: 1.6rem } p { margin: .3rem 0 }
.avatar { width: 96px; height: 96px; border-radius: 50%; object-fit: cover } a { color: #1d6a80 }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1rem }
figure { margin: 0; background: #fff; border-radius: 8px; overflow: hidden; box-shadow: 0 1px 4px #0002 }
figure img { display: block; width: 100%; height: 13rem; object-fit: cover; background: #dde3e4 }
figcaption { padding: .5rem .8rem; font-size: .9rem } .wall { max-width: 20rem; margin: 12vh auto; padding: 2rem }
.wall input, .wall button { display: block; width: 100%; box-sizing: border-box; margin: .6rem 0; padding: .6rem }
"""


def page(title: str, head: str, body: str) -> bytes:
    """Return a page of HTML."""
    meta = '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">'
    top = f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{meta}\n<title>{title}</title>\n'
    return f"{top}{head.strip()}\n<style>{STYLE}</style>\n</head>\n<body>\n{body.strip()}\n</body>\n</html>\n".encode()


def figure(picture: str, caption: str) -> str:
    """Return one picture of a gallery with its caption; `picture` is a path and an alt text, or HTML."""
    if not picture.startswith("<"):
        source, _, alt = picture.partition(" ")
        picture = f'<img src="{source}" alt="{alt}">'
    return f"<figure>{picture}\n<figcaption>{caption}</figcaption></figure>"


def home_page() -> bytes:
    """Return Mina's home page."""
    head = """
<meta name="description" content="Drawings, walks and too much coffee.">
<meta property="og:title" content="Mina Example">
<meta property="og:image" content="https://mina.example/img/card.jpg">
<link rel="canonical" href="https://mina.example/">
<link rel="icon" type="image/png" href="/favicon.png">
<link rel="alternate" type="application/rss+xml" title="What I did" href="/feed.xml">
<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Person", "name": "Mina Example", "url": "https://mina.example/",
 "image": "https://mina.example/img/press.jpg", "sameAs": ["https://pics.example/u/mina", "https://insta.example/mina"]}
</script>
"""
    friends = """<picture><source type="image/webp" srcset="img/friends-900.webp 900w">
<img src="img/friends-450.jpg" srcset="img/friends-450.jpg 450w, img/friends-900.jpg 900w" sizes="450px"
 alt="Noor, Tomás, Ada and me on a hill"></picture>"""
    poster = '<img class="lazy" src="img/poster-240.jpg" data-src="img/poster.jpg" alt="[@click=app.quit]x[/]">'
    desk = '<img class="lazy" src="img/desk-320.jpg" data-src="img/desk.jpg" loading="lazy" alt="Coffee on my desk">'
    talk = """<noscript><img src="img/talk.jpg" alt="Portrait of Eileen Collins in a flight suit"></noscript>"""
    body = f"""
<header>
<img class="avatar" src="/img/avatar-160.jpg" alt="Mina Example, smiling"
 srcset="/img/avatar-80.jpg 80w, /img/avatar-160.jpg 160w, /img/avatar-320.jpg 320w" sizes="96px">
<div><h1>Mina Example</h1><p>I draw people and places, and I walk up hills.</p>
<p><a href="/travel.html">Travel</a> · <a href="https://pics.example/u/mina">Photos</a> ·
<a href="https://insta.example/mina">Insta</a></p></div>
</header>
<main>
<h2>Lately</h2>
<div class="grid">
{figure(friends, "Up the hill with friends. What a view.")}
{figure(poster, "The poster of Grace Hopper in our club room.")}
{figure(desk, "Monday.")}
{figure("img/cat.jpg A cat looks at the camera", "Chelsea, who owns the studio.")}
{figure("img/lake.jpg A lake in the morning", "Six in the morning, nobody there.")}
</div>
<p>Last week I drew at a talk about the astronaut Eileen Collins. {talk}</p>
</main>
<footer><p><img src="img/star.png" alt=""> © Mina Example</p></footer>
"""
    return page("Mina Example: drawings and walks", head, body)


def travel_page() -> bytes:
    """Return Mina's travel page."""
    shots = (
        ("travel/paris.jpg Me in front of a tower", "Paris! I had to."),
        ("travel/beach.jpg Noor by the water", "Noor at dusk."),
        ("travel/ridge.jpg A wide view of hills", "Find me in the picture."),
        ("travel/museum.jpg Two framed portraits", "Hopper and Collins side by side in the museum."),
        ("travel/mask.jpg A carved mask", "A mask at the flea market."),
        ("travel/launch.jpg A rocket lifts off", "Worth getting up for."),
        ("travel/market.jpg Jun at the market", "This one never loads to its end."),
        ("travel/map.jpg A map", "Where we went."),
    )
    head = '<meta property="og:image" content="/img/card.jpg">\n<link rel="icon" type="image/png" href="/favicon.png">'
    grid = "\n".join(figure(*shot) for shot in shots)
    body = f"""
<header><h1>Travel</h1><p><a href="/">Home</a></p></header>
<main><div class="grid">
{grid}
</div></main>
"""
    return page("Travel: Mina Example", head, body)


FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/">
<channel>
<title>Mina Example</title>
<link>https://mina.example/</link>
<item>
<title>Noor at dusk</title>
<link>https://mina.example/travel.html</link>
<media:content url="https://mina.example/travel/beach.jpg" medium="image"/>
</item>
<item>
<title>Six in the morning</title>
<link>https://mina.example/</link>
<description>&lt;img src="/img/lake.jpg" alt="A lake in the morning"&gt;</description>
</item>
</channel>
</rss>
"""
ROBOTS = "# AI programs, please stay out.\nUser-agent: GPTBot\nUser-agent: CCBot\nDisallow: /\n"


def pics_page() -> bytes:
    """Return Mina's profile on the photo-sharing site."""
    birthday = """<a href="/photos/birthday.jpg"><img src="/photos/birthday_s.jpg"
 srcset="/photos/birthday_s.jpg 320w, /photos/birthday.jpg 840w" sizes="300px" alt="Ada, Wilma and Jun"></a>"""
    shots = (
        (birthday, "Birthday"),
        ("/photos/library.jpg Wilma among lights", "Wilma at the library"),
        ("/photos/tomas.jpg Tomás on a hill", "Tomás"),
        ("/photos/pilot.jpg Official portrait of Eileen Collins", "For my drawing class (NASA, public domain)"),
        ("/photos/sunset.jpg Hills at sunset", "Sunset"),
        ("/private/family.jpg Family day", "Family day (friends only)"),
    )
    grid = "\n".join(figure(*shot) for shot in shots)
    body = f"""
<header><img class="avatar" src="/avatars/mina.jpg" alt="mina">
<div><h1>mina</h1><p>Mina Example · 6 photos</p></div></header>
<main><div class="grid">
{grid}
</div></main>
<footer><p>Pics Example</p></footer>
"""
    head = (
        '<link rel="canonical" href="https://pics.example/u/mina">\n<meta name="robots" content="noimageindex, noai">\n'
        '<meta property="profile:username" content="mina">'
    )
    return page("mina's photos • Pics Example", head, body)


def login_page() -> bytes:
    """Return the wall of the social network: a log-in form, and a preview card that tells more than the page."""
    head = """
<meta property="og:title" content="Mina Example (@mina) • Insta Example">
<meta property="og:image" content="https://insta.example/media/mina-150.jpg">
<meta name="robots" content="noindex">
"""
    body = """
<main><figure class="wall">
<h1>Insta Example</h1>
<form action="/accounts/login/" method="post">
<input name="username" placeholder="User name" aria-label="User name" autocomplete="username">
<input name="password" type="password" placeholder="Password" aria-label="Password" autocomplete="current-password">
<button type="submit">Log in</button>
</form>
<p>Log in to see photos and videos from mina.</p>
</figure></main>
"""
    return page("Log in • Insta Example", head, body)


def build() -> dict[str, bytes]:
    """Return every file of the site by its host and path."""
    own = {"index.html": home_page(), "travel.html": travel_page()}
    own |= {"feed.xml": FEED.encode(), "robots.txt": ROBOTS.encode()}
    hosts = {
        "mina.example": own | mina_pictures() | travel_pictures(),
        "pics.example": {"u/mina.html": pics_page()} | pics_pictures(),
        "insta.example": {"mina.html": login_page()} | insta_pictures(),
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
