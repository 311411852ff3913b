"""JSON-LD blocks, at any depth: the pictures they declare, and what they call the page's person.

Broken blocks are common on real pages. They are read leniently; what still does not parse is searched for addresses
that end like a picture. https://www.w3.org/TR/json-ld11/, https://schema.org/ProfilePage
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from selfcheck.model import Role
from selfcheck.readers.pages.lenient import NotJson, read_json
from selfcheck.readers.pages.state import loose_pictures

_PICTURE_KEYS: Final = frozenset(
    {"image", "images", "photo", "photos", "thumbnailurl", "thumbnail", "primaryimageofpage"}
)
_MAX_NODES: Final = 20_000


@dataclass(slots=True)
class Declared:
    """(address as written, role, caption) of each picture, and the names of persons."""

    pictures: list[tuple[str, Role, str]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


def read_json_ld(text: str) -> Declared:
    """What one block declares. A Person's picture is an avatar."""
    declared = Declared()
    try:
        data = read_json(text)
    except NotJson:
        declared.pictures += loose_pictures(text, Role.PREVIEW_CARD)
        return declared
    stack: list[tuple[Any, str, Role | None]] = [(data, "", None)]  # node, type of its owner, role if it is a picture
    for _ in range(_MAX_NODES):
        if not stack:
            break
        node, owner, role = stack.pop()
        if isinstance(node, list):
            stack.extend((part, owner, role) for part in reversed(node))
        elif isinstance(node, str):
            if role is not None and node:
                declared.pictures.append((node, role, ""))
        elif isinstance(node, dict):
            kind = _kind_of(node, owner)
            if "Person" in kind.split():
                declared.names += _names_of(node)
            if role is not None or "ImageObject" in kind.split():
                declared.pictures += _picture(node, role or Role.PREVIEW_CARD)
                continue
            inside = kind if "@type" in node else owner
            for key, value in reversed(node.items()):
                part_role = _role_of(key.lower(), kind)
                if part_role is not None or isinstance(value, (dict, list)):
                    person = key == "mainEntity" and "ProfilePage" in kind  # which may leave its type out
                    stack.append((value, "Person" if person else inside, part_role))
    return declared


def _picture(node: dict[str, Any], role: Role) -> Iterator[tuple[str, Role, str]]:
    """An ImageObject: its file, and its thumbnail after it."""
    caption = next((node[key] for key in ("caption", "name", "description") if isinstance(node.get(key), str)), "")
    for key in ("contentUrl", "url", "@id", "thumbnailUrl"):
        value = node.get(key)
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        # Many give an ImageObject an @id that is only a name: the page's address with a fragment.
        if isinstance(value, str) and value and not (key == "@id" and "#" in value):
            yield value, role, caption
            if key != "thumbnailUrl":
                return


def _names_of(node: dict[str, Any]) -> Iterator[str]:
    for key in ("name", "alternateName", "additionalName"):
        value = node.get(key)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield text
    given, family = node.get("givenName"), node.get("familyName")
    if isinstance(given, str) and isinstance(family, str):
        yield f"{given} {family}"


def _kind_of(node: dict[str, Any], owner: str) -> str:
    """The type of a node, that of its owner where it has none."""
    kind = node.get("@type", owner)
    text = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
    return text.replace("http://schema.org/", "").replace("https://schema.org/", "").replace("schema:", "")


def _role_of(key: str, kind: str) -> Role | None:
    """The role of what stands under a key of a node of this type; None where it is no picture."""
    key = key.removeprefix("schema:").removeprefix("http://schema.org/").removeprefix("https://schema.org/")
    if key == "logo":
        return Role.ICON
    if key not in _PICTURE_KEYS:
        return None
    return Role.AVATAR if "Person" in kind else Role.PREVIEW_CARD
