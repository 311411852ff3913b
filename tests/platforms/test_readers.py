"""Every platform reader against its rows: address forms, an open page or answer, and a wall.

The pages and answers were written for this project after the documented forms. Nothing is copied from a site.
"""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfcheck.errors import SelfcheckError
from selfcheck.guidance.model import Guidance
from selfcheck.model import Outcome, PageReading
from selfcheck.net.fetch import outcome_of_status
from selfcheck.net.urls import split_url
from selfcheck.platforms import (
    Ask,
    Body,
    PlatformReading,
    Profile,
    may_ask,
    post_of,
    profile_of,
    read_platform,
    readers,
)
from selfcheck.platforms.addresses import pages_of, parse_address, parse_addresses
from selfcheck.platforms.common.facts import known_sites, site_facts
from selfcheck.platforms.common.model import MAX_TEXT, one_of
from selfcheck.readers.pages.html import read_page
from selfcheck.readers.pages.titles import login_title
from selfcheck.sandbox.pool import SECONDS_PER_TASK
from selfcheck.session.platform_pages import MAX_ASKS, PlatformAnswers
from tests.support.pace import taking

HERE = Path(__file__).parent
ROWS: dict[str, dict[str, Any]] = {
    site_facts()[path.parent.name].id: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(HERE.glob("[!_]*/rows.toml"))
}
POSTS = [(name, *row) for name, rows in ROWS.items() for row in rows.get("posts", [])]
ADDRESSES = [(name, *row) for name, rows in ROWS.items() for row in rows["addresses"]]


def opens(kind: str) -> list[Any]:
    return [
        pytest.param(name, row, id=f"{name}-{number}")
        for name, rows in ROWS.items()
        for number, row in enumerate(rows[kind])
    ]


def told_of(row: dict[str, Any]) -> tuple[Profile | None, PlatformReading]:
    profile = profile_of(row["of"]) if row["of"] else None
    came_from = row.get("from") or row["of"]
    body = Body(row["body"].encode(), row.get("type", "application/json"), came_from)
    ask = Ask(row["ask"], came_from) if row["ask"] else None
    return profile, read_platform(profile, ask, body)


def test_every_reader_has_rows_and_every_file_a_reader() -> None:
    assert set(ROWS) == set(readers())
    for name, rows in ROWS.items():
        assert len({typed for typed, _, _ in rows["addresses"]}) >= 6, name
        assert rows["open"], name
        assert rows["wall"], name


def test_every_reader_leads_to_steps_and_has_words(guidance: Guidance) -> None:
    for reader in readers().values():
        assert reader.steps in guidance.platforms
        assert reader.steps == reader.id or reader.id not in guidance.platforms
        assert reader.source.startswith("https://") or reader.confidence == "low" or reader.id == "linkedin"
    assert set(guidance.readers) == set(readers())


# What stands in the forms that are shown to people, and in an address as they paste it.
FILLED = {
    "other.server": "social.mina.example",
    "server": "mastodon.social",
    "you": "minaboats",
    "CHANNEL": "boats",
    "Name": "Mina-Boats",
    "POST": "7123456789012345",
    "PHOTO": "51234567890",
    "NUMBER": "100001234567890",
    "ID": "UCabcdefghijklmnopqrstuv",
    "CODE": "BoatsClub",
    "HASH": "0123456789abcdef0123456789abcdef",
    "…": "abcdefghijklmnopqrstuvwx",
}
FORMS = [(name, form) for name, reader in readers().items() for form in reader.forms if "known by its page" not in form]


@pytest.mark.parametrize(("platform", "form"), FORMS)
def test_every_form_that_is_shown_to_people_is_taken(platform: str, form: str) -> None:
    words = "|".join(re.escape(word) for word in FILLED)
    typed = re.sub(rf"(?<![a-z])(?:{words})(?![a-z])", lambda found: FILLED[found[0]], form)
    profile = profile_of(parse_address(typed).url)
    assert (profile.platform if profile else "personal-website") == platform


def test_the_forms_that_are_shown_are_as_many_as_help_to_find_ones_own() -> None:
    for name, reader in readers().items():
        assert len(set(reader.forms)) == len(reader.forms) >= 4, name


