"""The ledger in words: what came of a request, and what it was for. Pure."""

from __future__ import annotations

from typing import Final

from selfcheck.i18n import Texts, _
from selfcheck.model import LedgerEntry, Outcome, Purpose

_OUTCOMES: Final = Texts(
    lambda: {
        Outcome.OPENED: _("opened"),
        Outcome.IMPORTED: _("imported"),
        Outcome.LOGIN_WALL: _("login wall"),
        Outcome.CONSENT_WALL: _("consent wall"),
        Outcome.CAPTCHA_WALL: _("captcha wall"),
        Outcome.RATE_LIMITED: _("rate limited"),
        Outcome.FORBIDDEN: _("forbidden"),
        Outcome.NEEDS_SCRIPT: _("needs script"),
        Outcome.PRIVATE: _("private"),
        Outcome.NOT_FOUND: _("not found"),
        Outcome.SITE_ERROR: _("site error"),
        Outcome.ODD_ANSWER: _("odd answer"),
        Outcome.NOT_A_PAGE: _("not a page"),
        Outcome.NOT_A_PICTURE: _("not a picture"),
        Outcome.TOO_LARGE: _("too large"),
        Outcome.CUT_SHORT: _("cut short"),
        Outcome.ODD_ENCODING: _("odd encoding"),
        Outcome.TOO_MANY_REDIRECTS: _("too many redirects"),
        Outcome.NO_NAME: _("no name"),
        Outcome.NO_CONNECTION: _("no connection"),
        Outcome.NOT_SECURE: _("not secure"),
        Outcome.TIMED_OUT: _("timed out"),
        Outcome.REFUSED_PRIVATE: _("refused private"),
        Outcome.REFUSED_PORT: _("refused port"),
        Outcome.REFUSED_SCHEME: _("refused scheme"),
        Outcome.REFUSED_LOGIN_IN_ADDRESS: _("refused login in address"),
        Outcome.REFUSED_DOWNGRADE: _("refused downgrade"),
        Outcome.REFUSED_ADDRESS: _("refused address"),
        Outcome.NOT_FETCHED: _("not fetched"),
        Outcome.STOPPED: _("stopped"),
    }
)
"""What became of a picture after it came is not the ledger's to tell."""
_PURPOSES: Final = Texts(
    lambda: {
        Purpose.PAGE: _("page"),
        Purpose.PICTURE: _("picture"),
        Purpose.FRAME: _("frame"),
        Purpose.STYLE_SHEET: _("style sheet"),
        Purpose.FEED: _("feed"),
        Purpose.API: _("api"),
        Purpose.ROBOTS: _("robots"),
        Purpose.DATA_MINING: _("data mining"),
        Purpose.STILL_SERVED: _("one byte"),
    }
)


def outcome_words(entry: LedgerEntry) -> str:
    """What came of a request; of the demo's, that its answer came with the program."""
    told = _OUTCOMES.get(entry.outcome) or entry.outcome.value.replace("_", " ")
    return _("{outcome} (bundled)").format(outcome=told) if entry.bundled else told


def purpose_words(entry: LedgerEntry) -> str:
    """What a request was for."""
    return _PURPOSES[entry.purpose]
