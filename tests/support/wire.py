"""Two network namespaces with a cable between them: the program in one, hosts with global addresses in the other.

`python -m tests.support.wire PLAN` is the far side: name server, web servers, a SOCKS proxy, and a recorder of
every packet on the cable, down to the link. It says READY, and at the end of its input writes what it saw as JSON.
Needs root and iproute2.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any

from tests.support.running import ROOT, Ended
from tests.support.socks import Socks, listen

HERE, THERE = "11.0.0.2", "11.0.0.1"
PROXY = f"socks5://{THERE}:9050"
"""A SOCKS proxy on the far side, which knows the same names as the name server there."""
_IP = shutil.which("ip") or "ip"
_ALL_PROTOCOLS = 0x0003
_IPV4 = 0x0800
_ARP = 0x0806


def why_not() -> str:
    """Why there can be no cable here; "" when there can."""
    if sys.platform != "linux" or shutil.which("ip") is None:
        return "needs Linux with iproute2 (ip netns)"
    tried = subprocess.run(
        [_IP, "netns", "add", f"selfcheck-try-{os.getpid()}"], capture_output=True, text=True, check=False
    )
    subprocess.run([_IP, "netns", "del", f"selfcheck-try-{os.getpid()}"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else f"ip netns add: {tried.stderr.strip() or 'refused'}"


@dataclass
class Seen:
    """What crossed the cable from the program's side."""

    names: list[str] = field(default_factory=list)
    """Every name asked of the name server, in order."""
    connections: list[tuple[str, int, bytes]] = field(default_factory=list)
    """Number, port and all bytes sent, of each TCP connection, in the order of their first packets."""
    others: list[str] = field(default_factory=list)
    """Every packet that is none of these."""


@contextlib.contextmanager
def cable(hosts: dict[str, tuple[str, dict[str, Any]]], folder: Path, hosts_file: str = "") -> Iterator[Cable]:
    """Run the far side for as long as the block lasts. `hosts`: name -> number, and path -> [type, body as latin-1].

    `hosts_file` is what stands in the near side's /etc/hosts.
    """
    near, far = f"selfcheck-near-{os.getpid()}", f"selfcheck-far-{os.getpid()}"  # tests run side by side
    resolver = Path("/etc/netns") / near / "resolv.conf"

    def ip(*words: str, check: bool = True) -> None:
        subprocess.run([_IP, *words], check=check, capture_output=True)

    try:
        for name in (near, far):
            ip("netns", "del", name, check=False)
            ip("netns", "add", name)
        ip("link", "add", "sc-near", "netns", near, "type", "veth", "peer", "name", "sc-far", "netns", far)
        for name, device, number in ((near, "sc-near", HERE), (far, "sc-far", THERE)):
            # Without IPv6 the kernel itself has nothing to say on the cable.
            ip("netns", "exec", name, "sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1", check=False)
            ip("-n", name, "addr", "add", f"{number}/24", "dev", device)
            for link in ("lo", device):
                ip("-n", name, "link", "set", link, "up")
        ip("-n", near, "route", "add", "default", "via", THERE)
        for number in {number for number, _ in hosts.values()}:
            ip("-n", far, "addr", "add", f"{number}/32", "dev", "lo")
        resolver.parent.mkdir(parents=True, exist_ok=True)
        resolver.write_text(
            f"nameserver {THERE}\nsearch shop-site.net\noptions timeout:1 attempts:1\n", encoding="ascii"
        )
        plan = folder / "plan.json"
        plan.write_text(json.dumps(hosts), encoding="utf-8")
        resolver.with_name("hosts").write_text(hosts_file, encoding="utf-8")
        command = [_IP, "netns", "exec", far, sys.executable, "-m", "tests.support.wire", str(plan)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"READY\n"
            yield Cable(near, process)
        finally:
            process.kill()
            process.wait()
    finally:
        for name in (near, far):
            ip("netns", "del", name, check=False)
        shutil.rmtree(resolver.parent, ignore_errors=True)


@dataclass
class Cable:
    """The near end."""

    namespace: str
    process: subprocess.Popen[bytes]

    def run(self, *arguments: str) -> Ended:
        """Run the installed program on this side, as a person would: nothing of it is changed for the test."""
        command = [_IP, "netns", "exec", self.namespace, sys.executable, "-m", "selfcheck", *arguments]
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False, cwd=ROOT
        )
        return Ended(done.returncode, done.stdout, done.stderr.decode())

    @contextlib.contextmanager
    def beside(self, code: str) -> Iterator[subprocess.Popen[bytes]]:
        """Another program on this side, for as long as the block lasts."""
        command = [_IP, "netns", "exec", self.namespace, sys.executable, "-c", code]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            try:
                yield process
            finally:
                process.kill()

    def seen(self) -> Seen:
        """End the far side and give what it recorded."""
        out, _ = self.process.communicate(b"", timeout=30)
        told = json.loads(out)
        connections = [(number, port, data.encode("latin-1")) for number, port, data in told["connections"]]
        return Seen(told["names"], connections, told["others"])


