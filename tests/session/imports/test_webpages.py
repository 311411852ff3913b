"""Pages saved from a browser, as a person hands them in: pictures come out of the file, and nothing is fetched."""

from __future__ import annotations

import base64
import json
import quopri
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selfcheck.guidance.loader import load_guidance
from selfcheck.readers.archives.saved_html import address_in
from selfcheck.session.imports.opening import open_import
from selfcheck.session.imports.saved_pages import NOWHERE, SavedFile
from tests.support.archives import FACE, NONE, unpacked
from tests.support.pictures import demo
from tests.support.reports import schema_problems
from tests.support.running import AS_INSTALLED, run

HOME = "https://mina.example/about"
BODY = """<html><head><title>Mina</title><meta property="og:image" content="https://mina.example/card.jpg"></head>
<body><img class="avatar" src="{src}" alt="Me"><img src="{other}"><p>Words.</p></body></html>"""


def imported(path: Path) -> dict[str, Any]:
    """The report of an import that went well."""
    ended = run("import", path, "--json", command=AS_INSTALLED)
    assert schema_problems(ended.out) == []
    report: dict[str, Any] = json.loads(ended.out)
    assert report["ledger"] == []
    return report


def states(report: dict[str, Any]) -> dict[str, str]:
    return {photo["url"]: photo["reason"] for photo in report["photos"]}


@pytest.mark.parametrize("folder", ["Mina_files", "Mina.files"])
def test_a_page_saved_whole_takes_its_pictures_from_the_folder_beside_it(tmp_path: Path, folder: str) -> None:
    html = f"<!-- saved from url=(0026){HOME} -->\n" + BODY.format(src=f"./{folder}/me.jpg", other=f"{folder}/gone.jpg")
    unpacked(tmp_path, {"Mina.html": html.encode(), f"{folder}/me.jpg": FACE, f"{folder}/back.jpg": NONE})
    report = imported(tmp_path / "Mina.html")
    [page] = report["pages"]
    assert (page["address"], page["outcome"], page["final_address"]) == ("import:Mina.html", "imported", HOME)
    assert page["title"] == "Mina"
    seen = states(report)
    assert seen["import:me.jpg"] == "faces"
    assert seen["import:back.jpg"] == "none_seen"  # named by a style sheet or a script
    assert seen["https://mina.example/card.jpg"] == "not_fetched"
    me = next(photo for photo in report["photos"] if photo["url"] == "import:me.jpg")
    assert (me["role"], me["alt"], me["public"]) == ("avatar", "Me", None)


@pytest.mark.parametrize(("said", "folder"), [("./Mina%20Kim_files", "Mina Kim_files"), ("미나_파일", "미나_파일")])
def test_a_page_whose_file_was_named_anew_still_finds_the_folder_it_names(
    tmp_path: Path, said: str, folder: str
) -> None:
    html = BODY.format(src=f"{said}/me.jpg", other=f"{said}/gone.jpg")
    unpacked(tmp_path, {"renamed.html": html.encode(), f"{folder}/me.jpg": FACE})
    report = imported(tmp_path / "renamed.html")
    assert states(report)["import:me.jpg"] == "faces"


@pytest.mark.parametrize("said", ["../Mina_files", "/etc/x_files", "Mina_files", "%2e%2e/Mina_files"])
def test_a_folder_elsewhere_or_gone_is_not_looked_for_and_what_to_do_is_said(tmp_path: Path, said: str) -> None:
    html = BODY.format(src=f"{said}/me.jpg", other=f"{said}/gone.jpg").replace("https://mina.example/card.jpg", "")
    unpacked(tmp_path, {"below/page.html": html.encode(), "Mina_files/me.jpg": FACE})
    ended = run("import", tmp_path / "below" / "page.html", command=AS_INSTALLED)
    assert ended.code == 2
    ended.said_plainly("put it beside the file again")
    assert "part of the download" not in ended.err


def test_a_page_that_does_not_tell_its_address_is_read_all_the_same(tmp_path: Path) -> None:
    html = BODY.format(src="x_files/me.jpg", other="other.jpg")
    unpacked(tmp_path, {"x.html": html.encode(), "x_files/me.jpg": FACE})
    report = imported(tmp_path / "x.html")
    assert report["pages"][0]["final_address"] == ""
    assert states(report)["import:me.jpg"] == "faces"
    assert NOWHERE not in json.dumps(report)
    assert "missing_beside" in {limit["id"] for limit in report["limits"]}


