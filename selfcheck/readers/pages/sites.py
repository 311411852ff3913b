"""Which platform a host belongs to. The ids are those of the guidance files."""

from __future__ import annotations

from typing import Final

PERSONAL_WEBSITE: Final = "personal-website"
"""The platform of every site that is not known: its owner decides everything there."""

_HOSTS: Final = {
    "instagram.com": "instagram",
    "instagr.am": "instagram",
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "fb.me": "facebook",
    "fb.watch": "facebook",
    "threads.net": "threads",
    "threads.com": "threads",
    "x.com": "x",
    "twitter.com": "x",
    "tiktok.com": "tiktok",
    "snapchat.com": "snapchat",
    "linkedin.com": "linkedin",
    "lnkd.in": "linkedin",
    "youtube.com": "youtube",
    "youtu.be": "youtube",
    "reddit.com": "reddit",
    "redd.it": "reddit",
    "telegram.org": "telegram",
    "telegram.me": "telegram",
    "t.me": "telegram",
    "whatsapp.com": "whatsapp",
    "wa.me": "whatsapp",
    "kakao.com": "kakaotalk",
    "blog.naver.com": "naver-blog",
    "cafe.naver.com": "naver-blog",
    "band.us": "naver-blog",
    "bsky.app": "bluesky",
    "bsky.social": "bluesky",
    "flickr.com": "flickr",
    "flic.kr": "flickr",
    "tumblr.com": "tumblr",
    "pinterest.com": "pinterest",
    "pin.it": "pinterest",
    "github.com": "github",
    "gravatar.com": "gravatar",
    "discord.com": "discord",
    "discord.gg": "discord",
    "mastodon.social": "mastodon",
    "mastodon.online": "mastodon",
    "mstdn.social": "mastodon",
    "pixelfed.social": "pixelfed",
    "google.com": "google-account",
}


def platform_of(host: str) -> str:
    """The platform id for a host, by its longest known ending; "personal-website" when there is none."""
    labels = host.lower().split(".")
    for start in range(len(labels) - 1):
        known = _HOSTS.get(".".join(labels[start:]))
        if known is not None:
            return known
    # Pinterest has a host for each country: pinterest.co.kr, pinterest.de.
    return "pinterest" if "pinterest" in labels[:-1] else PERSONAL_WEBSITE
