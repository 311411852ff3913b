"""Small, correct data downloads for tests, written after the documented forms: members by name, and what holds them."""

from tests.support.archives.chats import (
    google,
    kakaotalk,
    telegram,
    telegram_html,
    whatsapp,
)
from tests.support.archives.fediverse import (
    blob,
    bluesky,
    car,
    mastodon,
    pixelfed,
)
from tests.support.archives.meta import (
    facebook,
    instagram,
    instagram_html,
    threads,
)
from tests.support.archives.social import (
    linkedin,
    pinterest,
    reddit,
    snapchat,
    snapchat_html,
    tiktok,
    tiktok_text,
    tumblr,
    tumblr_as_it_comes,
    x,
)
from tests.support.archives.store import (
    FACE,
    NONE,
    Members,
    js,
    meta_js,
    tarred,
    unpacked,
    zipped,
)

__all__ = [
    "FACE",
    "NONE",
    "Members",
    "blob",
    "bluesky",
    "car",
    "facebook",
    "google",
    "instagram",
    "instagram_html",
    "js",
    "kakaotalk",
    "linkedin",
    "mastodon",
    "meta_js",
    "pinterest",
    "pixelfed",
    "reddit",
    "snapchat",
    "snapchat_html",
    "tarred",
    "telegram",
    "telegram_html",
    "threads",
    "tiktok",
    "tiktok_text",
    "tumblr",
    "tumblr_as_it_comes",
    "unpacked",
    "whatsapp",
    "x",
    "zipped",
]
