"""Each wall alone, and what stands around the walls: real attempts, with all other walls taken away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from selfcheck.model import State
from selfcheck.sandbox.pool import COMMAND, WorkerPool
from tests.faults.processes import end_if_there, seconds_until_gone, wait_until_busy
from tests.support import pictures
from tests.support.running import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the kernel's walls are put up on Linux alone")

# Takes every wall away but the one named, then does what a test asks for. Prints what came of each attempt.
ALONE = """
import errno, os, resource, signal, socket, sys, time
from selfcheck.sandbox import restrict
walls = {"landlock": "_landlock", "seccomp": "_seccomp", "limits": "_limit_resources"}
for name, function in walls.items():
    if name != sys.argv[1]:
        setattr(restrict, function, lambda *_: ())
place, port, parent = sys.argv[2], int(sys.argv[3]), os.getppid()
already_open = os.open(place + "/mine", os.O_RDWR)
def attempt(name, call):
    try:
        call()
    except (OSError, MemoryError) as error:
        print(name, errno.errorcode.get(getattr(error, "errno", None), "MEMORY"), flush=True)
    else:
        print(name, "done", flush=True)
"""


def attempts(wall: str, place: Path, does: str, port: int = 9, returncode: int = 0) -> dict[str, str]:
    """What came of each attempt behind this one wall."""
    (place / "mine").write_text("private", encoding="utf-8")
    command = [sys.executable, "-c", ALONE + does, wall, str(place), str(port)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)
    assert done.returncode == returncode, done.stderr
    return dict(line.split() for line in done.stdout.splitlines())


def test_landlock_alone_keeps_files_tcp_and_signals_in(tmp_path: Path) -> None:
    import socket

    does = """
if restrict.Means.LANDLOCK not in restrict.raise_walls():
    print("no landlock")
    sys.exit()
attempt("read", lambda: os.open(place + "/mine", os.O_RDONLY))
attempt("list", lambda: os.listdir(place))
attempt("write", lambda: os.open(place + "/mine", os.O_WRONLY))
attempt("truncate", lambda: os.truncate(place + "/mine", 0))
attempt("make", lambda: os.open(place + "/new", os.O_CREAT | os.O_WRONLY, 0o600))
attempt("folder", lambda: os.mkdir(place + "/new"))
attempt("delete", lambda: os.unlink(place + "/mine"))
attempt("tcp", lambda: socket.socket().connect(("127.0.0.1", port)))
attempt("signal", lambda: os.kill(parent, 0))
attempt("execute", lambda: os.execv("/bin/true", ["true"]))
"""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        tried = attempts("landlock", tmp_path, does, listening.getsockname()[1])
    if tried == {"no": "landlock"}:
        pytest.skip("this kernel has no landlock")
    young = {name: tried.pop(name) for name in ("tcp", "signal")}  # Linux 6.7 and 6.12
    assert set(tried.values()) == {"EACCES"}, tried
    assert set(young.values()) <= ({"EACCES", "EPERM"} if _landlock_version() >= 6 else {"EACCES", "EPERM", "done"})
    assert (tmp_path / "mine").read_text(encoding="utf-8") == "private"


def _landlock_version() -> int:
    import ctypes

    version: int = ctypes.CDLL(None).syscall(444, None, 0, 1)
    return version


def test_list_of_calls_alone_keeps_files_and_network_in(tmp_path: Path) -> None:
    does = """
assert restrict.Means.SECCOMP in restrict.raise_walls()
attempt("read", lambda: os.open(place + "/mine", os.O_RDONLY))
attempt("delete", lambda: os.unlink(place + "/mine"))
attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
attempt("signal", lambda: os.kill(parent, 0))
attempt("execute", lambda: os.posix_spawn("/bin/true", ["true"], {}))
"""
    assert set(attempts("seccomp", tmp_path, does).values()) == {"EPERM"}


def test_limits_alone_bound_memory_and_growth_of_files(tmp_path: Path) -> None:
    does = """
