"""Names and lists -> what there is to look at: pictures with what the archive says of them, the rest counted. Pure.

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
from selfcheck.imports.names import FOLDER, import_url, is_picture, is_video, member_name
from selfcheck.model import Outcome, Role
from selfcheck.safetext import safe_text
from selfcheck.urls import UrlRefused, split_url

MAX_PHOTOS: Final = 5_000
"""Pictures of one archive that are looked at; the rest are counted."""
_LISTS: Final = {
    Outcome.TOO_LARGE: "list_too_large",
    Outcome.CHECKER_SLOW: "list_slow",
    Outcome.CHECKER_STOPPED: "list_stopped",
}
"""Why a list is not known -> the reason that is told; "list_broken" otherwise."""
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


class Lists:
    """The lists of one archive on their way: which are wanted, what each holds, and at the end the whole."""

    def __init__(self, names: Sequence[str]) -> None:
        """Takes the names of all members. Takes as long as they are many."""
        self._names = names
        self._found = Found()
        self._left_out: Counter[str] = Counter()
        self.kind = kind_of(names)
        self.wanted = frozenset(name for name in names if self.kind and self.kind.lists.search(f"/{name}"))
        """Members that are read as lists."""

    def take(self, held: Found | Outcome) -> None:
        """Take in what one list holds, or why that is not known."""
        if isinstance(held, Outcome):
            self._left_out[_LISTS.get(held, "list_broken")] += 1
            return
        self._left_out["list_broken"] += held.broken
        self._found.join(held)

    def listing(self) -> Listing:
        """All that the archive holds, once every list was taken in. Takes as long as the lists are long."""
        nested = sum(name not in self.wanted for name in self._names if name.endswith(".zip"))
        if self.kind is None:
            listing = _list_folder(self._names)
            listing.left_out["nested"] += nested
            return listing
        self.kind.settle(self._found, self._names)
        listing = Listing(self.kind.id, self.kind.platform, self.kind.name, over=self._found.over)
        listing.left_out = self._left_out + Counter(private=self._found.private, nested=nested)
        listing.names = tuple(safe_text(name, 80) for name in self._found.names[:20])
        _resolve(self._found.shown, self._names, self.kind, listing)
        return listing


def _list_folder(names: Sequence[str]) -> Listing:
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
    lost = any(count for reason, count in listing.left_out.items() if reason.startswith("list_"))
    if (lost or (not inside and not shown)) and not listing.left_out["private"]:
        # A list is lost, or all are of a form not known here. Then its pictures are looked at as those of a folder.
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
