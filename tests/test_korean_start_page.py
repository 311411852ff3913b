"""The start page in Korean: its places that help are those of the guidance, its commands are ours."""

from __future__ import annotations

import re
from pathlib import Path

from selfcheck.cli import COMMANDS
from selfcheck.guidance.loader import load_guidance

PAGE = (Path(__file__).parents[1] / "docs/ko/README.md").read_text(encoding="utf-8")


def test_every_place_that_helps_has_the_name_and_the_numbers_of_the_guidance() -> None:
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.MULTILINE)[2:]
    places = {place.name_native: place for place in load_guidance("ko").help.places}
    assert len(rows) >= 8
    for name, contact, hours in rows:
        place = places[name]
        known = {value for _, value in place.contact}
        told = [re.sub(r"^문자 ", "", one) for one in contact.split(", ")]
        assert set(told) <= known, name
        assert (place.hours or "").startswith(hours), name


def test_no_number_stands_on_it_that_the_guidance_has_not() -> None:
    known = " ".join(value for place in load_guidance("ko").help.places for _, value in place.contact)
    in_table = re.findall(r"\d[\d-]{2,}", PAGE[PAGE.index("| 도움받을") : PAGE.index("번호는 바뀌어요")])
    assert [number for number in in_table if number not in known] == []


def test_its_commands_are_commands_of_the_program() -> None:
    named = re.findall(r"selfcheck --lang ko ([a-z-]+)", PAGE)
    assert set(named) <= set(COMMANDS)


def test_it_is_linked_from_the_readme_and_links_lead_to_files() -> None:
    root = Path(__file__).parents[1]
    assert "(docs/ko/README.md)" in (root / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#]+)\)", PAGE)
    assert links
    assert [link for link in links if not (root / "docs/ko" / link).exists()] == []
