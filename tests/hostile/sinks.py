"""Where text from outside ends, and what must hold there. A new kind of export adds one row to `SINKS`."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from lxml import html

OBEYED: Final = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""What a terminal obeys or a reader cannot see: control characters, direction marks, invisible and tag characters."""

POISONS: Final = {
    "escape sequences": "\x1b[2J\x1b[1;1H\x1b]0;owned\x07\x1b]52;c;AAAA\x07\x1bPq\x1b\\",
    "escapes of one byte": "\x9b31m\x9d0;owned\x9c\x90q",
    "control characters": "a\x00b\x08\x08\x08c\x7fd\x0be",
    "line ends": "a\r\nb\rc\nd\x85e\u2028f",
    "a progress line": "\r100 % safe\n",
    "direction": "photo\u202egpj.exe \u2066x\u2069 \u200fy",
    "invisible letters": "a\u200bb\ufeffc\u2060d\U000e0041e",
    "marks without end": "Z" + "\u0301" * 500,
    "markup of the screen": "[@click=app.quit]x[/] [/nope] [bold red]y",
    "HTML": "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><a href=javascript:1>x</a>",
    "an end of HTML": "--></title></style></script></body></html>",
    "Markdown": "[x](javascript:1) ![x](http://10.0.0.1/x) `x` # x\n# x\n- [x] x | <b> https://evil.example/",
    "templates": "{{7*7}} {% include '/etc/passwd' %} ${7*7} #{7*7} %s%s%n {0.__class__}",
    "formulas": "=cmd|' /C calc'!A0",
    "formula by plus": "+1+1",
    "formula by at": "@SUM(1)",
    "formula by tab": "\t=1+1",
    "calendar lines": "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:file:///etc/passwd",
    "log lines": "x\n2026-01-01 ERROR everything is fine",
    "1 MB": "L" * 1_000_000,
    "1 MB of marks": "<" * 1_000_000,
}


@dataclass(frozen=True)
class Sink:
    """A way out. `arguments` make it from a report's path; `holds` fails unless the text is harmless there."""

    arguments: tuple[str, ...]
    holds: Callable[[str], None]


def on_a_terminal(text: str) -> None:
    """Nothing that is obeyed or not seen."""
    found = OBEYED.search(text)
    assert found is None, ascii(text[max(0, found.start() - 40) : found.start() + 20])


def in_markdown(text: str) -> None:
    """No link, picture or code of somebody else's making, and no line that only a text could have begun."""
    on_a_terminal(text)
    bare = re.sub(r"\\.|`[^`\n]*`", "", text)
    assert "//" not in bare
    assert "`" not in bare
    assert "](javascript" not in bare
    assert "![" not in bare
    assert "<script" not in bare
    assert "<img" not in bare


def in_html(text: str) -> None:
    """No element that runs, loads or leads anywhere, and no attribute that does."""
    on_a_terminal(text)
    tree = html.document_fromstring(text)
    nodes = [node for node in tree.iter() if isinstance(node.tag, str)]
    assert not {node.tag for node in nodes} & {"script", "img", "a", "iframe", "object", "link", "form", "base"}
    names = {str(name) for node in nodes for name in node.attrib}
    assert not {name for name in names if name.startswith("on") or name in {"src", "href", "style"}}
    assert "49" not in re.findall(r"\b49\b", text)


def in_table(text: str) -> None:
    """CSV: no cell that a spreadsheet takes for a formula."""
    text = text.removeprefix("\ufeff")  # so that spreadsheets know it for UTF-8
    on_a_terminal(text)
    for line in csv.reader(text.splitlines()):
        for cell in line:
            assert not re.match(r"[=+\-@\t\r]", cell), cell[:40]


def in_calendar(text: str) -> None:
    """iCalendar: as many events as there are begun, and no line that a text could have begun."""
    lines = re.sub(r"\r?\n[ \t]", "", text).splitlines()
    on_a_terminal("\n".join(lines))
    assert not [line for line in lines if line.startswith(("ATTACH", "X-EVIL"))]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT")


def in_pdf(text: str) -> None:
    """No script, no form, no file inside, and no link of somebody else's making."""
    for name in ("/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/AcroForm", "evil.example"):
        assert name not in text


SINKS: Final = {
    "Markdown": Sink(("--to", "markdown"), in_markdown),
    "Markdown with addresses": Sink(("--to", "markdown", "--with-addresses"), in_markdown),
    "CSV": Sink(("--to", "csv", "--share", "full"), in_table),
    "iCalendar": Sink(("--to", "ical", "--share", "full"), in_calendar),
    "JSON": Sink(("--to", "json", "--share", "full"), on_a_terminal),
    "PDF": Sink(("--to", "pdf", "--share", "full"), in_pdf),
    "HTML": Sink(("--to", "html"), in_html),
    "HTML with addresses": Sink(("--to", "html", "--with-addresses"), in_html),
}
"""Arguments of `selfcheck export REPORT`."""
