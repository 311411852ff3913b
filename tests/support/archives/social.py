"""Downloads of other places to post."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from tests.support.archives.store import FACE, NONE, Members, js


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
