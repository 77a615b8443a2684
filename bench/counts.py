"""Instructions under callgrind and system calls under strace: exact, where time is not."""
import os

from figures import save, table
from jobs import FLOOR, NOT_COUNTED, attempt


def with_floor(job, known, sides):
    """What to run, by side: the job and the library's place."""
    plan = {side: (job, stage) for side, stage in sides.items()}
    if job.name + FLOOR in known:
        plan["floor"] = (known[job.name + FLOOR], None)
    return plan


def count_instructions(job, sides, where):
    os.makedirs(where, exist_ok=True)
    return {side: attempt(lambda: job.instructions(stage, where), job, side) for side, stage in sides.items()}


def count_calls(job, known, sides, where):
    return {side: attempt(lambda: one.syscalls(stage, where), one, side)
            for side, (one, stage) in with_floor(job, known, sides).items()}


def callgrind(jobs, sides, where):
    rows = []
    broken = 0
    for job in jobs:
        got = count_instructions(job, sides, where)
        row = {"job": job.name} | {f"{side}: instructions/op": f"{n:.1f}" if n else "-" for side, n in got.items()}
        if all(got.values()) and len(got) > 1:
            row["ratio"] = f"{got['system'] / got['ours']:.2f}"
        broken += not all(got.values())
        rows.append(row)
    table(rows)
    return 2 if broken else 0


def syscalls(jobs, known, sides, where):
    broken = 0
    for job in jobs:
        got = count_calls(job, known, sides, where)
        broken += None in got.values()
        names = sorted({name for calls in got.values() if calls for name in calls})
        print(f"{job.name}: {job.what}")
        rows = [{"call": name} | {side: f"{calls.get(name, 0):.2f}" for side, calls in got.items() if calls}
                for name in names if any(calls and calls.get(name, 0) >= 0.005 for calls in got.values())]
        table(rows or [{"none": " "}])
    return 2 if broken else 0


def in_words(calls):
    """Like "read 2.00, write 1.00", the most frequent first."""
    often = sorted((-round(n, 2), name) for name, n in calls.items() if n >= 0.005)
    return ", ".join(f"{name} {-n:.2f}" for n, name in often)


def count(text):
    """How many calls that are."""
    return f"{sum(float(one.split()[1]) for one in text.split(', ') if one):.2f}"


def count_all(jobs, known, sides, where, path):
    """Both, of all jobs of which it makes sense, in one table."""
    rows = []
    broken = 0
    for job in jobs:
        if NOT_COUNTED & {job.program, job.name}:
            continue
        instructions, calls = count_instructions(job, sides, where), count_calls(job, known, sides, where)
        broken += None in [*instructions.values(), *calls.values()]
        rows.append({"job": job.name, "what": job.what}
                    | {f"{side} instructions": f"{instructions[side] or 0:.0f}" for side in sides}
                    | {f"{side} calls": in_words(calls.get(side) or {}) for side in (*sides, "floor")})
    table([{column: count(text) if column.endswith("calls") else text for column, text in row.items() if column != "what"}
           for row in rows])
    if path and not broken:
        save(path, rows, known)
    return 2 if broken else 0