def _record(seen: dict[str, Any], stop: threading.Event) -> None:
    """Read every packet that comes in from the cable."""
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(_ALL_PROTOCOLS))
    raw.bind(("sc-far", 0))
    raw.settimeout(0.2)
    flows: dict[tuple[str, int, int], dict[int, bytes]] = {}
    seen["flows"] = flows
    while not stop.is_set():
        try:
            packet, place = raw.recvfrom(65536)
        except TimeoutError:
            continue
        if place[2] == socket.PACKET_OUTGOING:
            continue
        (kind,) = struct.unpack("!H", packet[12:14])
        if kind == _ARP:
            continue
        if kind != _IPV4:
            seen["others"].append(f"link type {kind:#06x}")
            continue
        _sort(packet[14:], seen, flows)


def _sort(ip: bytes, seen: dict[str, Any], flows: dict[tuple[str, int, int], dict[int, bytes]]) -> None:
    size = (ip[0] & 15) * 4
    (length,) = struct.unpack("!H", ip[2:4])
    to, inner = str(IPv4Address(ip[16:20])), ip[size:length]
    source, port = struct.unpack("!HH", inner[:4])
    if ip[9] == socket.IPPROTO_UDP and (to, port) == (THERE, 53):
        seen["names"].append(_name(inner[8:])[0])
    elif ip[9] == socket.IPPROTO_TCP:
        (number,) = struct.unpack("!I", inner[4:8])
        data = inner[(inner[12] >> 4) * 4 :]
        parts = flows.setdefault((to, port, source), {})
        if data:
            parts[number] = data  # sent again: the same number
    else:
        seen["others"].append(f"protocol {ip[9]} to {to}")


def _name(query: bytes) -> tuple[str, int]:
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1 : at + 1 + query[at]].decode("ascii", "replace"))
        at += 1 + query[at]
    return ".".join(labels), at + 1


def _serve_names(hosts: dict[str, Any]) -> None:
    """Answer A with the number of a known name; AAAA and unknown names with nothing."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((THERE, 53))
    while True:
        query, who = server.recvfrom(4096)
        name, at = _name(query)
        known = hosts.get(name)
        is_a = query[at : at + 2] == b"\0\1"
        flags = b"\x81\x80" if known else b"\x81\x83"
        answer = b""
        if known and is_a:
            answer = b"\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + IPv4Address(known[0]).packed
        counts = struct.pack("!HHHH", 1, bool(answer), 0, 0)
        server.sendto(query[:2] + flags + counts + query[12 : at + 4] + answer, who)


def _serve_pages(number: str, answers: dict[str, list[str]]) -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path)
            if found is None:
                self.send_error(404)
                return
            body = found[1].encode("latin-1")
            self.send_response(200)
            self.send_header("Content-Type", found[0])
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer((number, 80), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()


def _far_side(plan: Path) -> None:
    hosts = json.loads(plan.read_text(encoding="utf-8"))
    seen: dict[str, Any] = {"names": [], "others": [], "flows": {}}
    stop = threading.Event()
    recorder = threading.Thread(target=_record, args=(seen, stop), daemon=True)
    recorder.start()
    threading.Thread(target=_serve_names, args=(hosts,), daemon=True).start()
    for number, answers in hosts.values():
        _serve_pages(number, answers)
    proxy = Socks({name: (number, 80) for name, (number, _) in hosts.items()}, host=THERE, port=9050)
    server = listen(proxy)
    sys.stdout.write("READY\n")
    sys.stdout.flush()
    sys.stdin.read()
    stop.set()
    recorder.join()
    server.close()
    connections = [
        (to, port, b"".join(data for _, data in sorted(parts.items())).decode("latin-1"))
        for (to, port, _), parts in seen["flows"].items()
    ]
    told = {"names": seen["names"], "others": seen["others"], "connections": connections}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    _far_side(Path(sys.argv[1]))
