"""Archives and folders as stores: what they list and read, and what they refuse."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import sys
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from selfcheck.errors import FileProblem
from selfcheck.model import Outcome
from selfcheck.readers.archives.archive import MAX_ENTRIES
from selfcheck.session.imports.opening import open_store
from tests.support.archives import FACE, tarred, unpacked, zipped

MEMBERS = {"a/one.jpg": FACE, "b.json": b"[1]", "사진/둘.jpg": b"two"}


def opened(path: Path, limit: int = 1_000_000) -> tuple[dict[str, bytes | Outcome], Counter[str]]:
    """Everything that can be read, by name, and what was left out."""
    with contextlib.closing(open_store(path)) as store:
        names = {entry.name for entry in store.entries()}
        return dict(store.read(names, limit)), store.left_out


@pytest.mark.parametrize("form", ["zip", "tar", "tar.gz", "tar.bz2", "tar.xz", "folder"])
def test_every_form_lists_and_reads_the_same(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"x.{form}"
    {"zip": zipped, "folder": unpacked}.get(form, tarred)(path, MEMBERS)
    assert opened(path) == (MEMBERS, Counter())
    with contextlib.closing(open_store(path)) as store:
        assert dict(store.read({"b.json"}, 100)) == {"b.json": b"[1]"}
        assert dict(store.read(set(MEMBERS), 2)) == dict.fromkeys(MEMBERS, Outcome.TOO_LARGE)
        assert dict(store.read({"b.json"}, 100)) == {"b.json": b"[1]"}  # and once more


def test_names_in_nfd_and_with_backslashes_become_one_form(tmp_path: Path) -> None:
    read, _ = opened(zipped(tmp_path / "x.zip", {"Mu\u0308nchen\\a.jpg": b"1", "./b//c.jpg": b"2"}))
    assert read == {"München/a.jpg": b"1", "b/c.jpg": b"2"}


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        ("사진/여름.jpg".encode("cp949"), "사진/여름.jpg"),
        ("사진/여름.jpg".encode(), "사진/여름.jpg"),
        ("Fête.jpg".encode("cp437"), "Fête.jpg"),
    ],
    ids=["Korean Windows", "UTF-8 without its flag", "old Western"],
)
def test_names_in_the_code_page_of_their_system_are_read_as_meant(tmp_path: Path, stored: bytes, meant: str) -> None:
    plain = "x" * len(stored)
    data = zipped(tmp_path / "x.zip", {plain: FACE}).read_bytes().replace(plain.encode(), stored)
    (tmp_path / "x.zip").write_bytes(data)
    assert opened(tmp_path / "x.zip")[0] == {meant: FACE}


@pytest.mark.parametrize(
    "name", ["/etc/me.jpg", "../me.jpg", "a/../../me.jpg", "C:\\me.jpg", "\\\\host\\me.jpg", "a\x1bb"]
)
def test_names_that_point_elsewhere_are_counted_and_not_read(tmp_path: Path, name: str) -> None:
    for path in (zipped(tmp_path / "x.zip", {name: b"1", "ok.jpg": b"2"}), tarred(tmp_path / "x.tar", {name: b"1"})):
        read, left_out = opened(path)
        assert set(read) <= {"ok.jpg"}
        assert left_out == {"unsafe_name": 1}


def test_a_member_without_a_name_is_counted_and_the_others_are_read(tmp_path: Path) -> None:
    data = zipped(tmp_path / "x.zip", {"a": b"1", "b.jpg": b"2"}).read_bytes()
    for mark, at, head in ((b"PK\x03\x04", 26, 30), (b"PK\x01\x02", 28, 46)):
        place = data.index(mark)
        data = data[: place + at] + b"\0\0" + data[place + at + 2 : place + head] + data[place + head + 1 :]
    end = data.index(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", data, end + 12)
    data = data[: end + 12] + struct.pack("<II", size - 1, start - 1) + data[end + 20 :]
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4) + 42
    data = data[:second] + struct.pack("<I", struct.unpack_from("<I", data, second)[0] - 1) + data[second + 4 :]
    (tmp_path / "x.zip").write_bytes(data)
    assert opened(tmp_path / "x.zip") == ({"b.jpg": b"2"}, Counter(unsafe_name=1))


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.jpg")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert opened(tmp_path / "x.zip") == ({}, Counter(link=1))
    more = []
    for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("c", tarfile.CHRTYPE), ("f", tarfile.FIFOTYPE)):
        info = tarfile.TarInfo(f"{name}.jpg")
        info.type, info.linkname = kind, "a/one.jpg"
        more.append(info)
    assert opened(tarred(tmp_path / "x.tar", MEMBERS, more)) == (MEMBERS, Counter(link=4))


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    unpacked(tmp_path / "in", {"a.jpg": b"1"})
    (tmp_path / "out.jpg").write_bytes(b"outside")
    (tmp_path / "in/link.jpg").symlink_to(tmp_path / "out.jpg")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    os.mkfifo(tmp_path / "in/pipe.jpg")
    assert opened(tmp_path / "in") == ({"a.jpg": b"1"}, Counter(link=3))


def test_of_two_members_with_one_name_the_first_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.jpg", b"first")
        archive.writestr("a.jpg", b"second")
    with tarfile.open(tmp_path / "x.tar", "w") as tar:
        for data in (b"first", b"second"):
            info = tarfile.TarInfo("a.jpg")
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    for name in ("x.zip", "x.tar"):
        assert opened(tmp_path / name) == ({"a.jpg": b"first"}, Counter(duplicate=1))


def test_a_locked_member_is_counted_and_no_password_is_asked_for(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "x.zip", {"a.jpg": FACE, "b.jpg": b"2"}).read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    (tmp_path / "x.zip").write_bytes(data)
    assert opened(tmp_path / "x.zip") == ({"b.jpg": b"2"}, Counter(encrypted=1))


def test_a_bomb_is_told_by_what_it_would_unpack_to(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"bomb.jpg": bytes(10_000_000), "a.jpg": FACE})
    assert opened(path) == ({"a.jpg": FACE}, Counter(bomb=1))


def test_a_member_that_says_it_is_smaller_than_it_is_gives_no_more_than_it_says(tmp_path: Path) -> None:
    data = bytearray(zipped(tmp_path / "x.zip", {"bomb.jpg": bytes(50_000_000)}).read_bytes())
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 1000)
    (tmp_path / "x.zip").write_bytes(data)
    assert opened(tmp_path / "x.zip")[0] == {"bomb.jpg": Outcome.BROKEN}


def test_a_packed_tar_that_unpacks_without_end_is_left(tmp_path: Path) -> None:
    import gzip

    info = tarfile.TarInfo("zeros.jpg")
    info.size = 6_000_000_000
    with gzip.open(tmp_path / "x.tar.gz", "wb", compresslevel=1) as file:
        file.write(info.tobuf(format=tarfile.GNU_FORMAT))
        for _ in range(1100):
            file.write(bytes(1_000_000))
    read, left_out = opened(tmp_path / "x.tar.gz")
    assert not any(isinstance(data, bytes) for data in read.values())
    assert left_out == {"bomb": 1}


def test_a_tar_header_that_claims_gigabytes_is_not_read(tmp_path: Path) -> None:
    info = tarfile.TarInfo("name")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 4_000_000_000
    (tmp_path / "x.tar").write_bytes(info.tobuf(format=tarfile.GNU_FORMAT) + bytes(10_240))
    with pytest.raises(FileProblem, match="damaged or cut off"):
        opened(tmp_path / "x.tar")


@pytest.mark.parametrize("spoil", ["checksum", "data"])
def test_a_damaged_member_costs_that_member(tmp_path: Path, spoil: str) -> None:
    how = zipfile.ZIP_STORED if spoil == "checksum" else zipfile.ZIP_DEFLATED
    data = bytearray(zipped(tmp_path / "x.zip", {"a.jpg": FACE, "b.jpg": b"2"}, how).read_bytes())
    for at in range(200, 260):
        data[at] ^= 0x55
    (tmp_path / "x.zip").write_bytes(data)
    assert opened(tmp_path / "x.zip")[0] == {"a.jpg": Outcome.BROKEN, "b.jpg": b"2"}


@pytest.mark.parametrize("form", ["tar", "tar.gz"])
def test_a_tar_that_breaks_off_gives_what_came_before(tmp_path: Path, form: str) -> None:
    path = tarred(tmp_path / f"x.{form}", {"a.jpg": FACE, "b.jpg": os.urandom(200_000)})
    with path.open("r+b") as file:
        file.truncate(len(FACE) + 50_000)
    read, left_out = opened(path)
    assert read["a.jpg"] == FACE
    assert not isinstance(read.get("b.jpg"), bytes)
    assert left_out["cut_off"] == 1


@pytest.mark.parametrize("name", ["x.zip", "x.tar.gz"])
def test_a_download_that_broke_off_early_gets_a_sentence(tmp_path: Path, name: str) -> None:
    path = (zipped if name.endswith("zip") else tarred)(tmp_path / name, {"a.jpg": os.urandom(90_000)})
    with path.open("r+b") as file:
        file.truncate(60 if name.endswith("gz") else 40_000)
    with pytest.raises(FileProblem):
        opened(path)


def test_archives_inside_are_counted(tmp_path: Path) -> None:
    path = zipped(tmp_path / "x.zip", {"part-2.zip": b"PK", "more.tar.gz": b"x", "a.jpg": b"1"})
    assert opened(path) == ({"a.jpg": b"1"}, Counter(nested=2))


def test_a_list_of_a_million_members_is_refused_before_it_is_read(tmp_path: Path) -> None:
    entry = b"PK\x01\x02" + bytes(42)
    (tmp_path / "x.zip").write_bytes(
        b"PK\x03\x04"
        + bytes(26)
        + entry * 100
        + b"PK\x06\x06"
        + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, 1_000_000, 1_000_000, 46_000_000, 30)
        + b"PK\x06\x07"
        + struct.pack("<IQI", 0, 30 + 46 * 100, 1)
        + b"PK\x05\x06"
        + struct.pack("<HHHHIIH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )
    with pytest.raises(FileProblem, match=str(MAX_ENTRIES)):
        opened(tmp_path / "x.zip")


def test_zip64_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive, archive.open("a.jpg", "w", force_zip64=True) as member:
        member.write(FACE)
    assert opened(tmp_path / "x.zip")[0] == {"a.jpg": FACE}


@pytest.mark.parametrize(
    ("head", "word"),
    [(b"Rar!\x1a\x07\x00", "RAR"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"PK\x07\x08", "divided")],
)
def test_what_is_not_unpacked_gets_a_way_out(tmp_path: Path, head: bytes, word: str) -> None:
    (tmp_path / "x.bin").write_bytes(head + bytes(100))
    with pytest.raises(FileProblem, match=word) as problem:
        open_store(tmp_path / "x.bin")
    assert problem.value.way_out


@pytest.mark.parametrize("name", ["gone.zip", "nul\0.zip", "esc\x1b.zip"])
def test_a_path_that_leads_nowhere_is_a_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileProblem) as problem:
        open_store(tmp_path / name)
    assert "\x1b" not in str(problem.value)
