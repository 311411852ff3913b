from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.readers.pages.css import read_css


@pytest.mark.parametrize(
    ("css", "urls"),
    [
        ("a{background:url(a.jpg)}", ["a.jpg"]),
        ('a{background-image:url( "a b.jpg" )}', ["a b.jpg"]),
        ("a{background:red url('a.jpg'), url('b.jpg')}", ["a.jpg", "b.jpg"]),
        ("background-image:url(a.jpg)", ["a.jpg"]),
        ("a{background:url(data:image/png;base64,AA==),url(b.jpg)}", ["data:image/png;base64,AA==", "b.jpg"]),
        (
            "a{background:url('data:image/svg+xml;utf8,<svg>{;}</svg>'),url(b.jpg)}",
            ["data:image/svg+xml;utf8,<svg>{;}</svg>", "b.jpg"],
        ),
        ("a{-webkit-mask-image:url(m.png);border-image:url(b.png) 30}", ["m.png", "b.png"]),
        ("a{background-image:image-set('a.jpg' 1x, './b.jpg' 2x)}", ["./b.jpg", "a.jpg"]),
        ("a{background-image:-webkit-image-set(url(a.jpg) 1x, url(b.jpg) 2x)}", ["b.jpg", "a.jpg"]),
        (":root{--hero:url(a.jpg)}", ["a.jpg"]),
        ("a{background:url(a\\28 1\\29.jpg)}", ["a(1).jpg"]),
        ('a{background:url("a\\28 1\\29.jpg")}', ["a(1).jpg"]),
        ("/* a{background:url(no.jpg)} */ b{background:url(b.jpg)}", ["b.jpg"]),
        ("@media print{a{background:url(a.jpg)}}", []),
        ("@import url(a.css);@font-face{src:url(f.woff)}a{cursor:pointer;behavior:url(x.htc)}", []),
        ("a{background:url(a.jpg)}b{background:url(a.jpg)}", ["a.jpg"]),
        ("a{background:url(", []),
        ("", []),
    ],
)
def test_pictures_of_a_sheet_are_found_and_fonts_and_imports_are_not(css: str, urls: list[str]) -> None:
    assert [url for sizes in read_css(css).pictures for url in sizes] == urls


@given(st.lists(st.sampled_from([*"ab{}:;()'\"\\/* ,", "url(", "background", "image-set(", "*/"]), max_size=60))
def test_any_text_is_read_without_an_error(parts: list[str]) -> None:
    css = "".join(parts)
    assert all(url for sizes in read_css(css).pictures for url in sizes)
