"""A letter as text, and what to know before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from selfcheck.errors import UsageError
from selfcheck.guidance.letters import NO_LAW, filled, letter_languages, load_letters
from selfcheck.i18n import _, language
from selfcheck.model.safe_text import safe_text
from selfcheck.output.text_layout import Writer
from selfcheck.output.wording.sources import fact_provenance
from selfcheck.platforms.addresses import parse_address


@dataclass(frozen=True, slots=True)
class Written:
    """The letter, and what is told beside it."""

    text: str
    beside: tuple[str, ...]


def letter_list(*, plain: bool, width: int) -> str:
    """Whom there are letters for."""
    letters = load_letters(language())
    out = Writer(plain=plain, width=width)
    out.heading(_("There are letters to"))
    for letter in letters.letters.values():
        out.line(f"{letter.id}: {letter.title}")
    out.line(_("Show one with: selfcheck letter WHO --address URL"))
    for line in (letters.opening, *letters.mind):
        out.line(line)
    return out.text()


def write_letter(who: str, *, address: str, lang: str, law: str) -> Written:
    """A letter with the page's address in it. Raises `UsageError` for what there is no letter, law or language for."""
    if lang and lang not in letter_languages():
        raise UsageError(
            _("There are no letters in “{language}”.").format(language=safe_text(lang, 20)),
            _("There are in: {languages}.").format(languages=", ".join(letter_languages())),
        )
    letters = load_letters(lang or language())
    letter = letters.letters.get(who)
    if letter is None:
        raise UsageError(
            _("There is no letter to “{who}”.").format(who=safe_text(who, 40)),
            _("There are letters to: {names}.").format(names=", ".join(letters.letters)),
        )
    if law and law != NO_LAW and law not in letter.laws:
        raise UsageError(
            _("This letter does not name that law."),
            _("It can name: {names}.").format(names=", ".join((*letter.laws, NO_LAW))),
        )
    chosen = letters.law_for(letter, law)
    url = parse_address(address).url if address else ""
    here = load_letters(language())  # what is told beside it is for the person, the letter for someone else
    told = here.laws[chosen.id]
    beside = [here.opening, *here.mind, f"{told.title}. {told.fact}", told.limits]
    if chosen.facts is not None:
        beside.append(fact_provenance(chosen.facts))
        beside += [_("Source: {address}").format(address=chosen.facts.source)] if chosen.facts.source else []
        if chosen.facts.url:
            beside.append(_("The law itself: {address}").format(address=chosen.facts.url))
    return Written(filled(letters, letter, chosen, {"address": url}), tuple(line for line in beside if line))
