"""Whatever addresses a srcset, a style sheet or data for scripts is written with: each is found, and nothing else."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from selfcheck.readers.pages.css import read_css
from selfcheck.readers.pages.srcset import parse_srcset
from selfcheck.readers.pages.state import pictures_in_state

# Addresses as sites write them: commas, brackets, quotes, escapes' characters and letters of every script inside.
PLAIN = st.text(alphabet="abcXYZ019-_.~%@!$&+;=:,/?()*'한é", min_size=1, max_size=20)
ADDRESSES = st.lists(PLAIN.map(lambda part: f"https://c.example/{part}x.jpg"), max_size=8, unique=True)
SIZES = st.sampled_from(["", " 300w", " 2x", " 1.5x", "  640w "])
COMMAS = st.sampled_from([", ", " , ", ",\n\t", " ,  "])


@given(ADDRESSES, st.data())
def test_every_address_of_a_srcset_is_found_and_nothing_else(urls: list[str], data: st.DataObject) -> None:
    parts = [url + data.draw(SIZES) for url in urls]
    text = "".join(part + (data.draw(COMMAS) if number < len(parts) - 1 else "") for number, part in enumerate(parts))
    assert [candidate.url for candidate in parse_srcset(text)] == urls


def _quoted(url: str, way: str) -> str:
    if way == "bare":
        return "".join(f"\\{c}" if c in "()'\" \\," else c for c in url)
    return way + url.replace("\\", "\\\\").replace(way, f"\\{way}") + way


WAYS = st.sampled_from(["bare", '"', "'"])
AROUND = st.sampled_from(
    [
        "a{{background:{}}}",
        "b{{color:red;background-image:{};margin:0}}",
        "@media screen{{.c{{list-style:square {}}}}}",
        "/* {{ }} ; */d::before{{content:{}}}",
        "e{{--x:{}}}",
        "f{{background:linear-gradient(red,blue),{}}}",
    ]
)
NO_PICTURES = st.sampled_from(
    [
        "@import url(https://c.example/no.css);",
        "@font-face{src:url(https://c.example/no.jpg)}",
        "g{cursor:url(https://c.example/no.jpg)}",
        "/* h{background:url(https://c.example/no.jpg)} */",
        "i{content:'url(https://c.example/no.jpg)'}",
        "@media print{j{background:url(https://c.example/no.jpg)}}",
    ]
)


@given(ADDRESSES, st.data())
def test_every_picture_of_a_style_sheet_is_found_and_nothing_else(urls: list[str], data: st.DataObject) -> None:
    css = data.draw(st.sampled_from(["", "@import url(https://c.example/no.css);"]))
    for url in urls:
        css += data.draw(AROUND).format(f"url({_quoted(url, data.draw(WAYS))})") + data.draw(NO_PICTURES)
    assert [sizes for sizes in read_css(css).pictures] == [[url] for url in urls]


KEYS = st.sampled_from(["image", "src", "avatarUrl", "0", "한"])
NO_PICTURE_KEYS = st.sampled_from(["n", "0", "한"])  # an address that is called an image is one, whatever it ends in
NOT_PICTURES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from(["words", "https://c.example/page", "a.jpg is a file", ""])
)


def _tree(urls: list[str], data: st.DataObject) -> object:
    """The addresses in order, in objects and lists of any nesting, with other values between."""
    if len(urls) <= 1:
        leaf: object = urls[0] if urls else data.draw(NOT_PICTURES)
        key = data.draw(KEYS if urls else NO_PICTURE_KEYS)
        return {key: leaf, "n": data.draw(NOT_PICTURES)} if data.draw(st.booleans()) else [leaf]
    cut = data.draw(st.integers(1, len(urls) - 1))
    return [_tree(urls[:cut], data), data.draw(NOT_PICTURES), {"in": _tree(urls[cut:], data)}]


@given(ADDRESSES, st.booleans(), st.booleans(), st.data())
def test_every_picture_in_data_for_scripts_is_found_and_nothing_else(
    urls: list[str], is_json: bool, escaped: bool, data: st.DataObject
) -> None:
    text = json.dumps(_tree(urls, data), ensure_ascii=escaped)
    if escaped:
        text = text.replace("/", "\\/").replace("&", "\\u0026")
    script = text if is_json else f"var a = 1;\nwindow.__STATE__ = {text};\nrun(a < 2);"
    assert [url for url, _, _ in pictures_in_state(script, is_json=is_json)] == urls
