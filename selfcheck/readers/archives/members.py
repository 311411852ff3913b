"""Finds members by the names that lists write: whole, below any folder, with "%20" or without, small or capital."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import unquote

from selfcheck.readers.archives.names import member_name


class Members:
    """All members of what was handed in, by the last part of their names."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_base: dict[str, list[str]] = {}
        for name in names:
            self._by_base.setdefault(name.rpartition("/")[2], []).append(name)
        self._alike: dict[str, list[str]] | None = None

    def find(self, written: str, prefix: str = "", may: Callable[[str], bool] = lambda member: True) -> str:
        """The member meant by a name that a list of the download at `prefix` writes; "" where there is none.

        Those of that download come first; of the others those that `may`. Where none is written in the same way, one
        that differs in small and capital letters alone is meant, if there is but one.
        """
        forms = [name for form in dict.fromkeys((written, unquote(written))) if (name := _cleaned(form)) is not None]
        for name in forms:
            candidates = self._by_base.get(name.rpartition("/")[2], [])
            same = [one for one in candidates if one in {name, prefix + name} or one.endswith(f"/{name}")]
            if found := _nearest(same, prefix, may):
                return min(found, key=len)
        for name in forms:
            candidates = self._written_alike(name.rpartition("/")[2])
            folded = name.casefold()
            alike = [one for one in candidates if f"/{one}".casefold().endswith(f"/{folded}")]
            whole = [one for one in alike if one.casefold() == (prefix + name).casefold()]
            found = _nearest(whole or alike, prefix, may)
            if len(found) == 1:
                return found[0]
        return ""

    def _written_alike(self, base: str) -> list[str]:
        if self._alike is None:  # seldom asked for, and as large as the list of names
            self._alike = {}
            for known, names in self._by_base.items():
                self._alike.setdefault(known.casefold(), []).extend(names)
        return self._alike.get(base.casefold(), [])


def _nearest(names: list[str], prefix: str, may: Callable[[str], bool]) -> list[str]:
    return [name for name in names if name.startswith(prefix)] or [name for name in names if may(name)]


def _cleaned(written: str) -> str | None:
    """A name as a list writes it, without what leads to the list's own folder."""
    cleaned = written.partition("?")[0] if "?" in written else written
    while cleaned.startswith(("../", "./", "/")):
        cleaned = cleaned.partition("/")[2]
    return member_name(cleaned)
