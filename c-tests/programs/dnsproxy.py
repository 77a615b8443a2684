"""Clients and name servers for dnsproxy.sh: dnsproxy.py PORT AUTHORITATIVE RECURSIVE LOG."""
import pathlib
import re
import struct
import sys
import threading
import time

from dns_messages import A, ask_many, query, reply, udp_socket

PORT, AUTHORITATIVE, RECURSIVE = map(int, sys.argv[1:4])
LOG = pathlib.Path(sys.argv[4])
QUESTIONS, UNANSWERED = 3000, 40


def address(number):
    return struct.pack(">BBH", 10, 1, number)


def recursive(udp):
    """Answers hN.lab with 10.1.N."""
    while True:
        asked, sender = udp.recvfrom(2000)
        number = int(asked[14:13 + asked[12]])
        udp.sendto(reply(asked, A, address(number)), sender)


def timeouts():
    """The count of questions without an answer, as the proxy tells once a second."""
    numbers = re.findall(r"^.*TimeoutQ.*\n\D*(\d+)", LOG.read_text(), re.M)
    return int(numbers[-1]) if numbers else 0


server = udp_socket(RECURSIVE)
server.settimeout(None)
threading.Thread(target=recursive, args=(server,), daemon=True).start()
silent = udp_socket(AUTHORITATIVE)

# Questions that do not wish for recursion go to the silent one.
client = udp_socket()
for number in range(UNANSWERED):
    asked = bytearray(query(number, "h1.lab"))
    asked[2] &= 0xFE
    client.sendto(asked, ("127.0.0.1", PORT))
ask_many(PORT, QUESTIONS, lambda number: f"h{number}.lab", address)
got = {silent.recv(2000)[12:] for _ in range(UNANSWERED)}
assert got == {query(0, "h1.lab")[12:]}, got
end = time.monotonic() + 10
while timeouts() < UNANSWERED:
    assert time.monotonic() < end, f"{timeouts()} timeouts: {LOG.read_text()[-300:]}"
    time.sleep(0.1)
print(f"{QUESTIONS} questions, {UNANSWERED} more without an answer")
