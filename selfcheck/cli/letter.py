"""`selfcheck letter`: a letter that asks someone to take a photo down, and what to know before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from selfcheck.cli.terminal import say, show, width
from selfcheck.cli.translated_click import argument, command, option
from selfcheck.errors import UsageError
from selfcheck.guidance.letters import NO_LAW, filled, letter_languages, load_letters
from selfcheck.i18n import N_, _, language
from selfcheck.model.safe_text import safe_text
from selfcheck.output.text_layout import Writer
from selfcheck.output.wording.sources import fact_provenance
from selfcheck.output.write_file import write_to
from selfcheck.platforms.addresses import parse_address
from selfcheck.readers.open_file import stream_number


@command(help=N_("Write a short letter that asks someone to take a photo of you down. You send it yourself."))
@argument("who", required=False, default="", metavar=N_("[WHO]"))
@option("--address", default="", metavar="URL", help=N_("The address of the page the photo is on."))
@option("--lang", default="", metavar="en|ko", help=N_("The letter's language."))
@option("--law", default="", metavar="gdpr|pipa|network-act|none", help=N_("The law it names."))
@option("--out", type=click.Path(path_type=Path), metavar=N_("FILE"), help=N_("Write it to a new file. - is stdout."))
def letter(who: str, address: str, lang: str, law: str, out: Path | None) -> None:
    """Write a letter, or list those there are."""
    if not who:
        show(_letter_list(plain=False, width=width()).encode())
        return
    written = _write_letter(who, address=address, lang=lang, law=law)
    if out is not None and str(out) != "-" and stream_number(out) != 1:
        if write_to(out, written.text.encode()):
            say(_("Written to {file}. To remove it, delete that file.").format(file=safe_text(str(out), 200)))
    else:
        show(written.text.encode())
    say("")
    for line in written.beside:
        say(line)


@dataclass(frozen=True, slots=True)
class _LetterText:
    """The letter, and what is told beside it."""

    text: str
    beside: tuple[str, ...]


def _letter_list(*, plain: bool, width: int) -> str:
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


def _write_letter(who: str, *, address: str, lang: str, law: str) -> _LetterText:
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
    return _LetterText(filled(letters, letter, chosen, {"address": url}), tuple(line for line in beside if line))
