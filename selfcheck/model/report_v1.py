"""JSON of reports of version 1 -> that of version 2.

Version 1 held sentences where there are codes now. Ids, kinds and numbers are taken over, sentences are not: they are
made anew where the report is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from selfcheck.model.enums import FindingKind, Origin, Variant


def upgraded(raw: dict[str, Any]) -> dict[str, Any]:
    """The report in the form of today; one that is of today as it is. Fields that went may still be in it.

    Raises `ValueError` for what is no report of version 1.
    """
    if raw.get("version") != 1:
        return raw
    try:
        return _upgraded(raw)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"version 1: {error}") from None


def _upgraded(raw: dict[str, Any]) -> dict[str, Any]:
    saved = {
        entry["url"]
        for entry in raw.get("ledger", ())
        if entry.get("bundled") and entry["purpose"] == "page" and entry["outcome"] == "opened" and not entry["status"]
    }
    photos = {photo["url"]: photo for photo in raw["photos"]}
    return {
        **raw,
        "version": 2,
        "pages": [{**page, "origin": _origin_of_page(page, saved), "notes": []} for page in raw["pages"]],
        "photos": [{**photo, "origin": _origin_of_photo(photo)} for photo in raw["photos"]],
        "findings": [{**finding, "otherwise": _otherwise(finding, photos)} for finding in raw["findings"]],
        "limits": [{**limit, **_numbers(limit["text"])} for limit in raw["limits"]],
        "signals": [{**signal, **_numbers(signal["reason"]), "variant": _variant(signal)} for signal in raw["signals"]],
        "changes": [{**change, "reason": None} for change in raw["changes"]],
    }


def _origin_of_page(page: Mapping[str, Any], saved: set[str]) -> Origin:
    if page["address"].startswith("import:"):
        return Origin.FILE
    return Origin.SAVED_PAGE if page["address"] in saved else Origin.WEB


def _origin_of_photo(photo: Mapping[str, Any]) -> Origin:
    if not photo["page"].startswith("import:"):
        return Origin.WEB
    return Origin.FOLDER if photo["found_in"] == "folder" else Origin.FILE


def _otherwise(finding: Mapping[str, Any], photos: Mapping[str, Any]) -> bool:
    """Whether the measure was of the kind's other sort, by what is known of its photo."""
    photo = photos.get(finding["photo"])
    if photo is None:
        return False
    match finding["kind"]:
        case FindingKind.LARGE_FACE:
            return all(face.get("eye_distance") is None for face in photo["faces"])
        case FindingKind.SAME_PICTURE:
            alike = [photo, *(photos[url] for url in photo["same_picture"] if url in photos)]
            hosts = {urlsplit(place["page"]).hostname or "" for one in alike for place in one["sightings"]}
            return len({host.removeprefix("www.") for host in hosts}) < 2
        case FindingKind.PLACE_NAMED:
            return bool(photo.get("placed"))
    return False


def _variant(signal: Mapping[str, Any]) -> Variant:
    if not signal["held_back"]:
        return Variant.OPEN
    return Variant.PARTLY if signal["may_fetch"] else Variant.HELD_BACK


def _numbers(sentence: str) -> dict[str, int]:
    """The numbers of a sentence. There are two at most, in an order that each language has its own of."""
    numbers = [int(number) for number in re.findall(r"[0-9]{1,9}", sentence)]
    return {"count": min(numbers, default=0), "total": max(numbers, default=0) if len(numbers) > 1 else 0}
