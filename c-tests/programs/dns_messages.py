"""DNS messages for the tests of name servers."""
import socket
import struct

A, SOA, PTR, TXT, AXFR = 1, 6, 12, 16, 252
SERVFAIL, REFUSED = 2, 5


def labels(name):
    return b"".join(bytes([len(part)]) + part for part in name.encode().split(b".")) + b"\0"


def query(number, name, kind=A):
    """A question that wishes for recursion."""
    return struct.pack(">6H", number, 0x0100, 1, 0, 0, 0) + labels(name) + struct.pack(">HH", kind, 1)


def reply(asked, kind, data):
    """The answer to a query: one record, or none if there is no data."""
    end = asked.index(b"\0", 12) + 5
    head = asked[:2] + struct.pack(">5H", 0x8580, 1, 1 if data else 0, 0, 0) + asked[12:end]
    return head + (struct.pack(">3HIH", 0xC00C, kind, 1, 60, len(data)) + data if data else b"")


def outcome(answer, number):
    """The response code and the last four bytes of an answer: those of its address, if it has one."""
    got, flags, _, records, _, _ = struct.unpack(">6H", answer[:12])
    assert got == number and flags & 0x8000, "not an answer to this question"
    return flags & 15, (answer[-4:] if records else b"")


def udp_socket(port=0):
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", port))
    made.settimeout(10)
    return made


def ask(port, name, number=7):
    with udp_socket() as udp:
        udp.sendto(query(number, name), ("127.0.0.1", port))
        return outcome(udp.recv(2000), number)


class Tcp:
    """A connection to the server at a port."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 10)
        self.file = self.socket.makefile("rb")

    def send(self, *messages):
        self.socket.sendall(b"".join(struct.pack(">H", len(text)) + text for text in messages))

    def receive(self):
        return self.file.read(struct.unpack(">H", self.file.read(2))[0])

    def close(self):
        self.file.close()
        self.socket.close()


def ask_tcp(port, name, number=8):
    """Two questions on one connection; the second answer."""
    tcp = Tcp(port)
    for _ in range(2):
        tcp.send(query(number, name))
        answer = outcome(tcp.receive(), number)
    tcp.close()
    return answer


def ask_many(port, count, name, wanted):
    """Questions for name(N), 50 in flight at once; the answer must be the address wanted(N)."""
    udp, in_flight, following = udp_socket(), 0, 0
    done = set()
    while len(done) < count:
        while in_flight < 50 and following < count:
            udp.sendto(query(following, name(following)), ("127.0.0.1", port))
            following, in_flight = following + 1, in_flight + 1
        answer = udp.recv(2000)
        number = struct.unpack(">H", answer[:2])[0]
        assert outcome(answer, number) == (0, wanted(number)), f"wrong answer to {number}"
        done.add(number)
        in_flight -= 1
    udp.close()
