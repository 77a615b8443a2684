"""A client for ustreamer.sh: ustreamer.py PORT DIRECTORY. Any failed assertion ends it."""
import http.client
import json
import pathlib
import socket
import sys
import time

from peers import at_once

PORT = int(sys.argv[1])
DIRECTORY = pathlib.Path(sys.argv[2])
NUMBERS = (DIRECTORY / "static/numbers.txt").read_bytes()
USER = {"Authorization": "Basic dXNlcjpzZWNyZXQ="}
CLIENTS, ROUNDS, STREAMS, PICTURES = 20, 50, 10, 3
JPEG_BEGIN, JPEG_END = b"\xff\xd8", b"\xff\xd9"


class UnixConnection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(DIRECTORY / "socket"))


def tcp():
    return http.client.HTTPConnection("127.0.0.1", PORT, timeout=15)


def unix():
    return UnixConnection("localhost", timeout=15)


def begin(connection, path, status=200, headers=USER):
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    assert response.status == status, f"{path}: {response.status}, not {status}"
    return response


def get(connection, path, **options):
    return begin(connection, path, **options).read()


def state(connection):
    answer = json.loads(get(connection, "/state"))
    assert answer["ok"], answer
    return answer["result"]["stream"]["clients"]


def pages(connection):
    assert get(connection, "/") == b"<p>hello\n"
    assert get(connection, "/numbers.txt") == NUMBERS
    picture = get(connection, "/snapshot")
    assert picture.startswith(JPEG_BEGIN) and picture.endswith(JPEG_END)
    assert state(connection) == 0
    get(connection, "/../socket", status=404)


def reader(_number):
    """Small and bigger answers on a connection that stays. No files: ustreamer closes them twice, and the second time
    perhaps what another client has opened."""
    connection = tcp()
    for _ in range(ROUNDS):
        assert get(connection, "/snapshot").startswith(JPEG_BEGIN)
        state(connection)


def picture_of(stream):
    assert stream.readline() == b"--boundarydonotcross\r\n"
    head = dict(line.split(b": ", 1) for line in iter(stream.readline, b"\r\n"))
    picture = stream.read(int(head[b"Content-Length"]))
    assert picture.startswith(JPEG_BEGIN) and picture.endswith(JPEG_END)
    assert stream.readline() == b"\r\n"


def watcher(number):
    """A stream has no end: whoever has seen enough goes away."""
    connection = (tcp, unix)[number % 2]()
    stream = begin(connection, "/stream?key=%41")
    for _ in range(PICTURES):
        picture_of(stream)
    stream.close()
    connection.close()


def wait_until_alone(connection):
    end = time.monotonic() + 10
    while state(connection):
        assert time.monotonic() < end, "a client that is gone is still counted"
        time.sleep(0.05)


get(tcp(), "/", status=401, headers={})
for connect in (tcp, unix):
    pages(connect())
at_once(CLIENTS, reader)
at_once(STREAMS, watcher)
for connect in (tcp, unix):
    wait_until_alone(connect())
print(f"files, {2 * CLIENTS * ROUNDS} requests of {CLIENTS} clients, {STREAMS} streams, a UNIX socket")
