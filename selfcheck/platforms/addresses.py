"""What the person typed -> `ProfileAddress`, or a clear refusal. Pure: nothing is looked up."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from selfcheck.errors import AddressError, PolicyRefusal
from selfcheck.i18n import _
from selfcheck.model import Outcome, ProfileAddress
from selfcheck.model.safe_text import safe_text
from selfcheck.net.policy import NetPolicy
from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.platforms import post_of, profile_of, readers
from selfcheck.platforms.common.facts import platform_of
from selfcheck.platforms.pasted import addresses_in, bare

MAX_ADDRESSES: Final = 20
"""Addresses in one check. Enough for one person's own pages, too few to go through other people's."""

_FEDIVERSE: Final = re.compile(r"@?(?P<user>[\w.-]+)@(?P<host>[\w-]+(?:\.[\w-]+)+)", re.ASCII)
_SCHEMES: Final = ("https", "http")
_REFUSALS: Final = {
    Outcome.REFUSED_PRIVATE: (
        _("{typed} is a place inside a home, school or office network, not a public page."),
        _("selfcheck only looks at what strangers on the internet can see."),
    ),
    Outcome.REFUSED_PORT: (_("{typed} names an unusual port."), _("Leave out the number after the colon.")),
    Outcome.REFUSED_SCHEME: (
        _("{typed} does not start with https:// or http://."),
        _("Copy the address of your page from your browser."),
    ),
    Outcome.REFUSED_LOGIN_IN_ADDRESS: (
        _("{typed} carries a user name or password."),
        _("selfcheck never logs in. Give the address without the part before the @ sign."),
    ),
}


def parse_address(typed: str, policy: NetPolicy | None = None) -> ProfileAddress:
    """Read one address as people paste it: with or without https://, or as @user@server.

    What lies under a profile leads to the profile; see `pages_of` for a post.

    Raises `AddressError` when it is no page address (a name, an e-mail address, a slip), and
    `PolicyRefusal` when it is one that is never fetched (a private network, a port, a password).
    """
    return _pages(typed, policy or NetPolicy())[0]


def pages_of(typed: str, policy: NetPolicy | None = None) -> tuple[ProfileAddress, ...]:
    """The pages that one address names: a profile or page and, where a post of a profile was pasted, that post too.

    Raises like `parse_address`.
    """
    return _pages(typed, policy or NetPolicy())


def saved_address(url: str, policy: NetPolicy | None = None) -> ProfileAddress:
    """The address of a page that was checked before, held to the rules again. A post stays a post.

    Raises like `parse_address`.
    """
    return _pages(url, policy or NetPolicy())[-1]


def _pages(typed: str, policy: NetPolicy) -> tuple[ProfileAddress, ...]:
    shown = safe_text(typed, 80)
    text = bare(typed)
    if not text:
        raise AddressError(_("No address was given."), _("Copy the address of your page from your browser."))
    fediverse = _FEDIVERSE.fullmatch(text)
    if fediverse and text.startswith("@"):
        text = f"https://{fediverse['host']}/@{fediverse['user']}"
    elif fediverse:
        raise AddressError(
            _("{typed} looks like an e-mail address.").format(typed=shown),
            _(
                "For a page on a Mastodon-like server, write @{name}. Otherwise give the address of the page itself."
            ).format(name=safe_text(text, 80)),
        )
    elif re.fullmatch(r"@[\w.-]+", text, re.ASCII) and (named := _named_by_handle(text[1:])):
        text = named
    elif re.fullmatch(r"@[\w.]+", text, re.ASCII):
        raise AddressError(
            _("{typed} is a user name without its site.").format(typed=shown),
            _("Give the page's address, for example https://www.instagram.com/ followed by the name."),
        )
    elif re.match(r"[a-z][a-z0-9+.-]*:", text, re.IGNORECASE) and not re.match(r"[\w.-]+:\d+(/|$)", text):
        text = re.sub(r"^(https?):/*", r"\1://", text, flags=re.IGNORECASE)
    else:
        text = "https://" + text.removeprefix("//")
    if re.search(r"\s", text) or ("." not in text and ":" not in text.removeprefix("https://")):
        raise AddressError(
            _("{typed} is not a page address.").format(typed=shown),
            _(
                "selfcheck cannot search for people. Copy the address of your own page from your browser, "
                "for example https://www.instagram.com/your.name"
            ),
        )
    slip = re.match(r"([a-z]+):/", text, re.IGNORECASE)
    if slip and slip[1].lower() not in _SCHEMES and get_close_matches(slip[1].lower(), _SCHEMES, cutoff=0.7):
        raise AddressError(
            _("{typed} does not start with https:// or http://.").format(typed=shown),
            _("Check its beginning for a typing slip."),
        )
    try:
        parts = split_url(text)
        policy.check_url(parts)
        profile, post = profile_of(parts.url), post_of(parts.url)
        found = [parts] if profile is None else [split_url(url) for url in (profile.url, post) if url]
        for parts in found:
            policy.check_url(parts)
    except UrlRefused as refused:
        if refused.outcome in _REFUSALS:
            sentence, way_out = _REFUSALS[refused.outcome]
            raise PolicyRefusal(sentence.format(typed=shown), way_out) from None
        raise AddressError(
            _("{typed} is not a page address that can be opened.").format(typed=shown),
            _("Check it for a typing slip, or copy it again."),
        ) from None
    platform = readers()[profile.platform].steps if profile and profile.sure else platform_of(found[0].host)
    return tuple(ProfileAddress(url=parts.url, host=parts.host, platform=platform, typed=shown) for parts in found)


def _named_by_handle(handle: str) -> str:
    return next(filter(None, (reader.of_handle(handle) for reader in readers().values())), "")


def _given(text: str) -> list[str]:
    """The addresses in one argument. Over several lines it is none: what was meant there, nobody can tell."""
    return [text] if len(text.strip().splitlines()) > 1 else addresses_in(text) or [text]


def parse_addresses(
    typed: Iterable[str], policy: NetPolicy | None = None, *, saved: bool = False
) -> tuple[ProfileAddress, ...]:
    """Read several addresses and texts with addresses in them; the same page twice counts once.

    `saved`: they are pages of a check before, and no page is added to them.
    Raises like `parse_address`, and `PolicyRefusal` for more than `MAX_ADDRESSES`.
    """
    found: dict[str, ProfileAddress] = {}
    for text in typed:
        named = (
            [saved_address(text, policy)] if saved else [page for one in _given(text) for page in pages_of(one, policy)]
        )
        for address in named:
            found.setdefault(address.url, address)
    if len(found) > MAX_ADDRESSES:
        raise PolicyRefusal(
            _("These are {count} pages; a check takes at most {most}.").format(count=len(found), most=MAX_ADDRESSES),
            _("It is made for one person's own pages. Choose the ones that matter most first."),
        )
    return tuple(found.values())
