"""The bill of materials names every package that selfcheck runs on, as the lock pins it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.running import ROOT


def printed(*arguments: str) -> str:
    """What the script prints."""
    command = [sys.executable, "tools/sbom.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, check=True, timeout=60, text=True).stdout


def test_the_bill_names_every_package_of_the_program_with_its_version_and_hashes() -> None:
    bill = json.loads(printed())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    named = {one["name"]: one for one in bill["components"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {canonicalize_name(Requirement(text).name) for text in project["dependencies"]}
    assert direct | {"anyio", "h11", "certifi", "rich", "markupsafe"} <= set(named)  # and what these need in turn
    assert not {"pytest", "ruff", "mypy", "hypothesis"} & set(named)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name, one in named.items():
        assert f"\n{name}=={one['version']}" in f"\n{lock}"
        hashes = [each["content"] for each in one["externalReferences"][0]["hashes"]]
        assert hashes
        assert all(f"--hash=sha256:{each}" in lock for each in hashes)


def test_one_lock_gives_one_bill() -> None:
    assert printed() == printed()


def test_the_openssl_in_the_opencv_wheel_is_named() -> None:
    rows = printed("--bundled")
    assert "| OpenSSL |" in rows
    for library in ("libxml2", "libjpeg_turbo", "avcodec"):
        assert f"| {library} |" in rows
