"""Pictures that belong to a service and show nobody: its logo, its share card, its stand-in for a missing portrait.

Each line is a place where a service keeps what is its own, apart from what people upload (scontent.cdninstagram.com,
i.pinimg.com, pbs.twimg.com, media.licdn.com …). Seen on saved pages, or general knowledge; a place that may hold a
person's picture does not belong here, since what is named here is set aside and not looked at.
"""

from __future__ import annotations

import re
from typing import Final

_OF_A_SERVICE: Final = re.compile(
    r"https?://(?:"
    r"[\w.-]+\.(?:cdninstagram\.com|fbcdn\.net)/rsrc\.php/"
    r"|(?:www|m|static)\.(?:instagram|facebook)\.com/(?:rsrc\.php|static/images|images)/"
    r"|s\.pinimg\.com/"
    r"|static(?:-exp\d)?\.licdn\.com/"
    r"|(?:cdn\.discordapp|discord|discordapp)\.com/assets/"
    r"|telegram\.org/img/"
    r"|abs(?:-\d)?\.twimg\.com/"
    r"|www\.redditstatic\.com/"
    r"|assets\.tumblr\.com/images/"
    r"|github\.githubassets\.com/"
    r"|(?:www|m)\.youtube\.com/(?:img|s/desktop)/"
    r"|ssl\.pstatic\.net/static/"
    r"|blogimgs\.pstatic\.net/"
    r"|t1\.daumcdn\.net/tistory_admin/"
    r"|s0\.wp\.com/i/"
    r"|assets\.production\.linktr\.ee/"
    r")",
    re.IGNORECASE,
)


def is_of_a_service(url: str) -> bool:
    """Whether this picture is a service's own, by its address."""
    return _OF_A_SERVICE.match(url) is not None
