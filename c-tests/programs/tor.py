"""A client, a server and a name server for tor.sh: tor.py FOLDER PID SOCKS DNS CONTROL WEB NAMES."""
import os
import signal
import socket
import struct
import sys
import threading
import time

from dns_messages import A, PTR, labels, query, reply, udp_socket
from peers import answer, at_once, connect, exchange, serve, until

FOLDER, PID = sys.argv[1], int(sys.argv[2])
SOCKS, DNS, CONTROL, WEB, NAMES = map(int, sys.argv[3:])
CLIENTS, BIG = 12, 1_000_000
TXT, NOT_IMPLEMENTED = 16, 4
LOCALHOST, ELSEWHERE = socket.inet_aton("127.0.0.1"), socket.inet_aton("203.0.113.5")

asked_for = []


def name_server(udp):
    """Tells the exits where www.lab and ftp.lab are, and who has 203.0.113.5."""
    answers = {(labels("www.lab"), A): LOCALHOST, (labels("ftp.lab"), A): ELSEWHERE,
               (labels("5.113.0.203.in-addr.arpa"), PTR): labels("ftp.lab")}
    while True:
        asked, sender = udp.recvfrom(2000)
        end = asked.index(b"\0", 12) + 1
        name, (kind,) = asked[12:end].lower(), struct.unpack(">H", asked[end:end + 2])
        asked_for.append((name, kind))
        udp.sendto(reply(asked, kind, answers.get((name, kind), b"")), sender)


def command(text):
    """What the control port says to a command."""
    with connect(CONTROL) as connection, connection.makefile("rb") as file:
        connection.sendall(b"AUTHENTICATE\r\n" + text + b"\r\nQUIT\r\n")
        return file.read()


def ask(name, kind=A):
    """The response code and the data of the answer by the client's DNS port."""
    with udp_socket() as udp:
        udp.sendto(query(3, name, kind), ("127.0.0.1", DNS))
        got = udp.recv(2000)
    number, flags, _, records = struct.unpack(">4H", got[:8])
    assert number == 3, "not the answer to this question"
    data = got[got.index(b"\0", 12) + 5:]
    return flags & 15, data[12:] if records else b""


def through(name, port):
    """A connection by way of the network, where a try may fail while circuits come and go."""
    end = time.monotonic() + 15
    while True:
        connection = connect(SOCKS, 20)
        connection.sendall(b"\5\1\0")
        assert connection.recv(2) == b"\5\0", "the greeting"
        connection.sendall(b"\5\1\0\3" + bytes([len(name)]) + name + struct.pack(">H", port))
        said = connection.recv(100)
        if said[:2] == b"\5\0":
            return connection
        connection.close()
        assert time.monotonic() < end, f"SOCKS: {said}"
        time.sleep(0.2)


def page(size):
    exchange(through(b"www.lab", WEB), os.urandom(size))


serve(WEB, answer)
names = udp_socket(NAMES)
names.settimeout(None)
threading.Thread(target=name_server, args=(names,), daemon=True).start()

# What the DNS port knows by itself: addresses for hidden services.
code, mapped = ask("something.onion")
assert code == 0 and mapped[:1] == b"\x7f", mapped
assert ask("www.lab", TXT)[0] == NOT_IMPLEMENTED, "a kind of question that is not answered"

until(30, lambda: b"PROGRESS=100" in command(b"GETINFO status/bootstrap-phase"), "no circuits")
page(1000)
assert any(name == labels("www.lab") for name, _ in asked_for), "the exit has not asked the name server"
page(BIG)
at_once(CLIENTS, lambda number: page(50_000))

# Questions that an exit answers.
until(15, lambda: ask("ftp.lab") == (0, ELSEWHERE), "a name by way of the network")
until(15, lambda: ask("5.113.0.203.in-addr.arpa", PTR) == (0, labels("ftp.lab")), "PTR by way of the network")

assert b"250 OK" in command(b"SIGNAL NEWNYM")
page(1000)
os.kill(PID, signal.SIGHUP)
until(5, lambda: "Received reload signal" in open(FOLDER + "/4.log").read(), "SIGHUP")
page(1000)
print(f"a client and 3 relays, {BIG} bytes each way, {CLIENTS} connections at once, names and addresses, SIGHUP")
