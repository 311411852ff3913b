"""Values -> the words both shells and every export use for them. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from selfcheck.guidance.age import is_old
from selfcheck.guidance.model import Guidance, Place, Provenance
from selfcheck.imports.names import FOLDER
from selfcheck.language import _, several
from selfcheck.model import SEEN, Embedded, Item, Mark, Photo, PhotoMark, Report, Role, Signal, SignalKind, State
from selfcheck.safetext import safe_text
from selfcheck.tally import Tally, is_aside, tally_of
from selfcheck.urls import is_import

ROLE_WORDS: Final = {
    Role.AVATAR: "profile picture",
    Role.COVER: "cover picture",
    Role.POST: "picture on the page",
    Role.GALLERY: "gallery picture",
    Role.PREVIEW_CARD: "link preview",
    Role.FEED: "picture in a feed",
    Role.BACKGROUND: "background picture",
    Role.ICON: "icon",
}
STATE_WORDS: Final = {
    State.FACES: "face found",
    State.UNSURE: "not sure",
    State.NONE_SEEN: "none seen",
    State.NOT_CHECKED: "not checked",
}
MARK_WORDS: Final = {Mark.TODO: "to do", Mark.DONE: "done", Mark.LATER: "later", Mark.NOT_FOR_ME: "not for me"}
EMBEDDED_WORDS: Final = {
    Embedded.LOCATION: "where it was taken",
    Embedded.PLACE_NAME: "the name of a place",
    Embedded.CAMERA: "the camera",
    Embedded.SERIAL_NUMBER: "the camera's serial number",
    Embedded.OWNER: "a name of its owner or maker",
    Embedded.PEOPLE: "names of people",
    Embedded.TEXT: "a description or keywords",
    Embedded.TIME: "when it was taken",
    Embedded.THUMBNAIL: "a small copy of the picture",
}
PUBLIC_WORDS: Final = {
    True: "public by your file's own word",
    False: "not public by your file's own word",
    None: "whether it is public could not be told",
}
CONFIDENCE_WORDS: Final = {
    "high": "read on the official page or its source",
    "medium": "read on someone else's page",
    "low": "general knowledge, not confirmed",
}


def page_names(report: Report, guidance: Guidance) -> dict[str, str]:
    """A name for each page that does not tell its address: the platform, numbered where there are several."""
    names: dict[str, str] = {}
    count: dict[str, int] = {}
    several = [page.platform for page in report.pages]
    for page in report.pages:
        platform = guidance.platforms.get(page.platform)
        name = platform.name if platform else "Web page"
        if is_import(page.address) and page.platform == "personal-website":
            name = "Your file"
        count[page.platform] = count.get(page.platform, 0) + 1
        names[page.address] = f"{name} {count[page.platform]}" if several.count(page.platform) > 1 else name
    return names


def summary_of(report: Report) -> str:
    """The result in one or two sentences: what was seen, and what was not."""
    if report.pages and all(is_import(page.address) for page in report.pages):
        return _summary_of_import(report)
    tally = tally_of(report)
    parts = []
    if tally.opened or tally.photos:
        states = (
            (tally.faces, "with a face"),
            (tally.unsure, "not sure"),
            (tally.none_seen, "none seen"),
            (tally.missed, "not checked"),
            (tally.not_fetched, "not asked for, as you wished"),
            (tally.not_me, _("not of you, by your word")),
            (tally.kept, _("that you keep, by your word")),
        )
        parts.append(found_words(tally))
        told = [f"{number} {words}" for number, words in states if number]
        parts.append(f"{', '.join(told)}." if told else "")
    if tally.opened < tally.pages:
        parts.append(f"{count(tally.pages - tally.opened, 'page')} could not be seen, so not counted as clean.")
    return " ".join(filter(None, parts))


def found_words(tally: Tally) -> str:
    """How much was found and where, as in "26 photos found; 3 of 4 pages opened"."""
    return f"{count(tally.photos, 'photo')} found; {tally.opened} of {count(tally.pages, 'page')} opened."


def done_words(report: Report) -> str:
    """What a check ends with, in a short sentence. A file that was handed in has no pages that open."""
    if report.pages and all(is_import(page.address) for page in report.pages):
        found = several("{n} photo found in your file.", "{n} photos found in your file.", tally_of(report).photos)
    else:
        found = found_words(tally_of(report))
    return f"{_('Done.')} {found}"


def _summary_of_import(report: Report) -> str:
    """The same of a file that was handed in. No site was asked, so no word of strangers."""
    shown = [photo for photo in report.photos if not is_aside(photo)]
    if not shown and any(page.outcome not in SEEN for page in report.pages):
        return "The file could not be read, so it is not counted as clean."
    tally = tally_of(report)
    public, kept, untold = (sum(photo.public is word for photo in shown) for word in (True, False, None))
    said = f"By its own word {public} public, {kept} not public; {untold} could not be told."
    if not public and not kept:
        said = "" if all(map(_in_folder, shown)) else "Whether they are public could not be told."
    unchecked = tally.missed + tally.not_fetched
    seen = f"{tally.faces} with a face, {tally.unsure} not sure, {tally.none_seen} none seen, {unchecked} not checked"
    by_word = ((tally.not_me, _("not of you, by your word")), (tally.kept, _("that you keep, by your word")))
    seen = ", ".join([seen, *(f"{number} {words}" for number, words in by_word if number)]) + "."
    return " ".join(filter(None, (f"{count(len(shown), 'photo')} in your file.", said, seen)))


def is_not_posted(report: Report) -> bool:
    """Whether this is a folder of pictures that are on no page as far as is known: no steps of a platform fit."""
    return not report.steps and any(map(_in_folder, report.photos))


def _in_folder(photo: Photo) -> bool:
    return is_import(photo.page) and photo.found_in == FOLDER


def file_words(photo: Photo) -> str:
    """What tells a photo in a file from the others, in a few words: public or not, since when, or its name."""
    if not is_import(photo.page):
        return ""
    if _in_folder(photo):
        return safe_text(unquote(photo.url).rpartition("/")[2].removeprefix("import:"), 60)
    public = {True: _("public"), False: _("not public"), None: ""}[photo.public]
    return ", ".join(filter(None, (public, photo.posted[:10])))


def import_words(photo: Photo) -> str:
    """What the person's own file says of a photo in it: public or not, and when; "" for a photo of a page."""
    if not is_import(photo.page) or _in_folder(photo):  # of a folder's pictures nothing is said
        return ""
    day = f", posted {photo.posted[:10]}" if photo.posted else ""
    return f"{PUBLIC_WORDS[photo.public].capitalize()}{day}."


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 photo", "3 photos"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def shown_address(url: str) -> str:
    """A photo's address for people. One that is the picture itself (data:) would fill the screen."""
    if is_import(url):
        return f"{safe_text(unquote(url.partition(':')[2]), 300)} (in your file)"
    if url.startswith("data:"):
        return f"{url.partition(';')[0].partition(',')[0]} (inside the page itself, {count(len(url), 'character')})"
    return url