def test_a_picture_inside_the_page_is_looked_at(tmp_path: Path) -> None:
    inside = "data:image/jpeg;base64," + base64.b64encode(demo("mina.example/img/avatar-160.jpg")).decode()
    (tmp_path / "x.html").write_text(BODY.format(src=inside, other="a.jpg"))
    assert "faces" in states(imported(tmp_path / "x.html")).values()


def test_mhtml(tmp_path: Path) -> None:
    html = BODY.format(src=f"{HOME}/me.jpg", other="https://cdn.example/b.jpg")
    text = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: " + HOME.encode() + b"\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
        b"------b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        b"Content-Location: " + HOME.encode() + b"\r\n\r\n" + quopri.encodestring(html.encode()) + b"\r\n"
        b"------b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n"
        b"Content-Location: " + HOME.encode() + b"/me.jpg\r\n\r\n" + base64.encodebytes(FACE) + b"\r\n------b--\r\n"
    )
    (tmp_path / "page.mhtml").write_bytes(text)
    report = imported(tmp_path / "page.mhtml")
    assert report["pages"][0]["final_address"] == HOME
    assert states(report) == {
        f"{HOME}/me.jpg": "faces",
        "https://mina.example/card.jpg": "not_fetched",
        "https://cdn.example/b.jpg": "not_fetched",
    }
    assert report["signals"] == []  # no host has answered


def har(*entries: tuple[str, str, bytes]) -> bytes:
    rows = [
        {
            "request": {"method": "GET", "url": url},
            "response": {
                "status": 200,
                "content": {"mimeType": kind, "text": base64.b64encode(body).decode(), "encoding": "base64"},
            },
        }
        for url, kind, body in entries
    ]
    return json.dumps({"log": {"version": "1.2", "pages": [], "entries": rows}}).encode()


def test_har(tmp_path: Path) -> None:
    html = BODY.format(src=f"{HOME}/me.jpg", other="https://cdn.example/b.jpg").encode()
    shown = "https://cdn.example/by-script?id=7"
    entries = ((HOME, "text/html", html), (f"{HOME}/me.jpg", "image/jpeg", FACE), (shown, "image/webp", NONE))
    (tmp_path / "visit.har").write_bytes(har(*entries))
    report = imported(tmp_path / "visit.har")
    assert states(report) == {
        f"{HOME}/me.jpg": "faces",
        shown: "none_seen",
        "https://mina.example/card.jpg": "not_fetched",
        "https://cdn.example/b.jpg": "not_fetched",
    }


def test_a_saved_wall_is_told_as_one(tmp_path: Path) -> None:
    page = '<html><head><title>Login • Instagram</title></head><body><form><input type="password"></form></body></html>'
    (tmp_path / "x.html").write_text("<!-- saved from url=(0030)https://www.instagram.com/accounts/login/ -->" + page)
    ended = run("import", tmp_path / "x.html", "--json")
    assert json.loads(ended.out)["pages"][0]["outcome"] == "login_wall"
    assert ended.code == 3


def noted(address: str, page: str) -> str:
    """A page with the note that a browser writes into one it saves."""
    return f"<!-- saved from url=({len(address):04}){address} -->{page}"


SHELL = (
    '<html><head><title>Instagram</title><script src="a.js"></script></head><body><div id="react"></div></body></html>'
)
ME = "data:image/jpeg;base64," + base64.b64encode(FACE).decode()
LONG = f"<p>{'word ' * 200}</p>"
SAVED_WALLS = {
    "a page that fills itself": ("https://www.instagram.com/mina/", SHELL, "needs_script", 3),
    "a door, however much stands on it": (
        "https://www.instagram.com/accounts/login/?next=%2Fmina%2F",
        f"<title>Instagram</title>{LONG}<img src={ME!r}>",
        "login_wall",
        4,
    ),
    "a test for people": (
        "https://www.tiktok.com/@mina",
        f'<title>TikTok - Make Your Day</title><div id="tiktok-verify-page"></div>{LONG}<img src={ME!r}>',
        "captcha_wall",
        4,
    ),
    "a private account": (
        "https://www.instagram.com/mina/",
        f'<title>Mina (@mina)</title><script>{{"is_private":true}}</script>{LONG}<img src={ME!r}>',
        "private",
        4,
    ),
}


def as_html(address: str, html: str) -> tuple[str, bytes]:
    return "x.html", noted(address, f"<!doctype html>{html}").encode()


