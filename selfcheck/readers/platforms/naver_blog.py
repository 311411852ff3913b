"""Naver Blog: a frame around the list of posts, and a public feed (gallery-dl `naverblog.py`; many public programs)."""

from __future__ import annotations

import re
from typing import Final

from selfcheck.readers.platforms.base import Address, Ask, Body, Profile, Reader, Told, at, handle_in, one_of, text_of
from selfcheck.readers.platforms.feeds import feed_told, page_told

_USER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,29}")
_PROGRAM: Final = re.compile(r"\w+\.(?:naver|nhn)", re.IGNORECASE)
_OWN_PAGES: Final = one_of("blogid section market recommendation feedlist moment prologue rego guestbook")
_FEED: Final = "Naver Blog feed"
_POSTS: Final = "Naver Blog posts"


def parse(address: Address) -> Profile | None:
    """`blog.naver.com/you`, its posts, `PostList.naver?blogId=you`, `you.blog.me`, the feed's own address."""
    path = address.path
    user = ""
    if address.under("blog.naver.com") in {"", "m"}:
        # Whose blog one of the site's programs shows stands in the query, never in the folders before it.
        program = any(_PROGRAM.fullmatch(part) for part in path)
        user = address.value("blogId") or ("" if program else handle_in(path, 0, _USER, _OWN_PAGES))
    elif address.under("rss.blog.naver.com") == "":
        user = re.sub(r"\.xml$", "", path[0]) if path else ""
    else:
        user = address.under("blog.me") or ""
    if not _USER.fullmatch(user):
        return None
    user = user.lower()
    return Profile("naver-blog", user, f"https://blog.naver.com/{user}")


def asks(profile: Profile) -> tuple[Ask, ...]:
    """The feed of newest posts."""
    return (Ask(_FEED, f"https://rss.blog.naver.com/{profile.handle}.xml", "feed"),)


def page(profile: Profile, body: Body) -> Told:
    """The list of posts, where the page has it in no frame that is read anyway."""
    if "<iframe" in text_of(body) or "<frame" in text_of(body):
        return Told()
    return Told(asks=(Ask(_POSTS, f"https://blog.naver.com/PostList.naver?blogId={profile.handle}", "page"),))


def read(profile: Profile, ask: Ask, body: Body) -> Told:
    """The feed, or the list of posts."""
    return page_told(ask, body) if ask.name == _POSTS else feed_told(ask, body)


READER: Final = Reader(
    id="naver-blog",
    steps="naver-blog",
    hosts=("blog.naver.com", "blog.me"),
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
)
