"""A bill of materials (CycloneDX 1.5, JSON) of the packages that selfcheck runs on, from requirements.lock.

python tools/sbom.py > sbom.json           every package of the lock that selfcheck needs to run, with its hashes
python tools/sbom.py --bundled             the C libraries inside the installed wheels, as a Markdown table
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_OPENSSL = re.compile(rb"OpenSSL \d+\.\d+\.\d+[a-z]*(?: +FIPS)? +\d+ [A-Z][a-z]{2} \d{4}")


def locked() -> dict[str, tuple[str, list[str]]]:
    """Version and hashes of every package of the lock, by name. Of one with several versions, the first."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            name = canonicalize_name(pin[1])
            if name in found:  # another version, for another Python
                name = f"{name}=={pin[2]}"
            found[name] = (pin[2], [])
        if (sha := _HASH.search(line)) and name:
            found[name][1].append(sha[1])
    return found


def runtime_names() -> set[str]:
    """Every package that selfcheck needs on this system without extras, by the metadata of what is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    seen: set[tuple[str, str]] = set()
    while waiting:
        wanted = waiting.pop()
        for extra in ("", *wanted.extras):
            key = (canonicalize_name(wanted.name), extra)
            if key in seen:
                continue
            seen.add(key)
            try:
                needs = distribution(wanted.name).requires or []
            except PackageNotFoundError:
                continue
            for need in map(Requirement, needs):
                if need.marker is None or need.marker.evaluate({"extra": extra}):
                    waiting.append(need)
    return {name for name, _extra in seen}


def bill() -> dict[str, Any]:
    """The bill. It holds no date and no random number, so that one lock gives one bill."""
    pins = locked()
    components = []
    for name in sorted(runtime_names() & set(pins)):
        number, hashes = pins[name]
        components.append(
            {
                "type": "library",
                "bom-ref": f"pkg:pypi/{name}@{number}",
                "name": name,
                "version": number,
                "purl": f"pkg:pypi/{name}@{number}",
                # One per file that the registry has of this version: wheels for each system, and the source.
                "externalReferences": [
                    {
                        "type": "distribution",
                        "url": f"https://pypi.org/project/{name}/{number}/",
                        "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
                    }
                ],
            }
        )
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "selfcheck", "version": version("selfcheck")}},
        "components": components,
    }


def bundled() -> list[tuple[str, str, str]]:
    """Package, library and version of what lies inside the installed wheels: what the libraries say of themselves."""
    import cv2
    import PIL
    from lxml import etree
    from PIL import features

    folder = Path(cv2.__file__).parents[1] / "opencv_python_headless.libs"
    crypto = next(iter(folder.glob("libcrypto*")), None)
    told = _OPENSSL.search(crypto.read_bytes()) if crypto else None
    ssl = told[0].decode() if told else crypto.name.rpartition(".so.")[2] if crypto else "none"
    of_cv = f"opencv-python-headless {cv2.__version__}"
    rows = [(of_cv, "OpenSSL", ssl)]
    for line in cv2.getBuildInformation().splitlines():
        if part := re.match(r"\s+(ZLib|JPEG|WEBP|PNG|TIFF|JPEG 2000|avcodec|avformat):\s.*\((?:ver )?(.+)\)", line):
            rows.append((of_cv, part[1], part[2]))
    of_pillow = f"pillow {PIL.__version__}"
    for name in ("libjpeg_turbo", "jpg_2000", "zlib", "zlib_ng", "libtiff", "webp", "avif", "freetype2", "littlecms2"):
        if number := features.version(name):
            rows.append((of_pillow, name, number))
    of_lxml = f"lxml {version('lxml')}"
    for name, numbers in (("libxml2", etree.LIBXML_VERSION), ("libxslt", etree.LIBXSLT_VERSION)):
        rows.append((of_lxml, name, ".".join(map(str, numbers))))
    return rows


def main() -> None:
    """Print the bill, or the table."""
    if "--bundled" in sys.argv[1:]:
        print("| package | library in it | version |\n|---|---|---|")
        for row in bundled():
            print(f"| {' | '.join(row)} |")
    else:
        print(json.dumps(bill(), indent=2))


if __name__ == "__main__":
    main()
