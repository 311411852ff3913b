"""Promise 4 again, told by the cable: every packet that leaves is one the ledger tells of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support import pictures
from tests.support.wire import HERE, PROXY, THERE, cable, why_not

WHY_NOT = why_not()

MINE, PICTURES, FOREIGN = "93.184.215.14", "151.101.1.140", "104.16.132.229"


def picture(name: str) -> list[str]:
    return ["image/jpeg", pictures.demo(name).decode("latin-1")]


def page(body: str) -> list[str]:
    head = (
        "<title>Mina</title><link rel=stylesheet href=/a.css><link rel=dns-prefetch href=//tracker.shop-site.net>"
        "<link rel=preconnect href=http://tracker.shop-site.net>"
        "<script src=http://tracker.shop-site.net/t.js></script>"
    )
    words = "Some words about me. " * 30
    return ["text/html", f"<!doctype html><html><head>{head}</head><body><p>{words}</p>{body}</body></html>"]


def everything() -> dict[str, tuple[str, dict[str, list[str]]]]:
    """A page with its own pictures, those of another site, and much that must not be asked for."""
    return {
        "mina-site.org": (
            MINE,
            {
                "/": page(
                    '<img src="/me.jpg"><img src="http://img.mina-pictures.net/b.jpg?id=7">'
                    "<iframe src=http://tracker.shop-site.net/></iframe><a href=http://tracker.shop-site.net/a>a</a>"
                    "<img src=http://gone.mina-site.org/c.jpg><img src=http://10.1.2.3/private.jpg>"
                ),
                "/a.css": ["text/css", "body{background:url(/lake.jpg)}"],
                "/me.jpg": picture(pictures.ONE_FACE),
                "/lake.jpg": picture(pictures.NO_FACE),
                "/robots.txt": ["text/plain", "User-agent: *\nDisallow:\n"],
            },
        ),
        "img.mina-pictures.net": (PICTURES, {"/b.jpg?id=7": picture(pictures.THREE_FACES)}),
        "tracker.shop-site.net": (FOREIGN, {}),
    }


@pytest.mark.skipif(bool(WHY_NOT), reason=f"no cable can be laid here: {WHY_NOT}")
def test_every_packet_that_leaves_is_told_in_the_ledger(tmp_path: Path) -> None:
    hosts = everything()
    with cable(hosts, tmp_path) as far:
        ended = far.run("check", "http://mina-site.org/", "--mine", "--json")
        seen = far.seen()

    report = json.loads(ended.out)
    assert {photo["state"] for photo in report["photos"]} >= {"faces", "none_seen"}
    ledger = [entry for entry in report["ledger"] if entry["ip"]]

    # The same connections, to the same numbers and ports, with the same bytes in them.
    asked = sorted((entry["ip"], entry["bytes_out"]) for entry in ledger)
    assert sorted((number, len(sent)) for number, _, sent in seen.connections) == asked
    assert {port for _, port, _ in seen.connections} == {80}
    assert {number for number, _, _ in seen.connections} == {MINE, PICTURES}
    targets = sorted(sent.split(b" ", 2)[1].decode() for _, _, sent in seen.connections)
    assert targets == sorted("/" + entry["url"].split("/", 3)[3] for entry in ledger)
    assert all(sent.startswith(b"GET ") and sent.count(b"\r\n\r\n") == 1 for _, _, sent in seen.connections)

    # No name but those of the hosts in the ledger was asked for, and none within the network's search domain.
    assert set(seen.names) == {"mina-site.org", "img.mina-pictures.net", "gone.mina-site.org"}
    assert seen.others == []
    refused = {entry["outcome"]: entry["looked_up"] for entry in report["ledger"] if not entry["ip"]}
    assert refused.items() >= {("no_name", True), ("refused_private", False)}
    assert {entry["host"] for entry in report["ledger"] if entry["looked_up"]} == set(seen.names)


LISTENS = """
import socket
here = socket.create_server(("{place}", 80))
print("READY", flush=True)
while True:
    print(len(here.accept()[0].recv(1000)), flush=True)
