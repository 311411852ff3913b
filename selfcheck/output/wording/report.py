"""Values -> the words both shells and every export use for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from selfcheck.guidance.model import Guidance
from selfcheck.i18n import N_, Texts, _, in_sense, several
from selfcheck.model import SEEN, Embedded, Mark, Origin, Page, Photo, PhotoMark, Report, Role, State
from selfcheck.model.counts import Tally, is_aside, tally_of
from selfcheck.model.safe_text import safe_text
from selfcheck.net.urls import is_import
from selfcheck.output.wording.limits import limit_text

ROLE_WORDS: Final = Texts(
    lambda: {
        Role.AVATAR: _("profile picture"),
        Role.COVER: _("cover picture"),
        Role.POST: _("picture on the page"),
        Role.GALLERY: _("gallery picture"),
        Role.PREVIEW_CARD: _("link preview"),
        Role.FEED: _("picture in a feed"),
        Role.BACKGROUND: _("background picture"),
        Role.ICON: _("icon"),
    }
)
STATE_WORDS: Final = Texts(
    lambda: {
        State.FACES: _("face found"),
        State.UNSURE: _("not sure"),
        State.NONE_SEEN: _("none seen"),
        State.NOT_CHECKED: _("not checked"),
    }
)
MARK_WORDS: Final = Texts(
    lambda: {
        Mark.TODO: _("to do"),
        Mark.DONE: _("done"),
        Mark.LATER: _("later"),
        Mark.NOT_FOR_ME: _("not for me"),
    }
)
EMBEDDED_WORDS: Final = Texts(
    lambda: {
        Embedded.LOCATION: _("where it was taken"),
        Embedded.PLACE_NAME: _("the name of a place"),
        Embedded.CAMERA: _("the camera"),
        Embedded.SERIAL_NUMBER: _("the camera's serial number"),
        Embedded.OWNER: _("a name of its owner or maker"),
        Embedded.PEOPLE: _("names of people"),
        Embedded.TEXT: _("a description or keywords"),
        Embedded.TIME: _("when it was taken"),
        Embedded.THUMBNAIL: _("a small copy of the picture"),
    }
)
PUBLIC_WORDS: Final = Texts(
    lambda: {
        True: _("public by your file's own word"),
        False: _("not public by your file's own word"),
        None: _("whether it is public could not be told"),
    }
)
IMPACT_WORDS: Final = Texts(
    lambda: {
        "high": in_sense("benefit", "high"),
        "medium": in_sense("benefit", "medium"),
        "low": in_sense("benefit", "low"),
    }
)
OUR_FAULT: Final = N_("This is our fault, not yours. No picture and no result was sent anywhere.")


def fault_words(kind: str, place: str) -> str:
    """A fault of our own: the class of the error and its place in our code, never what it says."""
    return _("Something is wrong in selfcheck itself: {kind} at {place}.").format(kind=kind, place=place)


def capital(text: str) -> str:
    """The text as a sentence begins: its first letter large, where its script has large ones."""
    return text[:1].upper() + text[1:]


def is_of_file(pages: Sequence[Page]) -> bool:
    """Whether all of it was read from the person's own files, so that no site was asked."""
    return bool(pages) and all(page.origin is Origin.FILE for page in pages)


def page_names(report: Report, guidance: Guidance) -> dict[str, str]:
    """A name for each page that does not tell its address: the platform, numbered where there are several."""
    names: dict[str, str] = {}
    count: dict[str, int] = {}
    platforms = [page.platform for page in report.pages]
    for page in report.pages:
        platform = guidance.platforms.get(page.platform)
        name = platform.name if platform else _("Web page")
        if page.origin is Origin.FILE and page.platform == "personal-website":
            name = _("Your file")
        count[page.platform] = count.get(page.platform, 0) + 1
        names[page.address] = f"{name} {count[page.platform]}" if platforms.count(page.platform) > 1 else name
    return names


