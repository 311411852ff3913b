"""The words the rooms share: outcomes, states, roles and kinds. Each value is the word of the public JSON report."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Consent(StrEnum):
    """Why a page may be checked: the person's own word, given for each address."""

    MINE = "mine"
    WITH_OWNER = "with_owner"


class Outcome(StrEnum):
    """What came of asking for a page or a picture. Each has a plain sentence in guidance/en/outcomes.toml."""

    OPENED = "opened"
    IMPORTED = "imported"
    """Read from a file that the person handed in. Nothing was asked of anyone, so nothing is known of strangers."""
    # Walls: the site shows a stranger something else. Never counted as clean.
    LOGIN_WALL = "login_wall"
    CONSENT_WALL = "consent_wall"
    CAPTCHA_WALL = "captcha_wall"
    RATE_LIMITED = "rate_limited"
    FORBIDDEN = "forbidden"
    NEEDS_SCRIPT = "needs_script"
    PRIVATE = "private"
    # The site's other answers.
    NOT_FOUND = "not_found"
    SITE_ERROR = "site_error"
    ODD_ANSWER = "odd_answer"
    NOT_A_PAGE = "not_a_page"
    NOT_A_PICTURE = "not_a_picture"
    TOO_LARGE = "too_large"
    CUT_SHORT = "cut_short"
    ODD_ENCODING = "odd_encoding"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    # The way there.
    NO_NAME = "no_name"
    NO_CONNECTION = "no_connection"
    NOT_SECURE = "not_secure"
    TIMED_OUT = "timed_out"
    NO_PROXY = "no_proxy"
    PROXY_REFUSED = "proxy_refused"
    # Refused here, before anything was sent to the place.
    REFUSED_PRIVATE = "refused_private"
    REFUSED_PORT = "refused_port"
    REFUSED_SCHEME = "refused_scheme"
    REFUSED_LOGIN_IN_ADDRESS = "refused_login_in_address"
    REFUSED_DOWNGRADE = "refused_downgrade"
    REFUSED_ADDRESS = "refused_address"
    # What the worker said of the bytes.
    FORMAT_REFUSED = "format_refused"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"
    TOO_SMALL = "too_small"
    CHECKER_STOPPED = "checker_stopped"
    CHECKER_SLOW = "checker_slow"
    # Our own limits and the person's.
    FAULT = "fault"
    NO_TIME = "no_time"
    OVER_LIMIT = "over_limit"
    SET_ASIDE = "set_aside"
    NOT_FETCHED = "not_fetched"
    OTHER_SITE = "other_site"
    STOPPED = "stopped"
    # A photo that was looked at.
    FACES = "faces"
    NONE_SEEN = "none_seen"
    UNSURE = "unsure"


ASIDE: Final = frozenset({Outcome.SET_ASIDE, Outcome.TOO_SMALL})
"""Outcomes of pictures that are no photos: icons, spacers, counting pixels. Counted apart, shown when asked for."""

UNASKED: Final = frozenset({Outcome.NOT_FETCHED, Outcome.OTHER_SITE})
"""Outcomes of what was not asked for because the person wished it so."""

SEEN: Final = frozenset({Outcome.OPENED, Outcome.IMPORTED})
"""Outcomes of a page that could be read."""

WALLS: Final = frozenset(
    {
        Outcome.LOGIN_WALL,
        Outcome.CONSENT_WALL,
        Outcome.CAPTCHA_WALL,
        Outcome.RATE_LIMITED,
        Outcome.FORBIDDEN,
        Outcome.NEEDS_SCRIPT,
        Outcome.PRIVATE,
    }
)
"""Outcomes where a stranger's browser, or a scraper with an account, may be shown more than this check was."""

REFUSALS: Final = frozenset(outcome for outcome in Outcome if outcome.value.startswith("refused_"))
"""Outcomes decided here by policy; the place was not contacted."""

UNREACHED: Final = REFUSALS | {
    Outcome.NO_NAME,
    Outcome.NO_CONNECTION,
    Outcome.NOT_SECURE,
    Outcome.TIMED_OUT,
    Outcome.NO_PROXY,
    Outcome.PROXY_REFUSED,
    Outcome.STOPPED,
    Outcome.FAULT,
    Outcome.NO_TIME,
}
"""Outcomes where the place was not asked or gave no answer, so that nothing is known of it."""


class Origin(StrEnum):
    """Where a page or a photo was read from. Only `WEB` tells what a site shows strangers now.

    A page is `WEB`, `SAVED_PAGE` or `FILE`. A photo is `FOLDER` where no list of a download says anything of it.
    """

    WEB = "web"
    SAVED_PAGE = "saved_page"
    FILE = "file"
    FOLDER = "folder"


class Note(StrEnum):
    """Something a platform tells about a profile; each has a sentence in guidance/en/readers.toml."""

    SCRIPT_PAGE_SEEN = "script_page_seen"
    OPEN_BESIDE_WALL = "open_beside_wall"
    ASK_CLOSED = "ask_closed"
    NOINDEX = "noindex"
    NOT_DISCOVERABLE = "not_discoverable"
    SIGNED_OUT_LABEL = "signed_out_label"
    UPLOADS = "uploads"
    SAVED_PICTURES = "saved_pictures"
    NAMES_NOBODY = "names_nobody"
    LEADS_TO = "leads_to"
    NAMES_OTHERS = "names_others"
    MORE_THERE = "more_there"
    NEWEST_ONLY = "newest_only"
    SHOWN_AS_OWN = "shown_as_own"
    CODE_NOT_THERE = "code_not_there"
    CODE_TOO_OLD = "code_too_old"
    CODE_NOT_READ = "code_not_read"


