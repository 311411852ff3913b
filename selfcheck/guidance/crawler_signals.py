"""What pages and the hosts of pictures say to programs that collect, as signals with plain reasons. Pure.

Every rule and its source is told in docs/method.md. None of these keeps anyone out: they are requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from selfcheck.guidance.model import Guidance
from selfcheck.model import UNASKED, UNREACHED, HostSays, Outcome, Page, PageSaid, Photo, Signal, SignalKind, State
from selfcheck.net.urls import is_import

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
    write = _Writer(guidance)
    told = {says.host: says for says in hosts}
    found: list[Signal] = []
    for page in pages:
        if page.outcome in _READ and not is_import(page.address):  # of a file no site has answered
            found += _of_page(page, said.get(page.address, PageSaid()), told, write)
    for says in told.values():
        found += _of_robots(says, write)
    by_host: dict[str, list[Photo]] = {}
    for photo in photos:
        host = urlsplit(photo.url).netloc
        if host and not is_import(photo.page) and photo.reason not in UNASKED | {Outcome.SET_ASIDE, Outcome.STOPPED}:
            by_host.setdefault(host, []).append(photo)
    for host, there in by_host.items():
        if all(photo.reason in UNREACHED for photo in there):
            continue  # it was not asked, or gave no answer
        found += _of_pictures(host, there, photo_asks, write)
    return tuple(found)


class _Writer:
    """Fills the words of a kind of signal."""

    def __init__(self, guidance: Guidance) -> None:
        self._guidance = guidance
        self.crawlers = {
            SignalKind.ROBOTS_SEARCH: [crawler.agent for crawler in guidance.crawlers if crawler.use == "search"],
            SignalKind.ROBOTS_AI: [crawler.agent for crawler in guidance.crawlers if crawler.use != "search"],
        }

    def signal(
        self,
        kind: SignalKind,
        about: str,
        variant: str,
        *,
        of_pictures: bool = False,
        details: Iterable[str] = (),
        may_fetch: Iterable[str] = (),
        **numbers: int,
    ) -> Signal:
        """`variant` is "open", "partly" or "held_back"."""
        words = self._guidance.signals[kind.value]
        template = words.pictures if of_pictures and words.pictures else words.page
        reason = getattr(template, variant).format(**numbers)
        source = words.source or None
        held_back = variant != "open"
        return Signal(kind, about, of_pictures, held_back, reason, tuple(details), tuple(may_fetch), source)


def _of_page(page: Page, said: PageSaid, told: Mapping[str, HostSays], write: _Writer) -> Iterator[Signal]:
    address = page.address
    if (page.final_address or address).startswith("http://"):
        yield write.signal(SignalKind.NO_TLS, address, "open")
    for kind, words in ((SignalKind.ASKS_SEARCH, _SEARCH_WORDS), (SignalKind.ASKS_AI, _AI_WORDS)):
        asked = [ask for ask in said.asks if ask.partition(": ")[2] in words]
        yield write.signal(kind, address, "held_back" if asked else "open", details=asked)
    host = told.get(urlsplit(page.final_address or address).netloc)
    reserved = dict(host.mining).get(page.final_address) if host else None
    reserved = said.mining_reserved if said.mining_reserved is not None else reserved
    yield write.signal(SignalKind.DATA_MINING, address, "held_back" if reserved else "open")


def _of_robots(says: HostSays, write: _Writer) -> Iterator[Signal]:
    for of_pictures, allowed, total in (
        (False, says.allowed_pages, says.pages),
        (True, says.allowed_pictures, says.pictures),
    ):
        if allowed is None or not total:
            continue
        counts = dict(allowed)
        for kind, agents in write.crawlers.items():
            may = [agent for agent in agents if counts.get(agent)]
            asked_away = [agent for agent in agents if not counts.get(agent)]
            variant = "open" if not asked_away else "partly" if may else "held_back"
            yield write.signal(
                kind,
                says.host,
                variant,
                of_pictures=of_pictures,
                details=asked_away,
                may_fetch=may,
                count=len(may),
                total=len(agents),
            )


def _of_pictures(
    host: str, photos: list[Photo], photo_asks: Mapping[str, tuple[str, ...]], write: _Writer
) -> Iterator[Signal]:
    if any(photo.url.startswith("http://") for photo in photos):
        yield write.signal(SignalKind.NO_TLS, host, "open", of_pictures=True)
    given = [photo for photo in photos if photo.state is not State.NOT_CHECKED]
    if given:
        # Every request is made without a Referer; a host that asks for one has refused.
        yield write.signal(
            SignalKind.NO_REFERRER_CHECK, host, "open", of_pictures=True, count=len(given), total=len(photos)
        )
    for kind, words in ((SignalKind.ASKS_SEARCH, _SEARCH_WORDS), (SignalKind.ASKS_AI, _AI_WORDS)):
        asking = [[ask for ask in photo_asks.get(photo.url, ()) if ask.partition(": ")[2] in words] for photo in photos]
        if any(asking):
            details = dict.fromkeys(ask for asks in asking for ask in asks)
            count = sum(map(bool, asking))
            yield write.signal(
                kind, host, "held_back", of_pictures=True, details=details, count=count, total=len(photos)
            )
