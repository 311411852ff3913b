"""What attribute values look like a picture's address. The rules by which lazy attributes are known."""

from __future__ import annotations

import re
from typing import Final

_END: Final = r"\.(?:jpe?g|png|webp|gif|avif)(?=[?#:@!\s]|$)"
ONE_PICTURE: Final = re.compile(rf"^\s*[^\s,{{}}<>\"'][^\s{{}}<>\"']*{_END}\S*\s*$", re.IGNORECASE)
PICTURE_LIST: Final = re.compile(rf"{_END}\S*\s+\d+(?:\.\d+)?[wx]", re.IGNORECASE)
PICTURE_PATH: Final = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)$", re.IGNORECASE)
LAZY_NAME: Final = re.compile(
    r"^data-(?:\w+-)*?(?:src|original|lazy|url|image|full|large|hi-res|thumb|bg|background|poster|photo|img|source|path)"
    r"(?:-(?:src|url|image|path|large|full))*$"
)
_NO_ADDRESS: Final = re.compile(r"[\s{}<>\"']")


def like_address(value: str) -> bool:
    """Whether this may be an address: absolute, or from the site's root."""
    return value.startswith(("http://", "https://", "//", "/")) and not _NO_ADDRESS.search(value)


def links_to_picture(href: str) -> bool:
    """Whether an address ends like a picture file.

    MediaWiki and others name pages like pictures ("/wiki/File:Me.jpg"): a colon in the last part tells them.
    """
    if "." not in href[-400:] and "?" not in href:
        return False
    path = href.partition("?")[0].partition("#")[0].rstrip()
    return bool(PICTURE_PATH.search(path)) and ":" not in path.rpartition("/")[2]
