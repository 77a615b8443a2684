"""A client for pgbouncer.sh: pgbouncer.py PORT PID FOLDER, in which are its settings and log.

Says "take over" when another process may take over, and waits for the file "taken" in the folder.
"""
import os
import signal
import socket
import ssl
import struct
import sys
import threading
import time

from peers import at_once, until

PORT, PID = map(int, sys.argv[1:3])
FOLDER = sys.argv[3]
SETTINGS = FOLDER + "/pgbouncer.ini"
CLIENTS, ROUNDS, LIMIT = 120, 10, 5
CANCEL, TLS = 80877102, 80877103


class Refused(Exception):
    pass


def fields(row):
    """The values in a row of an answer."""
    place = 2
    for _ in range(struct.unpack(">H", row[:2])[0]):
        length = max(0, struct.unpack(">i", row[place:place + 4])[0])
        yield row[place + 4:place + 4 + length].decode()
        place += 4 + length


class Client:
    def __init__(self, user="postgres", database="lab", tls=False):
        self.socket = socket.create_connection(("127.0.0.1", PORT), 15)
        if tls:
            self.socket.sendall(struct.pack(">II", 8, TLS))
            assert self.socket.recv(1) == b"S", "TLS refused"
            context = ssl._create_unverified_context()
            self.socket = context.wrap_socket(self.socket)
        self.file = self.socket.makefile("rb")
        text = f"user\0{user}\0database\0{database}\0\0".encode()
        self.socket.sendall(struct.pack(">II", len(text) + 8, 196608) + text)
        self.key = dict(self.answers()).get(b"K")

    def answers(self):
        """Messages up to the one that says that the server is ready."""
        found, error = [], None
        while True:
            kind, length = struct.unpack(">cI", self.file.read(5))
            body = self.file.read(length - 4)
            if kind == b"E":
                error = Refused(body.replace(b"\0", b" ").decode())
                if b"FATAL" in body:
                    raise error
            found.append((kind, body))
            if kind == b"Z":
                if error:
                    raise error
                return found

    def send(self, *messages):
        self.socket.sendall(b"".join(kind + struct.pack(">I", len(body) + 4) + body for kind, body in messages))

    def rows(self):
        return [list(fields(body)) for kind, body in self.answers() if kind == b"D"]

    def ask(self, text):
        self.send((b"Q", text.encode() + b"\0"))
        return self.rows()

    def prepared(self, text, argument):
        """A statement with an argument, all of it in one packet."""
        bind = b"\0\0" + struct.pack(">HHI", 0, 1, len(argument)) + argument + struct.pack(">H", 0)
        self.send((b"P", b"\0" + text.encode() + b"\0\0\0"), (b"B", bind), (b"E", b"\0" * 5), (b"S", b""))
        return self.rows()


def show(what):
    """A table of pgbouncer's, as dictionaries."""
    admin.send((b"Q", f"show {what}\0".encode()))
    answers = admin.answers()
    names, place = [], 2
    description = dict(answers)[b"T"]
    while place < len(description):
        end = description.index(b"\0", place)
        names.append(description[place:end].decode())
        place = end + 19
    return [dict(zip(names, fields(body))) for kind, body in answers if kind == b"D"]


def servers():
    return sum(row["database"] == "lab" for row in show("servers"))


first, admin = Client(), Client("admin", "pgbouncer")
assert first.ask("select 6 * 7") == [["42"]]
first.ask("create table work (client int, round int)")

# Big answers and big questions, in the clear and over TLS, while the client is slow to read.
for tls in False, True:
    mine = Client(tls=tls)
    big = "x" * 2000
    mine.send((b"Q", f"select repeat('x', 2000) from generate_series(1, 4000)\0".encode()))
    time.sleep(0.1)
    assert mine.rows() == [[big]] * 4000, "a big answer"
    assert mine.prepared("select length($1)", b"y" * 3_000_000) == [["3000000"]], "a big question"

# Many clients share five connections to the server.
together, most = threading.Barrier(CLIENTS), 0


def work(number):
    global most
    mine = Client(tls=number % 10 == 0)
    together.wait(15)
    if number == 0:
        most = servers()
    for i in range(ROUNDS):
        mine.ask("begin")
        mine.ask(f"insert into work values ({number}, {i})")
        assert mine.ask(f"select count(*) from work where client = {number}") == [[str(i + 1)]]
        mine.ask("commit")


at_once(CLIENTS, work)
most = max(most, servers())
assert first.ask("select count(*) from work") == [[str(CLIENTS * ROUNDS)]], "not every row is there"
assert 1 < most <= LIMIT, f"{most} connections to the server"

# A request to cancel comes on a connection of its own.
first.send((b"Q", b"select pg_sleep(30)\0"))
asleep = "select count(*) from pg_stat_activity where wait_event = 'PgSleep'"
watcher = Client()
until(5, lambda: watcher.ask(asleep) == [["1"]], "the query does not start")
with socket.create_connection(("127.0.0.1", PORT), 10) as other:
    other.sendall(struct.pack(">II", 16, CANCEL) + first.key)
    while other.recv(1000):
        pass
try:
    first.answers()
    raise AssertionError("the query was not canceled")
except Refused as error:
    assert "C57014" in str(error), error

# Timers: one ends transactions that are idle, one connections to the server.
idle, since = Client(), time.monotonic()
idle.ask("begin")
try:
    idle.answers()
    raise AssertionError("an idle transaction goes on")
except Refused as error:
    assert "idle transaction timeout" in str(error), error
assert 1 < time.monotonic() - since < 10, "the idle transaction was ended at the wrong time"
until(10, lambda: servers() == 0, "idle connections to the server stay")

# Signals: SIGUSR1 pauses, SIGUSR2 resumes, SIGHUP reads the settings.
os.kill(PID, signal.SIGUSR1)
until(5, lambda: "got SIGUSR1" in open(FOLDER + "/log").read(), "SIGUSR1: no pause")
first.send((b"Q", b"select 'held'\0"))
first.socket.settimeout(0.5)
try:
    raise AssertionError(f"answered while paused: {first.socket.recv(10)}")
except TimeoutError:
    first.socket.settimeout(15)
os.kill(PID, signal.SIGUSR2)
first.file = first.socket.makefile("rb")
assert first.rows() == [["held"]], "after SIGUSR2"
with open(SETTINGS) as file:
    text = file.read()
with open(SETTINGS, "w") as file:
    file.write(text.replace("max_client_conn = 300", "max_client_conn = 222"))
os.kill(PID, signal.SIGHUP)
until(5, lambda: any(row["value"] == "222" for row in show("config")), "SIGHUP: no new settings")

print("take over", flush=True)
until(15, lambda: os.path.exists(FOLDER + "/taken"), "no other process takes over")
assert first.ask("select 7 * 6") == [["42"]], "a connection that another process took over"
assert Client().ask("select 1") == [["1"]], "a new connection to that process"
print(f"{CLIENTS} clients on {most} connections, 8 MB answers, TLS, cancel, timers, 4 signals, a successor")
