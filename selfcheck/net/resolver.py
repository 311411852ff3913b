"""Names to numbers: the person's hosts file first, then the system's resolver. Also: which numbers are our own."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from selfcheck.net.guard import permit
from selfcheck.net.policy import IpAddress

Resolver = Callable[[str, int], Awaitable[list[str]]]
HOSTS_FILE: Final = (
    Path(os.environ.get("SYSTEMROOT", r"C:\Windows"), r"System32\drivers\etc\hosts")
    if sys.platform == "win32"
    else Path("/etc/hosts")
)


async def resolve(host: str, port: int) -> list[str]:
    """The numbers of `host`, by the system's resolver. Raises `OSError` when there are none.

    What the person's hosts file says of it stands. Otherwise the resolver is told the name as a whole one, with a dot
    at its end: without it a resolver that finds no such name goes on to ask for it within the search domains of the
    network, which any network can set, and would take a stranger's site there. With it, it passes over the hosts file.

    In a daemon thread, not the loop's pool: asyncio joins that pool at its end, and a resolver that waits
    for a dead name server would keep the program from closing.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def settle(numbers: list[str], error: OSError | None) -> None:
        if answer.done():
            return
        if error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(numbers)

    def ask() -> None:
        is_whole = "." in host  # any other name gets no dot, and the resolver itself reads the hosts file
        numbers = numbers_in_hosts_file(host) if is_whole else []
        failure: OSError | None = None
        try:
            if not numbers:
                with permit("network"):  # a thread starts without the permits of the task that started it
                    found = socket.getaddrinfo(f"{host}." if is_whole else host, port, type=socket.SOCK_STREAM)
                numbers = list(dict.fromkeys(str(row[4][0]) for row in found))
        except (OSError, UnicodeError) as error:
            failure = error if isinstance(error, OSError) else OSError(str(error))
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, numbers, failure)

    threading.Thread(target=ask, name="resolver", daemon=True).start()
    return await answer


def numbers_in_hosts_file(host: str) -> list[str]:
    """The numbers that the hosts file of this computer gives a name; none where it says nothing (hosts(5))."""
    try:
        text = HOSTS_FILE.read_text(encoding="utf-8", errors="replace").lower()
    except OSError:
        return []
    numbers: dict[str, None] = {}
    for line in text.splitlines() if host in text else ():
        number, *names = line.partition("#")[0].split() or [""]
        if host in (name.rstrip(".") for name in names) and _is_number(number):
            numbers[number] = None
    return list(numbers)


def _is_number(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def is_this_computer(number: IpAddress) -> bool:
    """Whether this is a number of this very computer. No packet is sent: the kernel tells from where it would send."""
    family = socket.AF_INET if number.version == 4 else socket.AF_INET6
    with permit("network"):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as asking:
                asking.connect((str(number), 9))
                return ip_address(asking.getsockname()[0]) == number
        except OSError:  # no way there at all
            return False
