from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.platforms.common.facts import known_sites
from selfcheck.readers.pages.html import read_html

SIZES = known_sites().sizes

# Addresses of one picture, the largest first, one row for each rule.
SAME = {
    "WordPress": ["https://a.example/u/me.jpg", "https://a.example/u/me-1024x768.jpg", "https://a.example/u/me-300x200.jpg"],
    "WordPress scaled": ["https://a.example/u/me.jpg", "https://a.example/u/me-scaled.jpg", "https://a.example/u/me-150x150.jpg"],
    "query": ["https://a.example/me.jpg", "https://a.example/me.jpg?w=800&q=80", "https://a.example/me.jpg?width=100&fit=crop"],
    "imgix": ["https://x.imgix.net/me.jpg?w=900&auto=format", "https://x.imgix.net/me.jpg?auto=format&w=90"],
    "Instagram": ["https://cdn.example/t51/s640x640/me.jpg", "https://cdn.example/t51/s150x150/me.jpg"],
    "X avatar": ["https://pbs.twimg.com/profile_images/1/x.jpg", "https://pbs.twimg.com/profile_images/1/x_400x400.jpg",
                 "https://pbs.twimg.com/profile_images/1/x_normal.jpg"],
    "X media": ["https://pbs.twimg.com/media/A?format=jpg&name=orig", "https://pbs.twimg.com/media/A?format=jpg&name=small"],
    "Google": ["https://lh3.googleusercontent.com/a/x", "https://lh3.googleusercontent.com/a/x=s900-c-k",
               "https://lh3.googleusercontent.com/a/x=s96-c"],
    "Blogger": ["https://1.bp.blogspot.com/-x/s1600/me.jpg", "https://1.bp.blogspot.com/-x/s72-c/me.jpg"],
    "Cloudinary": ["https://res.cloudinary.com/d/image/upload/v1/me.jpg",
                   "https://res.cloudinary.com/d/image/upload/w_800,c_fill/v1/me.jpg",
                   "https://res.cloudinary.com/d/image/upload/c_fill,w_100,h_90/v1/me.jpg"],
    "Flickr": ["https://live.staticflickr.com/1/2_ab_b.jpg", "https://live.staticflickr.com/1/2_ab_z.jpg",
               "https://live.staticflickr.com/1/2_ab_q.jpg"],
    "Pinterest": ["https://i.pinimg.com/originals/a/b.jpg", "https://i.pinimg.com/736x/a/b.jpg", "https://i.pinimg.com/75x75_RS/a/b.jpg"],
    "YouTube": ["https://i.ytimg.com/vi/ID/maxresdefault.jpg", "https://i.ytimg.com/vi/ID/hqdefault.jpg"],
    "Tumblr": ["https://64.media.tumblr.com/a/s2048x3072/b.jpg", "https://64.media.tumblr.com/a/s540x810/b.jpg"],
    "Bluesky": ["https://cdn.bsky.app/img/feed_fullsize/plain/d/x@jpeg", "https://cdn.bsky.app/img/feed_thumbnail/plain/d/x@jpeg"],
    "MediaWiki": ["https://up.example/c/a/ab/Me.jpg", "https://up.example/c/thumb/a/ab/Me.jpg/640px-Me.jpg",
                  "https://up.example/c/thumb/a/ab/Me.jpg/120px-Me.jpg"],
    "Next.js": ["https://a.example/_next/image?url=%2Fme.jpg&w=1920&q=75", "https://a.example/_next/image?url=%2Fme.jpg&w=96&q=75"],
    "Wix": ["https://static.wixstatic.com/media/a.jpg", "https://static.wixstatic.com/media/a.jpg/v1/fill/w_90,h_80,al_c/me.jpg"],
    "Squarespace": ["https://images.sq.example/me.jpg?format=1500w", "https://images.sq.example/me.jpg?format=100w"],
    "Shopify": ["https://cdn.shop.example/me.jpg", "https://cdn.shop.example/me_300x.jpg"],
    "density": ["https://a.example/me@2x.png", "https://a.example/me@1x.png"],
}  # fmt: skip


@pytest.mark.parametrize("urls", SAME.values(), ids=SAME.keys())
def test_sizes_of_one_picture_are_known_as_one_and_ordered(urls: list[str]) -> None:
    assert len({SIZES.of(url).picture for url in urls}) == 1
    assert SIZES.largest_first(reversed(urls)) == urls


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/a.jpg", "https://a.example/b.jpg"),
        ("https://a.example/a.jpg", "https://b.example/a.jpg"),
        ("https://a.example/photo?id=1", "https://a.example/photo?id=2"),
        ("https://a.example/2024-01x02.jpg", "https://a.example/2024-03x04.jpg"),
        ("https://a.example/me_b.jpg", "https://a.example/me_z.jpg"),
        ("https://i.ytimg.com/vi/ONE/hqdefault.jpg", "https://i.ytimg.com/vi/TWO/hqdefault.jpg"),
        ("https://pbs.twimg.com/media/A?name=small", "https://pbs.twimg.com/media/B?name=small"),
        ("https://a.example/img.php?name=a", "https://a.example/img.php?name=b"),
    ],
)
def test_two_pictures_stay_two(one: str, other: str) -> None:
    assert SIZES.of(one).picture != SIZES.of(other).picture


@given(st.text(alphabet="ahtps:/.-_=?&%x0123456789[]@wjg", max_size=80))
def test_any_address_has_a_size_and_is_itself_one_picture(text: str) -> None:
    assert SIZES.of(f"https://a.example/{text}") == SIZES.of(f"https://a.example/{text}")


def test_sizes_on_a_page_become_one_photo_in_several_places_under_the_largest() -> None:
    page = (
        '<meta property="og:image" content="https://a.example/u/me-1024x768.jpg">'
        '<img class="avatar" src="https://a.example/u/me-150x150.jpg"><p>Words</p>'
        '<img src="https://a.example/u/me-300x200.jpg"><img src="https://a.example/u/you-300x200.jpg">'
    )
    photos = read_html(page, "https://a.example/", "https://a.example/").photos
    mine = [photo for photo in photos if "/me-" in photo.url]
    assert {photo.url for photo in mine} == {"https://a.example/u/me-1024x768.jpg"}
    assert [photo.role.value for photo in mine] == ["preview_card", "avatar", "post"]
    assert all(len(photo.other_urls) == 2 for photo in mine)
    assert len(photos) == 4
