"""A client for coturn.sh: coturn.py PORT TLS_PORT PAGES_PORT."""
import os
import socket
import ssl
import struct
import sys
import urllib.parse
import urllib.request

from peers import at_once, connect

PORT, TLS_PORT, PAGES_PORT = map(int, sys.argv[1:4])
CLIENTS, REQUESTS = 60, 20
BINDING, COOKIE = 1, 0x2112A442
MAPPED = 0x20

insecure = ssl._create_unverified_context()


class Connection:
    """A connection on which the server tells the client its address (RFC 5389)."""

    def __init__(self, over_tls):
        self.socket = connect(TLS_PORT if over_tls else PORT)
        if over_tls:
            self.socket = insecure.wrap_socket(self.socket)
        self.file = self.socket.makefile("rb")

    def request(self):
        return struct.pack(">HHI", BINDING, 0, COOKIE) + os.urandom(12)

    def expect(self, request):
        head = self.file.read(20)
        kind, length, _ = struct.unpack(">HHI", head[:8])
        assert (kind, head[8:]) == (0x101, request[8:]), "not the answer to this request"
        body, place = self.file.read(length), 0
        while place < length:
            attribute, size = struct.unpack(">HH", body[place:place + 4])
            if attribute == MAPPED:
                _, port, address = struct.unpack(">HHI", body[place + 4:place + 12])
                found = socket.inet_ntoa(struct.pack(">I", address ^ COOKIE)), port ^ COOKIE >> 16
                assert found == self.socket.getsockname(), found
                return
            place += 4 + (size + 3) // 4 * 4
        raise AssertionError("no address in the answer")


def work(number):
    mine = Connection(over_tls=number % 2 == 1)
    # requests in little pieces, and many in one
    request = mine.request()
    for i in range(0, len(request), 7):
        mine.socket.sendall(request[i:i + 7])
    mine.expect(request)
    requests = [mine.request() for _ in range(REQUESTS)]
    mine.socket.sendall(b"".join(requests))
    for request in requests:
        mine.expect(request)


at_once(CLIENTS, work)


def page(path, form=None):
    data = form and urllib.parse.urlencode(form).encode()
    with urllib.request.urlopen(f"https://127.0.0.1:{PAGES_PORT}{path}", data, 15, context=insecure) as got:
        return got.read().decode()


assert "<form" in page("/"), "the page to log in"
assert "TURN Server" in page("/logon?x=1", {"uname": "admin", "pwd": "secret"}), "after logging in"
print(f"{CLIENTS} TCP and TLS clients, pages over TLS")
