"""The app in Korean in a real terminal of 60 by 20: characters of two cells, and nothing cut or drawn over."""

from __future__ import annotations

import re
from pathlib import Path

from selfcheck.output.text_width import cells
from tests.tui.test_in_a_terminal import COLUMNS, Screen, in_terminal, pytestmark

__all__ = ["pytestmark"]


def in_korean(folder: Path, **environment: str) -> dict[str, str]:
    return {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data"), **environment}


def whole(screen: Screen, *texts: str) -> list[str]:
    """Which of these texts do not stand whole on one line of the screen."""
    return [text for text in texts if not any(text in line for line in screen.text.splitlines())]


def broken(screen: Screen) -> list[str]:
    """Lines that are wider than the screen, or that have letters of no language."""
    return [line for line in screen.text.splitlines() if cells(line) > COLUMNS or "\N{REPLACEMENT CHARACTER}" in line]


def told(screen: Screen) -> str:
    """All that stands there, as one text: lines are broken at spaces alone, so joined by them it reads on."""
    return re.sub(r"\s+", " ", screen.text)


def test_a_first_time_user_goes_from_the_first_screen_to_the_checklist_in_korean(tmp_path: Path) -> None:
    with in_terminal("--lang", "ko", **in_korean(tmp_path)) as screen:
        screen.wait_for("내 페이지 점검")
        screen.settle()
        assert whole(screen, "지어낸 사람으로 연습", "이미 일이 일어났어요", "나가기", "✓ 내 페이지만 점검해요.") == []
        assert "모르는 사람이 내 얼굴 사진을 보고 저장할 수 있나요? 직접 보고, 원하면 덜 보이게 하세요." in told(screen)
        assert broken(screen) == []
        screen.press("down", "enter")
        screen.wait_for("https://mina.example/")
        screen.settle()
        assert whole(screen, "점검 시작", "내 페이지예요", "주인이 곁에 있어요", "빼기", "개인 홈페이지·블로그") == []
        assert broken(screen) == []
        screen.press("enter")
        screen.wait_for("끝났어요. 사진 25장 찾음. 페이지 4개 중 3개 열림.")
        screen.settle()
        assert whole(screen, "멈추기", "사진 보기", "결과", "보냄", "받음", "목적") == []
        assert broken(screen) == []
        screen.press("ㅔ")  # the keyboard is still set to Hangul
        screen.wait_for("이 사진 보기")
        screen.settle()
        assert (
            whole(screen, "프로그램", "할 일 목록으로", "● 얼굴 있음", "× 점검 못 함", "▣ 막힘: insta.example/mina.")
            == []
        )
        assert re.search(r"● 1\. 얼굴 1개, 높이 \d+픽셀  프로필 사진, mina\.example", screen.text)
        assert broken(screen) == []
        screen.press("enter")
        screen.wait_for("사진 1/25")
        screen.settle()
        screen.press("r")
        screen.wait_for("사진 가리기")
        screen.settle()
        assert whole(screen, "사진 가리기", "이전", "다음") == []
        assert broken(screen) == []
        screen.press("esc")
        screen.wait_for("이 사진 보기")
        screen.settle()
        screen.press("c")
        screen.wait_for("먼저 증거를 남기세요")
        screen.settle()
        assert whole(screen, "완료", "나중에", "하지 않음", "[ ] 검색엔진에 페이지를 빼 달라고 하기  5분") == []
        assert "5분쯤. 효과: 큼." in screen.text
        assert broken(screen) == []
        screen.press("f8")
        screen.wait_for("당신의 잘못이 아닙니다.")
        screen.settle()
        assert broken(screen) == []
        screen.press("f1")
        screen.wait_for("모든 화면에서")
        screen.settle()
        assert whole(screen, "F1, ?", "도움말", "Tab  다음 버튼, 줄, 목록으로 가기") == []
        assert broken(screen) == []
        screen.press("ctrl+q")
        assert screen.end() == 0


def test_keys_of_two_widths_stand_in_one_column(tmp_path: Path) -> None:
    with in_terminal("--lang", "ko", **in_korean(tmp_path)) as screen:
        screen.wait_for("내 페이지 점검")
        screen.press("f1")
        screen.wait_for("화살표")
        screen.settle()
        ends = {
            cells(line[: line.index(name)])
            for name in ("다음 버튼", "앞의 것으로", "지금 있는", "답을 고르거나", "목록이나 글")
            for line in screen.text.splitlines()
            if name in line
        }
        assert len(ends) == 1
