"""A report's sentences in the language of the program, whichever language they were written in. Pure.

A report holds sentences as they were told when it was made. Read later in another language, it would be half in one and
half in the other. Each sentence is one of a few of ours with numbers in it: it is looked up by what it is about in the
other languages, and told again from its numbers. One that is in none of them stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.guidance.user_marks import MARK_SENTENCES
from selfcheck.i18n import in_other_languages, languages
from selfcheck.model import Finding, Limit, Page, Photo, Report, Signal
from selfcheck.output.own_words import numbers_in

Templates = Callable[[Guidance], Iterable[str]]
"""The sentences something may be told in, by guidance; in each language the same ones in the same order."""


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
        changes=tuple(replace(change, why=_why(change.why)) for change in report.changes),
    )


class _Teller:
    """Tells sentences again in one language."""

    def __init__(self, guidance: Guidance) -> None:
        self._here = guidance
        self._others = [name for name in languages() if name != guidance.language]

    def page(self, page: Page) -> Page:
        def why(one: Guidance) -> Iterable[str]:
            return one.page_outcomes.get(page.outcome.value, ""), one.file_outcomes.get(page.outcome.value, "")

        return replace(
            page,
            why=self._again(page.why, why),
            notes=tuple(map(self._note, page.notes)),
            look_yourself=tuple(self._again(line, lambda one: one.look_yourself) for line in page.look_yourself),
        )

    def _note(self, note: str) -> str:
        """A note, or one with the addresses it is about behind it."""
        for name in self._others:
            for key, theirs in load_guidance(name).reader_notes.items():
                if note == theirs or note.startswith(f"{theirs} "):
                    return self._here.reader_notes[key] + note[len(theirs) :]
        return note

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
        if not text or any(numbers_in(template, text) is not None for template in here):
            return text
        for name in self._others:
            for theirs, ours in zip(templates(load_guidance(name)), here, strict=True):
                if ours and (values := numbers_in(theirs, text)) is not None:
                    return ours.format(**values)
        return text


@cache
def _from_catalogue() -> dict[str, str]:
    """Sentences that stand in the code, and so in the catalogues: by another language's, that of this one."""
    return dict(in_other_languages())


def _why(text: str) -> str:
    """What became of a photo: a sentence with two numbers at most, or two sentences."""
    catalogue = _from_catalogue()
    if text in catalogue:
        return catalogue[text]
    for theirs, ours in catalogue.items():
        if "{" in theirs and (values := numbers_in(theirs, text)) is not None:
            return ours.format(**values)
        if text.startswith(f"{theirs} "):
            return f"{ours} {_why(text[len(theirs) + 1 :])}"
    return text
