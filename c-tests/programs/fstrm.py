"""For fstrm.sh.

fstrm.py DIRECTORY PORT PID    send frames to the port and to DIRECTORY/socket; PID is the server at the port
fstrm.py DIRECTORY written     read what came of them
"""
import collections
import os
import pathlib
import select
import signal
import socket
import struct
import sys
import time

from peers import at_once

DIRECTORY = pathlib.Path(sys.argv[1])
SENDERS, FRAMES = 20, 300
KIND = b"protobuf:test"
ACCEPT, START, STOP, READY, FINISH = range(1, 6)


def control(kind, content=None):
    field = struct.pack(">II", 1, len(content)) + content if content else b""
    return struct.pack(">III", 0, 4 + len(field), kind) + field


def next_frame(file):
    """The data of a frame, or the kind of a control frame, or None at the end."""
    head = file.read(4)
    if not head:
        return None
    length, = struct.unpack(">I", head)
    if length:
        return file.read(length)
    length, kind = struct.unpack(">II", file.read(8))
    file.read(length - 4)
    return kind


def text(sender, number):
    """Frames of many sizes, up to 200 KB."""
    size = 200_000 if number == 7 else number * 3
    return b"%d %d " % (sender, number) + b"x" * size


def connect(address):
    made = socket.socket(socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX)
    made.settimeout(10)
    made.connect(address)
    return made, made.makefile("rb")


def shake_hands(connection, file, kind=KIND):
    connection.sendall(control(READY, kind))
    answer = next_frame(file)
    if answer == ACCEPT:
        connection.sendall(control(START, kind))
    return answer


def sender(address, number):
    connection, file = connect(address)
    assert shake_hands(connection, file) == ACCEPT
    for i in range(FRAMES):
        frame = text(number, i)
        connection.sendall(struct.pack(">I", len(frame)) + frame)
    connection.sendall(control(STOP))
    assert next_frame(file) == FINISH
    assert next_frame(file) is None


def parts():
    return sorted(DIRECTORY.glob("unix-*.fstrm"))


def unwelcome(address):
    """Another kind of frames; more connections than may be, of which the last one has to wait."""
    assert shake_hands(*connect(address), b"other") is None
    held = [connect(address) for _ in range(25)]
    for one in held:
        assert shake_hands(*one) == ACCEPT
    late = connect(address)
    late[0].sendall(control(READY, KIND))
    assert not select.select([late[0]], [], [], 0.3)[0]
    for connection, file in held:
        connection.sendall(control(STOP))
        assert next_frame(file) == FINISH
    assert next_frame(late[1]) == ACCEPT


def wait_until(true, what):
    end = time.monotonic() + 10
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.05)


def send(port, pid):
    total = sum(len(text(n, i)) + 4 for n in range(SENDERS) for i in range(FRAMES))
    for address in (("127.0.0.1", port), str(DIRECTORY / "socket")):
        at_once(SENDERS, lambda number: sender(address, number))
        unwelcome(address)
    os.kill(pid, signal.SIGHUP)
    wait_until(lambda: (DIRECTORY / "tcp.fstrm").stat().st_size >= total, "SIGHUP does not make it write")
    wait_until(lambda: sender(str(DIRECTORY / "socket"), SENDERS) or len(parts()) > 1, "no new file is begun")
    print(f"{2 * SENDERS * FRAMES} frames of {2 * SENDERS} senders, others refused or made to wait")


def frames_of(path):
    with path.open("rb") as file:
        frames = list(iter(lambda: next_frame(file), None))
    assert (frames[0], frames[-1]) == (START, STOP), f"{path.name} does not begin and end as it should"
    return frames[1:-1]


def written():
    for paths in ([DIRECTORY / "tcp.fstrm"], parts()):
        got = collections.defaultdict(list)
        for frame in (frame for path in paths for frame in frames_of(path)):
            got[int(frame.split()[0])].append(frame)
        for number in range(SENDERS):
            assert got[number] == [text(number, i) for i in range(FRAMES)], f"of sender {number}"
    print(f"all written, in {1 + len(parts())} files")


if sys.argv[2] == "written":
    written()
else:
    send(int(sys.argv[2]), int(sys.argv[3]))
