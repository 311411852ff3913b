"""The part a picture plays, told by its declared size, then by class, id, file name and the classes around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from selfcheck.model import Role

SMALL_SIDE: Final = 48
"""An img declared this small or smaller is drawn as an icon."""
_HINTS: Final = (
    (Role.AVATAR, re.compile(r"avatar|userpic|headshot|profile[-_ ]?(?:pic|photo|image|img)|\bu-photo\b|\bauthor\b")),
    (Role.COVER, re.compile(r"\bcover\b|banner|\bhero\b|masthead|header[-_ ]?(?:image|photo|img)|\bu-featured\b")),
    (Role.ICON, re.compile(r"\bicons?\b|favicon|\blogo\b|site-logo|\bu-logo\b|emoji|smiley|sprite|spacer|\bpixel\b"
                           r"|\bbadge\b")),
    (Role.GALLERY, re.compile(r"gallery|carousel|slide|album|\bgrid\b|thumb")),
)  # fmt: skip
_FILE_HINTS: Final = (
    (Role.AVATAR, re.compile(r"avatar|profile[-_]?(?:pic|photo|image|img)")),
    (Role.COVER, re.compile(r"\bcover\b|banner|\bhero\b")),
    (Role.ICON, re.compile(r"\bicons?\b|favicon|\blogo\b|\bemoji\b|sprite|spacer|\bpixel\b|\bbadge\b"
                           r"|^blank\.|^1x1\.|^transparent\.")),
)  # fmt: skip
_ANY: Final = re.compile(
    "avatar|userpic|headshot|profile|photo|author|cover|banner|hero|masthead|header|feature|icon|logo|emoji|smiley"
    "|sprite|spacer|pixel|badge|gallery|carousel|slide|album|grid|thumb|blank|1x1|transparent"
)
_EMOJI_PATH: Final = re.compile(r"//s\.w\.org/images/core/emoji/|/twemoji/|/emoji/|/smilies/")
_TINY_STYLE: Final = re.compile(
    r"(?:^|;)\s*(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|!|$)|(?:^|;)\s*display\s*:\s*none"
)
_ALT: Final = re.compile(r"profile (?:picture|photo)|프로필 사진", re.IGNORECASE)


def role_of(attrs: Mapping[str, str], around: str, source: str, alt: str, fallback: Role) -> Role:
    """The role of a picture. `around`: class and id of the elements around it; `source`: its address as written."""
    if _is_small(attrs):
        return Role.ICON
    hints = f"{attrs.get('class', '')[:300]} {attrs.get('id', '')[:300]} {around}".lower()
    name = source[-100:].rpartition("/")[2].lower()
    if _ANY.search(hints) or _ANY.search(name):
        for role, pattern in _HINTS:
            if pattern.search(hints):
                return role
        for role, pattern in _FILE_HINTS:
            if pattern.search(name):
                return role
    if "emoji" in source or "smilies" in source:
        return Role.ICON if _EMOJI_PATH.search(source) else fallback
    return Role.AVATAR if alt and _ALT.search(alt) else fallback


def _is_small(attrs: Mapping[str, str]) -> bool:
    if "width" in attrs or "height" in attrs:
        width, height = _pixels(attrs.get("width")), _pixels(attrs.get("height"))
    else:
        width = height = None
    if width is not None or height is not None:
        if (width is not None and width <= 1) or (height is not None and height <= 1):
            return True
        if max(width or 0, height or 0) <= SMALL_SIDE:
            return True
    style = attrs.get("style")
    return bool(style and _TINY_STYLE.search(style[:1000].lower()))


def _pixels(text: str | None) -> int | None:
    if text is None:
        return None
    text = text.strip().removesuffix("px")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else None
