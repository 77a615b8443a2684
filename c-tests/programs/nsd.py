"""A client for nsd.sh: nsd.py PORT RECORDS; big.lab has h0 ... with the addresses 10.1.0.0 ..."""
import struct
import sys
import time

from dns_messages import A, AXFR, REFUSED, Tcp, ask, ask_many, outcome, query
from peers import at_once

PORT, RECORDS = map(int, sys.argv[1:3])
CLIENTS, QUESTIONS = 60, 30


def name(number):
    return f"h{number}.big.lab"


def address(number):
    return struct.pack(">BBH", 10, 1, number)


ask_many(PORT, RECORDS, name, address)
assert ask(PORT, "elsewhere.lab")[0] == REFUSED, "a zone that it does not have"

# More connections than nsd takes at a time: it stops accepting and goes on when others have ended.
def client(first):
    """While it has many connections nsd soon closes those that are idle, so who is slow begins again."""
    for _ in range(20):
        try:
            return ask_by_one(first)
        except (ConnectionError, struct.error):
            pass
    raise AssertionError("always closed")


def ask_by_one(first):
    tcp = Tcp(PORT)
    numbers = [(first * 37 + i) % RECORDS for i in range(QUESTIONS)]
    for number in numbers[:-10]:
        tcp.send(query(number, name(number)))
        assert outcome(tcp.receive(), number) == (0, address(number)), number
    # the last ones in one packet
    tcp.send(*(query(number, name(number)) for number in numbers[-10:]))
    for number in numbers[-10:]:
        assert outcome(tcp.receive(), number) == (0, address(number)), number
    tcp.close()


at_once(CLIENTS, client)

# The whole zone, in many messages: it is written as the socket takes it.
tcp, records, messages = Tcp(PORT), 0, 0
tcp.send(query(9, "big.lab", AXFR))
while records < RECORDS + 5:  # two SOA, NS, ns, www
    answer = tcp.receive()
    assert not struct.unpack(">H", answer[2:4])[0] & 15, "refused"
    records, messages = records + struct.unpack(">H", answer[6:8])[0], messages + 1
assert records == RECORDS + 5 and messages > 1, (records, messages)

# A timer closes a connection that is idle, or stays in the middle of a question.
tcp.send(query(1, name(1), A))
assert outcome(tcp.receive(), 1) == (0, address(1))
tcp.socket.sendall(b"\0")
since = time.monotonic()
assert tcp.file.read() == b"", "the idle connection got data"
assert 0.5 < time.monotonic() - since < 8, "the idle connection was closed at the wrong time"
print(f"{RECORDS} questions, {CLIENTS} TCP clients where 20 may be, AXFR in {messages} messages, idle timeout")
