"""Clients and servers for sslsplit.sh, whose ports and certificates are given:

sslsplit.py FOLDER tls TLS NAMED SERVER      to a server, and to one whose name the client says
sslsplit.py FOLDER starttls UPGRADE SERVER   to a server that begins TLS when it is asked to
"""
import os
import socket
import ssl
import sys
import threading

from dns_messages import A, reply, udp_socket
from peers import answer, at_once, connect, exchange, serve

FOLDER, KIND = sys.argv[1:3]
PORTS = [int(port) for port in sys.argv[3:]]
CLIENTS, BIG, TRIES = 40, 4_000_000, 4

to_server = ssl.create_default_context(cafile=FOLDER + "/ca.crt")
from_client = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
from_client.load_cert_chain(FOLDER + "/server.crt", FOLDER + "/server.key")


def to_tls(connection, name="www.lab"):
    """The certificate must be by sslsplit's authority, for that name."""
    return to_server.wrap_socket(connection, server_hostname=name)


def starttls(port, server_port):
    upgraded = threading.Event()

    def server(connection):
        connection.sendall(b"220 welcome\r\n")
        assert connection.recv(100) == b"STARTTLS\r\n"
        connection.sendall(b"220 go ahead\r\n")
        with from_client.wrap_socket(connection, server_side=True) as tls:
            upgraded.set()
            answer(tls)

    serve(server_port, server)
    connection = connect(port)
    assert connection.recv(100) == b"220 welcome\r\n", "no welcome"
    connection.sendall(b"STARTTLS\r\n")
    assert connection.recv(100) == b"220 go ahead\r\n", "no TLS offered"
    connection = to_tls(connection)
    assert upgraded.wait(10), "no TLS with the server"
    exchange(connection, os.urandom(100_000))


def name_server(udp):
    """Knows www.lab only, in large and small letters."""
    while True:
        asked, sender = udp.recvfrom(2000)
        known = asked[12:].lower().startswith(b"\3www\3lab\0\0\1")
        udp.sendto(reply(asked, A, socket.inet_aton("127.0.0.1") if known else b""), sender)


def tls(straight, named, server_port):
    def server(connection):
        with from_client.wrap_socket(connection, server_side=True) as tls:
            answer(tls)

    def secret():
        exchange(to_tls(connect(straight, 5)), b"a secret over TLS")

    def big():
        exchange(to_tls(connect(straight, 5)), os.urandom(BIG), late=0.3)

    def to_the_named():
        exchange(to_tls(connect(named, 5)), b"to www.lab")

    def to_nobody():
        try:
            to_tls(connect(named, 5), "nobody.lab")
        except OSError:
            return
        raise AssertionError("a server without an address")

    def try_to(what):
        """sslsplit 0.5.5 loses a connection now and then, on the original as well."""
        for tried in range(1, TRIES + 1):
            try:
                return what()
            except (OSError, AssertionError, ValueError):
                if tried == TRIES:
                    raise

    serve(server_port, server)
    dns = udp_socket(53)
    dns.settimeout(None)
    threading.Thread(target=name_server, args=(dns,), daemon=True).start()
    for one in secret, big, to_the_named, to_nobody:
        try_to(one)
    at_once(CLIENTS, lambda number: try_to([secret, to_the_named][number % 2]))
    print(f"{BIG} bytes each way between two TLS connections, {CLIENTS} clients, names by evdns, STARTTLS")


{"tls": tls, "starttls": starttls}[KIND](*PORTS)
