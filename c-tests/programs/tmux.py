"""Clients for tmux.sh: tmux.py SOCKET PID. The session main has one window."""
import fcntl
import os
import pty
import queue
import re
import signal
import struct
import subprocess
import sys
import termios
import threading

from peers import until

SOCKET, SERVER = sys.argv[1], int(sys.argv[2])
FOLDER = os.path.dirname(SOCKET)
LINES, WINDOWS, JOBS = 20000, 25, 20
COMMAND = ["tmux", "-S", SOCKET]


def tmux(*arguments, text=None):
    done = subprocess.run([*COMMAND, *arguments], input=text, capture_output=True, timeout=15)
    assert done.returncode == 0, f"{arguments[0]}: {done.stderr.decode()}"
    return done.stdout


def shown(form, *arguments):
    return tmux("display-message", "-p", *arguments, form).decode().strip()


def contains(file, text):
    return os.path.exists(file) and text in open(file, "rb").read()


class Terminal:
    """A client on a terminal of its own."""

    def __init__(self, columns, lines):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvp("tmux", [*COMMAND, "attach", "-t", "main"])
        self.seen = b""
        self.resize(columns, lines)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        try:
            while data := os.read(self.fd, 65536):
                self.seen += data
        except OSError:  # the client has ended
            pass

    def resize(self, columns, lines):
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("4H", lines, columns, 0, 0))

    def type(self, text):
        os.write(self.fd, text)

    def expect(self, text):
        until(10, lambda: text in self.seen, f"a terminal does not show {text}")

    def ends(self, text):
        self.expect(text)
        until(10, lambda: os.waitpid(self.pid, os.WNOHANG)[0] == self.pid, "a client does not end")


