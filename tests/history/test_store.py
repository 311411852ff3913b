"""The saved file: whole at every moment, for its owner alone, never written over when it cannot be read."""

from __future__ import annotations

import json
import os
import random
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from selfcheck.errors import FileProblem, InUse, SavedFileBroken
from selfcheck.guidance.model import Guidance
from selfcheck.history import store
from selfcheck.history.merge import merge_checks
from selfcheck.history.snapshot import Snapshot, StepMark, make_snapshot, report_from
from selfcheck.history.store import Slot, load, open_for_writing
from selfcheck.model import Mark, PhotoMark, Unreported
from tests.support.reports import HOME, full_report, photo
from tests.support.running import ROOT, as_an_ordinary_user

OLD = ROOT / "tests/data/saved-1.json"


def saved(guidance: Guidance, key: bytes) -> Snapshot:
    report = replace(full_report(guidance), made_at="2026-02-01T09:30:00+00:00")
    known = {f"{HOME}me.jpg": Unreported(fingerprint="0f" * 16, digest="ab" * 32, size=1234)}
    steps = (StepMark(report.steps[-1].platform, report.steps[-1].step, Mark.DONE, "2026-01-31"),)
    now = make_snapshot(report, known, key, marks={f"{HOME}me.jpg": PhotoMark.KEEP}, steps=steps)
    return merge_checks(None, now, {})


