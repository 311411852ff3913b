"""Other sites than the person's pages: named before they are asked, and left out where the person wishes so.

Mostly they hold pictures. Where a page itself sends its visitors on to one, that is followed only to a service that is
known, or at the person's word: the login page of a network in a café, or whoever bought the name, is no page of theirs.

Hosts are told apart by site, with the public suffix list: `img.mina.example` is the own site of `www.mina.example`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from enum import StrEnum
from urllib.parse import urlsplit

from selfcheck.model import Purpose
from selfcheck.net.policy import NetPolicy
from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.platforms import has_reader, profile_of, profile_shown_at, readers
from selfcheck.platforms.common.facts import platform_of
from selfcheck.readers.pages.same_site import same_site
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE

Asker = Callable[[tuple[str, ...]], Awaitable[bool]]
"""Asks the person whether these hosts may be asked."""


class Elsewhere(StrEnum):
    """The person's choice, made before a check starts."""

    ASK_FOR = "ask_for"
    """They are named, and asked for."""
    ASK_ME = "ask_me"
    """The person is asked once their hosts are known; until then nothing is sent there."""
    LEAVE_OUT = "leave_out"
    """They are named and told as not checked."""


def first_addresses(pages: Iterable[str]) -> tuple[str, ...]:
    """What is asked for these pages in any case: the pages, and what their platforms document as open to anyone."""
    found: list[str] = []
    for url in pages:
        found.append(url)
        profile = profile_shown_at(url)
        if profile is not None:
            found += [ask.url for ask in readers()[profile.platform].asks(profile)]
    return tuple(dict.fromkeys(found))


def hosts_of(urls: Iterable[str]) -> tuple[str, ...]:
    """The hosts of addresses, each once, in their order."""
    return tuple(dict.fromkeys(host for url in urls if (host := urlsplit(url).hostname)))


def _is_of_a_service(url: str) -> bool:
    """Whether this is of a platform that is known, as a profile or as its door."""
    return has_reader(url) or platform_of(urlsplit(url).hostname or "") != PERSONAL_WEBSITE


class Gate:
    """Says of each address whether it may be asked for. One for each check."""

    def __init__(self, pages: Iterable[str], choice: Elsewhere = Elsewhere.ASK_FOR, ask: Asker | None = None) -> None:
        pages = tuple(pages)
        self.choice = choice
        self._ask = ask
        self._own = list(first_addresses(pages))
        for profile in filter(None, map(profile_of, pages)):
            self._own += readers()[profile.platform].origins(profile)
        self._words: dict[str, bool] = {}
        self._named: set[str] = set()
        self._tell: Callable[[str], None] = lambda host: None
        self._policy = NetPolicy()
        self._asking = asyncio.Lock()

    def listen(self, tell: Callable[[str], None]) -> None:
        """Tell this listener of each other host, once, before the first request to it."""
        self._tell = tell

    def hold_to(self, policy: NetPolicy) -> None:
        """Judge addresses by this policy, which the network holds to as well. For tests, as the policy itself."""
        self._policy = policy

    def is_own(self, url: str) -> bool:
        """Whether this is of a site of the person's pages, or a host that is asked for them in any case."""
        return any(same_site(url, own) for own in self._own)

    def word_on(self, url: str) -> bool | None:
        """Whether this may be asked for; None while the person has not said."""
        host = urlsplit(url).hostname
        if not host or self.is_own(url):
            return True
        if self.choice is not Elsewhere.LEAVE_OUT and self._is_refused(url):
            return True
        if host not in self._named:
            self._named.add(host)
            self._tell(host)
        if self.choice is Elsewhere.ASK_ME:
            return self._words.get(host)
        return self.choice is Elsewhere.ASK_FOR

    def _is_refused(self, url: str) -> bool:
        """Whether the network refuses this address as it is written: nothing to name, and nothing to ask anyone."""
        try:
            self._policy.check_url(split_url(url))
        except UrlRefused:
            return True
        return False

    def has_word_on(self, url: str) -> bool:
        """Whether it is settled if a page may be followed there."""
        return self.choice is not Elsewhere.ASK_ME or self.word_on(url) is not None

    def allows(self, url: str, purpose: Purpose) -> bool:
        """The same for the network, before each request and each redirect."""
        strange = purpose is Purpose.PAGE and self.choice is Elsewhere.ASK_FOR and not self.is_own(url)
        if strange and not _is_of_a_service(url) and not self._is_refused(url):
            return False
        return self.word_on(url) is True

    async def decide(self, urls: Iterable[str]) -> None:
        """Ask the person about the hosts of these, one question at a time. Without anyone to ask they are left out."""
        async with self._asking:
            hosts = tuple(host for host in hosts_of(urls) if host not in self._words)
            if hosts:
                word = self._ask is not None and await self._ask(hosts)
                self._words |= dict.fromkeys(hosts, word)
