"""Downloads of Meta's services, in JSON and as pages."""

from __future__ import annotations

from tests.support import pictures
from tests.support.archives.store import FACE, NONE, Members, meta_js


def instagram(*, private: str | None = "False", root: str = "") -> Members:
    """Instagram, JSON: a post of two pictures with a place, an archived post, a story, a reel, a profile picture."""
    place = {"photo_metadata": {"exif_data": [{"latitude": 37.5665, "longitude": 126.978}]}}
    posts = [
        {
            "media": [
                {"uri": "media/posts/202108/one.jpg", "creation_timestamp": 1628780400, "media_metadata": place},
                {"uri": "media/posts/202108/two.jpg", "creation_timestamp": 1628780400, "title": ""},
            ],
            "title": "서울에서 Mina, @tomas 🌊",
            "creation_timestamp": 1628780400,
        },
        {"media": [{"uri": "media/posts/202109/clip.mp4", "creation_timestamp": 1631000000, "title": "Waves"}]},
        {"media": [{"uri": "media/posts/202109/gone.jpg", "creation_timestamp": 1631000000, "title": "Elsewhere"}]},
    ]
    archived = {
        "ig_archived_post_media": [
            {
                "media": [
                    {"uri": "media/archived_posts/202001/old.jpg", "creation_timestamp": 1580000000, "title": "Old"}
                ]
            }
        ]
    }
    stories = {"ig_stories": [{"uri": "media/stories/202110/story.jpg", "creation_timestamp": 1634000000, "title": ""}]}
    profile = {"ig_profile_picture": [{"uri": "media/profile/202001/me.jpg", "creation_timestamp": 1580000001}]}
    said = {"Username": {"value": "mina.example"}, "Name": {"value": "Mina 한"}}
    if private is not None:
        said["Private Account"] = {"value": private}
    person = {"profile_user": [{"string_map_data": said}]}
    files = {
        "your_instagram_activity/media/posts_1.json": meta_js(posts),
        "your_instagram_activity/media/archived_posts.json": meta_js(archived),
        "your_instagram_activity/media/stories.json": meta_js(stories),
        "your_instagram_activity/media/profile_photos.json": meta_js(profile),
        "personal_information/personal_information/personal_information.json": meta_js(person),
        "your_instagram_activity/messages/inbox/tomas_1/message_1.json": meta_js(
            {"messages": [{"photos": [{"uri": "your_instagram_activity/messages/inbox/tomas_1/photos/sent.jpg"}]}]}
        ),
        "your_instagram_activity/messages/inbox/tomas_1/photos/sent.jpg": FACE,
        "media/posts/202108/one.jpg": FACE,
        "media/posts/202108/two.jpg": NONE,
        "media/posts/202109/clip.mp4": b"\0\0\0\x18ftypmp42",
        "media/archived_posts/202001/old.jpg": pictures.flat(),
        "media/stories/202110/story.jpg": pictures.flat(220),
        "media/profile/202001/me.jpg": pictures.demo("mina.example/img/avatar-320.jpg"),
    }
    return {root + name: data for name, data in files.items()}


def _meta_page(*blocks: str) -> bytes:
    style = "<style>._a6-g{margin:0}</style>"
    return f"<html><head>{style}</head><body><main>{''.join(blocks)}</main></body></html>".encode()


def instagram_html() -> Members:
    """Instagram, HTML: the same post, in the blocks it writes."""
    block = (
        '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite"><h2 class="_3-95 _2pim _a6-h _a6-i">서울 &amp; Mina</h2>'
        '<div class="_3-95 _a6-p"><div><a href="media/posts/202108/one.jpg"><img src="media/posts/202108/one.jpg" '
        'class="_a6_o _3-96" /></a></div><table><tr><td>Latitude</td><td>37.5</td></tr></table></div>'
        '<div class="_3-94 _a6-o">Aug 12, 2021, 3:00 PM</div></div>'
    )
    person = "<table><tr><td>Username<td><div>mina.example</div></tr><tr><td>Private Account<td>True</tr></table>"
    return {
        "your_instagram_activity/media/posts_1.html": _meta_page(block),
        "personal_information/personal_information/personal_information.html": _meta_page(person),
        "media/posts/202108/one.jpg": FACE,
    }


def facebook() -> Members:
    """Facebook, JSON: a post with a place and a tagged person, an album of profile pictures."""
    post = {
        "timestamp": 1500000000,
        "attachments": [
            {
                "data": [
                    {"media": {"uri": "posts/media/a/one.jpg", "creation_timestamp": 1500000000, "description": ""}},
                    {"place": {"name": "부산", "coordinate": {"latitude": 35.1}}},
                ]
            }
        ],
        "data": [{"post": "바다에서"}],
        "tags": [{"name": "Tomás"}],
    }
    album = {"name": "Profile pictures", "photos": [{"uri": "posts/media/p/me.jpg", "creation_timestamp": 1400000000}]}
    person = {"profile_v2": {"name": {"full_name": "Mina 한"}}}
    top = "your_facebook_activity/"
    return {
        f"{top}posts/your_posts__check_ins__photos_and_videos_1.json": meta_js([post]),
        f"{top}posts/album/0.json": meta_js(album),
        "personal_information/profile_information/profile_information.json": meta_js(person),
        f"{top}posts/media/a/one.jpg": FACE,
        f"{top}posts/media/p/me.jpg": NONE,
        f"{top}messages/inbox/x/photos/sent.jpg": FACE,
    }


def threads() -> Members:
    """Threads, as it comes in its own download."""
    media = [{"uri": "media/posts/2024/one.jpg", "creation_timestamp": 1700000000, "title": "안녕"}]
    return {
        "threads/threads_and_replies.json": meta_js({"text_post_app_text_posts": [{"media": media}]}),
        "media/posts/2024/one.jpg": FACE,
    }
