"""Names and lists -> what there is to look at: pictures with what a download says of them, the rest counted. Pure.

In a download of a known kind its lists say what its pictures are. A picture that no list names is looked at as well:
who can see it cannot be told. What was sent in messages is counted and not looked at. The rest is a folder of pictures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from selfcheck.model import Outcome, Role
from selfcheck.model.safe_text import safe_text
from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.readers.archives.lists import DownloadFormat, ListContents, ListedMedia
from selfcheck.readers.archives.members import Members
from selfcheck.readers.archives.names import FOLDER, UNLISTED, has_no_ending, import_url, is_picture, is_video
from selfcheck.session.imports.private import Chats, chat_kind, in_messages
from selfcheck.session.imports.roots import Root, find_roots

MAX_PHOTOS: Final = 5_000
"""Pictures of one import that are looked at; the rest are counted."""
_LISTS: Final = {
    Outcome.TOO_LARGE: "list_too_large",
    Outcome.CHECKER_SLOW: "list_slow",
    Outcome.CHECKER_STOPPED: "list_stopped",
    Outcome.FAULT: "list_fault",
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
    """One download, or the pictures of none, in what was handed in."""

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
    prefix: str = ""
    """The folder it lies in, "" or with "/" at its end."""


@dataclass(slots=True)
class _Source:
    """A kind within a download, and what its lists hold so far."""

    kind: DownloadFormat
    root: Root
    found: ListContents = field(default_factory=ListContents)
    lost: Counter[str] = field(default_factory=Counter)

    @property
    def told(self) -> bool:
        """Whether anything speaks for this kind. The name of one file does not, where that file says nothing."""
        found = self.found
        anything = found.shown or found.names or found.facts or found.private or found.beside or found.aside
        return self.root.sure or bool(anything) or self.lost.total() > 0


class Lists:
    """All lists of what was handed in on their way: which are wanted, what each holds, and at the end the whole."""

    def __init__(self, names: Sequence[str], archives: Collection[str] = (), called: str = "") -> None:
        """Takes the names of all members, the folders that came as one archive each, and the name of it all.

        Takes as long as they are many.
        """
        found = find_roots(names, archives)
        self._names = names
        self._called = called
        self._loose = found.loose
        self._texts = found.chats
        self._sources = [_Source(kind, root) for root in found.roots for kind in root.kinds]
        self._roots = {root.prefix: root for root in found.roots}
        self._at: dict[str, list[_Source]] = {}
        for source in self._sources:
            self._at.setdefault(source.root.prefix, []).append(source)
        self._messages: dict[str, _Source] = {}
        self._chats = Chats(found.chats, archives, self._at, called)
        wanted = [
            name
            for source in self._sources
            for name in source.root.names
            if source.kind.lists.search(f"/{source.root.inside(name)}") and not in_messages(name)
        ]
        self.wanted = frozenset((*wanted, *self._texts))
        """Members that are read as lists."""

    def of(self, name: str) -> tuple[str, str]:
        """The id of the kind that reads a list, and the list's name as that kind knows it."""
        source = self._source(name)
        return source.kind.id, source.root.inside(name)

    def _source(self, name: str) -> _Source:
        if kind := chat_kind(name):
            nowhere = Root("", (kind,), sure=True)
            return self._messages.setdefault(kind.id, _Source(kind, nowhere))
        sources = self._at[self._prefix(name)]
        inside = f"/{sources[0].root.inside(name)}"
        return next((one for one in sources if one.kind.lists.search(inside)), sources[0])

    def _prefix(self, name: str) -> str:
        folder = name.rpartition("/")[0]
        while folder and f"{folder}/" not in self._roots:
            folder = folder.rpartition("/")[0]
        return f"{folder}/" if folder else ""

    def take(self, name: str, held: ListContents | Outcome) -> None:
        """Take in what one list holds, or why that is not known."""
        source = self._source(name)
        if isinstance(held, Outcome):
            source.lost[_LISTS.get(held, "list_broken")] += 1
            return
        source.lost["list_broken"] += held.broken
        source.found.join(held)
        if held.sent:
            self._chats.take(name, held.sent)
            source.found.sent.clear()

    def listings(self) -> list[Listing]:
        """All that was handed in, once every list was taken in: a listing for each download, and for loose pictures.

        There is always one. Takes as long as the lists are long.
        """
        sources = [source for source in self._sources if source.told]
        alive = {source.root.prefix for source in sources}
        members, taken = Members(self._names), set[str]()
        listings: list[Listing] = []
        for source in sources:
            source.kind.settle(source.found, [source.root.inside(name) for name in source.root.names])
            own = {other.root.prefix for other in sources if other.kind is source.kind}

            def may(name: str, own: set[str] = own) -> bool:
                prefix = self._prefix(name)
                return prefix in own or prefix not in alive

            listings.append(_listing_of(source))
            _resolve(source, members, may, listings[-1], taken)
        listings += map(_listing_of, self._messages.values())
        listings.append(Listing(FOLDER, _NO_PLATFORM))
        room = MAX_PHOTOS
        for listing in listings:
            listing.over += max(0, len(listing.pictures) - room)
            del listing.pictures[room:]
            room -= len(listing.pictures)
        self._add_the_rest(listings, alive, taken, room)
        for listing in listings:
            listing.left_out["links"] = sum(not picture.member for picture in listing.pictures)
            listing.left_out = +listing.left_out
        return _with_pictures(listings)

    def _add_the_rest(self, listings: list[Listing], alive: set[str], taken: set[str], room: int) -> None:
        """Look at what no list names too, but not at what was sent in messages; count the rest."""
        first = {
            listing.prefix: listing for listing in reversed(listings[: len(listings) - 1]) if listing.prefix in alive
        }
        for name in self._names:
            if name in taken or name in self.wanted:
                continue
            prefix = self._prefix(name)
            root = self._roots[prefix] if prefix in alive else None
            if not (is_picture(name) or is_video(name) or name.lower().endswith(".zip")):
                listings[-1].left_out["no_ending"] += root is None and has_no_ending(name)
                continue
            here = first[prefix] if root and (root.sure or root.packed) else listings[-1]
            if reason := self._reason(name, root):
                here.left_out[reason] += 1
            elif room <= 0:
                here.over += 1
            else:
                room -= 1
                place = Place(Role.POST, FOLDER if here is listings[-1] else UNLISTED)
                here.pictures.append(Picture(import_url(name), name, (place,)))

    def _reason(self, name: str, root: Root | None) -> str:
        """Why a member that no list names is not looked at; "" for a picture that is."""
        if is_video(name):
            return "videos"
        if not is_picture(name):
            return "nested"
        inside = f"/{root.inside(name)}" if root else ""
        kinds = [source.kind for source in self._at[root.prefix]] if root else []
        if any(kind.extras.search(inside) for kind in kinds):
            return "extras"
        sent = in_messages(f"{self._called}/{name}") or any(kind.private.search(inside) for kind in kinds)
        return "unlisted" if sent or self._chats.holds(name) else ""


