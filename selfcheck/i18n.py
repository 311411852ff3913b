"""The language of everything a person reads. English stands in the code; other languages are gettext catalogues.

`use()` is called once, before anything that holds texts is imported: command help, key bindings and tables of words
are made at import. Standard library alone, so that every room may use it.
"""

from __future__ import annotations

import gettext
import locale
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeVar

K = TypeVar("K")

DOMAIN: Final = "selfcheck"
CATALOGUES: Final = Path(__file__).parent / "data" / "languages"
ENGLISH: Final = "en"
NAMES: Final = {"en": "English", "ko": "한국어"}
"""Each language by its own name. One that is not here is shown by its code."""

_WITH_VALUE: Final = ("--proxy",)  # options before the command that are followed by something

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_name = ENGLISH


class UnknownLanguage(Exception):
    """A language was asked for that this program does not speak; `.args[0]` is what was typed."""


def languages() -> tuple[str, ...]:
    """The codes of all languages spoken, English first."""
    others = (path.parent.parent.name for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return (ENGLISH, *sorted(others))


def use(name: str) -> None:
    """Turn to this language. One without a catalogue leaves English.

    click translates its own sentences ("Usage:", "No such option") by the process's gettext domain: it is turned too.
    """
    global _catalogue, _name
    _catalogue = gettext.translation(DOMAIN, CATALOGUES, languages=[name], fallback=True)
    _name = name
    gettext.bindtextdomain(DOMAIN, CATALOGUES)
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = name  # where gettext looks first; so parts of this program in other processes know it too


def language() -> str:
    """The language turned to, as "en" or "ko"."""
    return _name


def asked(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    """What `--lang` says before the command, and the arguments without it.

    Raises `UnknownLanguage` for one not spoken; "" where nothing follows. What stands after the command is the
    command's own: a letter has a language too.
    """
    left: list[str] = []
    name: str | None = None
    rest = iter(arguments)
    for argument in rest:
        if argument == "--lang" or argument.startswith("--lang="):
            name = next(rest, "") if argument == "--lang" else argument.partition("=")[2]
            if (known := _known(name)) is None:
                raise UnknownLanguage(name)
            name = known
        elif argument in _WITH_VALUE:
            left += (argument, *([value] if (value := next(rest, None)) is not None else []))
        elif argument.startswith("-") and argument != "--":
            left.append(argument)
        else:
            left += (argument, *rest)
    return name, left


def of_system(environment: Mapping[str, str] = os.environ) -> str:
    """The language of this computer, or English where it is not one spoken here."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):  # in the order of POSIX: the first that is set decides
        if value := environment.get(name):
            if re.fullmatch(r"(?:C|POSIX)(?:\..*)?", value):
                return ENGLISH
            preferred = environment.get("LANGUAGE", "").split(":")  # GNU: only beside a language, and before it
            return next(filter(None, map(_known, (*preferred, value))), ENGLISH)
    if sys.platform == "win32":
        import ctypes

        chosen = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
        return _known(chosen) or ENGLISH
    try:
        return _known(locale.getlocale()[0] or "") or ENGLISH
    except ValueError:  # a locale this system does not have
        return ENGLISH


def _known(name: str) -> str | None:
    """The code spoken here for "ko", "ko_KR.UTF-8", "ko-KR" or "KO"."""
    code = re.split(r"[_.@-]", name.strip().lower())[0]
    return code if code in languages() else None


def _(text: str) -> str:
    """A text in the language turned to. Takes a literal; values go in with `.format()` afterwards."""
    return _catalogue.gettext(text) if text else ""


def N_(text: str) -> str:
    """Mark a text at module level for the catalogues. It is looked up by `translated` where it is drawn."""
    return text


def translated(text: str) -> str:
    """A text marked with `N_`, in the language turned to."""
    return _(text)


class Texts(Mapping[K, str]):
    """A table of texts, made when one is drawn: in the language of that moment, whenever it was imported."""

    def __init__(self, make: Callable[[], Mapping[K, str]]) -> None:
        self._make = make

    def __getitem__(self, key: K) -> str:
        """The text for `key` in the language turned to."""
        return self._make()[key]

    def __iter__(self) -> Iterator[K]:
        """The keys, in the order of the table."""
        return iter(self._make())

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._make())


def in_sense(sense: str, text: str) -> str:
    """A text that English has for two things, "high" of a benefit and of a confidence, in the sense given."""
    return _catalogue.pgettext(sense, text)


def several(one: str, many: str, count: int, **values: object) -> str:
    """The form of a text for a count, with `{n}` in it filled in, and the other values by their names."""
    return _catalogue.ngettext(one, many, count).format(n=f"{count:,}", **values)
