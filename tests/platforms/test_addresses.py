from __future__ import annotations

import pytest

from selfcheck.errors import AddressError, PolicyRefusal, SelfcheckError
from selfcheck.platforms.addresses import MAX_ADDRESSES, parse_address, parse_addresses


@pytest.mark.parametrize(
    ("typed", "url", "platform"),
    [
        ("https://www.instagram.com/my.name/", "https://www.instagram.com/my.name/", "instagram"),
        ("instagram.com/my.name", "https://www.instagram.com/my.name/", "instagram"),
        ("  <https://example.org>  ", "https://example.org/", "personal-website"),
        ("http:/example.org/me", "http://example.org/me", "personal-website"),
        ("HTTPS://Example.ORG/Me", "https://example.org/Me", "personal-website"),
        ("https://example.org:443/a?b=c#part", "https://example.org/a?b=c", "personal-website"),
        ("//example.org/me", "https://example.org/me", "personal-website"),
        ("@mina@mastodon.social", "https://mastodon.social/@mina", "mastodon"),
        ("https://한글.한국/나", "https://xn--bj0bj06e.xn--3e0b707e/%EB%82%98", "personal-website"),
        ("https://blog.naver.com/mina", "https://blog.naver.com/mina", "naver-blog"),
        ("https://notinstagram.com/me", "https://notinstagram.com/me", "personal-website"),
        ("https://example.org/a b", None, None),
    ],
)
def test_addresses_are_read_as_people_paste_them(typed: str, url: str | None, platform: str | None) -> None:
    if url is None:
        with pytest.raises(AddressError):
            parse_address(typed)
        return
    address = parse_address(typed)
    assert (address.url, address.platform) == (url, platform)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "Mina Example", "mina", "@mina", "mina@example.org", "https://", "https://exa mple.org", "https://-a.org/",
     "https://example..org/", "htps://instagram.com/me", "htp://example.org/",
     "https://example.org:99999/", "https://[::1", "http://exa\\mple.org/", "https://ex\x1b[2Jample.org/"],
)  # fmt: skip
def test_what_is_no_page_address_is_explained_with_a_way_out(typed: str) -> None:
    with pytest.raises(AddressError) as raised:
        parse_address(typed)
    assert raised.value.sentence.endswith((".", "!"))
    assert raised.value.way_out
    assert "\x1b" not in str(raised.value)


@pytest.mark.parametrize(
    "typed",
    [
        "http://127.0.0.1/", "http://192.168.1.20/photos", "http://10.0.0.1", "http://169.254.169.254/latest/meta-data",
        "http://[::1]/", "http://[fe80::1]/", "http://[::ffff:10.0.0.1]/", "http://0x7f000001/", "http://2130706433/",
        "http://0177.0.0.1/", "http://127.1/", "http://localhost/", "http://printer.local/", "http://router.lan/",
        "https://example.org:8080/", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)",
        "https://me:secret@example.org/", "https://example.org@10.0.0.1/", "data:text/html,hi", "http://①②⑦.⓪.⓪.①/",
    ],
)  # fmt: skip
def test_what_is_never_fetched_is_refused_before_anything_is_asked(typed: str) -> None:
    with pytest.raises(SelfcheckError) as raised:
        parse_address(typed)
    assert raised.value.exit_code in {2, 5}
    assert raised.value.way_out


def test_the_same_page_twice_counts_once_and_twenty_is_the_limit() -> None:
    assert len(parse_addresses(["example.org", "https://example.org/", "example.com"])) == 2
    many = [f"example.org/{number}" for number in range(MAX_ADDRESSES)]
    assert len(parse_addresses(many)) == MAX_ADDRESSES
    with pytest.raises(PolicyRefusal):
        parse_addresses([*many, "example.com"])
