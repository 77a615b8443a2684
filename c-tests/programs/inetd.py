"""Clients for inetd.sh: inetd.py PID CONFIGURATION USER TCP UDP LATE.

At TCP is cat, at UDP what answers one datagram in capital letters. After SIGHUP there is only a cat, at LATE.
"""
import os
import signal
import socket
import sys
import threading

from dns_messages import udp_socket
from peers import at_once, connect, until

PID, CONFIGURATION, USER = int(sys.argv[1]), sys.argv[2], sys.argv[3]
TCP, UDP, LATE = map(int, sys.argv[4:])
CLIENTS, DATAGRAMS, SIZE = 60, 12, 300_000


def through_cat(port, data):
    with connect(port) as connection, connection.makefile("rb") as file:
        def send():
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        sender = threading.Thread(target=send)
        sender.start()
        assert file.read() == data, "not what was sent to cat"
        sender.join()


def refused(port):
    try:
        connect(port).close()
    except ConnectionRefusedError:
        return True


at_once(CLIENTS, lambda number: through_cat(TCP, b"%d," % number * 100))
through_cat(TCP, os.urandom(SIZE))

# Each needs inetd to notice that the program before it has ended, or it stays in the socket.
with udp_socket() as udp:
    for i in range(DATAGRAMS):
        udp.sendto(b"datagram %d" % i, ("127.0.0.1", UDP))
    answers = sorted(udp.recv(100) for _ in range(DATAGRAMS))
assert answers == sorted(b"DATAGRAM %d" % i for i in range(DATAGRAMS)), answers

# A connection that is open stays while the services change.
with connect(TCP) as old:
    old.sendall(b"before")
    assert old.recv(100) == b"before"
    with open(CONFIGURATION, "w") as file:
        file.write(f"127.0.0.1:{LATE} stream tcp nowait.10000 {USER} /bin/cat cat\n")
    os.kill(PID, signal.SIGHUP)
    until(10, lambda: not refused(LATE), "SIGHUP: no new service")
    until(10, lambda: refused(TCP), "SIGHUP: the old service stays")
    through_cat(LATE, b"after")
    old.sendall(b"still")
    assert old.recv(100) == b"still"
print(f"{CLIENTS} connections at once, {DATAGRAMS} datagrams one by one, SIGHUP")
