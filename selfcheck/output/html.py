"""The checklist as one printable HTML file: no script, nothing remote, and pictures only where they were asked for."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from selfcheck.output.document import Document


def to_html(document: Document, *, large: bool = False) -> bytes:
    """The document as UTF-8 HTML. Every text is escaped by the template engine; the style is allowed by its hash.

    `large` is type of 16 points on the screen and 18 on paper, in place of 12.
    """
    package = files("selfcheck.output")
    style = (package / "checklist.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    pictures = " img-src data:;" if any(photo.picture for photo in document.photos) else ""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode()
    template = environment.from_string((package / "checklist.html.jinja").read_text(encoding="utf-8"))
    page = template.render(
        document=document,
        large=large,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}';{pictures} base-uri 'none'; form-action 'none'",
    )
    return page.encode("utf-8", "replace")
