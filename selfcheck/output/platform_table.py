"""The table of platforms: what can be pasted, what a stranger sees, the wall, the data download, the steps. Pure.

`selfcheck platforms` prints it; docs/platforms.md is made from it (tools/make_platforms.py) and held to it by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from selfcheck.errors import UsageError
from selfcheck.guidance.model import Guidance, Platform
from selfcheck.i18n import _, several
from selfcheck.model.safe_text import safe_text
from selfcheck.output.text_layout import Writer
from selfcheck.output.wording.sources import CONFIDENCE_LEVELS, CONFIDENCE_WORDS
from selfcheck.platforms import Profile, readers

_INTRODUCTION: Final = """# Platforms

What selfcheck knows of each platform: the addresses people paste, what a stranger is shown, the wall in front of the
rest, and the way to one's own data download. `selfcheck platforms` prints the same; this page is made from it with
`python tools/make_platforms.py`, and a test holds the two together.

Beside the page itself, at most three of a platform's open and documented addresses are asked, once each, and one page
of results is read. No wall is worked around: what lies behind one is in your data download. An address of a site that
is not here is read like any page.

Confidence: *high* is read on the platform's own page or its source, *medium* on someone else's, *low* is general
knowledge and may have changed. Menu labels of the data download come with the steps (`selfcheck steps PLATFORM`).
"""


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One row, as `selfcheck platforms --json` writes it."""

    id: str
    name: str
    address_forms: tuple[str, ...]
    stranger_sees: str
    wall: str
    asked_beside_page: tuple[str, ...]
    """Hosts that are asked beside the page: its own server, or those named here."""
    more_for_own: bool
    """Whether further pages of results can be asked for, of a profile shown to be the person's own."""
    data_export: tuple[str, ...]
    """Menu labels in order; empty where not known."""
    steps_of: str
    steps: int
    confidence: str
    source: str | None


def rows_of(guidance: Guidance) -> tuple[PlatformRow, ...]:
    """All rows, in the order of the readers."""
    rows = []
    for reader in readers().values():
        words, platform = guidance.readers[reader.id], guidance.platforms[reader.steps]
        own = Profile(reader.id, "you", "https://server/you")
        hosts = tuple(origin.partition("://")[2] for origin in reader.origins(own))
        asked = tuple(_("its own server") if host == "server" else host for host in hosts)
        rows.append(
            PlatformRow(
                id=reader.id,
                name=words.name,
                address_forms=reader.forms,
                stranger_sees=words.sees,
                wall=words.wall,
                asked_beside_page=asked,
                more_for_own=reader.goes_further,
                data_export=_export(platform) if reader.steps == reader.id else (),
                steps_of=reader.steps,
                steps=len(platform.steps),
                confidence=reader.confidence,
                source=reader.source or None,
            )
        )
    return tuple(rows)


def _export(platform: Platform) -> tuple[str, ...]:
    return platform.export_web or platform.export_mobile


def rows_named(names: Sequence[str], rows: Sequence[PlatformRow]) -> tuple[PlatformRow, ...]:
    """The rows of platforms named by id or name, all of them where none is named. Raises `UsageError` for another."""
    by_name = {name.casefold(): row for row in rows for name in (row.name, row.id)}
    for name in names:
        if name.casefold() not in by_name:
            raise UsageError(
                _("Nothing is known of “{platform}”.").format(platform=safe_text(name, 40)),
                _("There are: {platforms}.").format(platforms=", ".join(row.id for row in rows)),
            )
    wanted = dict.fromkeys(by_name[name.casefold()].id for name in names)
    return tuple(row for row in rows if row.id in wanted or not names)


def table_text(rows: Iterable[PlatformRow], *, plain: bool, width: int = 80) -> str:
    """The table as text: a platform after the other, each fact on its line."""
    out = Writer(plain=plain, width=width)
    for row in rows:
        out.heading(row.name)
        before = f"{row.name}. " if plain else ""
        for title, told in _told(row, out.joined):
            out.line(f"{before}{title}: {told}")
    return out.text()


def table_markdown(rows: Iterable[PlatformRow]) -> str:
    """The page docs/platforms.md."""
    parts = [_INTRODUCTION]
    for row in rows:
        lines = "\n".join(f"- **{title}:** {told}" for title, told in _told(row, " → ".join, code="`"))
        parts.append(f"\n## {row.name}\n\n{lines}\n")
    return "".join(parts)


def _told(row: PlatformRow, joined: Callable[[Iterable[str]], str], code: str = "") -> Iterable[tuple[str, str]]:
    yield _("Addresses"), ", ".join(f"{code}{form}{code}" for form in row.address_forms)
    yield _("A stranger sees"), row.stranger_sees
    yield _("The wall"), row.wall
    if row.asked_beside_page:
        yield _("Asked beside the page"), ", ".join(row.asked_beside_page)
    if row.more_for_own:
        yield _("All your own results"), _("“All of mine” in the app, or --all-mine")
    yield _("Data download"), joined(row.data_export) or _("the way there is not known here")
    yield _("Steps"), f"{several('{n} step', '{n} steps', row.steps)}, selfcheck steps {row.steps_of}"
    level, meaning = CONFIDENCE_LEVELS[row.confidence], CONFIDENCE_WORDS[row.confidence]
    source = f" {_('Source: {source}').format(source=row.source)}" if row.source else ""
    yield _("Confidence"), f"{_('{level} ({meaning}).').format(level=level, meaning=meaning)}{source}"
