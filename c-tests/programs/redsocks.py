"""Clients and proxies for redsocks.sh: redsocks.py PID LOG PORT...

The ports: those of redsocks for SOCKS 5 and 4, HTTP CONNECT, HTTP and DNS; and that of the proxy here, which speaks
all of these.
"""
import base64
import os
import signal
import socket
import struct
import sys

from dns_messages import query, udp_socket
from peers import answer, at_once, connect, exchange, serve, until

PID, LOG = int(sys.argv[1]), sys.argv[2]
SOCKS5, SOCKS4, CONNECT, RELAY, DNS, PROXY = map(int, sys.argv[3:])
CLIENTS, BIG = 50, 5_000_000
LOCALHOST = socket.inet_aton("127.0.0.1")
TRUNCATED = 0x0200

used = []


def socks5(connection):
    assert connection.recv(2) == b"\5\2", "a greeting with two methods"
    assert 2 in connection.recv(2), "a login should be offered"
    connection.sendall(b"\5\2")
    assert connection.recv(100) == b"\1\7someone\6secret", "the login"
    connection.sendall(b"\1\0")
    assert connection.recv(100) == b"\5\1\0\1" + LOCALHOST + struct.pack(">H", SOCKS5), "where to go"
    for byte in b"\5\0\0\1\0\0\0\0\0\0":  # in little pieces
        connection.sendall(bytes([byte]))
    used.append(SOCKS5)


def socks4(connection):
    assert connection.recv(100) == b"\4\1" + struct.pack(">H", SOCKS4) + LOCALHOST + b"someone\0", "where to go"
    connection.sendall(b"\0\x5a\0\0\0\0\0\0")
    used.append(SOCKS4)


def head(connection):
    text = b""
    while not text.endswith(b"\r\n\r\n"):
        more = connection.recv(1)
        assert more, f"no more behind {text}"
        text += more
    return text


def http_connect(connection):
    """The first time, the login is missed."""
    text = head(connection)
    assert text.startswith(b"CONNECT 127.0.0.1:%d HTTP/1." % CONNECT), text
    if b"\r\nProxy-Authorization: Basic " not in text:
        connection.sendall(b'HTTP/1.0 407 Login\r\nProxy-Authenticate: Basic realm="lab"\r\nContent-Length: 0\r\n\r\n')
        raise OSError("the login is to come with another connection")
    assert base64.b64encode(b"someone:secret") in text, text
    connection.sendall(b"HTTP/1.0 200 OK\r\nX: y\r\n\r\n")
    used.append(CONNECT)


def http_relay(connection):
    text = head(connection)
    assert text.startswith(b"POST http://www.lab/digest HTTP/1."), text
    connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
    used.append(RELAY)


def proxy(connection):
    kinds = {b"\5": socks5, b"\4": socks4, b"C": http_connect, b"P": http_relay}
    kinds[connection.recv(1, socket.MSG_PEEK)](connection)
    answer(connection)


def begin(port):
    """A connection by this proxy, ready for the server's protocol."""
    connection = connect(port)
    if port == RELAY:
        connection.sendall(b"POST /digest HTTP/1.0\r\nHost: www.lab\r\n\r\n")
        assert head(connection).startswith(b"HTTP/1.0 200 OK"), "the answer by way of HTTP"
    return connection


def most_memory():
    """The kilobytes that redsocks has had since the last call."""
    with open(f"/proc/{PID}/status") as file:
        most = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    with open(f"/proc/{PID}/clear_refs", "w") as file:
        file.write("5")
    return most


serve(PROXY, proxy)
WAYS = SOCKS5, SOCKS4, CONNECT, RELAY
for port in WAYS:
    exchange(begin(port), b"hello")
    # Who does not look at the answer has redsocks stop reading, so its buffers stay small.
    connection = begin(port)
    exchange(connection.dup(), b"hello")
    before = most_memory()
    exchange(connection, os.urandom(BIG), late=0.3)
    more = most_memory() - before
    assert more < 1000, f"{more} kB more"
assert used == [port for port in WAYS for _ in range(2)], "not every connection came by its proxy"
at_once(CLIENTS, lambda number: exchange(begin(WAYS[number % 4]), b"%d" % number * 10000))

# The client closes its side, the answer still comes; then the server closes.
half = begin(SOCKS5)
half.sendall(b"5\nhello")
half.shutdown(socket.SHUT_WR)
rest = half.makefile("rb").read()
assert rest.endswith(b"\nhello"), f"after the client has closed its side: {rest}"

# A question over UDP is told to come over TCP.
with udp_socket() as dns:
    dns.sendto(query(5, "www.lab"), ("127.0.0.1", DNS))
    number, flags = struct.unpack(">HH", dns.recv(2000)[:4])
    assert number == 5 and flags & TRUNCATED, hex(flags)

waiting = begin(SOCKS4)
os.kill(PID, signal.SIGUSR1)
until(5, lambda: "Dumping client list" in open(LOG).read(), "SIGUSR1: no list of clients")
waiting.close()
print(f"{BIG} bytes each way through 4 kinds of proxy, {CLIENTS} clients, half-close, DNS, SIGUSR1")
