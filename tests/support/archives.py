"""Small, correct data downloads for tests, written after the documented forms: members by name, and what holds them."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.support import pictures

Members = dict[str, bytes]
FACE = pictures.demo(pictures.ONE_FACE)
NONE = pictures.demo(pictures.NO_FACE)


def js(value: Any) -> bytes:
    """A value as JSON, as most archives write it."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def meta_js(value: Any) -> bytes:
    """A value as Meta writes it: the UTF-8 bytes of every text as Latin-1 characters, escaped."""

    def spoilt(part: Any) -> Any:
        if isinstance(part, str):
            return part.encode().decode("latin-1")
        if isinstance(part, dict):
            return {key: spoilt(value) for key, value in part.items()}
        return [spoilt(one) for one in part] if isinstance(part, list) else part

    return json.dumps(spoilt(value)).encode()


def zipped(path: Path, members: Mapping[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    """Write a zip archive."""
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: Mapping[str, bytes], more: Iterable[tarfile.TarInfo] = ()) -> Path:
    """Write a tar archive, packed where its name ends in "gz"; `more` are members without data (links, devices)."""
    with tarfile.open(path, "w:gz" if path.name.endswith("gz") else "w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for info in more:
            archive.addfile(info)
    return path


def unpacked(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write a folder."""
    for name, data in members.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


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


def x() -> Members:
    """X: posts with a picture inside and with a linked one, a repost, a deleted post, a profile picture."""

    def part(name: str, value: Any) -> bytes:
        return f"window.YTD.{name}.part0 = ".encode() + js(value)

    def post(number: str, said: str, file: str, **more: Any) -> dict[str, Any]:
        media = [{"media_url_https": f"https://pbs.twimg.com/media/{file}", "type": "photo"}]
        made = "Wed Oct 10 20:19:24 +0000 2018"
        entities = {"hashtags": [{"text": "lake"}], "user_mentions": [{"screen_name": "tomas"}]}
        row = {"id_str": number, "full_text": said, "created_at": made, "entities": entities}
        return {"tweet": {**row, "extended_entities": {"media": media}, **more}}

    posts = [
        post("11", "At the lake https://t.co/abc", "one.jpg", place={"name": "Seoul"}),
        post("12", "Linked", "two.jpg"),
        post("13", "RT @other: theirs", "other.jpg"),
    ]
    profile = [{"profile": {"avatarMediaUrl": "https://pbs.twimg.com/profile_images/1/me.jpg"}}]
    account = [{"account": {"username": "mina", "accountId": "7", "accountDisplayName": "Mina Han"}}]
    return {
        "data/tweets.js": part("tweets", posts),
        "data/deleted-tweets.js": part("deleted_tweets", [post("14", "Gone", "old.jpg")]),
        "data/profile.js": part("profile", profile),
        "data/account.js": part("account", account),
        "data/tweets_media/11-one.jpg": FACE,
        "data/deleted_tweets_media/14-old.jpg": NONE,
        "data/profile_media/7-me.jpg": NONE,
        "data/direct_messages_media/9-sent.jpg": FACE,
    }


def tiktok() -> Members:
    """TikTok: a post of pictures, a video, what was watched (someone else's), a profile picture."""
    base = "https://p16-sign.tiktokcdn.com/"
    posts = [
        {"Date": "2023-01-02 10:00:00", "Link": f"{base}one.jpeg?x-expires=1\n{base}two.jpeg", "WhoCanView": "Friends"},
        {"Date": "2023-01-03 10:00:00", "Link": f"{base}clip", "WhoCanView": "Public"},
    ]
    watched = {"VideoList": [{"Date": "2023-01-01 10:00:00", "Link": "https://www.tiktok.com/v/1.jpg"}]}
    whole = {
        "Profile": {"Profile Info": {"ProfileMap": {"userName": "mina", "profilePhoto": f"{base}me.jpeg"}}},
        "Post": {"Posts": {"VideoList": posts}},
        "Your Activity": {"Watch History": watched},
    }
    return {"user_data_tiktok.json": js(whole)}


def tiktok_text() -> Members:
    """TikTok, as texts: the same, in the folders they come in."""
    base = "https://p16-sign.tiktokcdn.com/"
    posts = (
        f"Date: 2023-01-02 10:00:00\nLink: {base}one.jpeg?x-expires=1\n{base}two.jpeg\nLike(s): 3\n"
        f"Who can view: Friends\nTitle: At the lake\n\nDate: 2023-01-03 10:00:00\nLink: {base}clip\n\n"
    )
    watched = "Date: 2023-01-01 10:00:00\nLink: https://www.tiktok.com/v/1.jpg\n\n"
    return {
        "TikTok/Post/Posts.txt": posts.encode(),
        "TikTok/Profile And Settings/Profile Info.txt": f"Username: mina\nProfile Photo: {base}me.jpeg\n".encode(),
        "TikTok/Your Activity/Watch History.txt": watched.encode(),
        "TikTok/Your Activity/Favorite HashTags.txt": b"Date: 2023-01-01 10:00:00\nHashTag Link: x\n",
        "TikTok/Direct Messages/Direct Messages.txt": b"Chat History with tomas:\n",
    }


def snapchat_html() -> Members:
    """Snapchat, as pages: two pictures and a video by their links."""

    def row(number: int, kind: str, place: str, query: str) -> str:
        link = f"https://app.snapchat.com/dmd/memories?{query}"
        button = f'<a href="#" onclick="downloadMemories(\'{link}\', this, true); return false;">Download</a>'
        return f"<tr><td>2023-05-0{number} 07:08:09 UTC</td><td>{kind}</td><td>{place}</td><td>{button}</td></tr>"

    rows = (
        row(6, "Image", "Latitude, Longitude: 1.5, 2.5", "uid=1&amp;sig=2"),
        row(7, "Image", "Latitude, Longitude: 0.0, 0.0", "uid=3"),
        row(8, "Video", "", "uid=4"),
    )
    head = "<tr><th>Date</th><th>Media Type</th><th>Location</th><th></th></tr>"
    page = f"<html><body><table><tbody>{head}{''.join(rows)}</tbody></table></body></html>"
    return {"html/memories_history.html": page.encode(), "html/account.html": b"<html></html>"}


def snapchat() -> Members:
    """Snapchat: memories with their files."""
    rows = [{"Date": "2023-05-06 07:08:09 UTC", "Media Type": "Image", "Location": "Latitude, Longitude: 1.5, 2.5"}]
    return {
        "json/memories_history.json": js(
            {"Saved Media": [{**row, "Download Link": "https://x.example/a"} for row in rows]}
        ),
        "json/account.json": js({"Basic Information": {"Username": "mina", "Name": "Mina"}}),
        "memories/2023-05-06_A1-main.jpg": FACE,
        "memories/2023-05-06_A1-overlay.png": NONE,
        "chat_media/2023-05-06_b.jpg": FACE,
    }


def linkedin() -> Members:
    """LinkedIn: pictures by their address, one of them of the profile."""
    media = (
        "Date/Time,Media Description,Media Link\n"
        '"2020-02-03 04:05:06",Profile photo,https://www.linkedin.com/dms/me.jpg\n'
    )
    shares = (
        "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility\n"
        '2021-01-01 00:00:00,https://x.example,"Hello, all",,https://www.linkedin.com/dms/post.jpg,MEMBER_NETWORK\n'
        "2021-01-01 00:00:00,https://x.example,No picture,,,PUBLIC\n"
    )
    return {
        "Profile.csv": b"First Name,Last Name\nMina,Han\n",
        "Rich_Media.csv": media.encode(),
        "Shares.csv": shares.encode(),
    }


def reddit() -> Members:
    """Reddit: posts, one of a picture."""
    rows = (
        "id,permalink,date,ip,subreddit,gildings,title,url,body\n"
        "a1,https://www.reddit.com/r/x/a1,2024-05-18 04:35:32 UTC,,pics,0,My cat,https://i.redd.it/cat.jpg,\n"
        "a2,https://www.reddit.com/r/x/a2,2024-05-18 04:35:32 UTC,,x,0,Words,https://www.reddit.com/r/x/a2,Body\n"
    )
    return {"posts.csv": rows.encode(), "post_votes.csv": b"id,permalink,direction\n"}


def google() -> Members:
    """Google Photos: names whole, numbered, cut and edited; an album; a video."""
    top, long = "Takeout/Google Photos/", "a_name_that_is_longer_than_the_files_beside_can_have.jpg"

    def beside(title: str, **more: Any) -> bytes:
        return js({"title": title, "photoTakenTime": {"timestamp": "1600000000"}, "description": title, **more})

    here = {"geoData": {"latitude": 37.5, "longitude": 127.0}, "people": [{"name": "Tomas"}]}
    nowhere = {"geoData": {"latitude": 0.0, "longitude": 0.0}}
    return {
        f"{top}Photos from 2020/one.jpg": FACE,
        f"{top}Photos from 2020/one.jpg.supplemental-metadata.json": beside("one", **here),
        f"{top}Photos from 2020/one(1).jpg": NONE,
        f"{top}Photos from 2020/one.jpg.supplemental-metadata(1).json": beside("second", **nowhere),
        f"{top}Photos from 2020/one-edited.jpg": FACE,
        f"{top}Photos from 2020/old.jpg": NONE,
        f"{top}Photos from 2020/old.jpg.json": beside("old"),
        f"{top}Photos from 2020/{long}": FACE,
        f"{top}Photos from 2020/{long[:46]}.json": beside("cut"),
        f"{top}Photos from 2020/half.jpg": FACE,
        f"{top}Photos from 2020/half.jpg.suppl.json": beside("half"),
        f"{top}Photos from 2020/clip.mp4": b"x",
        f"{top}Trip/metadata.json": js({"title": "Trip", "access": "public"}),
        f"{top}Trip/trip.jpg": FACE,
    }


def telegram() -> Members:
    """Telegram Desktop: a profile picture, a public channel, a public group with someone else's, a chat."""

    def sent(name: str, by: str, said: Any) -> dict[str, Any]:
        return {"type": "message", "date": "2022-03-04T05:06:07", "from_id": by, "photo": name, "text": said}

    chats = [
        {"type": "public_channel", "messages": [sent("chats/c1/photos/one.jpg", "channel1", ["Hi ", {"text": "all"}])]},
        {
            "type": "public_supergroup",
            "messages": [
                sent("chats/c2/photos/mine.jpg", "user7", ""),
                sent("chats/c2/photos/theirs.jpg", "user8", ""),
            ],
        },
        {"type": "personal_chat", "messages": [sent("chats/c3/photos/chat.jpg", "user7", "")]},
    ]
    whole = {
        "personal_information": {"user_id": 7, "first_name": "Mina", "last_name": "", "username": "@mina"},
        "profile_pictures": [{"date": "2021-01-01T00:00:00", "photo": "profile_pictures/me.jpg"}],
        "chats": {"list": chats},
    }
    files = ("profile_pictures/me", "chats/c1/photos/one", "chats/c2/photos/mine", "chats/c2/photos/theirs")
    return {"result.json": js(whole), **{f"{name}.jpg": FACE for name in (*files, "chats/c3/photos/chat")}}


def telegram_html() -> Members:
    """Telegram Desktop, as pages: a profile picture, a channel, a group and a chat."""

    def entry(target: str, name: str, info: str) -> str:
        return (
            f'<a class="entry block_link clearfix" href="{target}"><div class="body">'
            f'<div class="pull_right info details">{info}</div><div class="name bold">{name}</div></div></a>'
        )

    def listing(*entries: str) -> bytes:
        return f'<html><body><div class="entry_list">{"".join(entries)}</div></body></html>'.encode()

    person = (
        '<div class="row"><div class="label details">First name</div><div class="value bold">Mina</div></div>'
        '<div class="row"><div class="label details">Last name</div><div class="value bold">Han</div></div>'
        '<div class="row"><div class="label details">Username</div><div class="value bold">@mina</div></div>'
    )
    me = "profile_pictures/photo_1@01-02-2021_03-04-05.jpg"
    chats = [
        entry(f"../chats/chat_{number}/messages.html", "Name", kind)
        for number, kind in ((1, "channel"), (2, "group"), (3, "private"))
    ]
    sent = [f"chats/chat_{number}/photos/photo_{number + 1}@04-03-2022_05-06-07.jpg" for number in (1, 2, 3)]
    return {
        "export_results.html": f"<html><body>{person}</body></html>".encode(),
        "lists/profile_pictures.html": listing(entry(f"../{me}", me, "")),
        "lists/chats.html": listing(*chats),
        "chats/chat_1/messages.html": b"<html></html>",
        **dict.fromkeys((me, *sent, sent[0].replace(".jpg", "_thumb.jpg")), FACE),
    }


def mastodon() -> Members:
    """Mastodon: a public, an unlisted, a followers' and a boosted post, profile and header picture."""
    everyone, followers = "https://www.w3.org/ns/activitystreams#Public", "https://m.example/u/mina/followers"

    def post(name: str, to: list[str], cc: list[str]) -> dict[str, Any]:
        url = f"/media_attachments/files/1/{name}"
        item = {"published": "2024-01-02T03:04:05Z", "content": "<p>By the <b>lake</b></p>", "to": to, "cc": cc}
        file = {"type": "Document", "mediaType": "image/jpeg", "url": url, "name": "Me" if name == "a.jpg" else None}
        return {"type": "Create", "object": {**item, "attachment": [file], "tag": [{"name": "#lake"}]}}

    outbox = [
        post("a.jpg", [everyone], [followers]),
        post("b.jpg", [followers], [everyone]),
        post("c.jpg", [followers], []),
        {"type": "Announce", "object": "https://other.example/1", "to": [everyone]},
    ]
    actor = {"preferredUsername": "mina", "name": "Mina", "icon": {"url": "avatar.jpg"}, "image": {"url": "header.jpg"}}
    return {
        "actor.json": js(actor),
        "outbox.json": js({"@context": "x", "orderedItems": outbox}),
        **{f"media_attachments/files/1/{name}.jpg": FACE for name in "abc"},
        "avatar.jpg": NONE,
        "header.jpg": NONE,
    }


def pixelfed() -> Members:
    """Pixelfed: statuses by their address."""
    media = [{"url": "https://pix.example/storage/one.jpg", "type": "image", "description": "Me"}]
    rows = [{"visibility": "public", "created_at": "2024-01-02T03:04:05Z", "media_attachments": media}]
    closed = [{"url": "https://pix.example/storage/two.jpg", "type": "image"}]
    rows.append({"visibility": "private", "created_at": "2024-01-02T03:04:05Z", "media_attachments": closed})
    return {"pixelfed-statuses.json": js(rows)}


def car(*records: Any) -> bytes:
    """A CAR file (v1) of DAG-CBOR records."""
    import hashlib

    import cbor2

    def section(data: bytes) -> bytes:
        size, out = len(data), b""
        while size > 0x7F:
            out, size = out + bytes([size & 0x7F | 0x80]), size >> 7
        return out + bytes([size]) + data

    parts = [section(cbor2.dumps({"version": 1, "roots": []}))]
    for record in records:
        block = cbor2.dumps(record)
        parts.append(section(b"\x01\x71\x12\x20" + hashlib.sha256(block).digest() + block))
    return b"".join(parts)


def blob(data: bytes) -> tuple[Any, str]:
    """A reference to a picture as a record holds it, and its content id as text."""
    import base64
    import hashlib

    import cbor2

    content_id = b"\x01\x55\x12\x20" + hashlib.sha256(data).digest()
    written = "b" + base64.b32encode(content_id).decode().lower().rstrip("=")
    return {"$type": "blob", "ref": cbor2.CBORTag(42, b"\x00" + content_id), "size": len(data)}, written


def bluesky() -> tuple[Members, str]:
    """Bluesky: a repository with a profile and a post, and the picture of the post beside it. With its content id."""
    ref, content_id = blob(FACE)
    away, _ = blob(NONE)
    images = [{"image": ref, "alt": "Me"}, {"image": away, "alt": ""}]
    post = {
        "$type": "app.bsky.feed.post",
        "text": "Hello",
        "createdAt": "2024-01-02T03:04:05.678Z",
        "embed": {"$type": "app.bsky.embed.images", "images": images},
    }
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Mina", "avatar": ref}
    like = {"$type": "app.bsky.feed.like", "createdAt": "2024-01-02T03:04:05Z"}
    return {"repo.car": car(profile, post, like), f"blobs/{content_id}": FACE}, content_id


def tumblr() -> Members:
    """Tumblr, unpacked: a post a page."""
    page = (
        '<html><body><p>By the lake</p><img src="../../media/123_0.jpg"><div id="footer">'
        '<span id="timestamp"> August 3rd, 2016 10:02am </span><span class="tag">lake</span></div></body></html>'
    )
    return {"posts/html/123.html": page.encode(), "media/123_0.jpg": FACE}


def tumblr_as_it_comes() -> Members:
    """Tumblr, as it comes: the pages in an archive inside the download."""
    members = tumblr()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("html/123.html", members.pop("posts/html/123.html"))
    return {"posts.zip": inner.getvalue(), **members}


def pinterest() -> Members:
    """Pinterest: a page that links pictures."""
    page = '<a href="https://i.pinimg.com/originals/a/one.jpg">https://i.pinimg.com/originals/a/one.jpg</a>'
    return {"pinterest_data/pins.html": page.encode()}


def whatsapp() -> Members:
    """WhatsApp: an account report with a profile picture, and a chat with one."""
    return {
        "whatsapp_account_information/files/profile_picture.jpg": FACE,
        "_chat.txt": b"[1.1.2024] Mina: hello",
        "IMG-1.jpg": FACE,
    }


def kakaotalk() -> Members:
    """KakaoTalk: a chat with a picture."""
    return {"KakaoTalk_20240101_group.txt": "안녕".encode(), "1.jpg": FACE}


LARGE = 30_000


def large(path: Path, members: Mapping[str, bytes] | None = None) -> Path:
    """A tar archive with `LARGE` empty files more than these: going through it takes a second or two."""
    return tarred(path, members or {}, [tarfile.TarInfo(f"notes/{number}.txt") for number in range(LARGE)])
