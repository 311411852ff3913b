from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from selfcheck.sandbox.pool import WorkerPool
from tests.support.running import ROOT

# Raises the walls in a process of its own, then tries to get out. Prints the walls, then "refused" or "done" each.
TRIES = """
import encodings.idna, os, socket, sys, threading
from selfcheck.sandbox.restrict import raise_walls
target = sys.argv[1]
already_open = open(os.devnull, "rb")
print(" ".join(wall.replace(" ", "-") for wall in raise_walls()), flush=True)
def read(): open("/etc/hosts").read()
def write(): open(target, "w").write("x")
def tcp(): socket.create_connection(("127.0.0.1", int(sys.argv[2])), 1)
def udp(): socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9))
def fork(): os._exit(0) if os.fork() == 0 else os.wait()
def execute(): os.posix_spawn("/bin/true", ["true"], {})
def thread():
    worker = threading.Thread(target=lambda: None); worker.start(); worker.join()
for name in ("read", "write", "tcp", "udp", "fork", "execute", "thread"):
    try:
        globals()[name]()
    except (OSError, RuntimeError) as error:
        print(name, "refused", flush=True)
    else:
        print(name, "done", flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's walls are put up on Linux alone")
def test_behind_the_walls_no_file_network_or_program_can_be_reached(tmp_path: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        done = subprocess.run(
            [sys.executable, "-c", TRIES, str(tmp_path / "written"), str(listening.getsockname()[1])],
            capture_output=True, text=True, check=False, cwd=ROOT, timeout=60,
        )  # fmt: skip
    lines = done.stdout.splitlines()
    walls, tried = set(lines[0].split()), dict(line.split() for line in lines[1:])
    if not {"landlock", "seccomp"} <= walls:
        pytest.skip(f"this kernel has only these walls: {sorted(walls)}")
    assert tried.pop("thread") == "done"  # decoders need threads
    assert set(tried.values()) == {"refused"}, tried
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's walls are put up on Linux alone")
async def test_the_real_worker_says_which_walls_stand_around_it() -> None:
    async with WorkerPool(size=1) as pool:
        walls = await pool.warm_up()
    assert {"memory", "time", "writing"} <= set(walls)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc to see what a process was handed")
async def test_the_worker_is_handed_nothing_of_the_persons_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "USER", "SSH_AUTH_SOCK", "HTTP_PROXY", "PYTHONPATH", "A_SECRET"):
        monkeypatch.setenv(name, "told-to-nobody")
    async with WorkerPool(size=1) as pool:
        await pool.warm_up()
        [worker] = pool._alive
        handed = Path(f"/proc/{worker._process.pid}/environ").read_bytes()  # noqa: ASYNC240 (nothing to wait for)
    assert b"PATH=" in handed
    assert b"told-to-nobody" not in handed
