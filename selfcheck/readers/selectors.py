"""Whether a style rule can match anything on a page: a necessary condition, cheap and never wrong the other way.

A selector needs every class, id and tag name that it spells out (outside `:not()`, `:is()` and the like) to be on the
page. A rule none of whose selectors has them all draws nothing, so its pictures are not shown.
https://www.w3.org/TR/selectors-4/
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from selfcheck.model import PageWords

MAX_WORDS: Final = 20_000
"""Tag names, classes and ids remembered of one page; with more, every rule counts as matching."""
MAX_HANDED: Final = 5_000
"""Of these, how many are handed on for linked style sheets."""
_MAX_WORD: Final = 100
_LONG: Final = 10_000

_IN_BRACKETS: Final = re.compile(r"\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]")
_IN_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_PSEUDO: Final = re.compile(r"(?<!\\)::?-?[a-zA-Z][\w-]*")
_NAME: Final = re.compile(r"([.#]?)(-{0,2}(?:[_a-zA-Z]|[^\x00-\x7f]|\\.)(?:[\w-]|[^\x00-\x7f]|\\.)*)")
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")


@dataclass(slots=True)
class Words:
    """The tag names, classes and ids of a page, in lower case: pages in quirks mode ignore case."""

    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    whole: bool = True
    """False when there were too many: then nothing can be ruled out."""

    def handed(self) -> PageWords | None:
        """The form that is handed on; None when there is too much of it to rule anything out."""
        if not self.whole or len(self.tags) + len(self.classes) + len(self.ids) > MAX_HANDED:
            return None
        kinds = (self.tags, self.classes, self.ids)
        tags, classes, ids = (tuple(sorted(kind)) for kind in kinds)
        return PageWords(tags, classes, ids)


def words_of(handed: PageWords | None) -> Words | None:
    """The way back from `Words.handed`."""
    return None if handed is None else Words(set(handed.tags), set(handed.classes), set(handed.ids))


def gather_words(tags: set[str], classes: set[str], ids: set[str], *, whole: bool) -> Words:
    """Words from attribute values as written: `classes` may hold several in one."""
    words = Words({tag.lower()[:_MAX_WORD] for tag in tags}, set(), {i.strip().lower()[:_MAX_WORD] for i in ids}, whole)
    for value in classes:
        words.classes.update(word[:_MAX_WORD] for word in value.lower().split())
        if len(words.classes) > MAX_WORDS:
            words.whole = False
            break
    return words


def can_match(selectors: str, words: Words | None) -> bool:
    """Whether one of the comma-separated selectors may match an element of the page."""
    if words is None or not words.whole or len(selectors) > _LONG:
        return True
    text = _IN_BRACKETS.sub("", selectors) if "[" in selectors else selectors
    for _ in range(8):
        if "(" not in text:
            break
        text = _IN_PARENTHESES.sub("", text)
    else:
        return True
    if ":" in text:
        text = _PSEUDO.sub("", text)
    return any(_has_all(selector, words) for selector in text.split(","))


def _has_all(selector: str, words: Words) -> bool:
    for kind, name in _NAME.findall(selector):
        if "\\" in name:
            name = _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], name)
        name = name.lower()[:_MAX_WORD]
        known = words.classes if kind == "." else words.ids if kind == "#" else words.tags
        if name not in known:
            return False
    return True