class Control:
    """A client in control mode: commands and what becomes of them are lines on pipes."""

    def __init__(self):
        self.process = subprocess.Popen([*COMMAND, "-C", "attach", "-t", "main"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, bufsize=0)
        self.lines = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()
        self.expect(rb"%session-changed")

    def read(self):
        for line in open(self.process.stdout.fileno(), "rb", closefd=False):
            self.lines.put(line)

    def send(self, text):
        self.process.stdin.write(text + b"\n")

    def expect(self, pattern):
        """Lines up to the first that begins so."""
        passed = []
        while not passed or not re.match(pattern, passed[-1]):
            passed.append(self.lines.get(timeout=15))
        return passed

    def output(self, ending):
        """What a pane writes, up to that ending."""
        got = b""
        while ending not in got:
            line = self.expect(rb"%output %0 ")[-1][len(b"%output %0 "):-1]
            got += re.sub(rb"\\([0-7]{3})", lambda digits: bytes([int(digits[1], 8)]), line)
        return got


def in_control():
    clients = [Control() for _ in range(3)]
    clients[0].send(b"display-message -p '#{session_name} has #{session_windows}'")
    assert clients[0].expect(rb"%end")[-2] == b"main has 1\n", "an answer in control mode"
    # Each gets every byte that the pane writes.
    clients[1].send(b"send-keys 'seq %d; echo done-$((40 + 2))' Enter" % LINES)
    wanted = b"".join(b"%d\r\n" % i for i in range(1, LINES + 1)) + b"done-42\r\n"
    for client in clients:
        assert wanted in client.output(b"done-42\r\n"), "control mode: not what the pane has written"
    # A thousand commands in one piece.
    clients[2].send(b"\n".join(b"display-message -p line-%d" % i for i in range(1000)))
    for i in range(1000):
        clients[2].expect(b"line-%d\n" % i)
    clients[0].process.stdin.close()  # the end of its input ends a client
    assert clients[0].process.wait(10) == 0, "a client in control mode does not end"
    return clients[1:]


def on_terminals():
    terminals = [Terminal(90 + i, 25 + i) for i in range(4)]
    until(10, lambda: len(tmux("list-clients").splitlines()) == 4 + 2, "not all clients are attached")
    terminals[0].type(b"echo typed-$((40 + 2))\r")
    for terminal in terminals:
        terminal.expect(b"typed-42")
    terminals[1].resize(133, 44)
    until(10, lambda: b"133x44" in tmux("list-clients", "-F", "#{client_width}x#{client_height}"),
          "SIGWINCH: the size stays")
    terminals[2].type(b"\002d")
    terminals[2].ends(b"detached")
    return terminals[:2] + terminals[3:]


def windows():
    """Programs that end all at once: SIGCHLD, and how each ended."""
    tmux("set-option", "-g", "remain-on-exit", "on")
    for i in range(WINDOWS):
        tmux("new-window", "-d", "-n", f"w{i}", f"tmux -S {SOCKET} wait-for all-{i}; exit {i}")
    for i in range(WINDOWS):
        tmux("wait-for", "-S", f"all-{i}")
    ended = sorted(f"w{i} 1 {i}" for i in range(WINDOWS))

    def as_tmux_knows():
        # tmux 3.3 misses a SIGCHLD that comes while a helper of libutempter runs; this makes for another.
        tmux("run-shell", "true")
        form = "#{window_name} #{pane_dead} #{pane_dead_status}"
        return sorted(tmux("list-windows", "-F", form).decode().split("\n")[1:-1])

    until(10, lambda: as_tmux_knows() == ended, "not every window knows how its program ended")
    for i in range(WINDOWS):
        tmux("kill-window", "-t", f"w{i}")
    assert shown("#{session_windows}") == "1"


def jobs():
    many = [subprocess.Popen([*COMMAND, "run-shell", f"echo $(({i} * {i})) > {FOLDER}/job{i}"]) for i in range(JOBS)]
    for i, job in enumerate(many):
        assert job.wait(15) == 0, "a job fails"
        assert contains(f"{FOLDER}/job{i}", b"%d\n" % (i * i)), "a job has not ended"
    tmux("if-shell", "exit 3", "set-buffer -b which yes", "set-buffer -b which no")
    assert tmux("show-buffer", "-b", "which") == b"no", "if-shell"
    tmux("pipe-pane", "-t", "main", f"cat > {FOLDER}/piped")
    tmux("send-keys", "-t", "main", f"seq {LINES}; echo piped-$((40 + 2))", "Enter")
    until(10, lambda: contains(FOLDER + "/piped", b"%d\r\npiped-42\r\n" % LINES), "pipe-pane")
    data = os.urandom(300_000)
    tmux("load-buffer", "-b", "big", "-", text=data)
    assert tmux("save-buffer", "-b", "big", "-") == data, "a buffer through the clients' pipes"


def timers():
    tmux("set-option", "-g", "status-interval", "1")
    tmux("set-option", "-g", "status-left", f"#(echo tick >> {FOLDER}/ticks)")
    tmux("new-window", "-d", "-n", "quiet", "sleep 60")
    tmux("set-option", "-w", "-t", "quiet", "monitor-silence", "1")
    until(15, lambda: contains(FOLDER + "/ticks", b"tick\n" * 3), "the status line is not renewed")
    until(10, lambda: shown("#{window_silence_flag}", "-t", "quiet") == "1", "silence is not noticed")


controls = in_control()
terminals = on_terminals()
windows()
jobs()
timers()
os.unlink(SOCKET)
os.kill(SERVER, signal.SIGUSR1)
until(10, lambda: os.path.exists(SOCKET), "SIGUSR1: no new socket")
assert shown("#{session_name}", "-t", "main") == "main", "at the new socket"

os.kill(SERVER, signal.SIGTERM)
for terminal in terminals:
    terminal.ends(b"exited]")
for control in controls:
    control.expect(rb"%exit")
    assert control.process.wait(10) == 0
print(f"3 clients in control mode, 4 on terminals, {WINDOWS} windows, {JOBS} jobs, {LINES} lines, timers, 4 signals")
