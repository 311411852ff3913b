"""A store -> what there is to look at: pictures with what the archive says of them, and what is left out, counted.

In an archive of a known kind those pictures are looked at that its lists name as the person's own. The others, most
of them sent to the person in messages, are only counted. Anything else is a folder of pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import unquote

from selfcheck.imports.kinds import kind_of
from selfcheck.imports.kinds.base import Found, Kind, Shown
from selfcheck.imports.names import import_url, is_picture, is_video, member_name
from selfcheck.imports.store import MAX_LIST, Store
from selfcheck.model import Outcome, Role
from selfcheck.safetext import safe_text
from selfcheck.urls import UrlRefused, split_url

MAX_PHOTOS: Final = 5_000
"""Pictures of one archive that are looked at; the rest are counted."""
FOLDER: Final = "folder"
_NO_PLATFORM: Final = "personal-website"


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the archive that shows a picture."""

    role: Role
    found_in: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to look at. `member` is its name in the store; "" where there is only its address."""

    url: str
    member: str
    places: tuple[Place, ...]
    public: bool | None = None
    posted: str = ""
    placed: bool = False
    other_urls: tuple[str, ...] = ()


@dataclass(slots=True)
class Listing:
    """What a file that was handed in holds."""

    kind: str
    """Id of the kind of archive, or what else it is."""
    platform: str
    title: str = ""
    final_address: str = ""
    pictures: list[Picture] = field(default_factory=list)
    over: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    names: tuple[str, ...] = ()
    outcome: Outcome = Outcome.IMPORTED


def list_archive(store: Store) -> Listing:
    """Read an archive's lists. Takes as long as they are long; raises `FileProblem`."""
    names = [entry.name for entry in store.entries()]
    kind = kind_of(names)
    if kind is None:
        return _list_folder(store, names)
    found = Found()
    lists = {name for name in names if kind.lists.search(f"/{name}")}
    left_out: Counter[str] = Counter()
    for name, data in store.read(lists, MAX_LIST):
        if isinstance(data, Outcome):
            left_out["list_too_large" if data is Outcome.TOO_LARGE else "list_broken"] += 1
        else:
            try:
                kind.read(name, data, found)
            except Exception:  # whatever a list provokes costs that list and nothing more
                left_out["list_broken"] += 1
    kind.settle(found, names)
    left_out["private"] += found.private
    listing = Listing(kind.id, kind.platform, kind.name, over=found.over, left_out=left_out)
    listing.names = tuple(safe_text(name, 80) for name in found.names[:20])
    _resolve(found.shown, names, kind, listing)
    return listing


def _list_folder(store: Store, names: Sequence[str]) -> Listing:
    """Pictures that nothing is said of."""
    pictures = [name for name in names if is_picture(name)]
    listing = Listing(FOLDER, _NO_PLATFORM, over=max(0, len(pictures) - MAX_PHOTOS))
    listing.pictures = [Picture(import_url(name), name, (Place(Role.POST, FOLDER),)) for name in pictures[:MAX_PHOTOS]]
    listing.left_out["videos"] = sum(map(is_video, names))
    return listing


def _resolve(shown: Sequence[Shown], names: Sequence[str], kind: Kind, listing: Listing) -> None:
    """Find the member of everything shown, join what shows one picture, and count the rest."""
    members = Members(names)
    by_url: dict[str, Picture] = {}
    videos: set[str] = set()
    missing: set[str] = set()
    for one in shown:
        member = members.find(one.name) if one.name else ""
        if one.video or is_video(member):
            videos.add(member or one.name or one.link)
        elif member or one.link:
            picture = _picture(one, member)
            if picture is not None:
                known = by_url.get(picture.url)
                by_url[picture.url] = _joined(known, picture) if known else picture
        else:
            missing.add(one.name)
    pictures = list(by_url.values())
    inside = {picture.member for picture in pictures if picture.member}
    unlisted = [name for name in names if is_picture(name) and name not in inside]
    if not inside and not +listing.left_out and not shown:
        # Its lists have a form that is not known here. Then its pictures are looked at as those of a folder.
        loose = [name for name in unlisted if not kind.private.search(f"/{name}")]
        pictures += [Picture(import_url(name), name, (Place(Role.POST, FOLDER),)) for name in loose]
        unlisted = [name for name in unlisted if kind.private.search(f"/{name}")]
    listing.over += max(0, len(pictures) - MAX_PHOTOS)
    listing.pictures = pictures[:MAX_PHOTOS]
    counted = {
        "videos": len(videos | {name for name in names if is_video(name)}),
        "links": sum(not picture.member for picture in listing.pictures),
        "missing": len(missing),
        "unlisted": len(unlisted),
    }
    listing.left_out.update({reason: count for reason, count in counted.items() if count})


def _picture(one: Shown, member: str) -> Picture | None:
    if member:
        url = import_url(member)
    else:
        try:
            url = split_url(one.link).url
        except UrlRefused:
            return None
    tags = f" ({', '.join(one.tags)})" if one.tags else ""
    place = Place(one.role, safe_text(one.found_in, 60), safe_text(one.caption + tags))
    return Picture(url, member, (place,), one.public, one.posted[:40], one.placed)


def _joined(known: Picture, more: Picture) -> Picture:
    """One picture of which several lists say something: what makes it most public counts."""
    words = {known.public, more.public}
    public = True if True in words else None if None in words else False
    places = tuple(dict.fromkeys((*known.places, *more.places)))[:20]
    posted = min(filter(None, (known.posted, more.posted)), default="")
    return replace(known, places=places, public=public, posted=posted, placed=known.placed or more.placed)


class Members:
    """Finds members by the names that lists write: whole, below any folder, with "%20" or without."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_base: dict[str, list[str]] = {}
        for name in names:
            self._by_base.setdefault(name.rpartition("/")[2], []).append(name)

    def find(self, written: str) -> str:
        """The member meant by a written name; "" where there is none."""
        for form in dict.fromkeys((written, unquote(written))):
            cleaned = form.partition("?")[0] if "?" in form else form
            while cleaned.startswith(("../", "./", "/")):
                cleaned = cleaned.partition("/")[2]
            name = member_name(cleaned)
            if name is None:
                continue
            candidates = self._by_base.get(name.rpartition("/")[2], [])
            exact = [one for one in candidates if one == name or one.endswith(f"/{name}")]
            if exact:
                return min(exact, key=len)
        return ""
