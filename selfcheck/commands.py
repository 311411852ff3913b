"""What the commands do once their flags are read: run the core, choose the words, return bytes."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from selfcheck.checklist import steps_in_order
from selfcheck.demo.source import DemoSource
from selfcheck.errors import ExitCode, FileProblem, ReportProblem, UsageError
from selfcheck.events import CheckDone, Event, PageDone, PageStarted, PageWentFurther, PhotoDone, PhotosFound
from selfcheck.export.document import build_document
from selfcheck.export.html import to_html
from selfcheck.export.markdown import to_markdown
from selfcheck.export.reports import MAX_BYTES, dump_json, load_report, with_our_steps
from selfcheck.faces.engine import NOTICE, EngineName
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance, SearchEngine, Step
from selfcheck.imports.saved import SavedSource
from selfcheck.model import ASIDE, Examined, Face, Outcome, OwnPage, Report, State
from selfcheck.net.client import Client
from selfcheck.net.fetch import NetSource, Source
from selfcheck.net.ledger import Ledger
from selfcheck.net.policy import NetPolicy
from selfcheck.plain import SEARCH_ENGINES, engines_text, files_text, platforms_text, report_text, steps_text
from selfcheck.proof import Proof
from selfcheck.report import Gathered, exit_code
from selfcheck.safetext import safe_text
from selfcheck.session import SourceMaker, check, look_at_files, look_into
from selfcheck.tally import tally_of
from selfcheck.urls import is_import
from selfcheck.words import found_words, shown_page, summary_of

EXPORTS: dict[str, Callable[..., bytes]] = {"markdown": to_markdown, "html": to_html}


class Talk(Protocol):
    """How news of the progress reach the person; passing ones may be drawn over."""

    def __call__(self, sentence: str, *, passing: bool) -> None:
        """Tell one sentence."""


@dataclass(frozen=True, slots=True)
class Result:
    """A command's data, its last words, and its exit code."""

    output: bytes
    talk: tuple[str, ...]
    code: ExitCode
    ledger: bytes = b""
    """Every request as JSON, of a check."""


@dataclass(frozen=True, slots=True)
class FileSeen:
    """One row of `selfcheck faces --json`. Boxes are in pixels of the upright picture."""

    file: str
    width: int
    height: int
    state: State
    faces: tuple[Face, ...]
    unsure: tuple[Face, ...]
    why: str


@dataclass(frozen=True, slots=True)
class FileSeenWithPlace(FileSeen):
    """The same, with where the file says it was taken: latitude and longitude in degrees, or null."""

    location: tuple[float, float] | None


def run_check(
    pages: tuple[OwnPage, ...],
    engine: str,
    *,
    as_json: bool,
    plain: bool,
    width: int,
    talk: Talk,
    policy: NetPolicy | None,
    bundled: bool,
    source: SourceMaker | None = None,
    proof: Proof | None = None,
) -> Result:
    """Check pages, or the bundled demo. Ctrl-C keeps the photos seen so far."""
    if engine == EngineName.FACE_RECOGNITION:
        talk(NOTICE, passing=False)
    guidance = load_guidance()
    gathered = Gathered(guidance)
    events = check(
        pages,
        engine=EngineName(engine),
        policy=policy,
        source=DemoSource if bundled else source,
        guidance=guidance,
        gathered=gathered,
        proof=proof,
    )
    return _told(asyncio.run(_drawn(events, gathered, _Progress(talk))), guidance, as_json, plain, width)


def _told(report: Report, guidance: Guidance, as_json: bool, plain: bool, width: int) -> Result:
    """A report in the form that was asked for."""
    output = dump_json(report) if as_json else report_text(report, guidance, plain=plain, width=width).encode()
    last = [summary_of(report)] if as_json or report.interrupted else []
    if report.interrupted:
        last.insert(0, "Stopped. The report holds what was seen until then.")
    return Result(output, tuple(last), exit_code(report), dump_json(report.ledger))


def run_import(path: Path, engine: str, *, as_json: bool, plain: bool, width: int, talk: Talk) -> Result:
    """Look into a file or folder that the person hands in. Ctrl-C keeps the photos seen so far."""
    if engine == EngineName.FACE_RECOGNITION:
        talk(NOTICE, passing=False)
    guidance = load_guidance()
    gathered = Gathered(guidance)
    events = look_into(path, engine=EngineName(engine), guidance=guidance, gathered=gathered)
    return _told(asyncio.run(_drawn(events, gathered, _Progress(talk))), guidance, as_json, plain, width)


def saved_source(page: OwnPage, body: bytes, policy: NetPolicy | None, fetch_pictures: bool) -> SourceMaker:
    """A source that has one page already; its pictures come from the network, or not at all."""

    def make(ledger: Ledger) -> Source:
        pictures = NetSource(Client(policy), ledger) if fetch_pictures else None
        return SavedSource(ledger, page.address.url, body, pictures)

    return make


