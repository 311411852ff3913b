"""Whether a style rule can match anything on a page: a necessary condition, cheap and never wrong the other way.

A selector needs every class, id and tag name that it spells out (outside `:not()`, `:is()` and the like) to be on the
page; a tag name and the classes and id beside it, on one element. A rule none of whose selectors has them all draws
nothing, so its pictures are not shown.
https://www.w3.org/TR/selectors-4/
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from selfcheck.model import PageWords

MAX_WORDS: Final = 20_000
"""Tag names, classes and ids remembered of one page; with more, every rule counts as matching."""
MAX_HANDED: Final = 10_000
"""Of these, how many are handed on for linked style sheets."""
_MAX_WORD: Final = 100
_LONG: Final = 10_000

_IN_BRACKETS: Final = re.compile(r"\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]")
_IN_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_PSEUDO: Final = re.compile(r"(?<!\\)::?-?[a-zA-Z][\w-]*")
_NAME: Final = re.compile(r"([.#]?)(-{0,2}(?:[_a-zA-Z]|[^\x00-\x7f]|\\.)(?:[\w-]|[^\x00-\x7f]|\\.)*)")
_BETWEEN: Final = re.compile(r"[\s>+~]+")
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")


@dataclass(slots=True)
class Words:
    """The tag names, classes and ids of a page, in lower case: pages in quirks mode ignore case."""

    tags: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)
    """Tag and class, tag and id of one element: "ul.list", "div#top"."""
    whole: bool = True
    """False when there were too many: then nothing can be ruled out."""

    def handed(self) -> PageWords | None:
        """The form that is handed on; None when there is too much of it to rule anything out."""
        kinds = (self.tags, self.classes, self.ids, self.pairs)
        if not self.whole or sum(map(len, kinds)) > MAX_HANDED:
            return None
        tags, classes, ids, pairs = (tuple(sorted(kind)) for kind in kinds)
        return PageWords(tags, classes, ids, pairs)


def words_of(handed: PageWords | None) -> Words | None:
    """The way back from `Words.handed`."""
    if handed is None:
        return None
    return Words(set(handed.tags), set(handed.classes), set(handed.ids), set(handed.pairs))


def gather_words(tags: set[str], classes: set[tuple[str, str]], ids: set[tuple[str, str]], *, whole: bool) -> Words:
    """Words from attributes as written, each with its tag: the value of `classes` may hold several in one."""
    words = Words({tag.lower()[:_MAX_WORD] for tag in tags}, whole=whole)
    for mark, known, attributes in ((".", words.classes, classes), ("#", words.ids, ids)):
        for tag, value in attributes:
            for word in value.lower().split() if mark == "." else [value.strip().lower()]:
                known.add(word[:_MAX_WORD])
                words.pairs.add(f"{tag.lower()[:_MAX_WORD]}{mark}{word[:_MAX_WORD]}")
            if len(words.pairs) > MAX_WORDS:
                words.whole = False
                return words
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
    """Whether all that a selector names is on the page; what it asks of one element, together on one."""
    if "\\" in selector:  # an escape may hold what parts elements elsewhere: each name for itself
        return all(_known(kind, _plain(name), words) for kind, name in _NAME.findall(selector))
    for compound in _BETWEEN.split(selector.strip()):
        names = [(kind, name.lower()[:_MAX_WORD]) for kind, name in _NAME.findall(compound)]
        if not all(_known(kind, name, words) for kind, name in names):
            return False
        tag = next((name for kind, name in reversed(names) if not kind), "")
        if tag and any(kind and f"{tag}{kind}{name}" not in words.pairs for kind, name in names):
            return False
    return True


def _known(kind: str, name: str, words: Words) -> bool:
    return name in (words.classes if kind == "." else words.ids if kind == "#" else words.tags)


def _plain(name: str) -> str:
    undone = _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2], name)
    return undone.lower()[:_MAX_WORD]