def _listing_of(source: _Source) -> Listing:
    found, kind = source.found, source.kind
    listing = Listing(kind.id, kind.platform, kind.name, over=found.over, prefix=source.root.prefix)
    listing.left_out = source.lost + Counter(private=found.private)
    listing.names = tuple(safe_text(name, 80) for name in found.names[:20])
    return listing


def _with_pictures(listings: list[Listing]) -> list[Listing]:
    """Those with pictures, or the first; what the others left out is told with it."""
    kept = [listing for listing in listings if listing.pictures or listing.over] or listings[:1]
    for listing in listings:
        if listing not in kept:
            kept[0].left_out += listing.left_out
    return kept


def _resolve(source: _Source, members: Members, may: Callable[[str], bool], listing: Listing, taken: set[str]) -> None:
    """Find the member of everything shown, and join what shows one picture."""
    by_url: dict[str, Picture] = {}
    videos: set[str] = set()
    missing: set[str] = set()
    for one in source.found.shown:
        member = members.find(one.name, source.root.prefix, may) if one.name else ""
        if one.video or is_video(member):
            videos.add(member or one.name or one.link)
        elif member or one.link:
            picture = _picture(one, member)
            if picture is not None:
                known = by_url.get(picture.url)
                by_url[picture.url] = _joined(known, picture) if known else picture
        else:
            missing.add(one.name)
        if member:
            taken.add(member)
    for name, reason in source.found.aside.items():
        member = members.find(name, source.root.prefix, may)
        if member and member not in taken:
            taken.add(member)
            listing.left_out[reason] += 1
    listing.pictures = list(by_url.values())
    listing.left_out.update(videos=len(videos), missing=len(missing))


def _picture(one: ListedMedia, member: str) -> Picture | None:
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