async def _drawn(events: AsyncIterator[Event], gathered: Gathered, progress: _Progress) -> Report:
    """Follow a check to its end, or until the person stops it."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    with contextlib.suppress(NotImplementedError, AttributeError):  # Windows has neither
        loop.add_signal_handler(signal.SIGTERM, task.cancel if task else loop.stop)
    try:
        async for event in events:
            progress.draw(event)
            if isinstance(event, CheckDone):
                return event.report
    except asyncio.CancelledError:
        return gathered.report(interrupted=True)
    return gathered.report(interrupted=True)


class _Progress:
    """Turns events into short sentences."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._total = 0
        self._done = 0
        self._aside = 0
        self._said = ""

    def draw(self, event: Event) -> None:
        """Tell what this event changes."""
        match event:
            case PageStarted(address):
                asking = "Reading" if is_import(address) else "Asking for"
                self._talk(f"{asking} {shown_page(address)}", passing=True)
            case PageDone(page):
                sentence = f"{shown_page(page.address)}: {page.why}"
                if sentence != self._said:
                    self._talk(sentence, passing=False)
                self._said = sentence
            case PageWentFurther(page):
                self._talk(f"{page.address}: {page.notes[-1] if page.notes else page.why}", passing=False)
            case PhotosFound(total):
                self._total = total
            case PhotoDone(photo):
                self._aside += photo.reason in ASIDE
                self._done += photo.reason not in ASIDE
                total = max(self._total - self._aside, self._done)
                self._talk(f"Looked at {self._done} of {total} photos", passing=True)
            case CheckDone(report):
                self._talk(f"Done. {found_words(tally_of(report))}", passing=False)
            case _:
                pass


def faces_in_files(
    files: tuple[Path, ...], engine: str, *, as_json: bool, plain: bool, width: int, show_place: bool
) -> Result:
    """Look at pictures on disk. Where they were taken is told only with `show_place`."""
    guidance = load_guidance()
    rows: list[tuple[str, Examined]] = []
    problems: list[FileProblem] = []

    async def gather() -> None:
        async with contextlib.aclosing(look_at_files(files, engine=EngineName(engine))) as looks:
            async for path, look in looks:
                name = safe_text(str(path), 300)
                if isinstance(look, FileProblem):
                    problems.append(look)
                    look = Examined(State.NOT_CHECKED, Outcome.NOT_FOUND)
                rows.append((name, look))

    asyncio.run(gather())
    if as_json:
        output = dump_json([_file_seen(name, examined, guidance, show_place=show_place) for name, examined in rows])
    else:
        read = [(name, examined) for name, examined in rows if examined.reason is not Outcome.NOT_FOUND]
        text = files_text(read, guidance, plain=plain, width=width, show_place=show_place)
        output = text.encode() if read else b""
    looked_at = sum(examined.state is not State.NOT_CHECKED for _, examined in rows)
    code = ExitCode.DONE if looked_at == len(rows) else ExitCode.PARTLY_SEEN if looked_at else ExitCode.NOTHING_SEEN
    return Result(output, tuple(map(str, problems)), code)


def _file_seen(name: str, examined: Examined, guidance: Guidance, *, show_place: bool) -> FileSeen:
    why = guidance.file_outcomes[examined.reason.value]
    e = examined
    if show_place:
        return FileSeenWithPlace(name, e.width, e.height, e.state, e.faces, e.unsure, why, e.location)
    return FileSeen(name, e.width, e.height, e.state, e.faces, e.unsure, why)


def steps_for(platforms: tuple[str, ...], *, as_json: bool, plain: bool, width: int) -> bytes:
    """The steps of some platforms, or the list of platforms. Raises `UsageError` for one that is not known."""
    guidance = load_guidance()
    ids = {platform.name.casefold(): platform.id for platform in guidance.platforms.values()}
    platforms = tuple(ids.get(platform.casefold(), platform.casefold()) for platform in platforms)
    for platform in platforms:
        if platform not in guidance.platforms and platform != SEARCH_ENGINES:
            raise UsageError(
                f"There are no steps for “{safe_text(platform, 40)}”.",
                f"There are for: {', '.join((*guidance.platforms, SEARCH_ENGINES))}.",
            )
    if as_json:
        return dump_json(_steps_as_data(platforms or tuple(guidance.platforms), guidance))
    if not platforms:
        return platforms_text(guidance, plain=plain, width=width).encode()
    texts = []
    for name in dict.fromkeys(platforms):
        if name == SEARCH_ENGINES:
            texts.append(engines_text(guidance, plain=plain, width=width))
            continue
        steps = steps_in_order(guidance.platforms[name].steps, guidance)
        texts.append(steps_text(guidance.platforms[name], steps, guidance, plain=plain, width=width))
    return "\n".join(texts).encode()


def _steps_as_data(names: tuple[str, ...], guidance: Guidance) -> list[Step | SearchEngine]:
    found: list[Step | SearchEngine] = []
    for name in dict.fromkeys(names):
        found += (
            guidance.engines if name == SEARCH_ENGINES else steps_in_order(guidance.platforms[name].steps, guidance)
        )
    return found


def export_report(path: Path, form: str, *, addresses: bool) -> bytes:
    """A report file as a checklist in the given format. Raises `FileProblem` or `ReportProblem`."""
    shown = safe_text(str(path), 120)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileProblem(f"{shown} could not be read: {safe_text(error.strerror or '', 80)}.") from None
    if not data.strip():
        raise ReportProblem(f"{shown} is empty.", "Make a report with: selfcheck check ADDRESS --mine --json")
    guidance = load_guidance()
    report = with_our_steps(load_report(data), guidance)
    return EXPORTS[form](build_document(report, guidance, addresses=addresses))
