"""A list of a download -> what it holds; a saved page's file -> where its parts lie. Pure.

Runs in the worker and nowhere else: what a person was handed by someone else is as hostile as a picture.
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.har import read_har
from selfcheck.readers.archives.lists import ListContents, is_json
from selfcheck.readers.archives.mhtml import read_mhtml
from selfcheck.readers.archives.parts import Form, Parts
from selfcheck.readers.archives.saved_html import read_saved_html

_IS_SET: Final = re.compile(rb"\s*(?:window\.)?[\w.]{1,80}\s*=\s*")  # X: JavaScript that sets a JSON value


def read_list(kind: str, path: str, data: bytes) -> ListContents:
    """What a list of an archive of this kind holds. Whatever it provokes costs that list; what came before is kept.

    Raises `MemoryError` where there is too little for it.
    """
    found = ListContents()
    try:
        next(one for one in downloads() if one.id == kind).read(path, data, found)
        found.broken |= not _is_whole(path, data)
    except MemoryError:  # says nothing of the list
        raise
    except Exception:  # a hostile list may provoke anything; it costs this list alone
        found.broken = True
    return found


def _is_whole(path: str, data: bytes) -> bool:
    """Whether a list of JSON goes on to its end: a reader passes over what it cannot read."""
    if not path.lower().endswith((".json", ".js")):
        return True
    prefix = _IS_SET.match(data[:200]) if path.lower().endswith(".js") else None
    return is_json(memoryview(data)[prefix.end() if prefix else 0 :])


def read_parts(form: Form, data: bytes) -> Parts | Outcome:
    """Where the pages and pictures of a saved page's file lie. Raises whatever broken bytes provoke."""
    readers = {"html": read_saved_html, "mhtml": read_mhtml, "har": read_har}
    return readers[form](data) or Outcome.NOT_A_PAGE
