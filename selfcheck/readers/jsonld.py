"""Pictures named in JSON-LD blocks, at any depth. Broken blocks are common on real pages and give nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from selfcheck.model import Role

_PICTURE_KEYS: Final = frozenset({"image", "photo", "thumbnailurl", "thumbnail", "primaryimageofpage"})
_MAX_NODES: Final = 20_000


def pictures_in(text: str) -> Iterator[tuple[str, Role, str]]:
    """Give (address as written, role, caption) for each picture. A Person's picture is an avatar."""
    try:
        data = json.loads(re.sub(r"^\s*(<!--|//<!\[CDATA\[)|(-->|//\]\]>)\s*$", "", text), strict=False)
    except (ValueError, RecursionError):
        return
    stack: list[tuple[Any, str, Role | None]] = [(data, "", None)]  # node, type of its owner, role if it is a picture
    for _ in range(_MAX_NODES):
        if not stack:
            return
        node, owner, role = stack.pop()
        if isinstance(node, list):
            stack.extend((part, owner, role) for part in reversed(node))
        elif isinstance(node, str):
            if role is not None and node:
                yield node, role, ""
        elif isinstance(node, dict):
            kind = _kind_of(node, owner)
            if role is not None or kind == "ImageObject":
                caption = next((node[key] for key in ("caption", "name") if isinstance(node.get(key), str)), "")
                url = node.get("contentUrl") or node.get("url")
                if isinstance(url, str):
                    yield url, role or Role.PREVIEW_CARD, caption
                continue
            for key, value in reversed(node.items()):
                part_role = _role_of(key.lower(), kind)
                if part_role is not None or isinstance(value, (dict, list)):
                    stack.append((value, kind, part_role))


def _kind_of(node: dict[str, Any], owner: str) -> str:
    """The type of a node, that of its owner where it has none."""
    kind = node.get("@type", owner)
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _role_of(key: str, kind: str) -> Role | None:
    """The role of what stands under a key of a node of this type; None where it is no picture."""
    if key == "logo":
        return Role.ICON
    if key not in _PICTURE_KEYS:
        return None
    return Role.AVATAR if "Person" in kind else Role.PREVIEW_CARD
