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
    stack: list[tuple[Any, str]] = [(data, "")]
    for _ in range(_MAX_NODES):
        if not stack:
            return
        node, owner = stack.pop()
        if isinstance(node, list):
            stack.extend((part, owner) for part in reversed(node))
        elif isinstance(node, dict):
            kind = node.get("@type", owner)
            kind = " ".join(map(str, kind)) if isinstance(kind, list) else str(kind)
            if kind == "ImageObject":
                role = Role.AVATAR if owner == "Person" else Role.PREVIEW_CARD
                caption = next((str(node[key]) for key in ("caption", "name") if isinstance(node.get(key), str)), "")
                yield from ((url, role, caption) for url in _addresses(node.get("contentUrl") or node.get("url")))
                continue
            for key, value in reversed(node.items()):
                lowered = key.lower()
                if lowered in _PICTURE_KEYS or lowered == "logo":
                    role = Role.ICON if lowered == "logo" else Role.PREVIEW_CARD
                    role = Role.AVATAR if role is not Role.ICON and "Person" in kind else role
                    yield from ((url, role, "") for url in _addresses(value))
                    kept = value if isinstance(value, list) else [value]
                    nested = [part for part in kept if isinstance(part, dict) and role is not Role.ICON]
                    stack.extend((part, "Person" if "Person" in kind else kind) for part in nested)
                elif isinstance(value, (dict, list)):
                    stack.append((value, kind))


def _addresses(value: Any) -> Iterator[str]:
    """The plain strings of a value that is one address or a list of them."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, str) and part:
            yield part
