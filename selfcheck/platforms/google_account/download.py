"""Google Photos in a Takeout: folders of pictures, each with a JSON file beside it. Pure.

Names of the files beside are cut to 46 characters, and "(1)" wanders from one place to another (gphotos-321sync's
notes). Pictures are the person's own album; which are shared, and with whom, is told only where an album says so.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from selfcheck.model import Role
from selfcheck.platforms.common.link_lists import audience
from selfcheck.readers.archives.lists import (
    DownloadFormat,
    ListContents,
    ListedMedia,
    decoded,
    items,
    mapping,
    moment,
    pattern,
    repaired,
    strings,
    text,
    within_bounds,
)
from selfcheck.readers.archives.names import is_picture, is_video

_CUT: Final = 46
_PUBLIC: Final = {"public": True, "closed": False}
_ALBUM: Final = pattern(r"/(?:metadata|metadaten|métadonnées|metadatos|메타데이터)(?:\(\d+\))?\.json$")
_KEPT_BACK: Final = frozenset({"trash", "bin", "locked folder"})
_WHOLE: Final = "supplemental-metadata"
_EDITED: Final = re.compile(r"-(?:edited|bearbeitet|modifié|editado|수정됨)(?=\.\w+$)")


def _read(path: str, data: bytes, found: ListContents) -> None:
    value = mapping(decoded(data))
    folder = path.rpartition("/")[0]
    if _ALBUM.search(f"/{path}"):
        public = audience(value.get("access"))
        if public is not None:
            found.facts[folder] = "public" if public else "closed"
        return
    place = mapping(value.get("geoData"))
    beside = ListedMedia(
        name=path.removesuffix(".json"),
        caption=repaired(text(value.get("description"))),
        posted=moment(mapping(value.get("photoTakenTime")).get("timestamp")),
        tags=strings(mapping(one).get("name") for one in items(value.get("people"))),
        placed=any(place.get(key) for key in ("latitude", "longitude")),
        public=False if value.get("trashed") is True else None,
    )
    found.beside.append(within_bounds(beside))


def _settle(found: ListContents, names: Collection[str]) -> None:
    by_name: dict[tuple[str, str], ListedMedia] = {}
    cut: dict[str, list[tuple[str, ListedMedia]]] = {}
    for one in found.beside:
        folder, _, stem = one.name.rpartition("/")
        by_name[folder, _plain(stem)] = one
        if len(stem) >= _CUT - 1:
            cut.setdefault(folder, []).append((stem, one))
    for name in names:
        if not (is_picture(name) or is_video(name)) or not DOWNLOAD.marks.search(f"/{name}"):
            continue
        folder, _, file = name.rpartition("/")
        plain = _EDITED.sub("", file)
        said = by_name.get((folder, _numbered(plain)))
        if said is None:  # its name was cut
            said = next((one for stem, one in cut.get(folder, ()) if plain.startswith(stem.rstrip("."))), None)
        found.add(
            replace(
                said or ListedMedia(),
                name=name,
                role=Role.GALLERY,
                public=False if _is_kept_back(folder, said) else _PUBLIC.get(found.facts.get(folder, "")),
                found_in=folder.rpartition("/")[2],
                video=is_video(name),
            )
        )


def _is_kept_back(folder: str, said: ListedMedia | None) -> bool:
    """Whether a picture lies in the trash or in the locked folder, by its own file or by where it lies."""
    return (said is not None and said.public is False) or folder.rpartition("/")[2].lower() in _KEPT_BACK


def _plain(stem: str) -> str:
    """The picture's name from that of the file beside it: without the ending, with a number at the end."""
    number = re.search(r"(\(\d+\))$", stem)
    if number:
        stem = stem[: number.start()]
    head, dot, tail = stem.rpartition(".")
    if dot and _WHOLE.startswith(tail):
        stem = head
    return stem + (number[1] if number else "")


def _numbered(file: str) -> str:
    """A picture's name with its number at the end, as `_plain` writes it: a(1).jpg as a.jpg(1)."""
    found = re.fullmatch(r"(.*)(\(\d+\))(\.\w+)", file)
    return f"{found[1]}{found[3]}{found[2]}" if found else file


DOWNLOAD: Final = DownloadFormat(
    id="google-photos",
    name="Google Photos",
    platform="google-account",
    marks=pattern(r"/(?:Google Photos|Google Fotos|Google 포토|Google-Fotos)/"),
    lists=pattern(r"/(?:Google Photos|Google Fotos|Google 포토|Google-Fotos)/.+\.json$"),
    read=_read,
    settle=_settle,
    message_folders=pattern(r"/Takeout/(?:Google Chat|Hangouts)/"),
    holds="every picture with the JSON file beside it, whatever became of its name",
    audience="an album's `access` where it says public or private; the rest not told",
    certainty="seen in others' code; `access`: general knowledge",
)
