"""What a person typed, pasted or dropped into a line for a path -> the path that is meant."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote


def typed_path(typed: str) -> Path:
    """The path that is meant: of the ways terminals and file managers write one, the first that leads somewhere.

    With quotes around it, as file:// with "%20", with a backslash before each blank, with "~". Where none leads
    anywhere, the path as typed.
    """
    text = typed.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    forms = [text]
    if text.startswith("file:"):
        forms.insert(0, unquote(re.sub(r"^file:(?://(?:localhost)?)?(?=/)", "", text)))
    if os.name == "posix":
        forms.append(re.sub(r"\\(.)", r"\1", text))
    paths = [_expanded(form) for form in forms]
    return next((path for path in paths if _is_there(path)), paths[0])


def _expanded(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:  # "~" of someone who is not there
        return Path(text)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
