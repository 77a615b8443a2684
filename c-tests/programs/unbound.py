"""Client and upstream servers for unbound.sh: unbound.py PORT UPSTREAM SILENT PID.

Unbound at PORT forwards up.lab to UPSTREAM and silent.lab to SILENT; both are played here.
"""
import os
import signal
import socket
import struct
import sys
import threading
import time

PORT, UPSTREAM, SILENT, PID = map(int, sys.argv[1:5])
NAMES = 1500
A, TXT = 1, 16
SERVFAIL = 2


def question(name, kind):
    labels = b"".join(bytes([len(part)]) + part for part in name.encode().split(b"."))
    return labels + struct.pack(">BHH", 0, kind, 1)


def query(number, name, kind=A):
    return struct.pack(">6H", number, 0x0100, 1, 0, 0, 0) + question(name, kind)


def outcome(answer, number):
    """The response code and the data of the last record of an answer."""
    got, flags, _, records, _, _ = struct.unpack(">6H", answer[:12])
    assert got == number and flags & 0x8000, "not an answer to this question"
    return flags & 15, (answer[-4:] if records else b"")


def address(number):
    return struct.pack(">BBH", 10, 1, number)


def upstream(udp):
    """Answers hN.up.lab with 10.1.N."""
    while True:
        asked, sender = udp.recvfrom(2000)
        head, rest = asked[:2], asked[12:]
        end = rest.index(b"\0") + 5
        number = int(rest[2:1 + rest[0]])
        reply = head + struct.pack(">5H", 0x8580, 1, 1, 0, 0) + rest[:end]
        udp.sendto(reply + struct.pack(">3HIH", 0xC00C, A, 1, 60, 4) + address(number), sender)


def udp_socket(port=0):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", port))
    made.settimeout(10)
    return made


def ask(name, number=7):
    with udp_socket() as udp:
        udp.sendto(query(number, name), ("127.0.0.1", PORT))
        return outcome(udp.recv(2000), number)


def ask_tcp(name, number=8):
    with socket.create_connection(("127.0.0.1", PORT), 10) as tcp:
        file = tcp.makefile("rb")
        for _ in range(2):  # two questions on one connection
            text = query(number, name)
            tcp.sendall(struct.pack(">H", len(text)) + text)
            answer = outcome(file.read(struct.unpack(">H", file.read(2))[0]), number)
        return answer


def many():
    """Questions in flight at once: each is a socket and a timer in unbound."""
    udp, open_ones, following = udp_socket(), 0, 0
    done = set()
    while len(done) < NAMES:
        while open_ones < 50 and following < NAMES:
            udp.sendto(query(following, f"h{following}.up.lab"), ("127.0.0.1", PORT))
            following, open_ones = following + 1, open_ones + 1
        answer = udp.recv(2000)
        number = struct.unpack(">H", answer[:2])[0]
        assert outcome(answer, number) == (0, address(number)), f"wrong answer to {number}"
        done.add(number)
        open_ones -= 1


here = socket.inet_aton("192.0.2.7")
server = udp_socket(UPSTREAM)
server.settimeout(None)
threading.Thread(target=upstream, args=(server,), daemon=True).start()
hole = udp_socket(SILENT)

assert ask("here.local.lab") == (0, here), "local data over UDP"
assert ask_tcp("here.local.lab") == (0, here), "local data over TCP"

# Timers must turn the silence of this upstream into an answer, while others are answered.
late = {}
dead = threading.Thread(target=lambda: late.update(answer=ask("x.silent.lab")))
dead.start()
many()
dead.join(15)
assert late.get("answer", (None,))[0] == SERVFAIL, f"silent upstream: {late}"
tries = 0
hole.setblocking(False)
try:
    while hole.recv(2000):
        tries += 1
except BlockingIOError:
    pass
assert tries >= 2, f"{tries} tries at the silent upstream"

# SIGHUP reads the configuration again, with new bases.
os.kill(PID, signal.SIGHUP)
for _ in range(50):
    try:
        assert ask_tcp("here.local.lab") == (0, here), "after SIGHUP"
        break
    except (OSError, struct.error):
        time.sleep(0.1)
else:
    raise AssertionError("no answer after SIGHUP")
assert ask("h9.up.lab") == (0, address(9)), "forwarding after SIGHUP"
print(f"UDP, TCP, {NAMES} forwarded questions, SERVFAIL after {tries} tries, SIGHUP")
