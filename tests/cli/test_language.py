"""The language of the program: asked for by --lang, else the computer's; also in the wheel that is installed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from selfcheck import i18n
from tests.support.commands import commands
from tests.support.running import AS_INSTALLED, ROOT, Ended
from tests.support.site import Site


def said(*arguments: str, command: tuple[str, ...] = AS_INSTALLED, **environment: str) -> Ended:
    done = subprocess.run(
        [*command, *arguments], capture_output=True, check=False, cwd=ROOT, env={**os.environ, **environment}
    )
    return Ended(done.returncode, done.stdout, done.stderr.decode())


@pytest.mark.parametrize("arguments", [("--lang", "ko"), ("--lang=ko",), ("--lang", "KO"), ("--lang", "ko_KR.UTF-8")])
def test_the_language_that_is_asked_for_is_spoken(arguments: tuple[str, ...]) -> None:
    helped = said(*arguments, "--help")
    assert helped.code == 0
    assert "내 공개 페이지에서" in helped.out.decode()
    assert "이 도움말을 보여 주고 끝내요." in helped.out.decode()  # click's own


def test_the_steps_are_told_in_it() -> None:
    told = said("--lang", "ko", "steps", "x")
    assert told.code == 0
    assert "내 게시물 보호하기 (2분, 효과 큼)" in told.out.decode()


def test_after_the_command_it_is_the_commands_own_a_letter_has_a_language_too() -> None:
    letter = said("--lang", "ko", "letter", "friend", "--lang", "en", "--out", "-")
    assert letter.code == 0
    assert "there is a photo of me here" in letter.out.decode()
    assert i18n.asked(["--lang", "ko", "letter", "--lang", "en"]) == ("ko", ["letter", "--lang", "en"])
    assert i18n.asked(["--proxy", "--lang", "--lang=en", "steps"]) == ("en", ["--proxy", "--lang", "steps"])


@pytest.mark.parametrize(
    ("environment", "korean"),
    [
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ko_KR.UTF-8"}, True),
        ({"LC_ALL": "ko_KR.UTF-8", "LANG": "en_US.UTF-8"}, True),
        ({"LC_ALL": "", "LC_MESSAGES": "ko_KR", "LANG": "de_DE.UTF-8"}, True),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "ko_KR.UTF-8"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "fr_FR.UTF-8"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": "de_DE.UTF-8", "LANGUAGE": "fr:ko:en"}, True),
        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "ko"}, False),
        ({"LC_ALL": "", "LC_MESSAGES": "", "LANG": ""}, False),
    ],
)
def test_else_the_computers_language_is_spoken(environment: dict[str, str], korean: bool) -> None:
    assert i18n.of_system(environment) == ("ko" if korean else "en")
    assert ("먼저 할 일" in said("help-now", **environment).out.decode()) is korean


def test_the_language_asked_for_goes_before_the_computers() -> None:
    assert "This is not your fault." in said("--lang", "en", "help-now", LC_ALL="ko_KR.UTF-8").out.decode()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lang", "tlh", "steps"), "There is no language “tlh” here."),
        (("--lang", "", "steps"), "--lang needs a language after it."),
        (("--lang",), "--lang needs a language after it."),
        (("--lang=\x1b[31mred", "steps"), "There is no language “"),
    ],
)
def test_a_language_not_spoken_is_refused_with_those_that_are(arguments: tuple[str, ...], words: str) -> None:
    refused = said(*arguments)
    assert refused.code == 2
    assert refused.out == b""
    refused.said_plainly(words, "There are: en, ko.")
    assert "\x1b" not in refused.err


def test_after_two_dashes_it_is_an_argument() -> None:
    assert i18n.asked(["--", "--lang", "ko"]) == (None, ["--", "--lang", "ko"])


def test_help_names_the_languages() -> None:
    assert re.search(r"--lang LANGUAGE\s+The language: en, ko\.", said("--help").out.decode())


def _all_commands() -> Iterator[tuple[str, ...]]:
    yield ()
    for name, command in commands().items():
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)
        yield (name,)


def test_the_help_of_every_command_is_korean_throughout() -> None:
    for words in _all_commands():
        helped = said("--lang", "ko", *words, "--help")
        assert helped.code == 0
        told = re.sub(r"\s+", " ", helped.out.decode().partition("\n")[2])  # after the line of usage
        english = re.findall(r"(?<![-\w])(?:\b[A-Za-z][a-z']+[,.:;]? ){2}[A-Za-z][a-z']+", told)
        assert english == [], words


def test_what_click_says_is_korean_too() -> None:
    wrong = said("--lang", "ko", "demo", "--engine", "eyes")
    assert wrong.code == 2
    assert "오류: " in wrong.err
    assert "사용법: " in wrong.err
    assert not re.search(r"\b(?:Error|Usage|Invalid|Try)\b", wrong.err)


def test_what_click_is_said_to_say_is_what_it_says() -> None:
    from selfcheck.cli import click_texts
    from tools.texts import ROOT as AT
    from tools.texts import texts_in_code

    sources = "".join(path.read_text(encoding="utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    path = AT / "selfcheck/cli/click_texts.py"
    named = [text for text, _, _ in texts_in_code(path, path.read_text(encoding="utf-8"))]
    assert click_texts.said_by_click.__doc__
    forms = [form for text in named for form in ((text,) if isinstance(text, str) else text)]
    assert [form for form in forms if repr(form)[1:-1] not in sources and form not in sources] == []


def test_a_check_is_told_in_korean_from_its_first_word_to_its_last(site: Site) -> None:
    page = site.page("/me", "<title>나</title><img src=/none.jpg><p>안녕하세요</p>")
    checked = said("--lang", "ko", "check", page, "--mine", command=(sys.executable, "-m", "tests.support.command"))
    text = checked.out.decode()
    assert "모르는 사람에게 보이는 모습" in text
    assert "이 점검으로 알 수 없는 것" in text
    assert "이 컴퓨터에서 나간 것" in text
    assert "끝났어요." in checked.err
    left = re.sub(r"https?://\S+|robots\.txt|selfcheck [\w -]+|AI|RSS|MB|\bhttp\b|TDMRep|API", "", text + checked.err)
    assert re.findall(r"[a-z]{3,}(?: [a-z]{2,}){2,}", left) == []


def test_an_error_inside_the_worker_is_told_in_korean(tmp_path: Path) -> None:
    code = (
        "import sys; from selfcheck import i18n; i18n.use('ko');"
        "from selfcheck.faces import yunet; yunet.MODEL_FILE = 'nowhere/model.onnx'\n"
        "try: yunet.model_bytes()\n"
        "except Exception as error: sys.stdout.write(str(error))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT)
    assert "모델 파일이 없어요" in done.stdout.decode()


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree and unpacked as an installer does."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder / "site")
    return folder / "site"


def test_the_built_wheel_speaks_korean(installed: Path, tmp_path: Path) -> None:
    def from_wheel(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-P", "-m", "selfcheck", *arguments],
            capture_output=True,
            check=True,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(installed)},
        )

    where = subprocess.run(
        [sys.executable, "-P", "-c", "import selfcheck; print(selfcheck.__file__)"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
    )
    assert where.stdout.decode().startswith(str(installed))
    assert "당신의 잘못이 아닙니다." in from_wheel("--lang", "ko", "help-now").stdout.decode()
    assert "사용법: " in from_wheel("--lang", "ko", "--help").stdout.decode()
    assert "계정을 비공개로 바꾸기" in from_wheel("--lang", "ko", "steps", "instagram").stdout.decode()


@pytest.mark.parametrize(
    ("wish", "day"), [("3개월", "2027-02-25"), ("6주", "2027-01-06"), ("90 일", "2027-02-23"), ("1년", "2027-11-25")]
)
def test_a_reminder_may_be_said_in_korean(wish: str, day: str) -> None:
    from datetime import date

    from selfcheck.output.ical import remind_on

    assert remind_on(wish, date(2026, 11, 25)) == date.fromisoformat(day)
