#!/usr/bin/env python3
"""Sends frames to examples-c/ws-echo, good and bad ones, and looks at what comes back.

    ws-cases.py PORT GROUP      GROUP is one of 1 to 7

The groups, and the numbers in them, are those of the Autobahn test suite for WebSockets, which does not run on
today's Python: echoes, pings, reserved bits, opcodes, fragments, UTF-8, and closing. A case is what the client sends
and the frames that it must get before the connection ends; a case that ends without a close frame sends one.
"""
import os
import socket
import struct
import sys

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10


def frame(opcode, payload=b"", fin=True, rsv=0):
    mask = os.urandom(4)
    head = bytes([fin << 7 | rsv << 4 | opcode])
    n = len(payload)
    if n < 126:
        head += bytes([0x80 | n])
    elif n < 65536:
        head += b"\xfe" + struct.pack(">H", n)
    else:
        head += b"\xff" + struct.pack(">Q", n)
    key = (mask * (n // 4 + 1))[:n]
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(n, "big")
    return head + mask + masked


def part(opcode, payload=b""):
    return frame(opcode, payload, fin=False)


def close(code=None, reason=b""):
    return frame(CLOSE, b"" if code is None else struct.pack(">H", code) + reason)


class Server:
    """A connection to it, with a session."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(("GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\r\n").encode())
        self.bytes = b""
        while b"\r\n\r\n" not in self.bytes:
            self.bytes += self.socket.recv(4096)
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        assert head.startswith(b"HTTP/1.1 101 "), head
        assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in head, head

    def send(self, data, chop):
        try:
            for at in range(0, len(data), chop):
                self.socket.sendall(data[at:at + chop])
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has said why

    def frames(self):
        """All frames until the end."""
        buffer = bytearray(self.bytes)
        while data := self.socket.recv(1 << 16):
            buffer += data
        at = 0
        while at < len(buffer):
            first, n = buffer[at:at + 2]
            at += 2
            assert first & 0x80 and n < 128, "whole messages, without masks"
            if n >= 126:
                size = 2 if n == 126 else 8
                n = int.from_bytes(buffer[at:at + size], "big")
                at += size
            assert at + n <= len(buffer), "cut off"
            payload = bytes(buffer[at:at + n])
            yield first & 0xf, int.from_bytes(payload[:2], "big") if first & 0xf == CLOSE else payload
            at += n


def echoes():
    for kind, opcode, byte in ((1, TEXT, b"*"), (2, BINARY, b"\xfe")):
        for i, (n, chop) in enumerate([(0, 0), (125, 0), (126, 0), (127, 0), (128, 0), (65535, 0), (65536, 0), (65536, 997)]):
            yield f"1.{kind}.{i + 1}", frame(opcode, byte * n), [(opcode, byte * n)], chop
        yield f"1.{kind} large", frame(opcode, byte * 10_000_000), [(opcode, byte * 10_000_000)], 0


def pings():
    yield "2.1", frame(PING), [(PONG, b"")]
    yield "2.2", frame(PING, b"Hello, world!"), [(PONG, b"Hello, world!")]
    yield "2.3", frame(PING, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"), [(PONG, b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff")]
    yield "2.4", frame(PING, b"\xfe" * 125), [(PONG, b"\xfe" * 125)]
    yield "2.5", frame(PING, b"\xfe" * 126), [(CLOSE, 1002)]
    yield "2.6", frame(PING, b"\xfe" * 125), [(PONG, b"\xfe" * 125)], 1
    yield "2.7", frame(PONG), []
    yield "2.8", frame(PONG, b"unsolicited pong payload"), []
    yield "2.9", frame(PONG, b"unsolicited") + frame(PING, b"ping payload"), [(PONG, b"ping payload")]
    for number, chop in ("2.10", 0), ("2.11", 1):
        payloads = [b"payload-%d" % i for i in range(10)]
        yield number, b"".join(frame(PING, p) for p in payloads), [(PONG, p) for p in payloads], chop


def reserved_bits():
    hello = frame(TEXT, b"Hello, world!")
    yield "3.1", frame(TEXT, b"Hello, world!", rsv=1), [(CLOSE, 1002)]
    for number, chop in ("3.2", 0), ("3.3", 0), ("3.4", 1):
        rsv = int(number[-1])
        yield number, hello + frame(TEXT, b"x", rsv=rsv) + frame(PING), [(TEXT, b"Hello, world!"), (CLOSE, 1002)], chop
    yield "3.5", frame(BINARY, b"\x00\xff\xfe", rsv=5), [(CLOSE, 1002)]
    yield "3.6", frame(PING, b"Hello, world!", rsv=6), [(CLOSE, 1002)]
    yield "3.7", frame(CLOSE, rsv=7), [(CLOSE, 1002)]


def opcodes():
    hello = frame(TEXT, b"Hello, world!")
    for group, values in (1, range(3, 8)), (2, range(11, 16)):
        for i, opcode in enumerate(values):
            payload = b"" if i in (0, 2) else b"reserved opcode payload"
            bad = frame(opcode, payload)
            if i < 2:
                yield f"4.{group}.{i + 1}", bad, [(CLOSE, 1002)]
            else:
                chop = 1 if i == 4 else 0
                yield f"4.{group}.{i + 1}", hello + bad + frame(PING), [(TEXT, b"Hello, world!"), (CLOSE, 1002)], chop


def fragments():
    yield "5.1", part(PING, b"fragment1") + frame(CONT, b"fragment2"), [(CLOSE, 1002)]
    yield "5.2", part(PONG, b"fragment1") + frame(CONT, b"fragment2"), [(CLOSE, 1002)]
    whole = [(TEXT, b"fragment1fragment2")]
    pair = part(TEXT, b"fragment1"), frame(CONT, b"fragment2")
    for number, chop in ("5.3", 0), ("5.4", 0), ("5.5", 1):
        yield number, b"".join(pair), whole, chop
    for number, chop in ("5.6", 0), ("5.7", 0), ("5.8", 1):
        yield number, pair[0] + frame(PING, b"ping payload") + pair[1], [(PONG, b"ping payload"), *whole], chop
    for number, fin, chop in ("5.9", 1, 0), ("5.10", 1, 0), ("5.11", 1, 1), ("5.12", 0, 0), ("5.13", 0, 0), ("5.14", 0, 1):
        yield number, frame(CONT, b"non-continuation payload", fin) + frame(TEXT, b"Hello, world!"), [(CLOSE, 1002)], chop
    yield "5.15", b"".join(pair) + part(CONT, b"fragment3") + frame(TEXT, b"fragment4"), [*whole, (CLOSE, 1002)]
    yield "5.16", (part(CONT, b"fragment1") + part(TEXT, b"fragment2") + frame(CONT, b"fragment3")) * 2, [(CLOSE, 1002)]
    yield "5.17", (frame(CONT, b"fragment1") + part(TEXT, b"fragment2") + frame(CONT, b"fragment3")) * 2, [(CLOSE, 1002)]
    yield "5.18", part(TEXT, b"fragment1") + frame(TEXT, b"fragment2"), [(CLOSE, 1002)]
    five = [part(TEXT, b"1"), part(CONT, b"2"), frame(PING, b"pongme 1"), part(CONT, b"3"), part(CONT, b"4"),
            frame(PING, b"pongme 2"), frame(CONT, b"5")]
    for number, chop in ("5.19", 0), ("5.20", 1):
        yield number, b"".join(five), [(PONG, b"pongme 1"), (PONG, b"pongme 2"), (TEXT, b"12345")], chop


def is_text(payload):
    try:
        payload.decode()
        return True
    except UnicodeDecodeError:
        return False


def texts():
    greek, astral = "κόσμε".encode(), "𐀀".encode()
    samples = [b"", b"Hello-\xc2\xb5@\xc3\x9f\xc3\xb6\xc3\xa4\xc3\xbc\xc3\xa0\xc3\xa1-UTF-8!!", greek, astral]
    # The first and last of each length, those beyond, and what is near the surrogates and non-characters.
    for n in (0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xfffe, 0xffff, 0x10000, 0x10ffff, *range(0x1fffe, 0x10ffff, 0x10000)):
        samples.append(chr(n).encode())
    samples += [b"\xf4\x90\x80\x80", b"\xf7\xbf\xbf\xbf", b"\xf8\x88\x80\x80\x80", b"\xfb\xbf\xbf\xbf\xbf",
                b"\xfc\x84\x80\x80\x80\x80", b"\xfd\xbf\xbf\xbf\xbf\xbf"]
    # Continuation bytes alone, starts alone, and what is cut off.
    samples += [bytes(range(0x80, 0x80 + n)) for n in range(1, 8)] + [bytes(range(0x80, 0xc0))]
    samples += [b"".join(bytes([b, 0x20]) for b in starts) for starts in (range(0xc0, 0xe0), range(0xe0, 0xf0), range(0xf0, 0xf8))]
    samples += [(greek + astral)[:n] for n in range(1, 16)]
    samples += [b"\xfe", b"\xff", b"\xfe\xfe\xff\xff", b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited"]
    # Overlong.
    samples += [b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf8\x80\x80\x80\xaf", b"\xc1\xbf", b"\xe0\x9f\xbf",
                b"\xf0\x8f\xbf\xbf", b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80"]
    # Surrogates, alone and in pairs.
    samples += [b"\xed\xa0\x80", b"\xed\xad\xbf", b"\xed\xae\x80", b"\xed\xbf\xbf", b"\xed\xa0\x80\xed\xb0\x80"]
    for i, sample in enumerate(samples):
        wanted = [(TEXT, sample)] if is_text(sample) else [(CLOSE, 1007)]
        yield f"6.{i} whole", frame(TEXT, sample), wanted
        yield f"6.{i} in bytes", frame(TEXT, sample), wanted, 1
        pieces = [sample[at:at + 1] for at in range(len(sample))]
        many = part(TEXT) + b"".join(part(CONT, piece) for piece in pieces) + frame(CONT)
        yield f"6.{i} in frames", many, wanted
    # Refused before the rest has come.
    yield "6.4.1", part(TEXT, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xf4\x90\x80\x80"), [(CLOSE, 1007)]
    yield "6.4.3", frame(TEXT, b"\xce\xba\xf4\x90" + b"x" * 100)[:-100], [(CLOSE, 1007)]


def closing():
    hello, pong = frame(TEXT, b"Hello World!"), [(TEXT, b"Hello World!")]
    yield "7.1.1", hello + close(1000), [*pong, (CLOSE, 1000)]
    yield "7.1.2", close(1000) * 2, [(CLOSE, 1000)]
    yield "7.1.3", close(1000) + frame(PING), [(CLOSE, 1000)]
    yield "7.1.4", close(1000) + hello, [(CLOSE, 1000)]
    yield "7.1.5", part(TEXT, b"fragment1") + close(1000) + frame(CONT, b"fragment2"), [(CLOSE, 1000)]
    yield "7.1.6", frame(TEXT, b"BAsd7&jh23" * 26214) + hello + close(1000) + frame(PING), \
        [(TEXT, b"BAsd7&jh23" * 26214), *pong, (CLOSE, 1000)]
    yield "7.3.1", close(), [(CLOSE, 0)]
    yield "7.3.2", frame(CLOSE, b"a"), [(CLOSE, 1002)]
    yield "7.3.3", close(1000), [(CLOSE, 1000)]
    yield "7.3.4", close(1000, b"Hello World!"), [(CLOSE, 1000)]
    yield "7.3.5", close(1000, b"*" * 123), [(CLOSE, 1000)]
    yield "7.3.6", close(1000, b"*" * 124), [(CLOSE, 1002)]
    yield "7.5.1", close(1000, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited"), [(CLOSE, 1007)]
    for code in (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999):
        yield f"7.7 {code}", close(code), [(CLOSE, code)]
    for code in (0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535):
        yield f"7.9 {code}", close(code), [(CLOSE, 1002)]
    # The server begins.
    yield "server", frame(TEXT, b"bye") + frame(TEXT, b"not heard"), [(CLOSE, 1000)]


GROUPS = {"1": echoes, "2": pings, "3": reserved_bits, "4": opcodes, "5": fragments, "6": texts, "7": closing}


def main():
    port, group = int(sys.argv[1]), GROUPS[sys.argv[2]]
    failed = passed = 0
    for name, data, wanted, *chop in group():
        server = Server(port)
        server.send(data, chop[0] if chop and chop[0] else len(data) or 1)
        if not any(opcode == CLOSE for opcode, _ in wanted):
            wanted = [*wanted, (CLOSE, 1000)]
            server.send(close(1000), 100)
        elif name == "server":
            server.send(close(1000), 100)
        try:
            got = list(server.frames())
        except (AssertionError, OSError) as error:
            got = repr(error)
        server.socket.close()
        if got == wanted:
            passed += 1
        else:
            failed += 1
            print(f"{name}: wanted {str(wanted)[:200]}, got {str(got)[:200]}")
    print(f"group {sys.argv[2]}: {passed} passed, {failed} failed")
    sys.exit(failed != 0 or passed == 0)


main()
