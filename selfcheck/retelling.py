"""A report's sentences in the language of the program, whichever language they were written in. Pure.

A report holds sentences as they were told when it was made. Read later in another language, it would be half in one and
half in the other. Each sentence is one of a few of ours with numbers in it: it is looked up by what it is about in the
other languages, and told again from its numbers. One that is in none of them stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from string import Formatter
from typing import Final

from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.language import in_other_languages, languages
from selfcheck.marks import MARK_SENTENCES
from selfcheck.model import Finding, Limit, Page, Photo, Report, Signal

Templates = Callable[[Guidance], Iterable[str]]
"""The sentences something may be told in, by guidance; in each language the same ones in the same order."""

_FIELD: Final = r"(?P<{name}>.{{1,300}}?)"


def retold(report: Report, guidance: Guidance) -> Report:
    """The report with every sentence of ours in the language of this guidance. Steps are not told again here."""
    teller = _Teller(guidance)
    return replace(
        report,
        pages=tuple(map(teller.page, report.pages)),
        photos=tuple(map(teller.photo, report.photos)),
        findings=tuple(map(teller.finding, report.findings)),
        limits=tuple(map(teller.limit, report.limits)),
        signals=tuple(map(teller.signal, report.signals)),
        changes=tuple(replace(change, why=_from_catalogue(change.why)) for change in report.changes),
    )


class _Teller:
    """Tells sentences again in one language."""

    def __init__(self, guidance: Guidance) -> None:
        self._here = guidance
        self._others = [name for name in languages() if name != guidance.language]

    def page(self, page: Page) -> Page:
        def why(one: Guidance) -> Iterable[str]:
            return one.page_outcomes.get(page.outcome.value, ""), one.file_outcomes.get(page.outcome.value, "")

        def notes(one: Guidance) -> Iterable[str]:
            for words in one.reader_notes.values():
                yield from (words, f"{words} {{addresses}}")

        return replace(
            page,
            why=self._again(page.why, why),
            notes=tuple(self._again(note, notes) for note in page.notes),
            look_yourself=tuple(self._again(line, lambda one: one.look_yourself) for line in page.look_yourself),
        )

    def photo(self, photo: Photo) -> Photo:
        def why(one: Guidance) -> Iterable[str]:
            return one.photo_outcomes.get(photo.reason.value, ""), one.file_outcomes.get(photo.reason.value, "")

        return replace(photo, why=MARK_SENTENCES[photo.mark] if photo.mark else self._again(photo.why, why))

    def finding(self, finding: Finding) -> Finding:
        def reason(one: Guidance) -> Iterable[str]:
            words = one.findings[finding.kind.value]
            return words.reason, words.reason_otherwise

        return replace(finding, reason=self._again(finding.reason, reason))

    def limit(self, limit: Limit) -> Limit:
        def text(one: Guidance) -> Iterable[str]:
            return (words.get(limit.id, "") for words in (one.left_out, one.limits_when, one.limits_always))

        return replace(limit, text=self._again(limit.text, text))

    def signal(self, signal: Signal) -> Signal:
        def reason(one: Guidance) -> Iterable[str]:
            words = one.signals[signal.kind.value]
            for said in (words.page, words.pictures):
                yield from (said.open, said.partly, said.held_back) if said else ("", "", "")
            yield words.title

        return replace(signal, reason=self._again(signal.reason, reason))

    def _again(self, text: str, templates: Templates) -> str:
        here = tuple(templates(self._here))
        if not text or any(_values(template, text) is not None for template in here):
            return text
        for name in self._others:
            for theirs, ours in zip(templates(load_guidance(name)), here, strict=True):
                if ours and (values := _values(theirs, text)) is not None:
                    return ours.format(**values)
        return text


@cache
def _from_catalogue(text: str) -> str:
    """A sentence that stands in the code, and so in the catalogues of its translations, in this language."""
    if text in (exact := dict(in_other_languages())):
        return exact[text]
    for theirs, ours in exact.items():
        if "{" in theirs and (values := _values(theirs, text)) is not None:
            return ours.format(**values)
    for theirs, ours in exact.items():
        if text.startswith(f"{theirs} "):
            return f"{ours} {_from_catalogue(text[len(theirs) + 1 :])}"
    return text


def _values(template: str, text: str) -> dict[str, str] | None:
    """What stands in the fields of a template, where this text is the template filled in; else None."""
    found = _filled(template).fullmatch(text) if template else None
    return found.groupdict() if found else None


@cache
def _filled(template: str) -> re.Pattern[str]:
    parts: list[str] = []
    seen: set[str] = set()
    for words, name, _form, _conversion in Formatter().parse(template):
        parts.append(re.escape(words))
        if name:
            parts.append(f"(?P={name})" if name in seen else _FIELD.format(name=name))
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)
