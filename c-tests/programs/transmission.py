"""For transmission.sh.

transmission.py make DIRECTORY   files to share
transmission.py world            be a name server and a tracker
transmission.py run WORK SEED-PORT WANT-PORT    use the daemons there: the files go from one to the other
"""
import base64
import http.client
import json
import pathlib
import socket
import struct
import sys
import threading
import time
import zlib

from dns_messages import A, labels, reply

TRACKER = ("10.9.9.3", 6969)
CONNECT, ANNOUNCE, SCRAPE = range(3)  # what a tracker is asked
PASSWORD = "Basic " + base64.b64encode(b"user:secret").decode()
SIZES = {"big": 700_011, "small": 17, "deep/er": 100_007}


def make(directory):
    for name, size in SIZES.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(i.to_bytes(4, "big") for i in range(size // 4 + 1))[:size])


def serve(udp, answer):
    while True:
        packet, sender = udp.recvfrom(2000)
        udp.sendto(answer(packet, sender), sender)


def world():
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    sockets[0].bind(("127.0.0.1", 53))
    sockets[1].bind(TRACKER)
    threading.Thread(target=serve, args=(sockets[0], name_server)).start()
    serve(sockets[1], tracker)


def name_server(packet, _sender):
    """Knows tracker.test, which has one IPv4 address."""
    known = packet[12:].lower().startswith(labels("tracker.test") + struct.pack(">H", A))
    return reply(packet, A, socket.inet_aton(TRACKER[0]) if known else b"")


peers = set()


def tracker(packet, sender):
    """BEP 15. Who still wants something is told of the others."""
    _, action, transaction = struct.unpack(">QII", packet[:16])
    if action == CONNECT:
        return struct.pack(">IIQ", CONNECT, transaction, 77)
    if action == SCRAPE:
        return struct.pack(">5I", SCRAPE, transaction, 1, 0, 1)
    left, = struct.unpack(">Q", packet[64:72])
    port, = struct.unpack(">H", packet[96:98])
    me = socket.inet_aton(sender[0]) + struct.pack(">H", port)
    peers.add(me)
    return struct.pack(">5I", ANNOUNCE, transaction, 2, 1, 1) + b"".join(peers - {me} if left else [])


class Remote:
    """The remote control of a daemon: one connection that stays, and the session's id."""
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {}

    def request(self, method, path, body=None, **headers):
        self.connection.request(method, path, body, {**self.headers, **headers})
        response = self.connection.getresponse()
        return response, response.read()

    def begin(self):
        status = self.request("GET", "/transmission/rpc")[0].status
        assert status == 401, f"without a password: {status}"
        self.headers["Authorization"] = PASSWORD
        response, _ = self.request("GET", "/transmission/rpc")
        assert response.status == 409, f"without a session: {response.status}"
        self.headers["X-Transmission-Session-Id"] = response.getheader("X-Transmission-Session-Id")
        for path, wanted in (("/", 301), ("/transmission/other", 404), ("/transmission/web/", 200)):
            got = self.request("GET", path)[0].status
            assert got == wanted, f"{path}: {got}, not {wanted}"

    def call(self, method, **arguments):
        body = json.dumps({"method": method, "arguments": arguments, "tag": 3})
        response, got = self.request("POST", "/transmission/rpc", body, **{"Accept-Encoding": "gzip, deflate"})
        if response.getheader("Content-Encoding"):
            got = zlib.decompress(got, 32 + 15)
        answer = json.loads(got)
        assert (answer["result"], answer["tag"]) == ("success", 3), answer
        return answer["arguments"]

    def add(self, torrent):
        self.call("torrent-add", metainfo=base64.b64encode(torrent).decode())

    def wait_until_whole(self):
        end = time.monotonic() + 30
        while True:
            torrent, = self.call("torrent-get", fields=["percentDone", "leftUntilDone", "errorString"])["torrents"]
            if torrent["percentDone"] == 1 and torrent["leftUntilDone"] == 0:
                return
            assert time.monotonic() < end, f"not finished: {torrent}"
            time.sleep(0.1)


def run(work, seed_port, want_port):
    torrent = (work / "t.torrent").read_bytes()
    seed, want = Remote(seed_port), Remote(want_port)
    began = time.monotonic()
    for remote in (seed, want):
        remote.begin()
        assert "peer-port" in remote.call("session-get")
        remote.add(torrent)
    # a request of some hundred kilobytes, which comes in many reads
    seed.call("torrent-get", fields=[f"none{i}" for i in range(30_000)])
    want.wait_until_whole()
    took = time.monotonic() - began
    print(f"RPC over HTTP, a tracker found by name, {sum(SIZES.values())} bytes from one to the other in {took:.1f} s")


if sys.argv[1] == "make":
    make(pathlib.Path(sys.argv[2]))
elif sys.argv[1] == "world":
    world()
else:
    run(pathlib.Path(sys.argv[2]), *map(int, sys.argv[3:]))
