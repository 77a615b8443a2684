"""For inetd.sh.

inetd.py accept                   a server that takes one connection of the listening socket which it is given
inetd.py run ECHO WAIT FEW ...    clients of the services at these ports
"""
import os
import socket
import sys

from crowd import at_once

CLIENTS, ROUNDS, WAITING, ALLOWED = 20, 10, 10, 9


def accept():
    client, _ = socket.socket(fileno=0).accept()
    client.sendall(b"%d\n" % os.getpid())


def connect(port):
    return socket.create_connection(("127.0.0.1", port), 15)


def everything(connection):
    return b"".join(iter(lambda: connection.recv(100_000), b""))


def echo(port, number):
    for i in range(ROUNDS):
        with connect(port) as connection:
            text = b"%d of %d\n" % (i, number)
            connection.sendall(text)
            connection.shutdown(socket.SHUT_WR)
            assert everything(connection) == text


def run(echo_port, wait_port, few_port):
    at_once(CLIENTS, lambda number: echo(echo_port, number))
    # All at once, and each gets a server of its own when the one before has ended.
    servers = [everything(connection) for connection in [connect(wait_port) for _ in range(WAITING)]]
    assert len(set(servers)) == WAITING and all(servers), servers
    # The tenth in a minute is one too many, and the service is closed.
    for i in range(ALLOWED):
        assert everything(connect(few_port)) == b"few\n", i
    try:
        said = everything(connect(few_port))
    except ConnectionError:
        said = b""
    assert said == b"", f"the tenth: {said}"
    print(f"{CLIENTS * ROUNDS} servers for {CLIENTS} clients, {WAITING} one after the other, too many")


if sys.argv[1] == "accept":
    accept()
else:
    run(*map(int, sys.argv[2:5]))
