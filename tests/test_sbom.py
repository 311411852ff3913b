"""The bill of materials names every package that selfcheck runs on, as the lock pins it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.running import ROOT
from tools.sbom import locked


def printed(*arguments: str) -> str:
    """What the script prints."""
    command = [sys.executable, "tools/sbom.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60, text=True).stdout


def direct() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(text) for text in project["dependencies"]]


def needed() -> set[str]:
    """What selfcheck runs on, by the metadata of what is installed, on whatever system; extras only where asked for."""
    waiting, seen = direct(), set[tuple[str, frozenset[str]]]()
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        if (name, frozenset(wanted.extras)) in seen:
            continue
        seen.add((name, frozenset(wanted.extras)))
        try:
            needs = map(Requirement, distribution(name).requires or [])
        except PackageNotFoundError:  # for another system
            continue
        for need in needs:
            extra = "extra" in str(need.marker or "")
            if not extra or any(need.marker.evaluate({"extra": one}) for one in wanted.extras):
                waiting.append(need)
    return {name for name, _extras in seen}


def test_lock_that_people_install_holds_what_runs_and_nothing_else() -> None:
    pinned = {name for name, _version, _hashes in locked()}
    assert {canonicalize_name(one.name) for one in direct()} <= pinned <= needed()
    everything = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    assert [name for name, version, _hashes in locked() if f"\n{name}=={version}" not in f"\n{everything}"] == []


def test_the_bill_names_every_package_of_the_program_with_its_version_and_hashes() -> None:
    bill = json.loads(printed())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    named = {one["name"]: one for one in bill["components"]}
    assert {canonicalize_name(one.name) for one in direct()} | {"anyio", "h11", "certifi", "rich"} <= set(named)
    assert not {"pytest", "ruff", "mypy", "hypothesis"} & set(named)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, one in named.items():
        assert f"\n{name}=={one['version']}" in f"\n{lock}"
        assert one["hashes"]
        assert all(f"--hash=sha256:{each['content']}" in lock for each in one["hashes"])


def test_one_lock_gives_one_bill() -> None:
    assert printed() == printed()


def test_the_openssl_in_the_opencv_wheel_is_named() -> None:
    rows = printed("--bundled")
    assert "| OpenSSL |" in rows
    for library in ("libxml2", "libjpeg_turbo", "avcodec"):
        assert f"| {library} |" in rows