@pytest.mark.parametrize(("platform", "typed", "handle", "url"), ADDRESSES)
def test_an_address_as_people_paste_it_leads_to_the_one_form_of_its_profile(
    platform: str, typed: str, handle: str, url: str
) -> None:
    address = parse_address(typed)
    profile = profile_of(address.url)
    if not url:
        assert profile is None
        assert address.platform == "personal-website"
        return
    assert profile is not None
    assert (profile.platform, profile.handle, profile.url) == (platform, handle, url)
    assert address.url == url
    assert address.platform == (readers()[platform].steps if profile.sure else "personal-website")


@pytest.mark.parametrize(
    ("platform", "typed"), [(name, typed) for name, rows in ROWS.items() for typed in rows["none"]]
)
def test_an_address_that_names_no_one_for_certain_stays_as_it_is_and_becomes_nobodys_profile(
    platform: str, typed: str
) -> None:
    address = parse_address(typed)
    assert profile_of(address.url) is None
    assert post_of(address.url) == ""
    assert split_url(typed).url == address.url


@pytest.mark.parametrize(("platform", "typed", "post"), POSTS)
def test_a_post_that_is_named_is_looked_at_beside_the_profile(platform: str, typed: str, post: str) -> None:
    profile, page = pages_of(typed)
    assert profile == parse_address(typed)
    assert profile_of(profile.url) == profile_of(post)
    assert (page.url, page.platform) == (post, profile.platform)
    assert post_of(post) == post  # its one form, so that one post pasted in two ways is one page
    assert parse_addresses([typed, profile.url, post]) == (profile, page)


@pytest.mark.parametrize(("platform", "typed", "handle", "url"), ADDRESSES)
def test_the_one_form_of_a_profile_is_one_page(platform: str, typed: str, handle: str, url: str) -> None:
    if url:
        assert [page.url for page in pages_of(url)] == [url]


@pytest.mark.parametrize(("platform", "row"), opens("open"))
def test_what_is_open_is_read(platform: str, row: dict[str, Any]) -> None:
    profile, told = told_of(row)
    assert [[ref.role.value, ref.url, ref.alt] for ref in told.photos] == row["photos"]
    assert [ask.url for ask in told.asks] == row.get("follow", [])
    assert [note.value for note in told.notes] == row.get("notes", [])
    assert list(told.elsewhere) == row.get("elsewhere", [])
    assert list(told.me) == row.get("me", [])
    assert row.get("bio", "") in told.bio
    assert (told.further.url if told.further else "") == row.get("further", "")
    assert told.wall is None
    assert all(len(ref.found_in) <= 60 for ref in told.photos)
    if profile is not None and "asks" in row:
        assert [ask.url for ask in readers()[platform].asks(profile)] == row["asks"]
    if "recognised" in row:
        assert told.recognised == row["recognised"]


@pytest.mark.parametrize(("platform", "row"), opens("wall"))
def test_a_wall_is_told_apart(platform: str, row: dict[str, Any]) -> None:
    expected = Outcome(row["outcome"])
    if "status" in row:
        assert outcome_of_status(row["status"]) is expected
        return
    asked = row["of"] or row["asked"]
    profile = profile_of(row["of"]) if row["of"] else None
    text = row["body"].replace("WORDS", "Words of a page that is no thin one. " * 40)
    body = Body(text.encode(), "text/html", row.get("from") or asked)
    reading = read_page(body.data, body.content_type, asked, body.url, sites=known_sites())
    assert isinstance(reading, PageReading)
    beside = PlatformAnswers(profile)
    told = read_platform(profile, None, body)
    beside.take(told, None)
    assert beside.outcome(reading.wall or Outcome.OPENED) is expected
    if expected is not Outcome.PRIVATE:
        assert not told.photos  # the picture of a door is no one's picture


PARTS = st.sampled_from(
    sorted(one_of("@ / . ?id= % %40 mina 한글 profile in user s posts ?blogId= & 123@N00 .. // /blog/view/ .xml #"))
)
HOSTS = st.sampled_from(
    [host for reader in readers().values() for host in reader.hosts] + ["social.example", "pinterest.co.kr"]
)
FORMS = st.builds(
    lambda before, host, parts: f"https://{before}{host}/{''.join(parts)}",
    st.sampled_from(["", "www.", "m.", "mina.", "ko-kr."]),
    HOSTS,
    st.lists(st.one_of(PARTS, st.text(max_size=8)), max_size=8),
)


