"""Beginning a check, and going on with one that has ended: what is asked for, who holds it, how its events are read."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence

from selfcheck.errors import PolicyRefusal
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance
from selfcheck.i18n import _
from selfcheck.model import EngineName, OwnPage
from selfcheck.model.events import Event
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource
from selfcheck.net.policy import NetPolicy
from selfcheck.net.proxy import Proxy
from selfcheck.platforms.addresses import MAX_ADDRESSES
from selfcheck.session.check_run import CheckRun, SourceMaker
from selfcheck.session.deadline import Deadline, usual_minutes
from selfcheck.session.ownership import OwnershipCode
from selfcheck.session.report_builder import ReportBuilder
from selfcheck.session.third_party import Gate


class OpenCheck:
    """A check that stays in memory after its end, so that more can be asked of its pages (`continue_check`)."""

    def __init__(self) -> None:
        self.run: CheckRun | None = None

    @property
    def more(self) -> tuple[str, ...]:
        """The pages whose platform has more of a profile, for a person who shows that it is theirs."""
        return self.run.more if self.run is not None else ()


async def check(
    pages: Sequence[OwnPage],
    *,
    engine: EngineName = EngineName.YUNET,
    policy: NetPolicy | None = None,
    proxy: Proxy | None = None,
    gate: Gate | None = None,
    source: SourceMaker | None = None,
    guidance: Guidance | None = None,
    gathered: ReportBuilder | None = None,
    proof: OwnershipCode | None = None,
    held: OpenCheck | None = None,
    deadline: Deadline | None = None,
    require_sandbox: bool = False,
) -> AsyncGenerator[Event, None]:
    """Check the person's own pages. Each page carries the word that it may be checked; none, no request.

    `policy` is for tests; `proxy` is what all requests go through; `gate` holds the person's choice on pictures of
    other sites; `source` replaces the network (the demo). `gathered` takes in every event, also those of
    the moment the check is stopped, when nobody reads the generator any more: requests that were under way, and
    photos that were not looked at. With `proof`, all pages of results are asked of a profile whose own words hold its
    code; `held` keeps the check for `continue_check`, where the code is given out only once there is more to ask for.
    When the `deadline` is over, the check ends with what was found. Raises `PolicyRefusal` for too many pages,
    `EngineUnavailable`, and with `require_sandbox` `SandboxIncomplete`, before anything is fetched. What goes wrong
    with a page or a photo costs that one, and stands in the report. Closing the generator stops everything at once.
    """
    if len(pages) > MAX_ADDRESSES:
        raise PolicyRefusal(
            _("These are {count} pages; a check takes at most {most}.").format(count=len(pages), most=MAX_ADDRESSES)
        )
    gate = gate or Gate(page.address.url for page in pages)
    gate.hold_to(policy or NetPolicy())
    make_source = source or (lambda ledger: NetSource(Client(policy, proxy), ledger, gate.allows))
    guidance = guidance or load_guidance()
    deadline = deadline or Deadline(usual_minutes(len(pages), all_results=proof is not None))
    run = CheckRun(pages, engine, make_source, guidance, gathered or ReportBuilder(guidance), gate, require_sandbox)
    if held is not None:
        held.run = run
    async with contextlib.aclosing(_events(run, pages, proof, deadline)) as events:
        async for event in events:
            yield event


async def continue_check(held: OpenCheck, proof: OwnershipCode) -> AsyncGenerator[Event, None]:
    """Ask all pages of results of the profiles a check found more of, as `check` does with a `proof`.

    It is the same check: its choices, its ledger, its `gathered` and all that is known of its photos. No page is asked
    for anew but the words that may hold the code. Only for a check that came to its end.
    """
    if held.run is None:
        return
    held.run.events.reset()
    async with contextlib.aclosing(
        _events(held.run, (), proof, Deadline(usual_minutes(len(held.more), all_results=True)))
    ) as events:
        async for event in events:
            yield event


async def _events(
    run: CheckRun, pages: Sequence[OwnPage], proof: OwnershipCode | None, deadline: Deadline
) -> AsyncGenerator[Event, None]:
    """Run a check in a task of its own and hand out its events; whatever ends this ends the task."""
    driver = asyncio.create_task(run.drive(pages, proof, deadline))
    try:
        while (event := await run.events.next()) is not None:
            yield event
        await driver  # brings up what ends a check
    finally:
        driver.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await driver
