"""Which platform a host belongs to, and what is known of its site."""

from __future__ import annotations

import pytest

from selfcheck.guidance.model import Guidance
from selfcheck.platforms.common.facts import known_sites, platform_of
from selfcheck.readers.pages.sites import PERSONAL_WEBSITE


def test_every_known_host_leads_to_a_platform_with_steps(guidance: Guidance) -> None:
    assert {*known_sites().hosts.values(), PERSONAL_WEBSITE} <= set(guidance.platforms)


@pytest.mark.parametrize(
    ("host", "platform"),
    [
        ("www.instagram.com", "instagram"),
        ("m.facebook.com", "facebook"),
        ("x.com", "x"),
        ("ko.linkedin.com", "linkedin"),
        ("www.pinterest.co.kr", "pinterest"),
        ("blog.naver.com", "naver-blog"),
        ("someone.tumblr.com", "tumblr"),
        ("notinstagram.com", "personal-website"),
        ("instagram.com.evil.org", "personal-website"),
        ("naver.com", "personal-website"),
        ("pinterest.tumblr.com", "tumblr"),
        ("story.kakao.com", "kakaotalk"),
        ("someone.wordpress.com", "personal-website"),
    ],
)
def test_a_host_belongs_to_a_platform_by_its_ending(host: str, platform: str) -> None:
    assert platform_of(host) == platform
