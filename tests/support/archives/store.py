"""What data downloads of tests are made of: JSON as services write it, and what holds the members."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.support import pictures

Members = dict[str, bytes]
FACE = pictures.demo(pictures.ONE_FACE)
NONE = pictures.demo(pictures.NO_FACE)


def js(value: Any) -> bytes:
    """A value as JSON, as most archives write it."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def meta_js(value: Any) -> bytes:
    """A value as Meta writes it: the UTF-8 bytes of every text as Latin-1 characters, escaped."""

    def spoilt(part: Any) -> Any:
        if isinstance(part, str):
            return part.encode().decode("latin-1")
        if isinstance(part, dict):
            return {key: spoilt(value) for key, value in part.items()}
        return [spoilt(one) for one in part] if isinstance(part, list) else part

    return json.dumps(spoilt(value)).encode()


def zipped(path: Path, members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: Mapping[str, bytes], more: Iterable[tarfile.TarInfo] = ()) -> Path:
    """Write a tar archive, packed as its name ends; `more` are members without data (links, devices)."""
    packing = next((ending for ending in ("gz", "bz2", "xz") if path.name.endswith(ending)), "")
    with tarfile.open(path, f"w:{packing}") as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return path


def unpacked(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write a folder."""
    for name, data in members.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


LARGE = 60_000  # so many that the program counts them more than once on a fast machine, too


def large(path: Path, members: Mapping[str, bytes] | None = None) -> Path:
    """A tar archive with `LARGE` empty files more than these: going through it takes a second or two."""
    return tarred(path, members or {}, [tarfile.TarInfo(f"notes/{number}.txt") for number in range(LARGE)])
