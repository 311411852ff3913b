"""The checklist as Markdown that any viewer shows the same way, and that reads well as plain text."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.export.document import Document
from selfcheck.model import Item, Mark
from selfcheck.words import provenance

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>#|~&!$])")
_LINKS: Final = re.compile(r"(?i)(://)|(www)\.|@")
_LIST: Final = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s|$)")


def escape_markdown(text: str) -> str:
    """Text that shows as itself: no markup, no HTML, no addresses that turn into links by themselves."""
    escaped = _SPECIAL.sub(r"\\\1", text)
    escaped = _LINKS.sub(lambda m: r"\://" if m[1] else rf"{m[2]}\." if m[2] else r"\@", escaped)
    return _LIST.sub(lambda m: f"{m[1]}{m[2][:-1]}\\{m[2][-1]}", escaped)


def to_markdown(document: Document) -> bytes:
    """The document as UTF-8 Markdown."""
    e = escape_markdown
    lines = ["# My privacy checklist", "", f"Made on {e(document.date)}. {e(document.summary)}", ""]
    lines += [f"> {e(document.help_line)}", ""]
    for section in document.sections:
        lines += [f"## {e(section.name)}", ""]
        for item in section.items:
            lines += _item(item)
    lines += ["## What a stranger sees", ""]
    for page in document.pages:
        address = f" ({e(page.address)})" if page.address else ""
        lines.append(f"- {e(page.name)}{address}: {e(page.why)}")
    lines.append("")
    for photo in document.photos:
        lines.append(f"- {e(photo.name)}: {e(photo.seen)}")
        lines += [f"  - {e(text)}" for text in (photo.address, photo.alt, *photo.reasons) if text]
    lines += ["", e(document.other_photos), ""]
    if document.signals:
        lines += [f"## {e(document.signals_title)}", "", e(document.signals_opening), ""]
        for group in document.signals:
            lines += [f"- {e(group.name)}", *(f"  - {e(line)}" for line in group.lines)]
        lines.append("")
    lines += ["## What this check cannot tell", ""]
    lines += [f"- {e(limit.text)}" for limit in document.limits]
    lines += [f"- {e(text)}" for text in document.always_say]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _item(item: Item) -> list[str]:
    e = escape_markdown
    tick = "x" if item.mark is Mark.DONE else " "
    mark = {Mark.LATER: " (later)", Mark.NOT_FOR_ME: " (not for me)"}.get(item.mark, "")
    lines = [f"- [{tick}] **{e(item.title)}**{mark}: {item.minutes} min, benefit {e(item.impact)}"]
    lines.append(f"  - What it does: {e(item.effect)}")
    lines.append(f"  - What it does not do: {e(item.does_not)}")
    if item.path_web:
        lines.append(f"  - On the web: {' → '.join(map(e, item.path_web))}")
    if item.path_mobile:
        lines.append(f"  - In the app: {' → '.join(map(e, item.path_mobile))}")
    if item.url:
        lines.append(f"  - Settings page: {e(item.url)}")
    if item.note:
        lines.append(f"  - Good to know: {e(item.note)}")
    lines.append(f"  - {e(provenance(item))}")
    if item.source:
        lines.append(f"  - Source: {e(item.source)}")
    return [*lines, ""]