def summary_of(report: Report) -> str:
    """The result in one or two sentences: what was seen, and what was not."""
    if is_of_file(report.pages):
        return _summary_of_import(report)
    tally = tally_of(report)
    parts = []
    if tally.opened or tally.photos:
        states = (
            (tally.faces, _("{number} with a face")),
            (tally.unsure, _("{number} not sure")),
            (tally.none_seen, _("{number} none seen")),
            (tally.missed, _("{number} not checked")),
            (tally.not_fetched, _("{number} not asked for, as you wished")),
            (tally.not_me, _("{number} not of you, by your word")),
            (tally.kept, _("{number} that you keep, by your word")),
        )
        parts.append(found_words(tally))
        told = [words.format(number=number) for number, words in states if number]
        parts.append(f"{', '.join(told)}." if told else "")
    if tally.opened < tally.pages:
        parts.append(
            several(
                "{n} page could not be seen, so not counted as clean.",
                "{n} pages could not be seen, so not counted as clean.",
                tally.pages - tally.opened,
            )
        )
    return " ".join(filter(None, parts))


def found_words(tally: Tally) -> str:
    """How much was found and where, as in "26 photos found; 3 of 4 pages opened"."""
    pages = several("{n} page", "{n} pages", tally.pages)
    return _("{photos} found; {opened} of {pages} opened.").format(
        photos=photos_words(tally.photos), opened=tally.opened, pages=pages
    )


def photos_words(number: int) -> str:
    """A number of photos: "1 photo", "3 photos"."""
    return several("{n} photo", "{n} photos", number)


def done_words(report: Report) -> str:
    """What a check ends with, in a short sentence. A file that was handed in has no pages that open."""
    if is_of_file(report.pages):
        found = several("{n} photo found in your file.", "{n} photos found in your file.", tally_of(report).photos)
    else:
        found = found_words(tally_of(report))
    return f"{_('Done.')} {found}"


def ended_words(report: Report, guidance: Guidance) -> str:
    """The same, with what was not checked because of a fault of ours, or because the time was over."""
    cut = [limit_text(limit, guidance) for limit in report.limits if limit.id in {"faults", "no_time"}]
    return " ".join((done_words(report), *cut))


def members_words(count: int) -> str:
    """How far a file that was handed in is gone through, before its pictures are looked at."""
    return several("Reading your file: {n} file seen in it", "Reading your file: {n} files seen in it", count)


def lists_words(done: int, total: int) -> str:
    """How many of its lists are read."""
    return _("Reading your file: {done} of {total} lists of posts").format(done=f"{done:,}", total=f"{total:,}")


def take_code_out(code: str) -> str:
    """What is said after a check for which a code was put into a profile, whatever came of it."""
    return _("You can take the code {code} out of your profile again.").format(code=code)


def _summary_of_import(report: Report) -> str:
    """The same of a file that was handed in. No site was asked, so no word of strangers."""
    shown = [photo for photo in report.photos if not is_aside(photo)]
    if not shown and any(page.outcome not in SEEN for page in report.pages):
        return _("The file could not be read, so it is not counted as clean.")
    tally = tally_of(report)
    public, kept, untold = (sum(photo.public is word for photo in shown) for word in (True, False, None))
    said = _("By its own word {public} public, {kept} not public; {untold} could not be told.").format(
        public=public, kept=kept, untold=untold
    )
    if not public and not kept:
        said = (
            ""
            if all(photo.origin is Origin.FOLDER for photo in shown)
            else _("Whether they are public could not be told.")
        )
    parts = [
        _("{number} with a face").format(number=tally.faces),
        _("{number} not sure").format(number=tally.unsure),
        _("{number} none seen").format(number=tally.none_seen),
        _("{number} not checked").format(number=tally.missed + tally.not_fetched),
    ]
    if tally.not_me:
        parts.append(_("{number} not of you, by your word").format(number=tally.not_me))
    if tally.kept:
        parts.append(_("{number} that you keep, by your word").format(number=tally.kept))
    there = several("{n} photo in your file.", "{n} photos in your file.", len(shown))
    return " ".join(filter(None, (there, said, f"{', '.join(parts)}.")))


def is_not_posted(report: Report) -> bool:
    """Whether this is a folder of pictures that are on no page as far as is known: no steps of a platform fit."""
    return not report.steps and any(photo.origin is Origin.FOLDER for photo in report.photos)


