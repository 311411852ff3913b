"""GitHub: the avatar, open to anyone by page and API (60 requests an hour without a token).

https://docs.github.com/en/rest/users/users#get-a-user
"""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Role
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    handle_in,
    json_of,
    one_of,
    picture,
    words,
)

_USER: Final = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")
_OWN_PAGES: Final = one_of(
    "codespaces copilot customer-stories fluidicon.png github-copilot integrations mine organizations premium-support "
    "pulls readme security-advisories advisories showcases solutions sponsors starred stars topics watching why-github"
)
_GIST: Final = re.compile(r"[0-9a-f]{20,32}")
_API: Final = "https://api.github.com"
_USER_ASK: Final = "GitHub API: user"


def parse(address: Address) -> Profile | None:
    """`github.com/you` with any tab, `gist.github.com/you`, `/orgs/` and repositories are no profiles."""
    before = address.under("github.com")
    path = address.path
    if before == "api" and path[:1] == ("users",):
        path = path[1:2]
    elif before not in {"", "www", "m", "gist"} or (before != "gist" and len(path) > 1) or len(path) > 2:
        return None
    user = handle_in(
        tuple(re.sub(r"\.(?:png|keys|atom)$", "", part) for part in path[:1]), 0, _USER, _OWN_PAGES
    ).lower()
    if before == "gist" and _GIST.fullmatch(user):
        return None  # a gist whose address does not say whose it is
    return Profile("github", user, f"https://github.com/{user}") if user else None


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The public user."""
    return (Ask(_USER_ASK, f"{_API}/users/{profile.handle}"),)


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The avatar, and the web page the person names."""
    data = json_of(body)
    blog = words(data, "blog")
    elsewhere = (blog,) if re.match(r"https?://", blog) else ()
    photos = picture(body.url, Role.AVATAR, _USER_ASK, [words(data, "avatar_url")])
    return PlatformReading(tuple(photos), elsewhere=elsewhere)


READER: Final = Reader(
    forms=(
        "github.com/you",
        "github.com/you?tab=repositories",
        "gist.github.com/you",
        "gist.github.com/you/…",
        "github.com/you.png",
        "api.github.com/users/you",
    ),
    confidence="high",
    source="https://docs.github.com/en/rest/users/users",
    parse=parse,
    asks=asks,
    origins=at(_API),  # the REST API
    read=read,
)
