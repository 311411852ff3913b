"""The worker's answers, believed only as far as they can be checked: addresses, texts, numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from selfcheck.model import MAX_OTHER_URLS, Examined, Face, PageLinks, PageReading, PageWords, PhotoRef, State
from selfcheck.model.safe_text import safe_text
from selfcheck.net.turns import Turns
from selfcheck.net.urls import UrlRefused, is_picture_data, split_url
from selfcheck.platforms import PlatformReading
from selfcheck.readers.archives.lists import MAX_SHOWN, ListContents, ListedMedia, within_bounds
from selfcheck.readers.archives.names import member_name
from selfcheck.readers.archives.parts import MAX_FOLDERS, MAX_PAGES, MAX_PARTS, Part, Parts
from selfcheck.sandbox.tasks import ListRow, PartRow

_MOST_FACES: Final = 1000
_MOST_SIDE: Final = 2**31 - 1  # what a PNG can say of its size
_MOST_OVER: Final = 1_000_000
_MOST_LINKS: Final = 20
_MOST_WORDS: Final = 10_000
_MOST_NAMES: Final = 20
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.+Z-]{1,30})?")


async def checked_reading(untrusted: PageReading) -> PageReading:
    """A reading with every string made safe and every address taken apart again."""
    photos = await _checked_photos(untrusted.photos)
    links, words = untrusted.links, untrusted.words
    return PageReading(
        safe_text(untrusted.title, 200),
        photos,
        untrusted.wall,
        max(0, min(untrusted.over_limit, _MOST_OVER)),
        PageLinks(_checked_links(links.sheets), _checked_links(links.frames), _checked_links(links.feeds)),
        tuple(safe_text(word, 80) for word in untrusted.asks[:60]),
        untrusted.mining_reserved,
        tuple(safe_text(name, 80) for name in untrusted.names[:20]),
        untrusted.cut,
        # Goes back to a worker and nowhere else: kept as it is, within bounds.
        PageWords(*(kind[:_MOST_WORDS] for kind in (words.tags, words.classes, words.ids, words.pairs)))
        if words
        else None,
    )


async def checked_told(untrusted: PlatformReading) -> PlatformReading:
    """What a platform told, made safe in the same way. Whether its asks may be asked is for the session to judge."""
    return replace(
        untrusted,
        photos=await _checked_photos(untrusted.photos),
        asks=untrusted.asks[:_MOST_LINKS],
        notes=untrusted.notes[:_MOST_LINKS],
        elsewhere=tuple(safe_text(url, 200) for url in _checked_links(untrusted.elsewhere)),
        bio=safe_text(untrusted.bio, 5000),
        me=_checked_links(untrusted.me),
    )


async def _checked_photos(untrusted: tuple[PhotoRef, ...]) -> tuple[PhotoRef, ...]:
    photos = []
    turns = Turns()
    for untrusted_ref in untrusted[:1000]:
        urls = []
        for untrusted_url in (untrusted_ref.url, *untrusted_ref.other_urls[:MAX_OTHER_URLS]):
            await turns.give()
            if url := _checked_picture(untrusted_url):
                urls.append(url)
        if urls:
            found_in = safe_text(untrusted_ref.found_in, 60)
            alt = safe_text(untrusted_ref.alt)
            photos.append(PhotoRef(urls[0], tuple(urls[1:]), untrusted_ref.role, found_in, alt))
    return tuple(photos)


def _checked_links(untrusted: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(url for url in map(_checked_url, untrusted[:_MOST_LINKS]) if url)


def _checked_picture(untrusted: str) -> str | None:
    return untrusted if is_picture_data(untrusted) else _checked_url(untrusted)


def _checked_url(untrusted_url: str) -> str | None:
    try:
        return split_url(untrusted_url).url
    except UrlRefused:
        return None


def believable(untrusted: Examined) -> bool:
    """Whether the numbers can be those of a picture: sizes in range, boxes inside it, state and faces agreeing."""
    if not (0 <= untrusted.width <= _MOST_SIDE and 0 <= untrusted.height <= _MOST_SIDE):
        return False
    boxes = untrusted.faces + untrusted.unsure
    if len(boxes) > _MOST_FACES or not all(_inside(face, untrusted.width, untrusted.height) for face in boxes):
        return False
    if untrusted.location is not None and not _on_earth(*untrusted.location):
        return False
    if untrusted.fingerprint and not re.fullmatch(r"[0-9a-f]{32}", untrusted.fingerprint):
        return False
    expected = State.FACES if untrusted.faces else State.UNSURE if untrusted.unsure else None
    return untrusted.state is expected if expected else untrusted.state in {State.NONE_SEEN, State.NOT_CHECKED}


def _on_earth(latitude: float, longitude: float) -> bool:
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _inside(face: Face, width: int, height: int) -> bool:
    in_range = all(0 <= part <= 1 for part in (face.score, face.frontal) if part is not None)
    eyes = face.eye_distance is None or 0 <= face.eye_distance <= _MOST_SIDE
    fits = 0 <= face.x < face.x + face.width <= width and 0 <= face.y < face.y + face.height <= height
    return in_range and eyes and fits


def add_list_row(lists: list[ListContents], untrusted: ListRow) -> bool:
    """Add what a row says to its list, every string made safe and address taken apart again. False: no such list."""
    if untrusted.list >= len(lists):
        return False
    found = lists[untrusted.list]
    if untrusted.shown is not None and len(found.shown) < MAX_SHOWN:
        found.shown.append(_checked_shown(untrusted.shown))
    if untrusted.beside is not None and len(found.beside) < MAX_SHOWN:
        found.beside.append(_checked_shown(untrusted.beside))
    if untrusted.sent and len(found.sent) < MAX_SHOWN:
        found.sent.append(untrusted.sent)
    if untrusted.name and len(found.names) < _MOST_NAMES:
        found.names.append(safe_text(untrusted.name, 80))
    if untrusted.fact is not None and len(found.facts) < _MOST_WORDS:
        found.facts[untrusted.fact[0]] = untrusted.fact[1]
    if untrusted.aside is not None and untrusted.aside[1] in {"others", "unlisted"} and len(found.aside) < MAX_SHOWN:
        found.aside[untrusted.aside[0]] = untrusted.aside[1]
    found.over = min(found.over + untrusted.over, _MOST_SIDE)
    found.private = min(found.private + untrusted.private, _MOST_SIDE)
    found.broken |= untrusted.broken
    return True


def _checked_shown(untrusted: ListedMedia) -> ListedMedia:
    shown = within_bounds(untrusted)
    return replace(
        shown,
        link=(_checked_url(shown.link) or "") if shown.link else "",
        caption=safe_text(shown.caption),
        posted=shown.posted if _MOMENT.fullmatch(shown.posted) else "",
        tags=tuple(safe_text(tag, 80) for tag in shown.tags),
        found_in=safe_text(shown.found_in, 60),
    )


@dataclass(frozen=True, slots=True)
class PartsBuilder:
    """Gathers the parts of a file of `size` bytes: those that lie inside it, with addresses taken apart again."""

    size: int
    pages: list[Part] = field(default_factory=list)
    pictures: list[Part] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)

    def add(self, untrusted: PartRow) -> None:
        """Take in one row."""
        page, picture, folder = untrusted.page, untrusted.picture, untrusted.folder
        if page is not None and _lies_in(page, self.size) and len(self.pages) < MAX_PAGES:
            self.pages.append(_checked_part(page))
        if picture is not None and _lies_in(picture, self.size) and len(self.pictures) < MAX_PARTS:
            self.pictures.append(_checked_part(picture))
        if untrusted.named and len(self.named) < MAX_PARTS and (url := _checked_url(untrusted.named)):
            self.named.append(url)
        if folder and len(self.folders) < MAX_FOLDERS and member_name(folder) == folder and "/" not in folder:
            self.folders.append(folder)

    def parts(self) -> Parts:
        """All of them."""
        return Parts(tuple(self.pages), tuple(self.pictures), tuple(self.named), tuple(self.folders))


def _lies_in(part: Part, size: int) -> bool:
    return 0 <= part.start <= part.end <= size


def _checked_part(untrusted: Part) -> Part:
    url = (_checked_url(untrusted.url) or "") if untrusted.url else ""
    return replace(untrusted, url=url, content_type=safe_text(untrusted.content_type, 200))