restrict.raise_walls()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
attempt("memory", lambda: bytearray(restrict.MEMORY_BYTES))
attempt("grow", lambda: os.pwrite(already_open, b"x" * 10, 1000))
attempt("open", lambda: os.open(place + "/mine", os.O_RDONLY))
"""
    assert attempts("limits", tmp_path, does) == {"memory": "MEMORY", "grow": "EFBIG", "open": "EMFILE"}


def test_worker_that_uses_up_its_processor_time_is_ended(tmp_path: Path) -> None:
    does = """
restrict.CPU_SECONDS = 1  # ten minutes for people
restrict.raise_walls()
ends = time.monotonic() + 15
while time.monotonic() < ends:
    pass
"""
    assert attempts("limits", tmp_path, does, returncode=-signal.SIGKILL) == {}


async def test_real_worker_gains_no_rights_and_leaves_no_dump() -> None:
    async with WorkerPool(size=1) as pool:
        await pool.warm_up()
        [worker] = pool._alive
        status = Path(f"/proc/{worker._process.pid}/status").read_text("ascii")  # noqa: ASYNC240 (nothing to wait for)
        limits = Path(f"/proc/{worker._process.pid}/limits").read_text("ascii")  # noqa: ASYNC240
    told = dict(line.split(":", 1) for line in status.splitlines())
    assert told["NoNewPrivs"].strip() == "1"
    assert told["Seccomp"].strip() == "2"
    [dumps] = [line.split() for line in limits.splitlines() if line.startswith("Max core file size")]
    assert dumps[4:6] == ["0", "0"]


async def test_what_a_decoder_prints_reaches_neither_the_replies_nor_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    script = tmp_path / "worker.py"
    script.write_text(
        f"import os, sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from selfcheck.sandbox import child\n"
        "real = child.open_upright\n"
        "def prints(data):\n"
        "    os.write(1, b'warning: odd marker'); os.write(2, b'warning: odd marker')\n"
        "    return real(data)\n"
        "child.open_upright = prints\nchild.main()\n"
    )
    async with WorkerPool(size=1, command=(sys.executable, str(script))) as pool:
        examined, _ = await pool.examine(pictures.demo(pictures.ONE_FACE))
    assert examined.state is State.FACES
    assert capfd.readouterr() == ("", "")


async def test_worker_imports_nothing_from_the_folder_it_is_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "imported"
    (tmp_path / "cv2.py").write_text(f"open({str(mark)!r}, 'w')\nraise SystemExit", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    async with WorkerPool(size=1) as pool:
        examined, _ = await pool.examine(pictures.demo(pictures.ONE_FACE))
    assert examined.state is State.FACES
    assert not mark.exists()


def test_worker_goes_with_a_program_that_is_killed_while_the_worker_still_starts(tmp_path: Path) -> None:
    """Half a second of imports comes before the worker listens: killed then, the program leaves nothing behind."""
    starting = f"""
import runpy, sys
sys.path.insert(0, {str(ROOT)!r})
class Endless:
    def find_spec(self, name, path, target=None):
        while name == "selfcheck.sandbox.child":
            pass
sys.meta_path.insert(0, Endless())
runpy.run_module("selfcheck.sandbox.start", run_name="__main__")
"""
    program = f"""
import subprocess, sys
worker = subprocess.Popen([sys.executable, "-c", {starting!r}], stdin=subprocess.PIPE)
print(worker.pid, flush=True)
worker.wait()
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=ROOT) as running:
        assert running.stdout is not None
        worker = int(running.stdout.readline())
        try:
            wait_until_busy(worker)
            running.kill()
            running.wait()
            seconds_until_gone(worker, 3)
        finally:
            end_if_there(worker)


def test_worker_whose_program_has_gone_already_does_nothing() -> None:
    """The kernel is asked to end it with the program; asked too late, it would never be told."""
    reading, writing = os.pipe()
    os.close(writing)
    with os.fdopen(reading) as ended:
        done = subprocess.run([*COMMAND, "yunet"], stdin=ended, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, b"")