def file_words(photo: Photo) -> str:
    """What tells a photo in a file from the others, in a few words: public or not, since when, or its name."""
    if photo.origin is Origin.WEB:
        return ""
    if photo.origin is Origin.FOLDER:
        return safe_text(unquote(photo.url).rpartition("/")[2].removeprefix("import:"), 60)
    public = {True: _("public"), False: _("not public"), None: ""}[photo.public]
    return ", ".join(filter(None, (public, photo.posted[:10])))


def import_words(photo: Photo) -> str:
    """What the person's own file says of a photo in it: public or not, and when; "" for a photo of a page."""
    if photo.origin is not Origin.FILE:  # of a folder's pictures nothing is said
        return ""
    told = capital(PUBLIC_WORDS[photo.public])
    return _("{told}, posted {day}.").format(told=told, day=photo.posted[:10]) if photo.posted else f"{told}."


def shown_address(url: str) -> str:
    """A photo's address for people. One that is the picture itself (data:) would fill the screen."""
    if is_import(url):
        return _("{name} (in your file)").format(name=safe_text(unquote(url.partition(":")[2]), 300))
    if url.startswith("data:"):
        return several(
            "{kind} (inside the page itself, {n} character)",
            "{kind} (inside the page itself, {n} characters)",
            len(url),
            kind=url.partition(";")[0].partition(",")[0],
        )
    return url


def role_words(photo: Photo) -> str:
    """The part a photo plays where it stands. A picture in a file that was handed in is on no page."""
    return _("picture") if photo.role is Role.POST and photo.origin is not Origin.WEB else ROLE_WORDS[photo.role]


def shown_page(address: str) -> str:
    """A page's address for people: of a file that was handed in, its name."""
    return safe_text(unquote(address.partition(":")[2]), 200) if is_import(address) else address


def place_words(location: tuple[float, float]) -> str:
    """Coordinates as maps take them: 37.5665 north, 126.978 east."""
    latitude, longitude = location
    north = _("{degrees} north") if latitude >= 0 else _("{degrees} south")
    east = _("{degrees} east") if longitude >= 0 else _("{degrees} west")
    return f"{north.format(degrees=f'{abs(latitude):g}')}, {east.format(degrees=f'{abs(longitude):g}')}"


def seen_words(photo: Photo) -> str:
    """What was seen on a photo, in words: faces, size of the largest, size of the photo."""
    parts = []
    if photo.faces:
        largest = photo.faces[0]
        parts.append(
            several(
                "{n} face found, the largest {height} pixels high",
                "{n} faces found, the largest {height} pixels high",
                len(photo.faces),
                height=largest.height,
            )
        )
    if photo.unsure:
        parts.append(unsure_words(len(photo.unsure)))
    if photo.mark in {PhotoMark.NOT_A_FACE, PhotoMark.FACE_MISSED}:
        parts.append(_("no face by your word") if photo.mark is PhotoMark.NOT_A_FACE else _("face by your word"))
    if not parts:
        parts.append(STATE_WORDS[photo.state])
    if photo.width:
        parts.append(_("photo {width} × {height}").format(width=photo.width, height=photo.height))
    return ", ".join(parts)


def unsure_words(number: int) -> str:
    """A number of places on a photo that may be a face."""
    return several("{n} place that may be a face", "{n} places that may be a face", number)


_FOUND_IN: Final = (
    ("feed", _("named in a feed of the page")),
    ("frame", _("in a page inside the page")),
    ("script data", _("named in data for the page's own program")),
    ("noscript", _("shown where scripts are off")),
    ("JSON-LD", _("named for programs, such as search engines")),
    ("microdata", _("named for programs, such as search engines")),
    ("RDFa", _("named for programs, such as search engines")),
    ("microformats", _("named for programs, such as search engines")),
    ("a href", _("linked from the page")),
    ("style", _("part of the page's design")),
    ("background", _("part of the page's design")),
    ("poster", _("shown before a video plays")),
    ("og:", _("named for link previews")),
    ("twitter:", _("named for link previews")),
    ("image_src", _("named for link previews")),
)
_SHOWN: Final = re.compile(r"(?:img|picture|svg|object|embed|input)\b")


def named_words(found_in: str) -> str:
    """Where a page names a picture, in plain words; the page's own word for it stands in the JSON report alone."""
    for part, words in _FOUND_IN:
        if part in found_in:
            return words
    return _("shown on the page") if _SHOWN.match(found_in) else _("named by the page")
