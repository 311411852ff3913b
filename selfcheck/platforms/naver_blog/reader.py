"""Naver Blog: a frame around the list of posts, and a public feed (gallery-dl `naverblog.py`; many public programs)."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.model import Outcome
from selfcheck.platforms.common.feeds import feed_told, page_told
from selfcheck.platforms.common.model import (
    Address,
    Ask,
    Body,
    PlatformReading,
    Profile,
    Reader,
    at,
    handle_in,
    one_of,
    text_of,
)

_USER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,29}")
_POST: Final = re.compile(r"[0-9]{5,20}")
_OWN_PAGES: Final = one_of(
    "blogid buddy feedlist guestbook market memolog moment mylog myblog nblog openapi postlist postview prologue "
    "recommendation rego section thisweek"
)
_GONE: Final = re.compile("해당 블로그가 없습니다|존재하지 않는 블로그")
_ALERT: Final = 20_000
"""Characters of a page that may be nothing but the sentence that there is no such blog."""
_FEED: Final = "Naver Blog feed"
_POSTS: Final = "Naver Blog posts"


def parse(address: Address) -> Profile | None:
    """`blog.naver.com/you`, its posts, any page with `?blogId=you`, `you.blog.me`, the feed's own address."""
    path = address.path
    user = ""
    if address.under("blog.naver.com") in {"", "m"}:
        user = address.value("blogId")  # where it says so itself, the path is a page of the service
        if not user and (len(path) == 1 or (len(path) == 2 and _POST.fullmatch(path[1]))):
            user = handle_in(path, 0, _USER, _OWN_PAGES)
    elif address.under("rss.blog.naver.com") == "":
        user = re.sub(r"\.xml$", "", path[0]) if path else ""
    else:
        user = address.under("blog.me") or ""
    if not _USER.fullmatch(user):
        return None
    user = user.lower()
    return Profile("naver-blog", user, f"https://blog.naver.com/{user}")


def _post(address: Address) -> str:
    """A post by its number, in the path or as `logNo`."""
    profile = parse(address)
    number = address.value("logNo") or next(iter(address.path[1:2]), "")
    if profile is None or not _POST.fullmatch(number) or address.under("rss.blog.naver.com") is not None:
        return ""
    return f"{profile.url}/{number}"


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest posts."""
    return (Ask(_FEED, f"https://rss.blog.naver.com/{profile.handle}.xml", "feed"),)


def page(profile: Profile, body: Body) -> PlatformReading:
    """The list of posts, where the page has it in no frame that is read anyway."""
    text = text_of(body)
    if len(text) < _ALERT and _GONE.search(text):
        return PlatformReading(wall=Outcome.NOT_FOUND)
    if "<iframe" in text or "<frame" in text:
        return PlatformReading()
    return PlatformReading(
        asks=(Ask(_POSTS, f"https://blog.naver.com/PostList.naver?blogId={profile.handle}", "page"),)
    )


def read(profile: Profile, ask: Ask, body: Body) -> PlatformReading:
    """The feed, or the list of posts."""
    return page_told(ask, body) if ask.name == _POSTS else feed_told(ask, body)


READER: Final = Reader(
    forms=(
        "blog.naver.com/you",
        "m.blog.naver.com/you",
        "blog.naver.com/you/POST",
        "blog.naver.com/PostList.naver?blogId=you",
        "blog.naver.com/PostView.naver?blogId=you&logNo=POST",
        "you.blog.me",
        "rss.blog.naver.com/you.xml",
    ),
    confidence="medium",
    source="https://github.com/mikf/gallery-dl",
    parse=parse,
    asks=asks,
    origins=at("https://blog.naver.com", "https://rss.blog.naver.com"),  # the blog's site and that of its feeds
    read=read,
    page=page,
    post_in=_post,
)
