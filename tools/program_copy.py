"""A copy of the program in a folder of its own, in which tests are run quickly while files are changed."""

from __future__ import annotations

import contextlib
import json
import os
import select
import shutil
import signal
import subprocess
import sysconfig
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COPIED: Final = ("selfcheck", "tests", "tools", "docs", "benchmarks", "pyproject.toml", "README.md", "Makefile")
SERVER: Final = """
import json, os, sys
import anyio, httpx, hypothesis, lxml.html, msgspec, numpy, PIL.Image, pytest, textual.app, trustme
for line in sys.stdin:
    arguments, output = json.loads(line)
    child = os.fork()
    if child == 0:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for stream in (1, 2):
            os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
        code = pytest.main(arguments)
        sys.stdout.flush()
        os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
"""Runs pytest in a fork for each line that it reads: what others wrote is imported once, what is mutated each time."""


class ProgramCopy:
    """A copy of the program with an environment of its own, in which `-I` processes import the copy too."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "tree"
        self._scratch = folder / "tmp"
        self._output = folder / "output"
        self._server: subprocess.Popen[str] | None = None
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, self.root / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, self.root / name)
        venv.EnvBuilder(symlinks=True).create(self.root / ".venv")
        self.python = self.root / ".venv/bin/python"
        libraries = next((self.root / ".venv/lib").iterdir()) / "site-packages"
        (libraries / "copy.pth").write_text(f"{self.root}\n{sysconfig.get_paths()['purelib']}\n", encoding="utf-8")
        # Checked by content: a file that is mutated and restored within a second is never read as it was before.
        compile_all = ("-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "selfcheck", "tests")
        subprocess.run([self.python, *compile_all], cwd=self.root, check=True)  # noqa: S603 (our own copy)

    def run_tests(self, *arguments: str, seconds: int) -> tuple[int | None, str]:
        """The exit code of pytest, None where it had to be killed, and what it printed."""
        options = ["-n", "0", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", "--tb=short"]
        options += [f"--basetemp={self._scratch}", f"--timeout={seconds}", *arguments]
        self._output.write_bytes(b"")
        server = self._server or self._start_server()
        assert server.stdin is not None and server.stdout is not None
        server.stdin.write(json.dumps([options, str(self._output)]) + "\n")
        server.stdin.flush()
        process = int(server.stdout.readline())
        if not select.select([server.stdout], [], [], seconds + 30)[0]:
            os.kill(process, signal.SIGKILL)
        code = int(server.stdout.readline())
        self._end_what_is_left(server.pid)
        return None if code == -signal.SIGKILL else code, self._output.read_text("utf-8", "replace")

    def _start_server(self) -> subprocess.Popen[str]:
        self._server = subprocess.Popen(  # noqa: S603
            [self.python, "-c", SERVER], cwd=self.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, start_new_session=True,
        )  # fmt: skip
        return self._server

    def close(self) -> None:
        """End the server."""
        if self._server is not None:
            self._server.communicate()

    def _end_what_is_left(self, server: int) -> None:
        """End every process of this copy's own interpreter: without its defence something may have stayed."""
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                ours = entry.name.isdigit() and (entry / "cmdline").read_bytes().startswith(bytes(self.python))
                if ours and int(entry.name) != server:
                    os.kill(int(entry.name), signal.SIGKILL)

    @contextlib.contextmanager
    def with_text(self, file: str, text: str) -> Iterator[None]:
        """The copy with another text in one file."""
        path = self.root / file
        whole = path.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(whole, encoding="utf-8")
