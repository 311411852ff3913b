from __future__ import annotations

import pytest

from selfcheck.model import Outcome
from selfcheck.readers.pages.html import read_html

ASKED = "https://example.org/me"
WORDS = "<p>" + "Words of a real page. " * 60 + "</p>"


def wall(html: str, final: str = ASKED) -> Outcome | None:
    return read_html(f"<!doctype html>{html}", ASKED, final).wall


@pytest.mark.parametrize(
    ("html", "final", "found"),
    [
        ("<p>Welcome back</p>", "https://example.org/accounts/login/?next=/me", Outcome.LOGIN_WALL),
        (WORDS, "https://example.org/authwall?x=1", Outcome.LOGIN_WALL),
        ("<p>Hello</p>", "https://example.org/i/flow/login", Outcome.LOGIN_WALL),
        ("<title>Log in • Example</title><p>Enter</p>", ASKED, Outcome.LOGIN_WALL),
        ("<title>로그인</title>", ASKED, Outcome.LOGIN_WALL),
        ('<form><input type="password"></form>', ASKED, Outcome.LOGIN_WALL),
        (WORDS, "https://consent.example.org/m?continue=x", Outcome.CONSENT_WALL),
        ("<title>Just a moment...</title>", ASKED, Outcome.CAPTCHA_WALL),
        ('<div class="g-recaptcha"></div>', ASKED, Outcome.CAPTCHA_WALL),
        ('<iframe src="https://challenges.cloudflare.com/x"></iframe>', ASKED, Outcome.CAPTCHA_WALL),
        ("<p>x</p>", "https://example.org/sorry/index", Outcome.CAPTCHA_WALL),
        ('<div id="root"></div><script src="/app.js"></script>', ASKED, Outcome.NEEDS_SCRIPT),
    ],
)
def test_a_wall_is_known(html: str, final: str, found: Outcome) -> None:
    assert wall(html, final) is found


@pytest.mark.parametrize(
    ("html", "final"),
    [
        (WORDS + '<a href="/login">Log in</a>', ASKED),
        (WORDS + '<form><input type="password"></form>', ASKED),
        ('<title>Log in to my heart</title><img src="/a.jpg"><img src="/b.jpg">' + WORDS, ASKED),
        ("<p>A short page without a script.</p>", ASKED),
        ('<img src="/a.jpg"><script src="/s.js"></script>', ASKED),
        (WORDS, "https://www.example.org/me/"),
        (WORDS, "https://example.org/loginparty-photos"),
    ],
)
def test_a_page_of_its_own_is_no_wall(html: str, final: str) -> None:
    assert wall(html, final) is None