def as_mhtml(address: str, html: str) -> tuple[str, bytes]:
    head = f"Snapshot-Content-Location: {address}\r\nMIME-Version: 1.0\r\n"
    kind = 'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    part = f"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: {address}\r\n\r\n"
    packed = quopri.encodestring(f"<!doctype html>{html}".encode()).decode()
    return "x.mhtml", f"{head}{kind}{part}{packed}\r\n--b--\r\n".encode()


def as_har(address: str, html: str) -> tuple[str, bytes]:
    return "x.har", har((address, "text/html", f"<!doctype html>{html}".encode()))


@pytest.mark.parametrize("save", [as_html, as_mhtml, as_har])
@pytest.mark.parametrize("name", SAVED_WALLS)
def test_what_stood_there_is_told_of_a_saved_page_as_of_one_that_was_asked_for(
    tmp_path: Path, save: Callable[[str, str], tuple[str, bytes]], name: str
) -> None:
    address, html, outcome, code = SAVED_WALLS[name]
    file, content = save(address, html)
    (tmp_path / file).write_bytes(content)
    ended = run("import", tmp_path / file, "--json")
    report = json.loads(ended.out)
    [page] = report["pages"]
    assert (page["outcome"], page["final_address"], ended.code) == (outcome, address, code)
    assert "walls" in {limit["id"] for limit in report["limits"]}
    assert [photo["state"] for photo in report["photos"]] == (["faces"] if code == 4 else [])
    words = run("import", tmp_path / file, "--plain").out.decode()
    assert page["text"] in " ".join(words.split())
    assert load_guidance().look_yourself[0] in words
    assert report["signals"] == []  # no site has answered


def test_a_page_that_fills_itself_is_whole_where_its_pictures_were_saved_with_it(tmp_path: Path) -> None:
    picture = ("https://cdn.example/1.jpg", "image/jpeg", FACE)
    (tmp_path / "x.har").write_bytes(har(("https://www.instagram.com/mina/", "text/html", SHELL.encode()), picture))
    ended = run("import", tmp_path / "x.har", "--json")
    assert (json.loads(ended.out)["pages"][0]["outcome"], ended.code) == ("imported", 0)


def test_the_words_on_a_saved_page_that_fills_itself_say_how_to_save_it_with_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(noted("https://www.instagram.com/mina/", SHELL))
    text = " ".join(run("import", tmp_path / "x.html", "--plain").out.decode().split())
    assert "The page in your file is almost empty" in text
    assert "save it again" in text


@pytest.mark.parametrize("html", ["<html><body>hi</body></html>", "<!doctype html><p>Words</p>"])
def test_a_saved_page_without_any_picture_gets_a_sentence_and_no_report_of_nothing(tmp_path: Path, html: str) -> None:
    (tmp_path / "x.html").write_text(html)
    ended = run("import", tmp_path / "x.html", "--json")
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("No picture was found in")


@pytest.mark.parametrize(
    ("html", "address"),
    [
        (b"<!-- saved from url=(0020)https://a.example/x#top --><html>", "https://a.example/x"),
        (b'<link rel="canonical" href="https://a.example/y">', "https://a.example/y"),
        (b"<meta property='og:url' content='https://a.example/z'>", "https://a.example/z"),
        (b"<!-- saved from url=(0014)about:internet -->", ""),
        (b'<link rel="canonical" href="javascript:1">', ""),
        (b"", ""),
    ],
)
def test_the_address_of_a_saved_page(html: bytes, address: str) -> None:
    assert address_in(html) == address


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.har", b"{"),
        ("x.har", b'{"log": {"entries": [1, null, {}, {"request": 7}]}}'),
        ("x.har", b"[" * 100_000),
        ("x.mhtml", b"no page"),
        ("x.mhtml", b"Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--"),
    ],
)
def test_what_is_broken_gets_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    ended = run("import", tmp_path / name)
    assert (ended.code, ended.out) == (2, b"")
    ended.said_plainly("again")


def test_a_list_of_a_download_that_is_html_is_not_taken_for_a_saved_page(tmp_path: Path) -> None:
    (tmp_path / "posts_1.html").write_text("<html><body>x</body></html>")
    (tmp_path / "page.html").write_text("<html><body>x</body></html>")
    assert not isinstance(open_import(tmp_path / "posts_1.html"), SavedFile)
    assert isinstance(open_import(tmp_path / "page.html"), SavedFile)
