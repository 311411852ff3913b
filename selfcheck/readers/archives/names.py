"""Names of members: made safe and equal, and what their endings say. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import quote, unquote

MAX_NAME: Final = 1000
FOLDER: Final = "folder"
"""Where a picture was found that no list says anything of."""
UNLISTED: Final = "no list"
"""Where a picture of a download was found that none of its lists names: who can see it cannot be told."""
SCHEME: Final = "import:"
"""What stands before a member's name where other photos have a web address."""

_PICTURE: Final = re.compile(
    r"\.(?:jpe?g|jfif|png|gif|webp|avif|hei[cf]|bmp|tiff?|jxl|jp2|dng|cr[23]|nef|arw|orf|rw2|raf|psd)$", re.IGNORECASE
)
_VIDEO: Final = re.compile(r"\.(?:mp4|m4v|mov|webm|mkv|avi|3gp|mpe?g|wmv|ogv)$", re.IGNORECASE)
_ARCHIVE: Final = re.compile(r"\.(?:zip|rar|7z|tar\.(?:gz|bz2|xz|zst)|tar|tgz)$", re.IGNORECASE)
POSTS_ARCHIVE: Final = r"/posts\.zip$"
"""The one archive inside an archive that is read: Tumblr's list of posts."""
_POSTS: Final = re.compile(POSTS_ARCHIVE, re.IGNORECASE)
_NOISE: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_HANGUL: Final = re.compile(r"[가-힣]")


def member_name(raw: str) -> str | None:
    """A member's name in the one form it is compared in: NFC, forward slashes, no "." parts.

    None for a name that points elsewhere: absolute, with a drive letter, with "..", or with control characters.
    """
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    if not name or len(name) > MAX_NAME or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return None
    if re.search(r"[\x00-\x1f\x7f]", name):
        return None
    parts = [part for part in name.split("/") if part not in {"", "."}]
    return None if ".." in parts or not parts else "/".join(parts)


def name_as_meant(stored: bytes) -> str:
    """The name of a member as it was meant.

    A name that is not said to be UTF-8 is in the maker's own code page. Here it is UTF-8 where it is valid (macOS),
    Korean Windows (cp949) where that gives Hangul, and cp437 otherwise.
    """
    for encoding in ("utf-8", "cp949"):
        try:
            meant = stored.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _mostly_hangul(meant):
            return meant
    return stored.decode("cp437")


def _mostly_hangul(meant: str) -> bool:
    """Whether this is Korean. A Western letter beside another also makes a syllable in cp949, hardly a usual one."""
    foreign = [character for character in meant if not character.isascii()]
    usual = [character for character in foreign if _HANGUL.match(character) and _in_euc_kr(character)]
    return len(usual) * 2 > len(foreign)


def _in_euc_kr(character: str) -> bool:
    try:
        return len(character.encode("euc_kr")) == 2
    except UnicodeEncodeError:
        return False


def is_picture(name: str) -> bool:
    """Whether a name ends like a picture's, one that selfcheck opens or not."""
    return _PICTURE.search(name) is not None


def has_no_ending(name: str) -> bool:
    """Whether a file's name does not say what it is: it may be a picture that lost its ending."""
    return "." not in name.rpartition("/")[2]


def is_video(name: str) -> bool:
    """Whether a name ends like a video's."""
    return _VIDEO.search(name) is not None


def is_archive(name: str) -> bool:
    """Whether a name ends like that of an archive that is not read inside another."""
    return not _POSTS.search(f"/{name}") and _ARCHIVE.search(name) is not None


def archive_stem(name: str) -> str:
    """An archive's name without its ending."""
    return _ARCHIVE.sub("", name)


def is_noise(name: str) -> bool:
    """Whether this is a file that a system puts beside the person's own: previews and settings of folders."""
    return _NOISE.search(name) is not None


def import_url(name: str) -> str:
    """The address of a member in a report: `import:` and its name, percent-encoded."""
    return SCHEME + quote(name, safe="/", errors="surrogateescape")


def imported_name(url: str) -> str:
    """The name in an address made by `import_url`; "" for any other address."""
    return unquote(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else ""
