"""stun.py PORT TLS_PORT: ask a STUN server over UDP, TCP and TLS where it sees us. Any failed assertion ends it."""
import os
import socket
import ssl
import struct
import sys

PORT, TLS_PORT = map(int, sys.argv[1:3])
COOKIE = 0x2112A442
XOR_MAPPED_ADDRESS = 0x0020


def ask(connection):
    """The port in the answer to a binding request."""
    number = os.urandom(12)
    connection.sendall(struct.pack(">HHI", 0x0001, 0, COOKIE) + number)
    answer = connection.recv(2000)
    kind, length, cookie = struct.unpack(">HHI", answer[:8])
    assert (kind, cookie, answer[8:20]) == (0x0101, COOKIE, number), "not an answer to this request"
    at = 20
    while at < 20 + length:
        attribute, size = struct.unpack(">HH", answer[at:at + 4])
        if attribute == XOR_MAPPED_ADDRESS:
            return struct.unpack(">H", answer[at + 6:at + 8])[0] ^ COOKIE >> 16
        at += 4 + (size + 3 & ~3)
    raise AssertionError("no address in the answer")


def check(connection):
    with connection:
        assert ask(connection) == connection.getsockname()[1], "another port than ours"


udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.settimeout(10)
udp.connect(("127.0.0.1", PORT))
check(udp)
check(socket.create_connection(("127.0.0.1", PORT), 10))
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
check(context.wrap_socket(socket.create_connection(("127.0.0.1", TLS_PORT), 10)))
