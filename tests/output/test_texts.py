from __future__ import annotations

import dataclasses
import html
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from selfcheck.guidance.model import Guidance
from selfcheck.guidance.plan import plan_of
from selfcheck.model import Mark, Report, Share
from selfcheck.model.safe_text import safe_text
from selfcheck.output.document import build_document
from selfcheck.output.html import to_html
from selfcheck.output.markdown import escape_markdown, to_markdown
from selfcheck.output.report_json import dump_json, load_report
from selfcheck.output.wording.limits import limit_text
from selfcheck.output.wording.plan import care_words, effect_words
from tests.support.reports import full_report, with_every_text
from tests.support.site import Site

ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=alert(1)>",
    '"><style>*{display:none}</style><a href="',
    "[@click=app.quit]x[/]",
    "[x](javascript:x) ![x](//evil.example/x.png)",
    "{{7*7}} {% include 'x' %}",
    "| a | b |",
    "`x` ```x``` ~~x~~ __x__ **x** # x",
    "https://evil.example/ www.evil.example me@evil.example",
    "<!-- --> ]]> </title></style></body></html>",
    "- [x] 1. x",
    "&lt;b&gt; &#60;",
    "\x1b[2J\x1b]8;;https://evil.example/\x07x",
    "a\u202eb\u2066c\x9b",
    "\n\n# x\n\n---\n",
)
ALL_AT_ONCE = " ".join(ATTACKS)


def hostile(report: Report, text: str) -> Report:
    """The report with this text in every place that holds text. What a step's words are chosen by stays."""
    spoilt: Report = with_every_text(report, text)
    kept = ("platform",)
    steps = tuple(
        dataclasses.replace(step, **{name: getattr(item, name) for name in kept})
        for step, item in zip(spoilt.steps, report.steps, strict=True)
    )
    return dataclasses.replace(spoilt, steps=steps)


def our_tags(page: bytes) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """Every element with its attributes, in order."""
    tree = lxml_html.document_fromstring(page.decode())
    return [
        (str(node.tag), tuple(sorted((str(name), str(value)) for name, value in node.attrib.items())))
        for node in tree.iter()
        if isinstance(node.tag, str)
    ]


@pytest.mark.parametrize("share", Share)
def test_hostile_text_adds_no_element_and_no_attribute_to_the_html(guidance: Guidance, share: Share) -> None:
    report = full_report(guidance)
    plain = to_html(build_document(hostile(report, "word"), guidance, share))
    spoilt = to_html(build_document(hostile(report, ALL_AT_ONCE), guidance, share))
    assert our_tags(spoilt) == our_tags(plain)
    shown = lxml_html.document_fromstring(spoilt.decode()).text_content()
    assert ("document.title='owned'" in shown) == (share is Share.FULL)


def test_the_html_has_no_script_no_link_and_nothing_remote(guidance: Guidance) -> None:
    page = to_html(build_document(full_report(guidance), guidance, Share.FULL))
    tags = our_tags(page)
    names = {name for name, _ in tags}
    attributes = {name for _, pairs in tags for name, _ in pairs}
    assert not names & {"script", "img", "a", "iframe", "object", "embed", "link", "form", "base", "svg", "video"}
    assert not {name for name in attributes if name.startswith("on") or name in {"src", "href", "srcset", "style"}}
    style = "".join(lxml_html.document_fromstring(page.decode()).xpath("//style/text()"))
    assert "@import" not in style
    assert "url(" not in style
    assert "\x1b" not in page.decode()


