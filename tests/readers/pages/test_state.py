from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.model import Role
from selfcheck.readers.pages.state import pictures_in_state


def found(text: str, *, is_json: bool = False) -> list[tuple[str, Role, str]]:
    return list(pictures_in_state(text, is_json=is_json))


def test_pictures_in_data_are_found_with_the_caption_beside_them() -> None:
    data = {
        "user": {
            "name": "mina",
            "profile_pic_url_hd": "https://cdn.example/p/7?sig=1",
            "page": "https://cdn.example/u",
        },
        "posts": [
            {"display_url": "https://cdn.example/1.jpg?e=5", "accessibility_caption": "Two people by a lake"},
            {"media": {"src": "/static/2.webp"}, "title": "Lunch"},
            {"inner": json.dumps({"coverPhoto": {"uri": "https://cdn.example/c.png"}})},
        ],
    }
    assert found(json.dumps(data), is_json=True) == [
        ("https://cdn.example/p/7?sig=1", Role.AVATAR, ""),
        ("https://cdn.example/1.jpg?e=5", Role.POST, "Two people by a lake"),
        ("/static/2.webp", Role.POST, "Lunch"),
        ("https://cdn.example/c.png", Role.POST, ""),
    ]


@pytest.mark.parametrize(
    "script",
    [
        'window.__INITIAL_STATE__ = {"a": {"image": "https://cdn.example/a.jpg"}};',
        'var ytInitialData={"thumbnails":[{"url":"https:\\/\\/cdn.example\\/a.jpg"}]};',
        'const x = {broken: 1}; let y = {"photo": "https://cdn.example/a.jpg"}',
        "load({src: 'https://cdn.example/a.jpg'})",
        'window.S = JSON.parse("{\\"u\\":\\"https:\\/\\/cdn.example\\/a.jpg\\"}")',
    ],
)
def test_assignments_and_other_scripts_are_searched(script: str) -> None:
    assert [url for url, _, _ in found(script)] == ["https://cdn.example/a.jpg"]


@pytest.mark.parametrize(
    "script",
    [
        '{"id": "a.jpg", "page": "https://cdn.example/photos", "icon": "https://cdn.example/i.svg", "n": 3}',
        '{"image": "a picture of a lake", "photo": "", "avatar": null}',
        '{"text": "see https://cdn.example/a.jpg for more"}',
    ],
)
def test_what_is_no_address_of_a_picture_gives_none(script: str) -> None:
    assert found(script, is_json=True) == []


@given(st.text(alphabet='{}[]":,=ab. /jpghtsw\\\n', max_size=200), st.booleans())
def test_any_script_is_read_without_an_error(text: str, is_json: bool) -> None:
    for url, _, _ in pictures_in_state("image " + text, is_json=is_json):
        assert url