def role_words(photo: Photo) -> str:
    """The part a photo plays where it stands. A picture in a file that was handed in is on no page."""
    return "picture" if photo.role is Role.POST and is_import(photo.page) else ROLE_WORDS[photo.role]


def shown_page(address: str) -> str:
    """A page's address for people: of a file that was handed in, its name."""
    return safe_text(unquote(address.partition(":")[2]), 200) if is_import(address) else address


def place_words(location: tuple[float, float]) -> str:
    """Coordinates as maps take them: 37.5665 north, 126.978 east."""
    latitude, longitude = location
    return (
        f"{abs(latitude):g} {'north' if latitude >= 0 else 'south'}, "
        f"{abs(longitude):g} {'east' if longitude >= 0 else 'west'}"
    )


def signal_words(signal: Signal) -> str:
    """A signal's reason with the words or crawlers it is about, where naming them says more than the reason does."""
    if not signal.details or (signal.held_back and signal.kind in _CRAWLER_SIGNALS and not signal.may_fetch):
        return signal.reason
    return f"{signal.reason} ({', '.join(signal.details)})"


def signal_groups(report: Report) -> list[tuple[str, bool, list[Signal]]]:
    """Signals by what they are about, in order: the page or host, whether it is about pictures, its signals."""
    groups: dict[tuple[str, bool], list[Signal]] = {}
    for signal in report.signals:
        groups.setdefault((signal.about, signal.of_pictures), []).append(signal)
    return [(about, of_pictures, signals) for (about, of_pictures), signals in groups.items()]


