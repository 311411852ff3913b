"""Where a stranger sees the photos with faces, and how many of them a step takes out of sight. Pure.

A place is a page and a kind of place on it (profile picture, post, link preview). A photo is out of sight when all its
places are. Photos that the person said are not of them, or are to stay, are left out. Of a closed page nothing is
known: it weighs as much as the fullest page that was seen, and is never told as a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from selfcheck.guidance.checklist import is_nowhere
from selfcheck.guidance.effects import Effect
from selfcheck.guidance.user_marks import is_of_concern
from selfcheck.model import REFUSALS, SEEN, Outcome, Photo, Report, Role, State
from selfcheck.model.counts import numbered

Place = tuple[str, Role]
Places = frozenset[Place]

_POSTS: Final = frozenset({Role.POST, Role.GALLERY, Role.FEED, Role.BACKGROUND})
_TOP: Final = frozenset({Role.AVATAR, Role.PREVIEW_CARD, Role.COVER})
_NOT_THERE: Final = REFUSALS | {Outcome.NOT_FOUND}
NOTHING: Final[Places] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """A photo strangers may see, with its number in the list of photos and its places."""

    number: int
    photo: Photo
    places: Places


class Exposure:
    """The photos of a report by their places."""

    def __init__(self, report: Report) -> None:
        visible = [
            Seen(number, photo, frozenset((place.page, place.role) for place in photo.sightings))
            for number, photo in numbered(report.photos)
            if photo.public is not False
        ]
        concern = [one for one in visible if is_of_concern(one.photo)]
        self.faces = [one for one in concern if one.photo.state is State.FACES]
        self._same = {url: one for one in visible for url in (one.photo.url,)}
        self._pages: dict[str, list[str]] = {}
        for page in report.pages:
            self._pages.setdefault(page.platform, []).append(page.address)
        unseen = [page for page in report.pages if page.outcome not in SEEN | _NOT_THERE]
        self._closed = {page.address for page in unseen if not is_nowhere(page)}
        self._private = {page.address for page in report.pages if page.outcome is Outcome.PRIVATE}
        self._weights = Counter(one.places for one in self.faces)
        self._weights.update(self._unseen())
        self._unsure = Counter(one.places for one in concern if one.photo.state is State.UNSURE)
        self._by_place: dict[Place, set[Places]] = {}
        for places in (*self._weights, *self._unsure):
            for place in places:
                self._by_place.setdefault(place, set()).add(places)

    def _unseen(self) -> Counter[Places]:
        """What stands for the closed pages: their posts, and a profile picture where none was seen."""
        posts = Counter(page for one in self.faces for page in {page for page, role in one.places if role in _POSTS})
        fullest = max([1, *posts.values()])
        shown = {page for one in self.faces for page, role in one.places if role in _TOP}
        unseen: Counter[Places] = Counter()
        for page in self._closed:
            if page not in self._private:
                unseen[frozenset({(page, Role.POST)})] += fullest
            if page not in shown:
                unseen[frozenset({(page, Role.AVATAR)})] += 1
        return unseen

    def hidden_by(self, platform: str, effect: Effect) -> Places:
        """The places a step of this platform takes out of sight."""
        return frozenset((page, role) for page in self._pages.get(platform, ()) for role in effect.hides)

    def touched_by(self, platform: str, effect: Effect) -> Places:
        """The places a step is about, hidden by it or not."""
        roles = effect.hides | effect.touches
        return frozenset((page, role) for page in self._pages.get(platform, ()) for role in roles)

    def gain(self, places: Places, covered: Places) -> tuple[int, int]:
        """What covering these places adds to what is covered already: photos with faces fully hidden, then lesser
        things: photos that may have one fully hidden, and photos hidden in part."""
        new = places - covered
        groups = {group for place in new for group in self._by_place.get(place, ())}
        after = covered | new
        full = sum(self._weights[group] for group in groups if group <= after)
        lesser = sum(self._unsure[group] if group <= after else self._weights[group] for group in groups)
        return full, lesser

    def photos(self, platform: str, effect: Effect) -> list[Seen]:
        """The photos with faces that a step is about, in the order of the list."""
        places = self.touched_by(platform, effect)
        return [
            one
            for one in self.faces
            if not places.isdisjoint(one.places) and (not effect.only or bool(one.photo.embedded))
        ]

    def elsewhere(self, photos: Iterable[Seen], hidden: Places) -> int:
        """How many of these can still be seen somewhere when `hidden` is out of sight: themselves, or a copy."""
        return sum(
            not one.places <= hidden
            or any(not self._same[url].places <= hidden for url in one.photo.same_picture if url in self._same)
            for one in photos
        )

    def is_closed(self, platform: str) -> bool:
        """Whether a page of this platform could not be looked into."""
        return any(page in self._closed for page in self._pages.get(platform, ()))

    def is_private(self, platform: str) -> bool:
        """Whether all pages of this platform say that the account is private."""
        pages = self._pages.get(platform, ())
        return bool(pages) and all(page in self._private for page in pages)
