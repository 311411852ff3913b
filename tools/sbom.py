"""A bill of materials (CycloneDX 1.5, JSON) of the packages that selfcheck runs on, from requirements.lock.

python tools/sbom.py > sbom.json           every package of the lock, with its hashes
python tools/sbom.py --bundled             the C libraries inside the installed wheels, as a Markdown table
"""

from __future__ import annotations

import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_OPENSSL = re.compile(rb"OpenSSL \d+\.\d+\.\d+[a-z]*(?: +FIPS)? +\d+ [A-Z][a-z]{2} \d{4}")


def locked() -> list[tuple[str, str, list[str]]]:
    """Name, version and hashes of every package of the lock; two rows where two Pythons need two versions."""
    found: list[tuple[str, str, list[str]]] = []
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            found.append((canonicalize_name(pin[1]), pin[2], []))
        if sha := _HASH.search(line):
            found[-1][2].append(sha[1])
    return found


def bill() -> dict[str, Any]:
    """The bill. It holds no date and no random number, so that one lock gives one bill."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{number}",
            "name": name,
            "version": number,
            "purl": f"pkg:pypi/{name}@{number}",
            # One per file that there is of this version: wheels for each system, and the source.
            "hashes": [{"alg": "SHA-256", "content": one} for one in hashes],
        }
        for name, number, hashes in locked()
    ]
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