"""


@pytest.mark.skipif(bool(WHY_NOT), reason=f"no cable can be laid here: {WHY_NOT}")
@pytest.mark.parametrize("form", [HERE, "0xb000002", "[::ffff:11.0.0.2]", "[64:ff9b::11.0.0.2]", "[2002:b00:2::1]"])
def test_this_computer_is_sent_nothing_by_its_public_number_either(tmp_path: Path, form: str) -> None:
    hosts = {"mina-site.org": (MINE, {"/": page(f"<img src=http://{form}/own.jpg>")})}
    with cable(hosts, tmp_path) as far, far.beside(LISTENS.format(place=HERE)) as own:
        assert own.stdout is not None
        assert own.stdout.readline() == b"READY\n"
        report = json.loads(far.run("check", "http://mina-site.org/", "--mine", "--json").out)
        own.kill()
        assert own.stdout.read() == b""  # nobody connected
        assert {number for number, _, _ in far.seen().connections} == {MINE}
    assert [photo["reason"] for photo in report["photos"]] == ["refused_private"]
    assert {entry["ip"] for entry in report["ledger"] if entry["outcome"] == "refused_private"} == {""}


BLOCKED = """
# what a person writes there to keep places away, and to name others
0.0.0.0 img.mina-pictures.net
::1 gone.MINA-site.org # and a word
93.184.215.14 other.example.org www.own-name.org
"""


@pytest.mark.skipif(bool(WHY_NOT), reason=f"no cable can be laid here: {WHY_NOT}")
def test_the_persons_hosts_file_is_obeyed_and_no_search_domain_is(tmp_path: Path) -> None:
    hosts = everything()
    hosts["nobody.example.net.shop-site.net"] = ("104.16.132.230", {})
    addresses = ("http://mina-site.org/", "http://www.own-name.org/", "http://nobody.example.net/")
    with cable(hosts, tmp_path, BLOCKED) as far:
        ended = far.run("check", *addresses, "--mine", "--json")
        seen = far.seen()
    ledger = json.loads(ended.out)["ledger"]
    outcomes = {entry["host"]: entry["outcome"] for entry in ledger if "robots" not in entry["url"]}
    assert outcomes["img.mina-pictures.net"] == outcomes["gone.mina-site.org"] == "refused_private"
    assert outcomes["nobody.example.net"] == "no_name"
    assert {entry["ip"] for entry in ledger if entry["host"] == "www.own-name.org"} == {MINE}
    assert set(seen.names) == {"mina-site.org", "nobody.example.net"}  # the others were not asked of anyone
    assert {number for number, _, _ in seen.connections} == {MINE}


@pytest.mark.skipif(bool(WHY_NOT), reason=f"no cable can be laid here: {WHY_NOT}")
def test_through_a_proxy_every_packet_goes_to_it_and_no_name_is_asked_of_anyone_else(tmp_path: Path) -> None:
    with cable(everything(), tmp_path) as far:
        ended = far.run("check", "http://mina-site.org/", "--mine", "--json", "--proxy", PROXY)
        seen = far.seen()

    report = json.loads(ended.out)
    assert {photo["state"] for photo in report["photos"]} >= {"faces", "none_seen"}
    ledger = [entry for entry in report["ledger"] if entry["bytes_out"]]
    assert {(entry["proxy"], entry["ip"]) for entry in ledger} == {(f"{THERE}:9050", "")}

    # Packets to the proxy alone, as many connections and bytes as the ledger tells; no name server, nothing else.
    assert {(number, port) for number, port, _ in seen.connections} == {(THERE, 9050)}
    assert sorted(len(sent) for _, _, sent in seen.connections) == sorted(entry["bytes_out"] for entry in ledger)
    assert (seen.names, seen.others) == ([], [])
    assert not [sent for _, _, sent in seen.connections if b"tracker" in sent.partition(b"GET ")[0]]


@pytest.mark.skipif(bool(WHY_NOT), reason=f"no cable can be laid here: {WHY_NOT}")
def test_pictures_of_other_sites_that_are_left_out_cause_no_packet_and_no_name_asked(tmp_path: Path) -> None:
    with cable(everything(), tmp_path) as far:
        ended = far.run("check", "http://mina-site.org/", "--mine", "--json", "--only-this-site")
        seen = far.seen()
    assert {number for number, _, _ in seen.connections} == {MINE}
    assert set(seen.names) == {"mina-site.org", "gone.mina-site.org"}
    assert seen.others == []
    assert "other_site" in {photo["reason"] for photo in json.loads(ended.out)["photos"]}


@pytest.mark.skipif(bool(WHY_NOT), reason=f"no cable can be laid here: {WHY_NOT}")
@pytest.mark.parametrize("command", [("demo", "--json"), ("steps", "instagram"), ("help-now",), ("--help",)])
def test_what_needs_no_network_sends_no_packet(tmp_path: Path, command: tuple[str, ...]) -> None:
    with cable({"mina-site.org": (MINE, {})}, tmp_path) as far:
        assert far.run(*command).out
        seen = far.seen()
    assert (seen.names, seen.connections, seen.others) == ([], [], [])
