"""Faults and load, measured: what happens when things go wrong, in seconds and megabytes, against the figures aimed at.

    python -m benchmarks.faults            all of it (about seven minutes; Linux, from the root of the repository)
    python -m benchmarks.faults --photos 200    a smaller load

Pages and pictures come from a server on loopback; nothing else is asked for. Prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import json
import os
import random
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from selfcheck.errors import SelfcheckError
from selfcheck.history.store import load as load_saved
from tests.faults.processes import children, seconds_until_gone, wait_for_children
from tests.faults.test_surroundings import DEAF
from tests.support import pictures
from tests.support.running import AS_INSTALLED, ROOT, WITH_LOOPBACK
from tests.support.site import serve
from tests.tui.test_in_a_terminal import Screen, in_terminal

ROWS: list[tuple[str, str, str, bool]] = []
PADDING = 5_000_000  # bytes of each picture of the load: what follows the picture's end is not part of it


def row(event: str, aim: str, seen: str, met: bool) -> None:
    """One line of the table."""
    ROWS.append((event, aim, seen, met))
    print(f"| {event} | {aim} | {seen} | {'yes' if met else '**no**'} |", flush=True)


def memory(pid: int, name: str = "VmRSS") -> float:
    """Megabytes a process holds, or held at most (`VmHWM`)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith(name)), 0.0)


def checking(screen: Screen, *pages: str) -> None:
    """From the first screen into a check."""
    screen.wait_for("Check my own pages")
    screen.press("enter")
    screen.wait_for("No page yet")
    for page in pages:
        screen.press(*page, "enter")
        screen.settle()
    screen.click("This is my page")
    screen.wait_for("Will be asked")  # the page makes room for it, and what is below moves
    screen.click_until("Start the check", "s Stop")


