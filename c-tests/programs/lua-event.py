"""A client for lua-event.sh: lua-event.py PORT. Any failed assertion ends it."""
import socket
import sys
import time

from peers import at_once

ADDRESS = ("127.0.0.1", int(sys.argv[1]))
CLIENTS, ROUNDS = 30, 100


class Connection:
    def __init__(self):
        self.socket = socket.create_connection(ADDRESS, 10)
        self.file = self.socket.makefile("rb")

    def expect(self, wanted):
        got = self.file.readline()
        assert got == wanted, f"expected {wanted[:40]}, got {got[:40]}"

    def echo(self, line):
        self.socket.sendall(line + b"\n")
        self.expect(b"echo: " + line + b"\n")


def client(number):
    mine = Connection()
    for i in range(ROUNDS):
        mine.echo(b"%d of %d" % (i, number))
    mine.socket.sendall(b"tick 5\n")
    for i in range(5):
        mine.expect(b"tick %d\n" % (i + 1))


first = Connection()
first.echo(b"hello")
first.echo(b"long " * 100_000)
at_once(CLIENTS, client)
silent, since = Connection(), time.monotonic()
silent.expect(b"silent\n")
silent.expect(b"")
assert 0.9 < time.monotonic() - since < 9, "the silent client was closed at the wrong time"
print(f"{CLIENTS * ROUNDS} lines of {CLIENTS} clients, {CLIENTS} timers of five rounds, a silent one")
