"""The jobs of the benchmark programs: what there are, how they are built, and one run of one."""
import copy, os, re, shutil, subprocess, sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)

# Each is linked with bench.c, its frame.
PROGRAMS = {
    "timer": ["timer.c"],
    "core": ["core.c"],
    "evbuffer": ["evbuffer.c"],
    "bufferevent": ["bufferevent.c", "floor.c"],
    "dns": ["dns.c"],
    "http": ["http.c", "child.c", "floor.c"],
    "http_loop": ["http_loop.c"],
    "tls": ["tls.c", "tls_floor.c", "floor.c"],
    "threads": ["threads.c", "floor.c"],
    "memory": ["memory.c", "floor.c"],
    "memcached": ["memcached.c", "child.c"],
    "start": ["start.c"],
}

# What else they are linked with.
LIBRARIES = {"tls": ["-levent_openssl", "-lssl", "-lcrypto"]}

# Ours must be at least this many times as fast.
TARGETS = {
    "rearm-1000": 1.5,
    "rearm-100000": 3.5,
    "rearm-1000000": 5.0,
    "rearm-in-turn-100000": 3.5,
    "rearm-in-turn-1000000": 5.0,
    "timer-add-del-all": 2.0,
    "timer-fire-100000": 1.6,
    "timer-common": 1.3,
    "oneshot": 1.4,
    "io-add-del": 1.0,
    "chain": 1.7,
    "dispatch-100": 1.0,
    "dispatch-1000": 1.0,
    "dispatch-8000": 1.0,
    "evbuffer-small": 1.6,
    "evbuffer-locked": 2.5,
    "evbuffer-new-free": 1.3,
    "evbuffer-readln": 1.4,
    "evbuffer-move": 1.4,
    "evbuffer-printf": 1.2,
    "evbuffer-search": 1.0,
    "echo-500": 2.1,
    "echo-1": 1.95,
    "echo-500-timeouts": 2.0,
    "echo-500-threadsafe": 1.9,
    "bulk": 2.9,
    "pair": 1.6,
    "accept": 1.25,
    "dns-window": 1.3,
    "http-wrk": 1.9,
    "http-loop": 1.6,
    "tls-echo": 1.4,
    "tls-bulk": 1.3,
}

# Ours must need at most this many bytes.
LIMITS = {"idle-memory": 800}

# The job "X-floor" is the floor of the job X.
FLOOR = "-floor"

# How cost grows: these jobs want a size, and run only with --growth.
GROWTH = {
    "grow-dispatch": [1000, 2000, 5000, 10000, 19000],
    "grow-rearm": [1000, 10000, 100000, 1000000],
    "grow-echo": [10, 100, 1000, 5000, 10000],
}

# What jobs of a program start as another process: the command, and Debian's package that has it.
STARTS = {"http": {"wrk": "wrk"}, "memcached": {"memcached": "memcached", "memcaslap": "libmemcached-tools"}}

# Programs and jobs whose instructions and system calls say nothing: they are another process's, or depend on which of
# two threads is faster, or the job is about memory.
NOT_COUNTED = {"start", "memcached", "threads", "memory", "idle-memory", "idle-resident"}

# Under callgrind a job does this many operations, enough to drown what starting the loop costs; under strace
# a tenth of them.
SHORT_COUNT = {
    "rearm-100000": 100000, "rearm-1000000": 100000, "rearm-in-turn-1000000": 1000000,
    "timer-fire-10000": 20000, "timer-add-del-all": 100000, "oneshot": 20000,
    "dispatch-100": 20000, "dispatch-1000": 20000, "dispatch-8000": 20000,
    "echo-500": 20000, "echo-1": 20000, "echo-500-timeouts": 20000, "echo-500-threadsafe": 20000,
    "bulk": 100, "accept": 5000, "idle-memory": 4000, "idle-resident": 4000, "evbuffer-search": 5000,
    "dns-window": 10000, "dns-single": 10000,
    "tls-echo": 20000, "tls-bulk": 100, "http-wrk": 20000, "http-accept": 5000, "http-loop": 10000, "http-loop-16": 10000,
}
SHORT_DEFAULT = 100000

# These do so many operations at a time.
ROUND = {"timer-add-del-all": 100000, "timer-fire-10000": 10000, "timer-fire-100000": 100000}


class Failed(Exception):
    pass


class NoRoom(Exception):
    """The machine does not allow what the job needs."""


NO_ROOM = 3  # as an exit status


