"""A client for memcached.sh: memcached.py PORT. Any failed assertion ends it."""
import socket
import sys
import threading
import time

from peers import at_once

ADDRESS = ("127.0.0.1", int(sys.argv[1]))
CLIENTS, ROUNDS = 40, 50


class Connection:
    def __init__(self):
        self.socket = socket.create_connection(ADDRESS, 10)
        self.file = self.socket.makefile("rb")

    def send(self, data):
        self.socket.sendall(data)

    def expect(self, wanted):
        got = self.file.readline()
        assert got == wanted, f"expected {wanted}, got {got}"

    def set(self, key, value, seconds=0):
        self.send(b"set %s 0 %d %d\r\n%s\r\n" % (key, seconds, len(value), value))
        self.expect(b"STORED\r\n")

    def get(self, key):
        self.send(b"get %s\r\n" % key)
        head = self.file.readline().split()
        if head == [b"END"]:
            return None
        assert head[:2] == [b"VALUE", key], head
        value = self.file.read(int(head[3]) + 2)[:-2]
        self.expect(b"END\r\n")
        return value

    def stats(self):
        self.send(b"stats\r\n")
        lines = iter(self.file.readline, b"END\r\n")
        return {key: value for _, key, value in (line.split() for line in lines)}


first = Connection()
first.set(b"small", b"hello")
assert first.get(b"small") == b"hello"
big = bytes(i * 7 % 251 for i in range(700_000))
first.set(b"big", big)
assert first.get(b"big") == big
first.set(b"mortal", b"x", seconds=1)
born = time.monotonic()

# Many connections at once, which memcached spreads over its four threads.
together = threading.Barrier(CLIENTS)


def client(number):
    mine = Connection()
    together.wait(10)
    for i in range(ROUNDS):
        key, value = b"k%d-%d" % (number, i), b"%d," % number * (i * i)
        mine.set(key, value)
        assert mine.get(key) == value, key
    # a hundred commands in one packet
    mine.set(b"n%d" % number, b"0")
    mine.send(b"incr n%d 1\r\n" % number * 100)
    for i in range(100):
        mine.expect(b"%d\r\n" % (i + 1))


at_once(CLIENTS, client)

# memcached counts seconds with a timer: an item that may live one of them goes away.
while first.get(b"mortal") is not None:
    assert time.monotonic() - born < 6, "the item never expires"
    time.sleep(0.1)

# Another timer closes connections that are idle for three seconds.
idle, since = Connection(), time.monotonic()
assert idle.file.readline() == b"", "the idle connection got data"
assert 1.5 < time.monotonic() - since < 9, "the idle connection was closed at the wrong time"

stats = Connection().stats()
assert stats[b"threads"] == b"4" and int(stats[b"cmd_set"]) >= CLIENTS * ROUNDS, stats
print(f"{CLIENTS} connections on 4 threads, {int(stats[b'cmd_get'])} gets, expiry, idle timeout")
