"""The language of everything a person reads. English stands in the code; other languages are gettext catalogues.

`use()` is called once, before anything that holds texts is imported: command help, key bindings and tables of words
are made at import. Standard library alone, so that every room may use it.
"""

from __future__ import annotations

import gettext
from pathlib import Path
from typing import Final

DOMAIN: Final = "selfcheck"
CATALOGUES: Final = Path(__file__).parent / "languages"

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_name = "en"


def use(language: str) -> None:
    """Turn to this language. One without a catalogue leaves English."""
    global _catalogue, _name
    _catalogue = gettext.translation(DOMAIN, CATALOGUES, languages=[language], fallback=True)
    _name = language


def language() -> str:
    """The language turned to, as "en" or "ko"."""
    return _name


def _(text: str) -> str:
    """A text in the language turned to. Takes a literal; values go in with `.format()` afterwards."""
    return _catalogue.gettext(text)


def several(one: str, many: str, count: int) -> str:
    """The form of a text for a count, with `{n}` in it filled in."""
    return _catalogue.ngettext(one, many, count).format(n=f"{count:,}")