def seen_words(photo: Photo) -> str:
    """What was seen on a photo, in words: faces, size of the largest, size of the photo."""
    parts = []
    if photo.faces:
        largest = photo.faces[0]
        parts.append(f"{count(len(photo.faces), 'face')} found, the largest {largest.height} pixels high")
    if photo.unsure:
        parts.append(f"{count(len(photo.unsure), 'place')} that may be a face")
    if photo.mark in {PhotoMark.NOT_A_FACE, PhotoMark.FACE_MISSED}:
        parts.append(_("no face by your word") if photo.mark is PhotoMark.NOT_A_FACE else _("face by your word"))
    if not parts:
        parts.append(STATE_WORDS[photo.state])
    if photo.width:
        parts.append(f"photo {photo.width} × {photo.height}")
    return ", ".join(parts)


_CRAWLER_SIGNALS: Final = frozenset({SignalKind.ROBOTS_SEARCH, SignalKind.ROBOTS_AI})
_FOUND_IN: Final = (
    ("feed", "named in a feed of the page"),
    ("frame", "in a page inside the page"),
    ("script data", "named in data for the page's own program"),
    ("noscript", "shown where scripts are off"),
    ("JSON-LD", "named for programs, such as search engines"),
    ("microdata", "named for programs, such as search engines"),
    ("RDFa", "named for programs, such as search engines"),
    ("microformats", "named for programs, such as search engines"),
    ("a href", "linked from the page"),
    ("style", "part of the page's design"),
    ("background", "part of the page's design"),
    ("poster", "shown before a video plays"),
    ("og:", "named for link previews"),
    ("twitter:", "named for link previews"),
    ("image_src", "named for link previews"),
)
_SHOWN: Final = re.compile(r"(?:img|picture|svg|object|embed|input)\b")


def named_words(found_in: str) -> str:
    """Where a page names a picture, in plain words; the page's own word for it stands in the JSON report alone."""
    for part, words in _FOUND_IN:
        if part in found_in:
            return words
    return "shown on the page" if _SHOWN.match(found_in) else "named by the page"


_WAYS: Final = {
    "other_phone": "Other phone",
    "phone_us": "Phone (US)",
    "sms": "Text message",
    "kakao_channel": "KakaoTalk",
}


def ways_to_reach(place: Place) -> tuple[tuple[str, str], ...]:
    """How a place that helps is reached: each way with what to dial or open, its web page last."""
    ways = tuple((_WAYS.get(way, way.capitalize()), value) for way, value in place.contact)
    url = place.facts.url
    return ways if url is None or url in dict(place.contact).values() else (*ways, ("Web", url))


def place_provenance(place: Place) -> str:
    """When and how surely a place's facts were read; a number that was not confirmed is told as such."""
    unsure = "This number is not confirmed. Please check it first. " if place.unsure_number and place.contact else ""
    return unsure + fact_provenance(place.facts)


def fact_provenance(facts: Provenance) -> str:
    """When and how surely a fact was read, in a sentence."""
    return f"Confidence: {CONFIDENCE_WORDS[facts.confidence]}, {_checked(facts.checked)}.{age_words(facts.checked)}"


def _checked(date: str) -> str:
    return "date of last check not known" if date == "unknown" else f"last checked {date}"


def provenance(item: Item) -> str:
    """When and how surely a step's facts were read, in a sentence or two."""
    words = f"Confidence: {CONFIDENCE_WORDS[item.confidence]}, {_checked(item.checked)}."
    if item.path_confidence != item.confidence:
        words += f" Menu path: {CONFIDENCE_WORDS[item.path_confidence]}."
    return words + age_words(item.checked)


def age_words(checked: str) -> str:
    """A sentence, with a space before it, for a fact that was last looked at more than a year ago; else ""."""
    return " " + _("That is more than a year ago, so menus may have moved since.") if is_old(checked) else ""
