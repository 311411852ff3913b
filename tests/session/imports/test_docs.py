"""Holds docs/imports.md, and docs/platforms.md, to the platforms' folders."""

from __future__ import annotations

import re
import sys

from selfcheck.platforms.downloads import downloads
from selfcheck.readers.archives.archive import MAX_ENTRIES, MAX_LETTERS, MAX_LIST, MAX_PICTURE, MOST_PACKED
from selfcheck.readers.archives.folders import DEEPEST
from selfcheck.readers.archives.packed_stream import XZ_MEMORY
from selfcheck.readers.archives.tars import LONGEST_HEADER
from selfcheck.readers.archives.zips import MOST_DIRECTORY
from selfcheck.sandbox.archives import MOST_LOST
from selfcheck.sandbox.pool import SECONDS_PER_TASK
from selfcheck.sandbox.process import BYTES_PER_SECOND
from selfcheck.sandbox.restrict import CPU_SECONDS, MEMORY_BYTES
from selfcheck.session.imports.listing import MAX_PHOTOS
from selfcheck.session.imports.saved_pages import MAX_FILE
from tests.support.running import ROOT, run

TEXT = (ROOT / "docs/imports.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    section = TEXT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (.+) \|$", section, re.MULTILINE)
    return [line.split(" | ") for line in lines[1:] if not line.startswith("---")]


def test_the_generated_tables_are_up_to_date() -> None:
    done = run("tools/make_platforms.py", "--check", command=(sys.executable,))
    assert (done.code, done.out.decode()) == (0, "")


def test_every_kind_says_how_sure_its_form_is() -> None:
    told = rows("What is read, and how surely")
    assert len(told) == len(downloads()) + 1
    assert all("seen in" in row[3] or "general knowledge" in row[3] for row in told[:-1])


def test_table_of_limits_is_that_of_the_program() -> None:
    told = {row[0]: row[1] for row in rows("Limits")}
    assert told == {
        "pictures of an import": f"{MAX_PHOTOS:,}",
        "a picture": f"{MAX_PICTURE // 10**6} MB",
        "a list of posts": f"{MAX_LIST // 10**6} MB",
        "members of an archive, or of several together": f"{MAX_ENTRIES:,}",
        "letters of all their names together": f"{MAX_LETTERS:,}",
        "the list of a zip's members": f"{MOST_DIRECTORY // 10**6} MB",
        "what a member may unpack to, from 1 MB on": f"{MOST_PACKED} times its packed size",
        "what a packed tar may unpack to, from 1 GB on": f"{MOST_PACKED} times its size",
        "a header of a tar": f"{LONGEST_HEADER >> 20} MiB",
        "memory to unpack xz": f"{XZ_MEMORY // 10**6} MB",
        "folders inside folders": str(DEEPEST),
        "archives inside archives": "0",
        "an MHTML or HAR file": f"{MAX_FILE // 10**6} MB",
        "seconds for the list of an archive, for a member, for a list of posts": (
            f"{SECONDS_PER_TASK:.0f}, and one more for each {BYTES_PER_SECOND // 10**6} MB"
        ),
        "processor time of the process that reads an archive": f"{CPU_SECONDS} seconds",
        "processes that the members of one archive may cost": str(MOST_LOST),
        "memory of the process that reads an archive": f"{MEMORY_BYTES >> 30} GiB of addresses",
    }
