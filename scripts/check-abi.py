#!/usr/bin/env python3
"""check-abi.py TABLES INCLUDE_DIR LIB_DIR: run TABLES/check_abi.py, which compares headers and
libraries with tables of libevent's ABI, and sort what it finds.

Of areas that are not written yet only the functions may be missing: each of those counts as one skipped. Anything
else that differs is a failure and is printed.
"""
import re
import subprocess
import sys

# The headers whose functions are not written yet.
LATER = {"event2/tag.h"}

tables, include_dir, lib_dir = sys.argv[1:]
with open(f"{tables}/symbols.tsv", encoding="utf-8") as file:
    rows = [line.split("\t") for line in file][1:]
missing = {name for name, header, *_ in rows if header in LATER}


def later(line):
    """The function of a later area that this failure is about, or None."""
    found = re.match(r"FAIL (?:function|export) (\w+)", line)
    if found is None:
        # One program that takes the address of every function, wherever it is declared.
        found = re.match(r"FAIL link with .*undefined reference to `(\w+)'", line)
    return found.group(1) if found and found.group(1) in missing else None


done = subprocess.run([sys.executable, f"{tables}/check_abi.py", include_dir, lib_dir, "--level", "2.2", "--mbedtls"],
                      stdout=subprocess.PIPE, text=True)
lines = done.stdout.splitlines()
totals = re.fullmatch(r"(\d+) passed, \d+ failed", lines[-1] if lines else "")
if totals is None:
    sys.exit("check_abi.py did not come to its end")
problems = [line for line in lines if line.startswith("FAIL ")]
real = [line for line in problems if later(line) is None]
skipped = len({later(line) for line in problems} - {None})
for line in real[:30]:
    print(line)
if len(real) > 30:
    print(f"... and {len(real) - 30} more")
print(f"abi tables: {totals.group(1)} passed, {len(real)} failed, {skipped} skipped")
sys.exit(1 if real else 0)