class State(StrEnum):
    """The four states of a photo. None seen is not the same as safe."""

    FACES = "faces"
    NONE_SEEN = "none_seen"
    UNSURE = "unsure"
    NOT_CHECKED = "not_checked"


class Role(StrEnum):
    """The part a picture plays on its page."""

    AVATAR = "avatar"
    COVER = "cover"
    POST = "post"
    GALLERY = "gallery"
    PREVIEW_CARD = "preview_card"
    FEED = "feed"
    BACKGROUND = "background"
    ICON = "icon"


class Embedded(StrEnum):
    """A kind of data left inside a picture file. Reports hold the kind, never the value."""

    LOCATION = "location"
    PLACE_NAME = "place_name"
    CAMERA = "camera"
    SERIAL_NUMBER = "serial_number"
    OWNER = "owner"
    PEOPLE = "people"
    TEXT = "text"
    TIME = "time"
    THUMBNAIL = "thumbnail"


class FindingKind(StrEnum):
    """One reason to act. Words and sources: guidance/en/findings.toml, rules: assess.py."""

    SAME_PICTURE = "same_picture"
    LARGE_FACE = "large_face"
    CLEAR_FACE = "clear_face"
    SHOWN_TO_EVERYONE = "shown_to_everyone"
    PERSON_NAMED = "person_named"
    ACCOUNT_NAMED = "account_named"
    PLACE_NAMED = "place_named"
    LOCATION_LEFT_IN = "location_left_in"
    PEOPLE_LEFT_IN = "people_left_in"
    DEVICE_LEFT_IN = "device_left_in"
    THUMBNAIL_LEFT_IN = "thumbnail_left_in"
    SEVERAL_SIZES = "several_sizes"


class SignalKind(StrEnum):
    """What a page or a host says to programs that collect. Words: guidance/en/signals.toml, rules: signals.py."""

    NO_TLS = "no_tls"
    ASKS_SEARCH = "asks_search"
    ASKS_AI = "asks_ai"
    ROBOTS_SEARCH = "robots_search"
    ROBOTS_AI = "robots_ai"
    DATA_MINING = "data_mining"
    NO_REFERRER_CHECK = "no_referrer_check"


class Variant(StrEnum):
    """How a signal came out: nothing is asked of programs, some are asked to stay away, or all are."""

    OPEN = "open"
    PARTLY = "partly"
    HELD_BACK = "held_back"


class Mark(StrEnum):
    """The person's word on an item of the checklist. Three equal answers, and none yet."""

    TODO = "todo"
    DONE = "done"
    NOT_FOR_ME = "not_for_me"
    LATER = "later"


class PhotoMark(StrEnum):
    """The person's own word on one photo. It wins over the detector (marks.py), and is told as theirs everywhere."""

    NOT_A_FACE = "not_a_face"
    FACE_MISSED = "face_missed"
    NOT_ME = "not_me"
    KEEP = "keep"


class ChangeKind(StrEnum):
    """What became of a photo since an earlier check that was saved; rules: compare.py."""

    STILL_THERE = "still_there"
    NEW = "new"
    GONE = "gone"
    STILL_SERVED = "still_served"
    CANNOT_TELL = "cannot_tell"


class ChangeReason(StrEnum):
    """Why a photo has the kind of change it has. Sentences: output/wording/changes.py, rules: history/diff.py."""

    # Still on its page.
    SAME = "same"
    OTHER_ADDRESS = "other_address"
    FEWER_PAGES = "fewer_pages"
    BACK = "back"
    NOT_LOOKED_AT = "not_looked_at"
    # New.
    PAGE_NEW = "page_new"
    PAGE_WAS_PARTLY_SEEN = "page_was_partly_seen"
    NOT_THERE_BEFORE = "not_there_before"
    # Missing, by what its file answers.
    FILE_ANSWERS = "file_answers"
    FILE_OTHER_SIZE = "file_other_size"
    FILE_GONE = "file_gone"
    FILE_LEADS_ELSEWHERE = "file_leads_elsewhere"
    FILE_REFUSED = "file_refused"
    FILE_UNKNOWN = "file_unknown"
    FILE_NOT_ASKED = "file_not_asked"
    # Missing, by what its page shows.
    REPLACED = "replaced"
    MAY_HAVE_MOVED = "may_have_moved"
    MAY_HAVE_MOVED_FILE_ANSWERS = "may_have_moved_file_answers"
    PAGE_LEFT_OUT = "page_left_out"
    PAGE_NOT_SEEN = "page_not_seen"
    PAGE_PARTLY_SEEN = "page_partly_seen"
    PART_NOT_SEEN = "part_not_seen"


class Purpose(StrEnum):
    """Why a request was made."""

    PAGE = "page"
    PICTURE = "picture"
    FRAME = "frame"
    STYLE_SHEET = "style_sheet"
    FEED = "feed"
    API = "api"
    ROBOTS = "robots"
    DATA_MINING = "data_mining"
    STILL_SERVED = "still_served"
    """Whether the file of a photo that is no longer on its page still answers. One byte of it is asked for."""


class Share(StrEnum):
    """How much of a report goes into what is given to someone else; redact.py holds to it."""

    FULL = "full"
    NO_ADDRESSES = "no_addresses"
    NUMBERS = "numbers"


class EngineName(StrEnum):
    """The face detectors by the name the person chooses them with."""

    YUNET = "yunet"
    FACE_RECOGNITION = "face-recognition"
