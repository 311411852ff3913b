"""The checklist as one printable HTML file: no script, nothing remote, no pictures."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from selfcheck.export.document import Document
from selfcheck.model import Mark
from selfcheck.words import MARK_WORDS, provenance


def to_html(document: Document) -> bytes:
    """The document as UTF-8 HTML. Every text is escaped by the template engine; the style is allowed by its hash."""
    package = files("selfcheck.export")
    style = (package / "checklist.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((package / "checklist.html.jinja").read_text(encoding="utf-8"))
    page = template.render(
        document=document,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
        provenance=provenance,
        mark_words=MARK_WORDS,
        done=Mark.DONE,
        todo=Mark.TODO,
    )
    return page.encode("utf-8", "replace")