def test_the_html_forbids_everything_but_its_own_style(guidance: Guidance) -> None:
    tree = lxml_html.document_fromstring(to_html(build_document(full_report(guidance), guidance)).decode())
    (policy,) = tree.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    rules = dict(part.strip().split(" ", 1) for part in str(policy).split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["style-src"].startswith("'sha256-")
    first = next(node for node in tree.xpath("//head/*") if node.tag in {"meta", "style"} and not node.get("charset"))
    assert first.get("http-equiv")  # before anything it is to hold back


def test_a_template_in_a_text_is_not_run(guidance: Guidance) -> None:
    page = to_html(build_document(hostile(full_report(guidance), "{{7*7}} {% raw %}"), guidance, Share.FULL)).decode()
    assert "{{7*7}}" in page
    assert "49" not in html.unescape(page)


@pytest.mark.parametrize("form", [to_html, to_markdown], ids=["html", "markdown"])
def test_a_report_that_comes_back_from_a_file_brings_no_control_characters(guidance: Guidance, form: object) -> None:
    report = load_report(dump_json(hostile(full_report(guidance), ALL_AT_ONCE)))
    text = form(build_document(report, guidance, Share.FULL)).decode()  # type: ignore[operator]
    assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\x00")


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.mark.skipif(BROWSER is None, reason="no Chromium is installed to open the page in")
def test_a_browser_shows_hostile_text_as_text_and_asks_nobody_for_anything(
    guidance: Guidance, site: Site, tmp_path: Path
) -> None:
    def opened(name: str, page: bytes) -> str:
        assert BROWSER is not None
        path = tmp_path / name
        path.write_bytes(page)
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
        done = subprocess.run(
            [BROWSER, *flags, f"--print-to-pdf={path}.pdf", "--dump-dom", path.as_uri()],
            capture_output=True,
            timeout=60,
            check=True,
        )
        assert (tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF")
        return done.stdout.decode()

    bait = site.picture("/bait.png", b"")
    attack = f"<img src={bait}><script>fetch('{bait}')</script><link rel=stylesheet href={bait}> {ALL_AT_ONCE}"

    opened("control.html", f"<!doctype html><img src={bait}>".encode())
    assert "/bait.png" in site.paths()  # such a request would be seen
    site.asked.clear()

    shown = opened("list.html", to_html(build_document(hostile(full_report(guidance), attack), guidance, Share.FULL)))
    assert site.asked == []
    tree = lxml_html.document_fromstring(shown)
    assert "<script>document.title='owned'</script>" in tree.text_content()
    assert tree.xpath("//title/text()") == ["My privacy checklist"]


_ESCAPED = re.compile(r"\\(.)|`([^`]*)`|(&(?:lt|amp);)", re.DOTALL)
_PIECES = (
    *ATTACKS,
    "\\",
    "\\\\",
    "1.",
    "-",
    " ",
    "://",
    "WWW.",
    "`",
    "``",
    "$",
    "|",
    "(",
    ")",
    "[",
    "]",
    "https://a.example/(b)?c=*d*&e",
    "---",
    "===",
    "evil.com",
    "me@evil.com/x",
    "김민지.com",
    "1.",
    "+ x",
    ": x",
    "&copy;",
    "<b>",
)


def as_read(written: str) -> str:
    """Markdown as its reader sees it, escapes and backticks gone."""
    return _ESCAPED.sub(lambda m: html.unescape(m[3]) if m[3] else m[1] or m[2], written)


@given(st.text() | st.lists(st.sampled_from(_PIECES)).map("".join))
def test_escaped_markdown_gives_the_text_back_and_has_no_markup_left(text: str) -> None:
    escaped = escape_markdown(text)
    assert as_read(escaped) == text
    bare = _ESCAPED.sub(" ", escaped)  # what a Markdown viewer may still take for markup
    assert not set(bare) & set("\\`*_[]<>#|~!$@")
    assert not re.search(r"&#?\w+;", bare)
    assert "//" not in bare
    assert not re.search(r"(?i)www\.", bare)
    assert not re.match(r"\s*([-+=:]|\d+[.)])", escaped)


READER = MarkdownIt("gfm-like", {"linkify": True, "html": True})
"""A Markdown viewer that makes links of bare hosts too and lets HTML through, as the least careful ones do."""


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
def test_a_markdown_viewer_shows_the_text_itself_without_a_link_or_a_tag(text: str) -> None:
    text = " ".join(safe_text(text).split())
    for before in ("Beside it: ", ""):
        rendered = READER.render(f"{before}{escape_markdown(text)}")
        shown = lxml_html.fragment_fromstring(rendered or "<p></p>")
        assert {str(node.tag) for node in shown.iter()} <= {"p", "code"}
        assert " ".join(shown.text_content().split()) == f"{before}{text}".rstrip()


@pytest.mark.parametrize(
    "address",
    [
        "https://www.instagram.com/accounts/privacy_and_security/",
        "https://en.wikipedia.org/wiki/Mina_(name)",
        "http://[2001:db8::1]/a*b*c~d/?e=f&g=h#i",
        "https://pics.example/~mina/%EA%B0%80.jpg?size=1x,2x",
    ],
)
def test_an_address_is_copied_out_of_the_raw_markdown_as_it_is(address: str) -> None:
    for before, after in (("", ""), ("Mina (", ")"), ("See ", ". Then go on."), ("보기: ", "에서")):
        assert f"{before}`{address}`{after}" == escape_markdown(f"{before}{address}{after}")


def test_markdown_has_the_same_lines_whatever_the_texts_say(guidance: Guidance) -> None:
    report = full_report(guidance)

    def lines_of(text: str) -> list[str]:
        written = to_markdown(build_document(load_report(dump_json(hostile(report, text))), guidance, Share.FULL))
        return [re.match(r"\s*(?:[-#>]+ (?:\[[ x]\] )?)?", line).group() for line in written.decode().splitlines()]  # type: ignore[union-attr]

    assert lines_of(ALL_AT_ONCE) == lines_of("word")


@pytest.mark.parametrize("form", [to_html, to_markdown], ids=["html", "markdown"])
def test_addresses_and_the_words_beside_photos_are_left_out_unless_asked_for(guidance: Guidance, form: object) -> None:
    report = full_report(guidance)
    telling = ("mina.example", "mina.secret", "Mina at home", "198.51.100.7")
    without = form(build_document(report, guidance)).decode()  # type: ignore[operator]
    assert [word for word in telling if word in without] == []
    written = form(build_document(report, guidance, Share.FULL)).decode()  # type: ignore[operator]
    written = as_read(written)
    assert [word for word in telling[:3] if word in written] == list(telling[:3])


def test_on_paper_no_text_is_smaller_than_12_points(guidance: Guidance) -> None:
    page = to_html(build_document(full_report(guidance), guidance)).decode()
    style = page.partition("<style>")[2].partition("</style>")[0]
    screen, _, paper = style.partition("@media print {")
    assert "html { font-size: 12pt;" in paper
    smaller = re.findall(r"(\.[a-z]+) \{[^}]*font-size: \.\d+em", screen)
    rule = next(line for line in paper.splitlines() if "font-size: 1em" in line)
    assert smaller
    assert [name for name in smaller if name not in rule] == []


def test_every_step_is_there_with_its_mark_and_with_what_it_does_not_do(guidance: Guidance) -> None:
    report = full_report(guidance)
    marks = [Mark.DONE, Mark.LATER, Mark.NOT_FOR_ME]
    steps = tuple(
        dataclasses.replace(item, mark=marks[number] if number < 3 else Mark.TODO)
        for number, item in enumerate(report.steps)
    )
    document = build_document(dataclasses.replace(report, steps=steps), guidance)
    text = as_read(to_markdown(document).decode())
    page = lxml_html.document_fromstring(to_html(document).decode()).text_content()
    for item in steps:
        does_not = guidance.steps_by_id[item.step].does_not
        assert does_not in text
        assert does_not in page
    ticks = lxml_html.document_fromstring(to_html(document).decode()).xpath("//input[@type='checkbox'][@checked]")
    assert text.count("- [x] ") == len(ticks) == 1
    assert text.count("· later") == page.count("· later") == 1
    assert text.count("· not for me") == page.count("· not for me") == 1


@pytest.mark.parametrize("form", [to_html, to_markdown], ids=["html", "markdown"])
@pytest.mark.parametrize("share", [Share.FULL, Share.NO_ADDRESSES], ids=["full", "no addresses"])
def test_a_step_still_to_do_says_what_it_does_to_these_photos_and_what_to_mind_before(
    guidance: Guidance, form: object, share: Share
) -> None:
    report = full_report(guidance)
    plan = plan_of(report, guidance)
    text = html.unescape(form(build_document(report, guidance, share)).decode())  # type: ignore[operator]
    text = as_read(text)
    assert any(planned.hides for planned in plan.items)
    for planned in plan.items:
        assert effect_words(planned) in text
        assert all(care in text for care in care_words(planned))


@pytest.mark.parametrize("form", [to_html, to_markdown], ids=["html", "markdown"])
def test_walls_limits_and_the_door_to_help_are_in_every_checklist(guidance: Guidance, form: object) -> None:
    report = full_report(guidance)
    text = html.unescape(form(build_document(report, guidance)).decode())  # type: ignore[operator]
    text = as_read(text)
    assert "1 page could not be seen, so not counted as clean." in text
    assert all(limit_text(limit, guidance) in text for limit in report.limits)
    assert all(said in text for said in guidance.always_say)
    assert "selfcheck help-now" in text
    assert "No face was seen on 1 photo. 1 photo could not be checked." in text


def test_the_html_is_well_formed_enough_for_a_strict_reader(guidance: Guidance) -> None:
    page = to_html(build_document(full_report(guidance), guidance)).decode()
    closed = re.sub(
        r"<(meta|br|input)([^>]*)>", r"<\1\2/>", page.replace("<!doctype html>", "").replace(" checked>", ">")
    )
    etree.fromstring(closed.encode())


@pytest.mark.parametrize("text", ["- x", "+ x", "1. x", "23) x", "  - x"])
def test_no_text_begins_a_list_in_the_markdown(text: str) -> None:
    assert "<li>" in MarkdownIt().render(text)
    assert "<li>" not in MarkdownIt().render(escape_markdown(text))
