"""A client for webdis.sh: webdis.py PORT. Any failed assertion ends it."""
import http.client
import socket
import struct
import sys

from peers import at_once

ADDRESS = ("127.0.0.1", int(sys.argv[1]))
CLIENTS, ROUNDS = 30, 60


class Client:
    """A connection that is kept."""
    def __init__(self):
        self.connection = http.client.HTTPConnection(*ADDRESS, timeout=10)

    def ask(self, path, body=None, method=None, status=200):
        self.connection.request(method or ("POST" if body else "GET"), path, body)
        response = self.connection.getresponse()
        assert response.status == status, f"{path}: {response.status}"
        return response.read()

    def expect(self, wanted, *request, **options):
        got = self.ask(*request, **options)
        assert got == wanted, f"{request[0]}: {got[:100]}"


def many(number):
    client = Client()
    for i in range(ROUNDS):
        client.expect(b'{"SET":[true,"OK"]}', f"/SET/k{number}/{i}")
        client.expect(b'{"GET":"%d"}' % i, f"/GET/k{number}")
        client.ask("/INCR/sum")


def subscription():
    """An answer without an end: a piece for each message."""
    listener = http.client.HTTPConnection(*ADDRESS, timeout=10)
    listener.request("GET", "/SUBSCRIBE/news")
    pieces = listener.getresponse()
    assert b'"subscribe"' in pieces.read1(1000)
    sender = Client()
    for i in range(20):
        sender.expect(b'{"PUBLISH":1}', f"/PUBLISH/news/number-{i}")
        wanted = b'{"SUBSCRIBE":["message","news","number-%d"]}' % i
        got = pieces.read1(1000)
        assert got == wanted, got
    listener.close()


def websocket():
    """One command only: webdis closes the connection after it, but its event stays added."""
    with socket.create_connection(ADDRESS, 10) as client:
        client.sendall(b"GET /.json HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nUpgrade: websocket\r\n"
                       b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                       b"Sec-WebSocket-Version: 13\r\n\r\n")
        file = client.makefile("rb")
        head = b"".join(iter(file.readline, b"\r\n"))
        assert b" 101 " in head and b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head, head
        text = b'["GET","small"]'
        client.sendall(struct.pack(">BBI", 0x81, 0x80 | len(text), 0) + text)  # masked with zeros
        _, length = file.read(2)
        assert file.read(length) == b'{"GET":"hello"}'


first = Client()
first.expect(b'{"SET":[true,"OK"]}', "/SET/small/hello")
first.expect(b'{"GET":"hello"}', "/GET/small")
first.expect(b'{"GET":"hello"}', "/", b"GET/small")
first.expect(b"$5\r\nhello\r\n", "/GET/small.raw")
big = bytes(97 + i * 7 % 26 for i in range(500_000))
first.expect(b'{"SET":[true,"OK"]}', "/SET/big", big, method="PUT")
first.expect(big, "/GET/big.txt")
Client().ask("/DEBUG/x", status=403)
at_once(CLIENTS, many)
first.expect(b'{"GET":"%d"}' % (CLIENTS * ROUNDS), "/GET/sum")
subscription()
websocket()
print(f"{CLIENTS * ROUNDS * 3} requests of {CLIENTS} clients on 4 threads, {len(big)} bytes, SUBSCRIBE, WebSocket")
