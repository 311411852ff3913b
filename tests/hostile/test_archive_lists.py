"""Archives whose list of members is made to harm: told in a sentence, in bounded time and memory of any process."""

from __future__ import annotations

import struct
import sys
import tarfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from selfcheck.readers.archives.archive import MAX_ENTRIES
from tests.support.archives import FACE, tarred, zipped
from tests.support.running import WITH_LOOPBACK, Ended, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="what a process took is told by getrusage")

# Runs a command and says, after its own words, how many MB the largest of its processes held.
PEAK = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(f"PEAK {largest // (1 << 20 if sys.platform == 'darwin' else 1 << 10)}", file=sys.stderr)
sys.exit(done.returncode)
"""
CENTRAL = b"PK\x01\x02" + bytes(24) + struct.pack("<HHHHHII", 1, 0, 0, 0, 0, 0, 0) + b"a"


def imported(path: Path, seconds: float = 30) -> tuple[Ended, int]:
    """What the import said, and the most memory one of its processes held, in MB."""
    command = (sys.executable, "-c", PEAK, *WITH_LOOPBACK)
    ended = run("import", path, "--json", command=command, seconds=seconds)
    return ended, int(ended.err.rpartition("PEAK ")[2])


def pax_header(body: bytes) -> bytes:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, len(body)
    return info.tobuf(format=tarfile.USTAR_FORMAT) + body + bytes(-len(body) % 512)


PAX_BODIES = {
    "digits": b"1" * (1 << 20),
    "digits after a record": b"11 path=ab\n" + b"1" * (1 << 20),
    "a million short records": b"2 " * (1 << 19) + b"=\n",
    "a length of nought": b"0 path=a\n",
    "a record that goes on behind the end": b"99 path=a\n",
    "a million digits as a value": b"1048596 path=" + b"1" * 1048582 + b"\n",
}


@pytest.mark.parametrize("name", PAX_BODIES)
def test_tar_with_hostile_pax_header_is_damaged_in_bounded_time(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.tar").write_bytes(pax_header(PAX_BODIES[name]) + bytes(10_240))
    ended, peak = imported(tmp_path / "x.tar", seconds=20)
    assert ended.code == 2
    ended.said_plainly("damaged or cut off")
    assert peak < 200


def test_what_came_before_a_hostile_pax_header_is_read(tmp_path: Path) -> None:
    data = tarred(tmp_path / "x.tar", {"a.jpg": FACE}).read_bytes().rstrip(b"\0")
    (tmp_path / "x.tar").write_bytes(data + bytes(-len(data) % 512) + pax_header(b"1" * (1 << 20)) + bytes(10_240))
    ended, _ = imported(tmp_path / "x.tar", seconds=20)
    assert ended.code == 4  # part was missed
    assert b"import:a.jpg" in ended.out


def end_record(count: int, size: int, start: int, comment: bytes = b"") -> bytes:
    return b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, size, start, len(comment)) + comment


def count_of_one() -> bytes:
    """Says one member and lists 1,300,000."""
    members = CENTRAL * 1_300_000
    return b"PK\x03\x04" + bytes(26) + members + end_record(1, len(members), 30)


def end_record_in_the_offset_field() -> bytes:
    """The place of the list is written so that it reads as the beginning of a later end record."""
    start = int.from_bytes(b"PK\x05\x06", "little")
    members = CENTRAL * 1_300_000
    return b"PK\x03\x04" + bytes(26) + members + end_record(0xFFFF, len(members), start)


def locator_elsewhere() -> bytes:
    """Where the Zip64 locator points to stands a record of one member; the one before the locator lists all."""
    members = CENTRAL * 1_300_000

    def record(count: int, size: int) -> bytes:
        return b"PK\x06\x06" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, count, count, size, 86)

    small, large = record(1, len(CENTRAL)), record(1_300_000, len(members))
    locator = b"PK\x06\x07" + struct.pack("<IQI", 0, 30, 1)
    head = b"PK\x03\x04" + bytes(26) + small
    return head + members + large + locator + end_record(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)


@pytest.mark.parametrize("make", [count_of_one, end_record_in_the_offset_field, locator_elsewhere])
def test_zip_that_hides_how_many_members_it_lists_takes_no_memory(tmp_path: Path, make: Callable[[], bytes]) -> None:
    (tmp_path / "x.zip").write_bytes(make())
    ended, peak = imported(tmp_path / "x.zip")
    assert ended.code == 2
    ended.said_plainly()
    assert peak < 250


def test_zip_with_more_members_than_are_read_is_refused_whatever_count_it_tells(tmp_path: Path) -> None:
    members = CENTRAL * (MAX_ENTRIES + 1)
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04" + bytes(26) + members + end_record(1, len(members), 30))
    ended, _ = imported(tmp_path / "x.zip")
    assert ended.code == 2
    ended.said_plainly(str(MAX_ENTRIES))


@pytest.mark.parametrize("packing", ["gz", "bz2", "xz"])
def test_packed_tar_that_never_ends_is_left_as_a_bomb(tmp_path: Path, packing: str) -> None:
    import bz2
    import lzma

    info = tarfile.TarInfo("zeros.jpg")
    info.size = 6_000_000_000
    makers = {
        "gz": zlib.compressobj(1, zlib.DEFLATED, 31),
        "bz2": bz2.BZ2Compressor(1),
        "xz": lzma.LZMACompressor(preset=0),
    }
    packer = makers[packing]
    zeros = bytes(1_000_000)
    parts = [packer.compress(info.tobuf(format=tarfile.GNU_FORMAT)), *(packer.compress(zeros) for _ in range(1_100))]
    (tmp_path / f"x.tar.{packing}").write_bytes(b"".join([*parts, packer.flush()]))
    ended, peak = imported(tmp_path / f"x.tar.{packing}", seconds=60)
    assert (ended.code, peak < 250) == (3, True)
    assert b'"bomb"' in ended.out


def test_xz_that_wants_more_memory_than_archives_take_is_damaged(tmp_path: Path) -> None:
    import lzma

    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}]
    data = zipped(tmp_path / "x.zip", {"a.jpg": FACE}).read_bytes()
    (tmp_path / "x.tar.xz").write_bytes(lzma.compress(data, filters=filters))
    ended, peak = imported(tmp_path / "x.tar.xz")
    assert ended.code == 2
    ended.said_plainly("damaged or cut off")
    assert peak < 250