@settings(deadline=None)  # a busy computer is no fault of a reader
@given(st.one_of(st.text(max_size=200), FORMS))
def test_any_text_gives_a_profile_or_none_and_its_one_form_stays_as_it_is(text: str) -> None:
    profile = profile_of(text)
    if profile is None:
        return
    assert profile_of(profile.url) == profile
    for ask in readers()[profile.platform].asks(profile):
        assert may_ask(profile, ask)


@settings(deadline=None)  # a busy computer is no fault of a reader
@given(FORMS)
def test_an_address_of_a_platform_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        address = parse_address(text)
    except SelfcheckError as refused:
        assert refused.sentence
        return
    assert parse_address(address.url).url == address.url


NAMES = (
    "id avatar header note fields media_attachments url type feed post embed $type images fullsize cursor entry photos "
    "value data children preview source items media m title rendered source_url media_details sizes labels "
    "val reblog author"
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(sorted(one_of(NAMES))),
            inner,
            max_size=5,
        )
    ),
    max_leaves=30,
)


def profiles() -> list[Profile]:
    found = [profile_of(rows["addresses"][0][2]) for name, rows in ROWS.items() if rows["addresses"][0][2]]
    return [profile for profile in found if profile is not None]


@settings(deadline=None)  # a busy computer is no fault of a reader
@given(JSON, st.sampled_from(profiles()))
def test_no_reader_asks_a_host_other_than_its_platforms_own(data: object, profile: Profile) -> None:
    reader = readers()[profile.platform]
    asks = reader.asks(profile)
    assert len(asks) <= MAX_ASKS
    waiting = list(asks)
    for name in {ask.name for ask in asks} | {row["ask"] for row in ROWS[profile.platform]["open"] if row["ask"]}:
        ask = Ask(name, asks[0].url if asks else profile.url)
        told = reader.read(profile, ask, Body(json.dumps(data).encode(), "application/json", profile.url))
        waiting += [*told.asks, *([told.further] if told.further else [])]
    known = {urlsplit(origin).hostname for origin in reader.origins(profile)}
    assert all(may_ask(profile, ask) and urlsplit(ask.url).hostname in known for ask in waiting)


@settings(deadline=None)  # a busy computer is no fault of a reader
@given(st.text(max_size=300), st.sampled_from(profiles()))
def test_no_page_makes_a_reader_stumble_or_ask_elsewhere(text: str, profile: Profile) -> None:
    links = f"<link rel='https://api.w.org/' href='{text}'><a rel=me href=\"{text}\">"
    page = f"<title>x</title>{links}<meta name=og:image content={text}>"
    told = read_platform(profile, None, Body((text + page).encode(), "text/html", profile.url))
    assert all(may_ask(profile, ask) for ask in told.asks)
    read_platform(None, None, Body((text + page).encode(), "text/html", profile.url))


@pytest.mark.parametrize(
    "piece", ['<a "', "<meta '", "<meta content=", "<title", "<script id=__NEXT_DATA__>[", '"nsid":"1']
)
def test_a_page_made_to_cost_much_time_costs_little(piece: str) -> None:
    body = Body((piece * (MAX_TEXT // 4 // len(piece))).encode(), "text/html", "https://mina.example/")
    with taking() as took:
        for profile in profiles():
            read_platform(profile, None, body)
    assert took.cpu < SECONDS_PER_TASK  # all of them together in the time a worker has for one


@pytest.mark.parametrize(
    ("title", "door"),
    [
        ("Log in to Instagram", True),
        ("Instagram에 로그인", True),
        ("How to log in to Instagram", False),
        ("Instagram", False),
        ("로그인이 안 될 때: Instagram", False),
        ("Mina Login (@login) • Instagram photos", False),
    ],
)
def test_only_a_title_that_says_nothing_else_is_a_door(title: str, door: bool) -> None:
    assert login_title(title, "www.instagram.com", known_sites().title_names).whole is door
