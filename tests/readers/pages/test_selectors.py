"""Which rules of a style sheet can match a page: never a rule left out that matches, few kept that cannot."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from selfcheck.readers.pages.html import read_html

URL = "https://example.org/"
PAGE = '<div id="top" class="hero wide"><ul class="list"><li class="item">x</li></ul></div><form class="search"></form>'


def drawn(selector: str, body: str = PAGE) -> bool:
    """Whether the picture of a rule with this selector is told of the page."""
    page = f"<html><head><style>{selector}{{background:url(/b.jpg)}}</style></head><body>{body}</body></html>"
    return bool(read_html(page, URL, URL).photos)


@pytest.mark.parametrize(
    ("selector", "matches"),
    [
        ("ul", True),
        (".hero", True),
        ("div.hero.wide", True),
        ("#top > ul .item", True),
        ("DIV.Hero", True),
        (".item:hover", True),
        ("li.item::before", True),
        ("ul:not(.gone)", True),
        ("[data-x].hero", True),
        (".gone, li", True),
        ("nav", False),
        (".gone", False),
        ("#gone .item", False),
        ("ul.search", False),  # there are lists, and there is a search; no list is the search
        ("form.list", False),
        ("li#top", False),
        ("div.hero ul.search", False),
        (".hero.search", True),  # no pairs of classes are remembered: kept rather than lost
    ],
)
def test_a_rule_counts_where_its_parts_stand_together_on_the_page(selector: str, matches: bool) -> None:
    assert drawn(selector) is matches


TAGS, CLASSES, IDS = ["div", "ul", "li", "form"], ["a", "b", "c"], ["x", "y"]
ELEMENTS = st.tuples(st.sampled_from(TAGS), st.lists(st.sampled_from(CLASSES), max_size=2), st.sampled_from(["", *IDS]))
COMPOUNDS = st.tuples(
    st.sampled_from(["", *TAGS]), st.sampled_from(["", ".a", ".b", ".c"]), st.sampled_from(["", "#x", "#y"])
).map(lambda parts: "".join(parts) or "*")


@given(st.lists(ELEMENTS, max_size=5), st.lists(COMPOUNDS, min_size=1, max_size=3), st.sampled_from([" ", " > "]))
def test_no_rule_that_matches_is_ever_left_out(
    elements: list[tuple[str, list[str], str]], compounds: list[str], between: str
) -> None:
    body = "".join(f'<{tag} class="{" ".join(classes)}" id="{name}">' for tag, classes, name in elements) + "x"
    selector = between.join(compounds)
    if BeautifulSoup(f"<html><body>{body}</body></html>", "lxml").select(selector):
        assert drawn(selector, body)