def load(photos: int) -> None:
    """Photos of 5 MB each on pages of 250, in the app: memory, and how soon a key is answered."""
    face = pictures.demo(pictures.ONE_FACE)
    body = face + bytes(PADDING)
    with serve() as site:

        def answer(handler: Any) -> bool:
            if not handler.path.endswith(".jpg"):
                return False
            head = f"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            handler.wfile.write(head + body)
            return True

        site.before = answer
        count = max(1, photos // 250)
        urls = [
            site.page(f"/{page}", "Words. " + "".join(f'<img src="/{page}-{n}.jpg">' for n in range(photos // count)))
            for page in range(count)
        ]
        program = subprocess.Popen(  # noqa: S603
            [*WITH_LOOPBACK, "check", *urls, "--mine", "--json"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        peak = most = 0.0
        reader: list[bytes] = []
        thread = threading.Thread(target=lambda: reader.append(program.stdout.read() if program.stdout else b""))
        thread.start()
        while program.poll() is None:
            peak = max(peak, memory(program.pid, "VmHWM"))
            most = max(most, memory(program.pid) + sum(memory(pid) for pid in children(program.pid)))
            # VmHWM keeps the program's peak; the sum is of these moments, so a shorter peak of it can be missed.
            time.sleep(0.1)
        thread.join()
        report = json.loads(reader[0])
        offered = sum(entry["bytes_in"] for entry in report["ledger"]) / 1e6
        seen = sum(photo["state"] == "faces" for photo in report["photos"])
        what = f"{len(report['photos']):,} photos, {offered:,.0f} MB taken in"
        row(f"{what}: memory of the program", "≤ 150 MB", f"{peak:.0f} MB, {seen:,} looked at", peak <= 150)
        row(f"{what}: program and workers together", "≤ 1.2 GB", f"{most:.0f} MB", most <= 1200)
        with in_terminal(command=WITH_LOOPBACK) as screen:
            checking(screen, urls[0])
            screen.wait_for("Photos gone through")
            row("a key while photos are looked at", "≤ 200 ms", *_answered(screen))
            screen.press("ctrl+q")
            screen.end()


def _answered(screen: Screen) -> tuple[str, bool]:
    """How soon the help opens and closes, some twenty times."""
    times = []
    for _ in range(10):
        for key, sign in (("f1", "This screen"), ("esc", "Photos gone through")):
            began = time.monotonic()
            screen.press(key)
            screen.wait_for(sign)
            times.append(time.monotonic() - began)
    times.sort()
    return f"{times[len(times) // 2] * 1000:.0f} ms, the slowest {times[-1] * 1000:.0f} ms", times[-1] <= 0.2


def lost_worker() -> None:
    """A worker is killed: how soon the next picture is done by a new one."""
    from selfcheck.sandbox.pool import WorkerPool

    async def measure() -> list[float]:
        found = []
        async with WorkerPool(size=1) as pool:
            await pool.warm_up()
            for _ in range(5):
                [worker] = pool._alive
                os.kill(worker._process.pid, signal.SIGKILL)
                await pool.examine(pictures.demo(pictures.ONE_FACE))
                began = time.monotonic()
                await pool.examine(b"no picture")
                found.append(time.monotonic() - began)
        return sorted(found)

    times = asyncio.run(measure())
    row("worker lost, a new one ready", "≤ 1 s", f"{times[2]:.2f} s, the slowest {times[-1]:.2f} s", times[-1] <= 1)


def killed(times: int) -> None:
    """The program is killed at random moments: how soon its workers are gone, and what is left on the disk."""
    dice, slowest, left, met = random.Random(20), 0.0, 0, 0  # noqa: S311
    with serve() as site, tempfile.TemporaryDirectory() as home:
        for number in range(30):
            site.picture(f"/{number}.jpg", pictures.demo(pictures.ONE_FACE))
        page = site.page("/", "Words. " + "".join(f'<img src="/{number}.jpg">' for number in range(30)))
        for _ in range(times):
            program = subprocess.Popen(  # noqa: S603
                [*WITH_LOOPBACK, "check", page, "--mine", "--json"], cwd=ROOT, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": home, "TMPDIR": home},
            )  # fmt: skip
            wait_for_children(program.pid)
            time.sleep(dice.uniform(0, 1.2))  # the random moment: a check of 30 photos lasts about that long
            workers = children(program.pid)
            met += bool(workers)
            program.kill()
            program.wait()
            slowest = max([slowest, *(seconds_until_gone(worker, 30) for worker in workers)])
            left += len(list(Path(home).rglob("*")))
    row(f"the program killed at {times} random moments", "workers gone ≤ 1 s, 0 files left",
        f"{met} times with workers: {slowest * 1000:.0f} ms at most, {left} files",
        met > 0 and slowest <= 1 and left == 0)  # fmt: skip


def killed_while_saving(times: int) -> None:
    """A run that saves is killed at random moments: a check, a mark, a check again. Is what was saved whole?"""
    dice, met, broken, lost, left = random.Random(21), 0, 0, 0, 0  # noqa: S311
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        folder = Path(home) / "selfcheck"

        def start(*arguments: str) -> subprocess.Popen[bytes]:
            nothing = subprocess.DEVNULL
            return subprocess.Popen(  # noqa: S603
                [*AS_INSTALLED, *arguments], cwd=ROOT, env=surroundings, stdin=nothing, stdout=nothing, stderr=nothing
            )

        def photos() -> int:
            file = load_saved(folder)
            return len(file.demo.traces) if file and file.demo else 0

        runs = (
            ("demo", "--save", "--json"),
            ("mark", "1", "--as", "keep", "--demo"),
            ("recheck", "--demo", "--save", "--json"),
        )
        lengths = []
        for arguments in runs:
            began = time.monotonic()
            start(*arguments).wait()
            lengths.append(time.monotonic() - began)
        first = photos()
        assert first, "nothing was saved, so nothing could be lost"
        for number in range(times):
            program = start(*runs[number % 3])
            time.sleep(dice.uniform(0, lengths[number % 3]))  # the random moment, within one such run
            met += program.poll() is None  # one that had ended was not killed, and shows nothing
            program.kill()
            program.wait()
            try:
                lost += photos() < first
            except SelfcheckError:
                broken += 1
            left += len({path.name for path in folder.iterdir()} - {"saved.json", "lock"})
        last = start(*runs[1])
        after = f"the next run saved (exit {last.wait()})"
        clear = last.returncode == 0 and {path.name for path in folder.iterdir()} == {"saved.json", "lock"}
    told = (
        f"{met} killed in the middle: {broken} damaged, {lost} with photos lost, {left} half-written beside it; {after}"
    )
    aim = "0 damaged, 0 lost, the next run saves and clears up"
    row(f"a run that saves killed at {times} random moments", aim, told, met > 0 and not broken and not lost and clear)


def killed_while_writing(times: int) -> None:
    """An export over an older file, and a wipe, killed at random moments: is the file whole, is the wipe finished?"""
    dice, met, torn, unfinished, left = random.Random(22), 0, 0, 0, 0  # noqa: S311
    with tempfile.TemporaryDirectory() as home:
        surroundings = {**os.environ, "HOME": home, "XDG_DATA_HOME": home}
        folder, report, out = Path(home) / "selfcheck", Path(home) / "report.json", Path(home) / "out" / "list.html"
        out.parent.mkdir()

        def start(*arguments: str, into: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
            nothing = subprocess.DEVNULL
            return subprocess.Popen(  # noqa: S603
                [*AS_INSTALLED, *arguments], cwd=ROOT, env=surroundings, stdin=nothing, stdout=into, stderr=nothing
            )

        report.write_bytes(start("demo", "--json", "--save", into=subprocess.PIPE).communicate()[0])
        saved = (folder / "saved.json").read_bytes()
        export = ("export", str(report), "--to", "html", "--out", str(out), "--force")
        lengths = []
        for arguments in (export, ("wipe", "--yes")):
            began = time.monotonic()
            start(*arguments).wait()
            lengths.append(time.monotonic() - began)
        whole = out.read_bytes()
        for number in range(times):
            if number % 2:
                folder.mkdir(mode=0o700, exist_ok=True)
                (folder / "saved.json").write_bytes(saved)
                for damaged in range(2000):  # so that there is a middle to be killed in
                    (folder / f"damaged-{damaged:08x}.json").write_bytes(b"{}")
            program = start(*(("wipe", "--yes") if number % 2 else export))
            time.sleep(dice.uniform(0, lengths[number % 2] * 1.2))
            met += program.poll() is None
            program.kill()
            program.wait()
            if number % 2:
                start("wipe", "--yes").wait()
                unfinished += folder.exists()
            else:
                torn += out.read_bytes() != whole
                left += len(list(out.parent.iterdir())) - 1
    told = f"{met} killed in the middle: {torn} torn, {left} left beside it, {unfinished} wipes unfinished by the next"
    met_all = met > 0 and not torn and not left and not unfinished
    row(f"an export and a wipe killed at {times} random moments", "0 torn, 0 left, 0 unfinished", told, met_all)


def unfriendly_hosts() -> None:
    """Photos of hosts that hang, reset, drip, cut and talk nonsense, among ten that are friendly."""
    face = pictures.demo(pictures.ONE_FACE)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 90000\r\n\r\n"
    with serve() as site:

        def drip() -> Iterator[bytes]:
            yield head
            while not site.closing.wait(0.5):
                yield b"\xff"

        def reset(handler: Any) -> bool:
            if "/reset" not in handler.path:
                return False
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
            return True

        site.before = reset
        names = []
        for number in range(5):
            site.hang(f"/hang{number}.jpg")
            site.stream(f"/drip{number}.jpg", drip)
            site.raw(f"/cut{number}.jpg", head + face[:2000])
            site.raw(f"/nonsense{number}.jpg", b"\x16\x03\x01\r\n\r\n")
            names += [f"/{kind}{number}.jpg" for kind in ("hang", "drip", "cut", "nonsense", "reset")]
        friendly = [f"/{number}.jpg" for number in range(10)]
        for name in friendly:
            site.picture(name, face + name.encode())
        page = site.page("/", "Words. " + "".join(f'<img src="{name}">' for name in (*names, *friendly)))
        began = time.monotonic()
        program = subprocess.Popen(  # noqa: S603
            [*WITH_LOOPBACK, "check", page, "--mine", "--json"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd=ROOT,
        )  # fmt: skip
        workers = wait_for_children(program.pid)
        out, _ = program.communicate(timeout=600)
        took = time.monotonic() - began
        for worker in workers:
            seconds_until_gone(worker, 30)
    photos = json.loads(out)["photos"]
    faces = sum(photo["state"] == "faces" for photo in photos)
    missed = sum(photo["state"] == "not_checked" for photo in photos)
    told = f"{faces} looked at, {missed} told as not checked, exit {program.returncode}, {took:.0f} s"
    met = (faces, missed, program.returncode) == (10, 25, 4)
    row("25 photos of hosts that hang, reset, drip, cut or talk nonsense, 10 others", "10 and 25, exit 4", told, met)


def few_files() -> None:
    """A limit of 12 open files, for every command that does work."""
    ended: dict[int, int] = {}
    faults = 0
    for arguments in (("demo", "--json"), ("demo", "--json", "--save"), ("doctor",), ("recheck", "--demo"), ("steps",)):
        with tempfile.TemporaryDirectory() as home:
            done = subprocess.run(  # noqa: S603
                ["/bin/sh", "-c", 'ulimit -n 12 && exec "$@"', "sh", *AS_INSTALLED, *arguments], cwd=ROOT, check=False,
                stdin=subprocess.DEVNULL, capture_output=True, env={**os.environ, "HOME": home, "XDG_DATA_HOME": home},
            )  # fmt: skip
        ended[done.returncode] = ended.get(done.returncode, 0) + 1
        faults += b"Traceback" in done.stderr or b"Something is wrong in selfcheck" in done.stderr
    told = (
        ", ".join(f"{count} with exit {code}" for code, count in sorted(ended.items()))
        + f"; {faults} told as our fault"
    )
    row("a limit of 12 open files, 5 commands", "a sentence, exit 0 or 2", told, not faults and set(ended) <= {0, 2})


def dead_names() -> None:
    """A name server that takes every question and answers none, with the system's usual patience (5 s, twice)."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "resolv.conf").write_text("nameserver 127.0.0.1\n")
        setup = f"mount --bind {folder}/resolv.conf /etc/resolv.conf && ip link set lo up"
        asked = Path(folder) / "asked"
        setup += f" && {{ {sys.executable} -c '{DEAF}' {asked} & }}"
        command = ["unshare", "-rnm", "sh", "-c", f'{setup} && exec "$@"', "sh", *AS_INSTALLED]
        arguments = ["check", "https://mina.example/", "--mine", "--json"]

        def start() -> tuple[subprocess.Popen[bytes], float]:
            pipe = subprocess.PIPE
            program = subprocess.Popen([*command, *arguments], cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe)  # noqa: S603
            return program, time.monotonic()

        program, began = start()
        out, _ = program.communicate(timeout=60)
        took = time.monotonic() - began
        outcome = json.loads(out)["pages"][0]["outcome"]
        row("names that nobody answers: the answer", "≤ 10 s", f"{took:.1f} s, {outcome}, start included", took <= 10)
        asked.unlink()
        program, began = start()
        while not asked.exists() and time.monotonic() - began < 30:
            time.sleep(0.01)  # until it waits for an answer to its question
        assert asked.exists(), "no name was asked for, so leaving in the middle of it was not measured"
        program.send_signal(signal.SIGINT)
        began = time.monotonic()
        program.communicate(timeout=60)
        took = time.monotonic() - began
        row("names that nobody answers: leaving", "≤ 1 s", f"{took:.2f} s", took <= 1)


def ended_app() -> None:
    """SIGTERM, SIGHUP and the key to leave, in the middle of a check: until the app and its workers are gone."""
    for name in ("SIGTERM", "SIGHUP", "Ctrl+Q"):
        with serve() as site:
            page, reached = site.hang("/")
            with in_terminal(command=WITH_LOOPBACK) as screen:
                checking(screen, page)
                reached.wait(30)
                workers = wait_for_children(screen.program.pid)
                began = time.monotonic()
                if name == "Ctrl+Q":
                    screen.press("ctrl+q")
                else:
                    screen.program.send_signal(getattr(signal, name))
                screen.end()
                for worker in workers:
                    seconds_until_gone(worker, 30)
                took = time.monotonic() - began
                back = b"\x1b[?1049l" in screen.raw
        told = f"{took:.2f} s, {'given back' if back else 'not given back'}"
        row(f"the app and {name}", "gone ≤ 1 s, terminal given back", told, took <= 1 and back)


def resizes() -> None:
    """The terminal changes its size 50 times a second for 10 s."""
    with serve() as site:
        page, reached = site.hang("/")
        with in_terminal(command=WITH_LOOPBACK) as screen:
            checking(screen, page)
            reached.wait(30)
            before = memory(screen.program.pid)
            sizes: Iterator[tuple[int, int]] = iter([(20, 5), (120, 40), (60, 20), (1, 1), (300, 90)] * 100)
            for columns, rows in sizes:
                fcntl.ioctl(screen._side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.kill(screen.program.pid, signal.SIGWINCH)
                screen._read(0.02)
            screen.settle()
            after = memory(screen.program.pid)
            alive = screen.program.poll() is None
            screen.press("ctrl+q")
            code = screen.end()
    grew = 100 * (after / before - 1)
    told = f"{'alive' if alive else 'ended'}, exit {code}, {grew:+.0f} %"
    row("500 changes of size in 10 s", "no fault, memory flat", told, alive and code == 0 and grew <= 10)


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults")
    parser.add_argument("--photos", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=50, help="of a check")
    parser.add_argument("--kills-while-saving", type=int, default=200)
    parser.add_argument("--kills-while-writing", type=int, default=60)
    asked = parser.parse_args()
    print("| what happens | aimed at | seen | met |\n|---|---|---|---|", flush=True)
    parts: tuple[Callable[[], None], ...] = (
        lost_worker,
        lambda: killed(asked.kills),
        lambda: killed_while_saving(asked.kills_while_saving),
        lambda: killed_while_writing(asked.kills_while_writing),
        unfriendly_hosts,
        few_files,
        dead_names,
        ended_app,
        resizes,
        lambda: load(asked.photos),
    )
    for part in parts:
        part()


if __name__ == "__main__":
    main()
