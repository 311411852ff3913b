"""The checklist as Markdown that any viewer shows the same way, and that reads well as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Final

from selfcheck.output.document import Document
from selfcheck.output.steps import StepLine

_SPECIAL: Final = re.compile(r"([\\`*_\[\]>#|~!$])")
_HTML: Final = re.compile(r"<|&(?=#?\w+;)")
"""Written as entities: some viewers know no backslash before these."""
_LINKS: Final = re.compile(r"(?i)(//)|@|(?<=www)\.|(?<=[\w-])\.(?=[^\W\d])")
_IN_ADDRESS: Final = r"[A-Za-z0-9_.~:/?#\[\]@!$&'*+,;=%-]"
_HOST: Final = r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@])"
_ADDRESS: Final = re.compile(
    rf"(?i)(?<![`$\w])(?>(?:(?:https?://|www\.)(?:{_IN_ADDRESS}|\({_IN_ADDRESS}*\))*|{_HOST})(?<![.,;:!?'$]))(?![`$])"
)
"""A web address or the name of a host in a text, without what ends the sentence. No letter of it ends a code span or a
cell of a table. One beside a backtick is left to be escaped, since two backticks are another mark than one."""
_WHOLE: Final = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
"""A text that is nothing but an address, to its last letter: all that an address can hold, without a backtick."""
_START: Final = re.compile(r"^(\s*\d*)([-+=:.)])")
"""What can begin a list, a rule, the line under a heading or a block of an extension."""


def escape_markdown(text: str) -> str:
    """Text that shows as itself: no markup, no HTML, no addresses that turn into links by themselves.

    A web address stands between backticks as it is, so that it can be copied out of the raw text: there it is neither
    a link nor markup to any viewer, and nothing in it needs a backslash.
    """
    if _WHOLE.fullmatch(text):
        return f"`{text}`"
    parts = []
    end = 0
    for found in _ADDRESS.finditer(text):
        parts += [_escaped(text[end : found.start()]), f"`{found[0]}`"]
        end = found.end()
    return _START.sub(r"\1\\\2", "".join((*parts, _escaped(text[end:]))))


def _escaped(text: str) -> str:
    escaped = _HTML.sub(lambda m: escape(m[0]), _SPECIAL.sub(r"\\\1", text))
    return _LINKS.sub(lambda m: r"\/\/" if m[1] else f"\\{m[0]}", escaped)


def to_markdown(document: Document) -> bytes:
    """The document as UTF-8 Markdown. It holds no pictures."""
    e = escape_markdown
    lines = [f"# {e(document.title)}", "", e(document.opening), ""]
    lines += [f"> {e(document.help_line)}", "", e(document.left_out), ""]
    if document.numbers:
        lines += [f"## {e(document.numbers_title)}", ""]
        lines += [f"- {e(words)}: {number}" for words, number in document.numbers]
        lines.append("")
    if document.first:
        lines += [f"## {e(document.first_title)}", "", e(document.first_opening), ""]
        for group in document.first:
            lines += [f"- [ ] **{e(group.name)}**", *(f"  - {e(line)}" for line in group.lines)]
        lines.append("")
    for section in document.sections:
        lines += [f"## {e(section.name)}", ""]
        lines += [e(section.opening), ""] if section.opening else []
        for step in section.steps:
            lines += _step(step)
    if document.pages or document.photos:
        lines += _seen(document)
    if document.changes:
        lines += [f"## {e(document.changes_title)}", ""]
        for group in document.changes:
            lines += [f"- {e(group.name)}", *(f"  - {e(line)}" for line in group.lines)]
        lines.append("")
    if document.course:
        lines += [f"## {e(document.course_title)}", ""]
        lines += [_row(document.course_head), _row("---" for _ in document.course_head)]
        lines += [*(_row(map(e, row)) for row in document.course), "", e(document.course_note), ""]
    if document.signals:
        lines += [f"## {e(document.signals_title)}", "", e(document.signals_opening), ""]
        for group in document.signals:
            lines += [f"- {e(group.name)}", *(f"  - {e(line)}" for line in group.lines)]
        lines.append("")
    lines += [f"## {e(document.limits_title)}", "", *(f"- {e(text)}" for text in document.limits)]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _seen(document: Document) -> list[str]:
    e = escape_markdown
    lines = [f"## {e(document.seen_title)}", ""]
    for page in document.pages:
        address = f" ({e(page.address)})" if page.address else ""
        lines.append(f"- {e(page.name)}{address}: {e(page.why)}")
        lines += [f"  - {e(note)}" for note in page.notes]
    lines.append("")
    for photo in document.photos:
        lines.append(f"- {e(photo.name)}: {e(photo.seen)}")
        lines += [f"  - {e(text)}" for text in (photo.address, photo.alt, photo.own_word, *photo.reasons) if text]
    return [*lines, "", e(document.other_photos), ""]


def _step(step: StepLine) -> list[str]:
    e = escape_markdown
    tick = "x" if step.done else " "
    lines = [f"- [{tick}] **{step.number}. {e(step.title)}**: {e(step.facts)}"]
    lines += [f"  - {e(line.label)}: {e(line.words)}" for line in step.lines]
    lines.append(f"  - {e(step.provenance)}")
    if step.source:
        lines.append(f"  - {e(step.source.label)}: {e(step.source.words)}")
    return [*lines, ""]
