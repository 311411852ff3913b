"""What a command asks the person before anything is fetched: whose pages these are, and for a code in their profile."""

from __future__ import annotations

import time
from collections.abc import Callable

import click

from selfcheck.cli.terminal import can_ask, say
from selfcheck.errors import PolicyRefusal
from selfcheck.guidance.loader import load_guidance
from selfcheck.i18n import _
from selfcheck.model import Consent, OwnPage, ProfileAddress
from selfcheck.platforms import can_go_further
from selfcheck.session.ownership import OwnershipCode, new_ownership_code


def agreed_pages(
    parsed: tuple[ProfileAddress, ...], consent: str | None, before: Callable[[], None] = lambda: None
) -> tuple[OwnPage, ...]:
    """Pair each address with the person's word, asking for it where no flag gave it.

    `before` tells what the word is given for: which hosts will be asked.
    """
    if consent is not None:
        before()
        return tuple(OwnPage(address, Consent(consent)) for address in parsed)
    if not can_ask():
        raise PolicyRefusal(
            _("Nothing was fetched: selfcheck only looks at a person's own pages."),
            _("Say --mine if they are yours, or --with-owner if their owner is here with you and agrees."),
        )
    before()
    pages = [OwnPage(address, word) for address in parsed if (word := _ask_whose(address.url)) is not None]
    if not pages:
        raise PolicyRefusal(_("Nothing was fetched: none of these is your own page."))
    return tuple(pages)


def agreed_again(
    parsed: tuple[ProfileAddress, ...], consent: str | None, before: Callable[[], None] = lambda: None
) -> tuple[OwnPage, ...]:
    """The saved pages with the person's word for this check: asked for once, for all of them together."""
    if consent is not None:
        before()
    else:
        if not can_ask():
            raise PolicyRefusal(
                _("Nothing was fetched: whose pages these are is asked at every check."),
                _("Say --mine if they are yours, or --with-owner if their owner is here with you and agrees."),
            )
        for address in parsed:
            say(address.url)
        before()
        say(_("  m  These are my pages\n  o  Their owner is here with me and agrees\n  n  Neither: ask for nothing"))
        answer = click.prompt(_("m, o or n"), type=click.Choice(["m", "o", "n"]), show_choices=False, err=True)
        if answer == "n":
            raise PolicyRefusal(_("Nothing was fetched."))
        consent = Consent.MINE if answer == "m" else Consent.WITH_OWNER
    return tuple(OwnPage(address, Consent(consent)) for address in parsed)


def _ask_whose(url: str) -> Consent | None:
    say(f"\n{url}")
    for key, meaning in (
        ("m", _("This is my page")),
        ("o", _("Its owner is here with me and agrees")),
        ("n", _("Neither: leave it out")),
    ):
        say(f"  {key}  {meaning}")
    answer = click.prompt(_("m, o or n"), type=click.Choice(["m", "o", "n"]), show_choices=False, err=True)
    return {"m": Consent.MINE, "o": Consent.WITH_OWNER}.get(answer)


def show_as_own(pages: tuple[OwnPage, ...]) -> OwnershipCode | None:
    """Give a code out and wait until it stands in the profile. None where no page could give more for it."""
    if not any(can_go_further(page.address.url) for page in pages):
        say(_("None of these platforms says how to ask for more than one page of results, so no code is needed."))
        return None
    proof = new_ownership_code(time.monotonic())
    for line in load_guidance().show_as_own:
        say(line.format(code=proof.code))
    click.prompt("Enter", default="", show_default=False, err=True)
    return proof
