"""What pages and the hosts of pictures say to programs that collect, as signals. Pure.

Every rule and its source is told in docs/method.md. None of these keeps anyone out: they are requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from selfcheck.guidance.model import Guidance
from selfcheck.model import (
    UNASKED,
    UNREACHED,
    HostSays,
    Origin,
    Outcome,
    Page,
    PageSaid,
    Photo,
    Signal,
    SignalKind,
    State,
    Variant,
)

_READ: Final = frozenset({Outcome.OPENED, Outcome.NEEDS_SCRIPT})
_SEARCH_WORDS: Final = frozenset(
    {"noindex", "noimageindex", "none", "noarchive", "nosnippet", "max-image-preview:none", "max-snippet:0"}
)
_AI_WORDS: Final = frozenset({"noai", "noimageai"})


def signals_of(
    pages: Iterable[Page],
    photos: Iterable[Photo],
    said: Mapping[str, PageSaid],
    hosts: Iterable[HostSays],
    photo_asks: Mapping[str, tuple[str, ...]],
    guidance: Guidance,
) -> tuple[Signal, ...]:
    """All signals: page by page, then host by host. `said` is by page address, `photo_asks` by photo address."""
    crawlers = {
        SignalKind.ROBOTS_SEARCH: [crawler.agent for crawler in guidance.crawlers if crawler.use == "search"],
        SignalKind.ROBOTS_AI: [crawler.agent for crawler in guidance.crawlers if crawler.use != "search"],
    }
    told = {says.host: says for says in hosts}
    found: list[Signal] = []
    for page in pages:
        if page.outcome in _READ and page.origin is not Origin.FILE:  # of a file no site has answered
            found += _of_page(page, said.get(page.address, PageSaid()), told)
    for says in told.values():
        found += _of_robots(says, crawlers)
    by_host: dict[str, list[Photo]] = {}
    for photo in photos:
        host = urlsplit(photo.url).netloc
        if host and photo.origin is Origin.WEB and photo.reason not in UNASKED | {Outcome.SET_ASIDE, Outcome.STOPPED}:
            by_host.setdefault(host, []).append(photo)
    for host, there in by_host.items():
        if all(photo.reason in UNREACHED for photo in there):
            continue  # it was not asked, or gave no answer
        found += _of_pictures(host, there, photo_asks)
    return tuple(found)


def _of_page(page: Page, said: PageSaid, told: Mapping[str, HostSays]) -> Iterator[Signal]:
    address = page.address
    if (page.final_address or address).startswith("http://"):
        yield Signal(SignalKind.NO_TLS, address, False, Variant.OPEN)
    for kind, words in ((SignalKind.ASKS_SEARCH, _SEARCH_WORDS), (SignalKind.ASKS_AI, _AI_WORDS)):
        asked = tuple(ask for ask in said.asks if ask.partition(": ")[2] in words)
        yield Signal(kind, address, False, Variant.HELD_BACK if asked else Variant.OPEN, details=asked)
    host = told.get(urlsplit(page.final_address or address).netloc)
    reserved = dict(host.mining).get(page.final_address) if host else None
    reserved = said.mining_reserved if said.mining_reserved is not None else reserved
    yield Signal(SignalKind.DATA_MINING, address, False, Variant.HELD_BACK if reserved else Variant.OPEN)


def _of_robots(says: HostSays, crawlers: Mapping[SignalKind, Sequence[str]]) -> Iterator[Signal]:
    for of_pictures, allowed, total in (
        (False, says.allowed_pages, says.pages),
        (True, says.allowed_pictures, says.pictures),
    ):
        if allowed is None or not total:
            continue
        counts = dict(allowed)
        for kind, agents in crawlers.items():
            may = tuple(agent for agent in agents if counts.get(agent))
            asked_away = tuple(agent for agent in agents if not counts.get(agent))
            variant = Variant.OPEN if not asked_away else Variant.PARTLY if may else Variant.HELD_BACK
            yield Signal(kind, says.host, of_pictures, variant, len(may), len(agents), asked_away, may)


def _of_pictures(host: str, photos: list[Photo], photo_asks: Mapping[str, tuple[str, ...]]) -> Iterator[Signal]:
    if any(photo.url.startswith("http://") for photo in photos):
        yield Signal(SignalKind.NO_TLS, host, True, Variant.OPEN)
    given = [photo for photo in photos if photo.state is not State.NOT_CHECKED]
    if given:
        # Every request is made without a Referer; a host that asks for one has refused.
        yield Signal(SignalKind.NO_REFERRER_CHECK, host, True, Variant.OPEN, len(given), len(photos))
    for kind, words in ((SignalKind.ASKS_SEARCH, _SEARCH_WORDS), (SignalKind.ASKS_AI, _AI_WORDS)):
        asking = [[ask for ask in photo_asks.get(photo.url, ()) if ask.partition(": ")[2] in words] for photo in photos]
        if any(asking):
            details = tuple(dict.fromkeys(ask for asks in asking for ask in asks))
            yield Signal(kind, host, True, Variant.HELD_BACK, sum(map(bool, asking)), len(photos), details)
