"""A page saved as HTML -> the address it says it had. Runs in the worker. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from selfcheck.net.urls import UrlRefused, split_url
from selfcheck.readers.archives.lists import tags_of
from selfcheck.readers.archives.parts import FOLDER_ENDINGS, MAX_FOLDERS, Part, Parts

_SAVED_FROM: Final = re.compile(
    rb"<!--\s*(?:saved from url=\(\d{1,8}\)|Page saved with SingleFile\s+url:\s*)(https?://\S+)"
)
_HEAD: Final = 300_000


def read_saved_html(data: bytes) -> Parts:
    """The whole file as one page, and the folders that its pictures may lie in."""
    return Parts((Part(address_in(data), 0, len(data)),), folders=_folders_in(data))


def _folders_in(data: bytes) -> tuple[str, ...]:
    """Names of folders of the kind that browsers put beside a page: "./Mina_files/me.jpg" names one."""
    found: dict[str, None] = {}
    for tag in tags_of(data):
        for name in ("src", "href"):
            first, slash, _ = unquote(tag.attributes.get(name, "")).removeprefix("./").partition("/")
            if slash and first.endswith(FOLDER_ENDINGS):
                found[first] = None
        if len(found) >= MAX_FOLDERS:
            break
    return tuple(found)[:MAX_FOLDERS]


def address_in(body: bytes) -> str:
    """The address a saved page says it had: the browser's own note, else canonical, else og:url. "" for none."""
    noted = _SAVED_FROM.search(body[:20_000])
    candidates = [noted[1].decode("utf-8", "replace")] if noted else []
    found: dict[str, str] = {}
    for tag in tags_of(body[:_HEAD]):
        if tag.name == "link" and "canonical" in tag.attributes.get("rel", "").lower().split():
            found.setdefault("canonical", tag.attributes.get("href", ""))
        elif tag.name == "meta" and tag.attributes.get("property", "") == "og:url":
            found.setdefault("og", tag.attributes.get("content", ""))
    candidates += [found[key] for key in ("canonical", "og") if key in found]
    return next((url for url in map(_checked, candidates) if url), "")


def _checked(url: str) -> str:
    try:
        return split_url(url.strip().partition("#")[0]).url
    except UrlRefused:
        return ""
