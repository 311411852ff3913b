"""Pictures that style sheets draw: url(), src() and image-set() in the properties that show a picture.

One pass over the text with a stack of open blocks: the cost grows with the sheet, whatever is in it. A rule whose
selectors cannot match the page, or that is for print alone, is passed over.
https://www.w3.org/TR/css-syntax-3/, https://www.w3.org/TR/css-images-4/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from selfcheck.readers.pages.selectors import Words, can_match

_TOKEN: Final = re.compile(r"/\*|[\"'{};\\]|(?:\burl|\bsrc|image-set)\(", re.IGNORECASE)
_PICTURED: Final = re.compile(
    r"\s*(?:(?:-webkit-|-moz-|-o-)?(?:background(?:-image)?|content|list-style(?:-image)?|border-image(?:-source)?"
    r"|mask(?:-image|-border|-border-source|-box-image(?:-source)?)?|shape-outside)|--[\w-]+)\s*",
    re.IGNORECASE,
)
_QUOTED: Final = {
    '"': re.compile(r'"([^"\\\n]*(?:\\[\s\S][^"\\\n]*)*+)["\n]?'),
    "'": re.compile(r"'([^'\\\n]*(?:\\[\s\S][^'\\\n]*)*+)['\n]?"),
}
# Possessive (*+): a text of a million escapes then needs no memory to go back through.
_ADDRESS: Final = re.compile(
    r"""\s*(?:"([^"\\\n]*(?:\\[\s\S][^"\\\n]*)*+)"|'([^'\\\n]*(?:\\[\s\S][^'\\\n]*)*+)'"""
    r"""|([^\s"'()\\]*(?:\\(?:[0-9a-fA-F]{1,6}\s?|[^\n])[^\s"'()\\]*)*+))\s*\)"""
)
_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|\n|([\s\S]))")
_NOT_ON_SCREEN: Final = re.compile(
    r"\s*(?:only\s+)?(?:print|speech|aural|braille|embossed|tty)\b|\s*not\s+(?:all|screen)\b"
)
_NO_PICTURES: Final = re.compile(r"@(?:font-face|page|counter-style|property|font-feature-values|namespace|charset)\b")
_HIDING: Final = re.compile(r"<!--|-->|<!\[CDATA\[|\]\]>")
_RESOLUTION: Final = re.compile(r"\s*(?:type\([^)]*\)\s*)?([\d.]{1,8})(x|dppx|dpi)")
_MAX_STATEMENT: Final = 200
"""Pictures taken from one declaration."""


@dataclass(slots=True)
class Sheet:
    """What a style sheet names: pictures, each with its sizes, the best first, and the sheets it imports."""

    pictures: list[list[str]] = field(default_factory=list)
    imports: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Block:
    """An open block: `draws` is worked out when a picture stands in it, None until then."""

    prelude: str
    draws: bool | None = None
    frames: bool = False
    """Whether it is @keyframes: what stands in it are no selectors."""


def read_css(css: str, words: Words | None = None) -> Sheet:
    """The pictures and imports of a sheet or of an inline style, addresses as written, each once, in order.

    `words`: what is on the page; None takes every rule as matching.
    """
    sheet = Sheet()
    if "(" not in css and "@import" not in css.lower():
        return sheet
    seen: set[str] = set()
    for groups in _declarations(css, words, sheet.imports):
        for urls in groups:
            fresh = [url for url in urls if url]
            if fresh and fresh[0] not in seen:
                seen.add(fresh[0])
                sheet.pictures.append(fresh)
    return sheet


def _declarations(css: str, words: Words | None, imports: list[str]) -> Iterator[list[list[str]]]:
    """The pictures of each declaration that shows some; a declaration's pictures are lists of sizes."""
    blocks: list[_Block] = []
    urls: list[tuple[int, int, str]] = []  # start, end, address, of the statement being read
    strings: list[tuple[int, int, str]] = []
    sets = False
    start = position = 0
    search = _TOKEN.search
    while True:
        token = search(css, position)
        mark = token[0] if token else ""
        position = token.end() if token else len(css)
        if mark in {"{", "}", ";", ""}:
            at = token.start() if token else len(css)
            if mark == "{":
                blocks.append(_Block(css[start:at]))
            elif urls or sets:
                if _shows(css[start:at]) and _draws(blocks, words):
                    yield _grouped(css, urls, strings, sets)
                elif not blocks:
                    imports += _imported(css[start:at])
            elif strings and not blocks:
                imports += _imported(css[start:at])
            if mark == "}" and blocks:
                blocks.pop()
            start = position
            if urls or strings or sets:
                urls, strings, sets = [], [], False
            if not mark:
                return
        elif mark == "/*":
            end = css.find("*/", position)
            position = len(css) if end < 0 else end + 2
        elif mark == "\\":
            position += 1
        elif mark in _QUOTED:
            text = _QUOTED[mark].match(css, position - 1)
            if text:
                if len(strings) < _MAX_STATEMENT:
                    strings.append((position - 1, text.end(), text[1]))
                position = text.end()
        elif mark[0] in "iI":
            sets = True
        else:
            address = _ADDRESS.match(css, position)
            if address:
                if len(urls) < _MAX_STATEMENT:
                    urls.append((position, address.end(), plain(address[1] or address[2] or address[3] or "")))
                position = address.end()


def _shows(statement: str) -> bool:
    """Whether the property is one that shows a picture."""
    name = statement.partition(":")[0]
    return bool(_PICTURED.fullmatch(_COMMENT.sub("", name) if "/*" in name else name))


def _grouped(
    css: str, urls: list[tuple[int, int, str]], strings: list[tuple[int, int, str]], sets: bool
) -> list[list[str]]:
    """Each url() is a picture; all of an image-set() are sizes of one, by resolution."""
    if not sets:
        return [[url] for _, _, url in urls]
    options: list[tuple[float, str]] = []
    texts = [
        (start, end, plain(text))
        for start, end, text in strings
        if not css[max(0, start - 8) : start].rstrip().endswith("type(")
    ]
    for _, end, url in sorted(urls + texts):
        told = _RESOLUTION.match(css, end)
        number = float(told[1]) if told and told[1].count(".") < 2 and told[1] != "." else 1.0
        options.append((number / 96 if told and told[2] == "dpi" else number, url))
    return [[url for _, url in sorted(options, key=lambda option: -option[0])]]


def _draws(blocks: list[_Block], words: Words | None) -> bool:
    """Whether what stands in the innermost block can be shown. Each block is looked at once, however deep."""
    known = len(blocks)
    while known and blocks[known - 1].draws is None:
        known -= 1
    for index in range(known, len(blocks)):
        block = blocks[index]
        above = blocks[index - 1] if index else None
        if above is not None and not above.draws:
            block.draws = False
            continue
        prelude = (_COMMENT.sub(" ", block.prelude) if "/*" in block.prelude else block.prelude).strip()
        if prelude.startswith("@"):
            low = prelude[:2000].lower()
            block.frames = "keyframes" in low[:24]
            block.draws = not _NO_PICTURES.match(low) and not (
                low.startswith("@media") and all(map(_NOT_ON_SCREEN.match, low[6:].split(",")))
            )
        else:
            # Old pages hide their styles from older browsers: "<!--" there means nothing.
            prelude = _HIDING.sub(" ", prelude) if "<!" in prelude or "-->" in prelude else prelude
            block.draws = (above is not None and above.frames) or can_match(prelude, words)
    return not blocks or bool(blocks[-1].draws)


def _imported(statement: str) -> list[str]:
    """The address of an @import, unless it is for print alone."""
    text = _COMMENT.sub(" ", statement).lstrip()
    if text[:7].lower() != "@import":
        return []
    text = re.sub(r"^(?:url|src)\(", "", text[7:].lstrip(), flags=re.IGNORECASE).lstrip()
    quoted = _QUOTED[text[0]].match(text) if text[:1] in _QUOTED and text else None
    address = quoted[1] if quoted else re.split(r"[\s)]", text, maxsplit=1)[0]
    media = text[quoted.end() if quoted else len(address) :].lstrip(" )\t\n").lower()
    return [] if media and all(map(_NOT_ON_SCREEN.match, media.split(","))) else [plain(address)]


def plain(text: str) -> str:
    """CSS escapes undone."""
    if "\\" not in text:
        return text.strip()
    return _ESCAPE.sub(lambda m: chr(min(int(m[1], 16), 0x10FFFF)) if m[1] else m[2] or "", text).strip()
