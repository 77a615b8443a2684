"""Clients and workers for gearmand.sh: gearmand.py PORT. Any failed assertion ends it."""
import socket
import struct
import sys
import threading
import time

from peers import at_once

ADDRESS = ("127.0.0.1", int(sys.argv[1]))
CLIENTS, ROUNDS, WORKERS = 30, 40, 6
CAN_DO, PRE_SLEEP, NOOP, SUBMIT_JOB, JOB_CREATED, GRAB_JOB, NO_JOB, JOB_ASSIGN = 1, 4, 6, 7, 8, 9, 10, 11
WORK_STATUS, WORK_COMPLETE, GET_STATUS, ECHO, ECHOED = 12, 13, 15, 16, 17
SUBMIT_BACKGROUND, STATUS, CAN_DO_TIMEOUT = 18, 20, 23


class Peer:
    def __init__(self):
        self.socket = socket.create_connection(ADDRESS, 20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def send(self, kind, *parts):
        text = b"\0".join(parts)
        self.socket.sendall(b"\0REQ" + struct.pack(">II", kind, len(text)) + text)

    def packet(self):
        magic, kind, length = struct.unpack(">4sII", self.file.read(12))
        assert magic == b"\0RES", magic
        return kind, self.file.read(length)

    def receive(self, wanted):
        kind, text = self.packet()
        assert kind == wanted, f"{kind}, not {wanted}: {text[:80]}"
        return text

    def submit(self, function, text, kind=SUBMIT_JOB):
        self.send(kind, function, b"", text)
        return self.receive(JOB_CREATED)

    def result(self, handle):
        return self.receive(WORK_COMPLETE).removeprefix(handle + b"\0")

    def grab_job(self):
        self.send(GRAB_JOB)
        while True:
            kind, text = self.packet()
            if kind == JOB_ASSIGN:
                return text.split(b"\0", 2)
            if kind == NO_JOB:
                return None
            assert kind == NOOP, kind

    def wait_for_job(self):
        while (job := self.grab_job()) is None:
            self.send(PRE_SLEEP)
            self.receive(NOOP)
        return job

    def poll_for_job(self):
        """Without the sleep: gearmand, when a timer gives a job back, may forget to wake the sleepers."""
        end = time.monotonic() + 20
        while (job := self.grab_job()) is None:
            assert time.monotonic() < end, "no job"
            time.sleep(0.05)
        return job

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


def worker():
    """Reverses what it is given."""
    peer = Peer()
    peer.send(CAN_DO, b"reverse")
    while True:
        handle, _, text = peer.wait_for_job()
        peer.send(WORK_COMPLETE, handle, text[::-1])


def client(number):
    peer = Peer()
    for i in range(ROUNDS):
        text = b"%d of %d" % (i, number)
        handle = peer.submit(b"reverse", text)
        assert peer.result(handle) == text[::-1], text
    # a packet for each of a hundred echoes, all sent before the first is read
    for i in range(100):
        peer.send(ECHO, b"echo %d" % i)
    for i in range(100):
        assert peer.receive(ECHOED) == b"echo %d" % i


def slow_worker():
    """A worker that has a second for a job and does not do it: a timer gives the job to another one."""
    slow, other, asker = Peer(), Peer(), Peer()
    slow.send(CAN_DO_TIMEOUT, b"slow", b"1")
    handle = asker.submit(b"slow", b"work")
    assert slow.wait_for_job()[0] == handle
    began = time.monotonic()
    other.send(CAN_DO, b"slow")
    assert other.poll_for_job() == [handle, b"slow", b"work"]
    took = time.monotonic() - began
    assert took > 0.5, f"the slow worker had only {took:.1f} s"
    other.send(WORK_COMPLETE, handle, b"done")
    assert asker.result(handle) == b"done"


def lost_worker():
    """The job of a worker that goes away is given to the next one; meanwhile its state can be asked for."""
    first, asker = Peer(), Peer()
    first.send(CAN_DO, b"lost")
    handle = asker.submit(b"lost", b"work")
    assert first.wait_for_job() == [handle, b"lost", b"work"]
    first.send(WORK_STATUS, handle, b"1", b"3")
    assert asker.receive(WORK_STATUS) == handle + b"\x001\x003"
    asker.send(GET_STATUS, handle)
    assert asker.receive(STATUS) == handle + b"\x001\x001\x001\x003"
    first.close()
    second = Peer()
    second.send(CAN_DO, b"lost")
    assert second.wait_for_job() == [handle, b"lost", b"work"]
    second.send(WORK_COMPLETE, handle, b"found")
    assert asker.result(handle) == b"found"


def background():
    """Jobs that wait for a worker without a client."""
    asker = Peer()
    handles = {asker.submit(b"later", b"%d" % i, SUBMIT_BACKGROUND) for i in range(50)}
    asker.close()
    peer = Peer()
    peer.send(CAN_DO, b"later")
    for _ in range(50):
        handle, _, _ = peer.wait_for_job()
        handles.remove(handle)
        peer.send(WORK_COMPLETE, handle, b"")
    assert not handles


for _ in range(WORKERS):
    threading.Thread(target=worker, daemon=True).start()
first = Peer()
big = bytes(i * 7 % 251 for i in range(1_000_000))
assert first.result(first.submit(b"reverse", big)) == big[::-1]
at_once(CLIENTS, client)
lost_worker()
background()
slow_worker()
with Peer().socket as admin:
    admin.sendall(b"status\n")
    lines = iter(admin.makefile("rb").readline, b".\n")
    state = {name: tuple(map(int, numbers)) for name, *numbers in (line.split(b"\t") for line in lines)}
assert state[b"reverse"] == (0, 0, WORKERS), state
print(f"{CLIENTS * ROUNDS} jobs of {CLIENTS} clients for {WORKERS} workers on 4 threads, a lost one, a late one")