def save(folder: Path, guidance: Guidance, slot: Slot = Slot.OWN) -> None:
    with open_for_writing(folder) as keeper:
        file = keeper.load_to_write()
        keeper.save(file.put(slot, saved(guidance, file.key_bytes)))


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_what_is_saved_comes_back_as_it_was(tmp_path: Path, guidance: Guidance) -> None:
    folder = tmp_path / "a" / "selfcheck"
    assert load(folder) is None
    save(folder, guidance)
    file = load(folder)
    assert file is not None
    assert file.own == saved(guidance, file.key_bytes)
    report = report_from(file.own, guidance)
    assert next(one.mark for one in report.photos if one.url.endswith("me.jpg")) is PhotoMark.KEEP
    assert [item.marked_on for item in report.steps if item.mark is Mark.DONE] == ["2026-01-31"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes; the folder is in the person's profile")
def test_its_owner_alone_can_read_it_whatever_the_umask_is(tmp_path: Path, guidance: Guidance) -> None:
    folder = tmp_path / "selfcheck"
    folder.mkdir(mode=0o777)
    before = os.umask(0)
    try:
        save(folder, guidance)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_no_picture_no_words_beside_it_and_no_unkeyed_digest_is_in_it(tmp_path: Path, guidance: Guidance) -> None:
    inside = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUg" * 20
    report = full_report(guidance)
    report = replace(report, photos=(*report.photos, photo(inside, alt="Mina at the lake", other_urls=(inside,))))
    known = {inside: Unreported(location=(37.5665, 126.978), fingerprint="0f" * 16, digest="cd" * 32, size=9)}
    folder = tmp_path / "selfcheck"
    with open_for_writing(folder) as keeper:
        file = keeper.load_to_write()
        keeper.save(file.put(Slot.OWN, make_snapshot(report, known, file.key_bytes)))
    text = (folder / "saved.json").read_text(encoding="utf-8")
    for secret in ("iVBORw0KGgo", "Mina at", "A title", "37.5665", "cdcdcd", "198.51.100.7"):
        assert secret not in text
    again = load(folder)
    assert again is not None and again.own is not None
    assert any(trace.photo.startswith("data:image/png;kept=") for trace in again.own.traces)


def test_two_files_have_two_keys_so_one_picture_has_two_digests(tmp_path: Path, guidance: Guidance) -> None:
    digests = set()
    for name in "ab":
        save(tmp_path / name, guidance)
        file = load(tmp_path / name)
        assert file is not None and file.own is not None
        digests |= {trace.digest for trace in file.own.traces if trace.digest}
    assert len(digests) == 2


def test_a_second_run_reads_what_is_saved_and_is_told_that_it_cannot_save(tmp_path: Path, guidance: Guidance) -> None:
    folder = tmp_path / "selfcheck"
    save(folder, guidance)
    with open_for_writing(folder):
        assert load(folder) is not None
        with pytest.raises(InUse, match="Another selfcheck is using"), open_for_writing(folder):
            pass
    with open_for_writing(folder):  # free again
        pass


def test_a_lock_goes_with_the_run_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "selfcheck"
    code = "import sys,time\nfrom pathlib import Path\nfrom selfcheck.history.store import open_for_writing\n"
    code += f"with open_for_writing(Path({str(folder)!r})):\n print('held', flush=True)\n time.sleep(60)"
    run = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert run.stdout is not None
    assert run.stdout.readline() == b"held\n"
    with pytest.raises(InUse), open_for_writing(folder):
        pass
    run.kill()
    run.wait()
    run.stdout.close()
    with open_for_writing(folder):
        pass


def test_a_run_that_saves_nothing_leaves_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "selfcheck"
    with open_for_writing(folder) as keeper:
        keeper.load_to_write()
    assert not folder.exists()


KILLED = """
import sys
from pathlib import Path
from selfcheck.guidance.loader import load_guidance
from tests.history.test_store import saved
from selfcheck.history.store import Slot, open_for_writing
guidance = load_guidance()
with open_for_writing(Path(sys.argv[1])) as keeper:
    file = keeper.load_to_write()
    state = saved(guidance, file.key_bytes)
    print("ready", flush=True)
    while True:
        for slot in Slot:
            file = file.put(slot, state)
            keeper.save(file)
"""


def test_a_run_killed_at_any_moment_of_saving_leaves_a_whole_file_and_the_next_save_clears_up(
    tmp_path: Path, guidance: Guidance
) -> None:
    folder = tmp_path / "selfcheck"
    save(folder, guidance)
    moments = random.Random(6)  # noqa: S311 (moments, no secrets)
    leftovers = 0
    for _ in range(6):
        run = subprocess.Popen([sys.executable, "-c", KILLED, str(folder)], stdout=subprocess.PIPE, cwd=ROOT)
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        with pytest.raises(subprocess.TimeoutExpired):
            run.wait(moments.uniform(0.0, 0.08))
        run.kill()
        run.wait()
        run.stdout.close()
        file = load(folder)
        assert file is not None and file.own is not None
        assert file.own.traces
        leftovers += len(list(folder.glob(".saved.json.*.part")))
    save(folder, guidance)
    assert names(folder) == {"saved.json", "lock"}, f"{leftovers} half-written files were left on the way"


def test_a_damaged_file_is_told_put_aside_and_never_written_over(tmp_path: Path, guidance: Guidance) -> None:
    folder = tmp_path / "selfcheck"
    save(folder, guidance)
    whole = (folder / "saved.json").read_bytes()
    (folder / "saved.json").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SavedFileBroken, match="damaged"):
        load(folder)
    assert (folder / "saved.json").read_bytes() == whole[: len(whole) // 2]
    with open_for_writing(folder) as keeper:
        keeper.save(keeper.load_to_write())
        aside = keeper.put_aside
    assert aside is not None
    assert aside.read_bytes() == whole[: len(whole) // 2]
    assert load(folder) is not None


def test_half_a_character_in_the_file_is_damage_and_does_not_keep_the_next_save_away(
    tmp_path: Path, guidance: Guidance
) -> None:
    folder = tmp_path / "selfcheck"
    save(folder, guidance)
    spoilt = json.loads((folder / "saved.json").read_bytes())
    spoilt["own"]["whole"] = ["\ud800"]
    (folder / "saved.json").write_text(json.dumps(spoilt), encoding="utf-8")
    with pytest.raises(SavedFileBroken, match="damaged"):
        load(folder)
    save(folder, guidance)
    assert load(folder) is not None


@pytest.mark.parametrize("at", range(0, 60))
def test_a_file_spoilt_anywhere_is_read_or_told_as_damaged_and_is_never_a_crash(at: int, guidance: Guidance) -> None:
    dice = random.Random(at)  # noqa: S311 (damage, no secrets)
    data = bytearray(OLD.read_bytes())
    for _ in range(3):
        data[dice.randrange(len(data))] = dice.randrange(256)
    try:
        file = store.decoded(bytes(data))
    except FileProblem:
        return
    for slot in Slot:
        part = file.get(slot)
        if part is not None:
            report_from(part, guidance)
            merge_checks(part, part, {})


@pytest.mark.parametrize(
    ("name", "value"),
    [("hash", "zz"), ("digest", "ab"), ("first_seen", "\x1b[2J"), ("size", -1), ("photo", 7), ("mark", "worse")],
)
def test_a_trace_that_this_program_did_not_write_is_not_taken(name: str, value: object) -> None:
    raw = json.loads(OLD.read_text(encoding="utf-8"))
    raw["own"]["traces"][0][name] = value
    with pytest.raises(SavedFileBroken):
        store.decoded(json.dumps(raw).encode())


def test_text_in_a_saved_file_is_made_safe_as_text_from_anywhere(guidance: Guidance) -> None:
    raw = json.loads(OLD.read_text(encoding="utf-8"))
    raw["own"]["report"]["pages"][0]["title"] = "\x1b]0;owned\x07\u202etxt"
    file = store.decoded(json.dumps(raw).encode())
    assert file.own is not None
    assert "\x1b" not in file.own.report.pages[0].title
    assert "\u202e" not in file.own.report.pages[0].title


def test_a_file_of_the_first_version_is_read_for_good(guidance: Guidance) -> None:
    file = store.decoded(OLD.read_bytes())
    assert file.own is not None
    assert len(report_from(file.own, guidance).photos) == 4
    assert file.own.marks() == {"https://mina.example/me.jpg": PhotoMark.KEEP}


def test_an_older_version_goes_through_every_migration_in_turn_and_a_missing_one_is_told() -> None:
    raw = json.loads(OLD.read_text(encoding="utf-8"))
    older = {**raw, "schema": -1}
    turns: list[int] = []

    def turned(version: int) -> store.Migration:
        def turn(data: dict[str, object]) -> dict[str, object]:
            turns.append(version)
            return data

        return turn

    with pytest.raises(SavedFileBroken):
        store.decoded(json.dumps(older).encode())
    nil = {**raw, "schema": 0, "secret_key": raw["key"]}
    del nil["key"]

    def renamed(data: dict[str, object]) -> dict[str, object]:
        return turned(0)({**data, "key": data["secret_key"]})

    assert store.decoded(json.dumps(nil).encode(), {**store.MIGRATIONS, 0: renamed}) == store.decoded(OLD.read_bytes())
    assert turns == [0]
    with pytest.raises(SavedFileBroken):
        store.decoded(json.dumps(nil).encode())


def test_a_file_of_a_newer_selfcheck_is_left_as_it_is(tmp_path: Path, guidance: Guidance) -> None:
    folder = tmp_path / "selfcheck"
    save(folder, guidance)
    data = (folder / "saved.json").read_bytes().replace(b'"schema": 2', b'"schema": 99', 1)
    (folder / "saved.json").write_bytes(data)
    with pytest.raises(FileProblem, match="newer selfcheck"):
        load(folder)
    with open_for_writing(folder) as keeper, pytest.raises(FileProblem, match="newer selfcheck"):
        keeper.load_to_write()
    assert (folder / "saved.json").read_bytes() == data


FULL = """
import sys
from pathlib import Path
from selfcheck.guidance.loader import load_guidance
from tests.history.test_store import save
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    save(Path(sys.argv[1]), load_guidance())
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on file sizes")
def test_where_the_disk_takes_no_more_the_old_file_stays_and_no_part_is_left(
    tmp_path: Path, guidance: Guidance
) -> None:
    folder = tmp_path / "selfcheck"
    save(folder, guidance)
    before = (folder / "saved.json").read_bytes()
    done = subprocess.run([sys.executable, "-c", FULL, str(folder)], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.startswith("FileProblem"), done
    assert "What was saved before is as it was." in done.stdout
    assert (folder / "saved.json").read_bytes() == before
    assert names(folder) == {"saved.json", "lock"}


@pytest.mark.skipif(as_an_ordinary_user() is None, reason="needs a user who may not write everywhere")
def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o500)
    place = str(tmp_path / "home/x")
    code = "from pathlib import Path\nfrom selfcheck.history.store import open_for_writing\n"
    code += f"with open_for_writing(Path({place!r})): 0"
    catch = f"try:\n exec({code!r})\nexcept Exception as error: print(type(error).__name__, error)"
    command = [*(as_an_ordinary_user() or ()), sys.executable, "-c", catch]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.startswith("FileProblem"), done
    assert "could not be written" in done.stdout


def test_wiping_removes_all_and_names_it_also_what_a_crash_left_and_follows_no_link(
    tmp_path: Path, guidance: Guidance
) -> None:
    folder, elsewhere = tmp_path / "selfcheck", tmp_path / "elsewhere"
    save(folder, guidance)
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    (folder / ".saved.json.1a2b3c4d.part").write_text("half")
    (folder / "damaged-0a0b0c0d.json").write_text("{")
    (folder / "notes").mkdir()
    (folder / "notes" / "menu.txt").write_text("moved")
    (folder / "link").symlink_to(elsewhere)
    told = {str(path.relative_to(tmp_path)) for path in store.saved_files(folder)}
    gone, left = store.wipe(folder)
    assert left == ()
    assert {str(path.relative_to(tmp_path)) for path in gone} == told
    assert not folder.exists()
    assert (elsewhere / "mine.txt").read_text() == "mine"
    assert store.wipe(folder) == ((), ())


def test_where_the_folder_is_a_link_to_other_things_of_the_persons_those_stay(
    tmp_path: Path, guidance: Guidance
) -> None:
    folder, documents = tmp_path / "selfcheck", tmp_path / "documents"
    (documents / "album").mkdir(parents=True)
    (documents / "diary.json").write_text("mine")
    folder.symlink_to(documents)
    save(folder, guidance)
    (documents / ".saved.json.1a2b3c4d.part").write_text("half")
    gone, left = store.wipe(folder)
    assert {path.name for path in gone} == {"saved.json", "lock", ".saved.json.1a2b3c4d.part", "selfcheck"}
    assert left == ()
    assert names(documents) == {"album", "diary.json"}
    assert not folder.is_symlink()


def test_a_run_that_is_open_while_all_is_wiped_writes_nothing_again(tmp_path: Path, guidance: Guidance) -> None:
    folder = tmp_path / "selfcheck"
    save(folder, guidance)
    with open_for_writing(folder) as keeper:
        file = keeper.load_to_write()
        store.wipe(folder)
        with pytest.raises(FileProblem, match="was removed while this one was open"):
            keeper.save(file)
        assert not folder.exists()
        save(folder, guidance)  # by another run, which begins anew
        with pytest.raises(FileProblem, match="was removed while this one was open"):
            keeper.save(file)