class Job:
    def __init__(self, program, binary, name, what):
        self.program, self.binary, self.name, self.what = program, binary, name, what
        self.size = None

    def sized(self, size):
        """The same with so many of what it is about."""
        job = copy.copy(self)
        job.size = size
        job.name = f"{self.name} {size}"
        return job

    def short_count(self):
        return SHORT_COUNT.get(self.name.removesuffix(FLOOR), SHORT_DEFAULT)

    def run(self, stage, count=None, under=()):
        """One run, on our library or, if `stage` is None, the system's: what it printed, and its stderr."""
        env = {k: v for k, v in os.environ.items()
               if not k.startswith("EVENT_") and k not in ("LD_LIBRARY_PATH", "LD_PRELOAD")}
        if stage:
            env["LD_LIBRARY_PATH"] = os.path.join(stage, "lib")
        command = [*under, self.binary, *self.name.split()[:1], str(count or 0), str(self.size or 0)]
        try:
            p = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                               timeout=600)
        except subprocess.TimeoutExpired:
            raise Failed("does not end")
        if p.returncode:
            said = [line for line in p.stderr.splitlines() if line and not line.startswith("==")]  # valgrind's
            why = said[-1] if said else f"exit status {p.returncode}"
            raise NoRoom(why) if p.returncode == NO_ROOM else Failed(why)
        _, done, cost, unit, library = p.stdout.split()
        lib = os.path.realpath(os.path.join(stage, "lib")) if stage else None
        if stage and os.path.dirname(os.path.realpath(library)) != lib:
            raise Failed(f"{library} was loaded where {lib} was wanted: is libevent-2.1.so.7 in it?")
        return int(done), float(cost), unit, p.stderr

    def measure(self, stage):
        """Operations a second, or bytes an operation; and which of them."""
        done, cost, unit, _ = self.run(stage)
        return (cost / done if unit == "bytes" else done / cost), unit

    def instructions(self, stage, where):
        """Instructions for one operation."""
        out = os.path.join(where, f"callgrind.{self.name}.{'ours' if stage else 'system'}")
        done, _, _, said = self.run(stage, self.short_count(), [
            "valgrind", "--tool=callgrind", "--toggle-collect=measured", f"--callgrind-out-file={out}"])
        return int(re.search(r"Collected\s*:\s*(\d+)", said).group(1)) / done

    def syscalls(self, stage, where):
        """System calls for one operation, by name: what twice as many operations need more."""
        out = os.path.join(where, "strace")
        total, calls = {}, {}
        few = max(self.short_count() // 10, ROUND.get(self.name, 0))
        for sign, count in ((-1, few), (1, 2 * few)):
            total[sign] = self.run(stage, count, ["strace", "-c", "-o", out])[0]
            with open(out) as lines:
                for fields in map(str.split, lines):
                    if len(fields) >= 5 and fields[3].isdigit() and fields[-1] != "total":
                        calls[fields[-1]] = calls.get(fields[-1], 0) + sign * int(fields[3])
        return {name: n / (total[1] - total[-1]) for name, n in calls.items()}


def build(where):
    """Every job by name."""
    jobs = {}
    for program, sources in PROGRAMS.items():
        binary = os.path.join(where, program)
        subprocess.run(["gcc", "-std=gnu99", "-O2", "-g", "-Wall", "-Wextra", "-o", binary]
                       + [os.path.join(HERE, c) for c in (*sources, "bench.c")]
                       + LIBRARIES.get(program, []) + ["-levent", "-levent_pthreads", "-ldl"], check=True)
        listed = subprocess.run([binary, "--list"], capture_output=True, text=True, check=True)
        for line in listed.stdout.splitlines():
            name, what = line.split("\t")
            jobs[name] = Job(program, binary, name, what)
    return jobs


def chosen(known, wanted):
    """The jobs of these names, or all. A floor runs with its job, unless it is asked for."""
    programs = {p: [] for p in PROGRAMS}
    for job in known.values():
        if not job.name.endswith(FLOOR) and job.name not in GROWTH:
            programs[job.program].append(job)
    jobs = []
    for name in wanted or PROGRAMS:
        jobs += programs[name] if name in programs else [known[name]]
    return jobs


def can_start(jobs):
    """Those of the jobs that can run here. What they start is installed, if it is missing and root asks."""
    for program in dict.fromkeys(job.program for job in jobs):
        for command, package in STARTS.get(program, {}).items():
            if not shutil.which(command):
                subprocess.run([os.path.join(ROOT, "scripts", "deps.sh"), "packages", package], stdout=sys.stderr)
            if not shutil.which(command):
                left_out = [job.name for job in jobs if job.program == program]
                print(f"bench: {command} is not installed, left out: {', '.join(left_out)}", file=sys.stderr)
                jobs = [job for job in jobs if job.program != program]
    return jobs


def attempt(what, job, side):
    try:
        return what()
    except Failed as why:
        print(f"bench: {job.name}, {side}: {why}", file=sys.stderr)
        return None
