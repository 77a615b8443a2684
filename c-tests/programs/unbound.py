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

from dns_messages import A, SERVFAIL, ask, ask_many, ask_tcp, reply, udp_socket

PORT, UPSTREAM, SILENT, PID = map(int, sys.argv[1:5])
NAMES = 1500


def address(number):
    return struct.pack(">BBH", 10, 1, number)


def upstream(udp):
    """Answers hN.up.lab with 10.1.N."""
    while True:
        asked, sender = udp.recvfrom(2000)
        number = int(asked[14:13 + asked[12]])
        udp.sendto(reply(asked, A, address(number)), sender)


here = socket.inet_aton("192.0.2.7")
server = udp_socket(UPSTREAM)
server.settimeout(None)
threading.Thread(target=upstream, args=(server,), daemon=True).start()
hole = udp_socket(SILENT)

assert ask(PORT, "here.local.lab") == (0, here), "local data over UDP"
assert ask_tcp(PORT, "here.local.lab") == (0, here), "local data over TCP"

# Timers must turn the silence of this upstream into an answer, while others are answered.
late = {}
dead = threading.Thread(target=lambda: late.update(answer=ask(PORT, "x.silent.lab")))
dead.start()
# Questions in flight at once: each is a socket and a timer in unbound.
ask_many(PORT, NAMES, lambda number: f"h{number}.up.lab", address)
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
        assert ask_tcp(PORT, "here.local.lab") == (0, here), "after SIGHUP"
        break
    except (OSError, struct.error):
        time.sleep(0.1)
else:
    raise AssertionError("no answer after SIGHUP")
assert ask(PORT, "h9.up.lab") == (0, address(9)), "forwarding after SIGHUP"
print(f"UDP, TCP, {NAMES} forwarded questions, SERVFAIL after {tries} tries, SIGHUP")
