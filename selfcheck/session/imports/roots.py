"""Names of members -> the downloads among them: where each begins, and what kinds it is of. Pure.

A folder may hold several downloads, and pictures of no download beside them. One file with a name that is telling says
nothing of the folders around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.lists import DownloadFormat
from selfcheck.session.imports.private import chat_kind, in_messages


@cache
def _any_mark() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{kind.marks.pattern})" for kind in downloads()).replace("?P<root>", "?:"), re.I)


@dataclass(slots=True)
class Root:
    """A download: the folder that it lies in, "" or with "/" at its end, and its members."""

    prefix: str
    kinds: tuple[DownloadFormat, ...]
    sure: bool
    """Whether more than the name of one file tells it."""
    packed: bool = False
    """Whether it lies in an archive, so that all around it belongs to it."""
    names: list[str] = field(default_factory=list)
    """Whole names."""
    capitals: bool = False
    """Whether a system wrote all names in capitals."""

    def inside(self, name: str) -> str:
        """A member's name as this download's own lists write it."""
        own = name[len(self.prefix) :]
        return own.lower() if self.capitals else own


@dataclass(slots=True)
class Found:
    """What the names tell."""

    roots: list[Root]
    loose: list[str]
    """Members of no download."""
    chats: list[str]
    """Members that are the text of a chat; they are in none of the others."""


def find_roots(names: Sequence[str], archives: Collection[str]) -> Found:
    """Find the downloads among these members. `archives` are the folders that came as one archive each."""
    found: dict[str, dict[DownloadFormat, bool]] = {}
    chats: list[str] = []
    any_mark = _any_mark()
    for name in names:
        if not any_mark.search(f"/{name}") or in_messages(name):
            continue
        if chat_kind(name):
            chats.append(name)
            continue
        for kind in downloads():
            if mark := kind.marks.search(f"/{name}"):
                prefix, sure = _place_of(mark)
                kinds = found.setdefault(prefix, {})
                kinds[kind] = kinds.get(kind, False) or sure
    kept = _without_inner(found, archives)
    roots = {prefix: Root(prefix, tuple(kinds), any(kinds.values())) for prefix, kinds in kept.items()}
    for root in roots.values():
        root.packed = any(root.prefix.startswith(one) for one in archives)
    return Found([root for root in roots.values() if root.kinds], _shared_out(names, roots, set(chats)), chats)


def _place_of(mark: re.Match[str]) -> tuple[str, bool]:
    """Where the download begins, and whether the mark is more than the name of a file."""
    named = mark.groupdict().get("root")
    end = mark.end("root") + 1 if named else mark.start() + 1
    return mark.string[1:end], mark.group().count("/") > 1


def _without_inner(
    found: dict[str, dict[DownloadFormat, bool]], archives: Collection[str]
) -> dict[str, dict[DownloadFormat, bool]]:
    """Without what only looks like a download inside another: a list further down, or a file that was attached."""
    kept: dict[str, dict[DownloadFormat, bool]] = {}
    for prefix in sorted(found, key=len):
        borders = [one for one in archives if prefix.startswith(one)]
        nearest = max(borders, key=len, default="")
        around = [kinds for outer, kinds in kept.items() if prefix.startswith(outer) and len(outer) >= len(nearest)]
        kinds = {
            kind: sure
            for kind, sure in found[prefix].items()
            if sure or not any(kind in outer or any(outer.values()) for outer in around)
        }
        if kinds:
            kept[prefix] = kinds
    return kept


def _shared_out(names: Iterable[str], roots: dict[str, Root], chats: set[str]) -> list[str]:
    """Give each member to the download it lies in. Returns those that lie in none."""
    loose: list[str] = []
    known: dict[str, Root | None] = {}
    for name in names:
        if name in chats:
            continue
        folder = name.rpartition("/")[0]
        if folder not in known:
            known[folder] = _root_of(folder, roots)
        root = known[folder]
        (loose if root is None else root.names).append(name)
    for root in roots.values():
        own = [name[len(root.prefix) :] for name in root.names]
        root.capitals = bool(own) and all(name == name.upper() for name in own) and any(n.lower() != n for n in own)
        root.kinds = _with_lists_of_their_own(root)
    return loose


def _root_of(folder: str, roots: dict[str, Root]) -> Root | None:
    while folder:
        if f"{folder}/" in roots:
            return roots[f"{folder}/"]
        folder = folder.rpartition("/")[0]
    return roots.get("")


def _with_lists_of_their_own(root: Root) -> tuple[DownloadFormat, ...]:
    """Of several kinds in one place, those with a list that only they have: Threads comes in folders of Instagram."""
    if len(root.kinds) < 2:
        return root.kinds
    alone: Counter[str] = Counter()
    for name in root.names:
        readers = [kind for kind in root.kinds if kind.lists.search(f"/{root.inside(name)}")]
        if len(readers) == 1:
            alone[readers[0].id] += 1
    in_order = sorted(root.kinds, key=downloads().index)
    return tuple(kind for kind in in_order if alone[kind.id]) or tuple(in_order[:1])
