#!/usr/bin/env python3
"""check-abi.py TABLES INCLUDE_DIR LIB_DIR: run TABLES/check_abi.py, which compares headers and
libraries with tables of libevent's ABI, and print the failures and totals.
"""
import re
import subprocess
import sys

tables, include_dir, lib_dir = sys.argv[1:]
done = subprocess.run([sys.executable, f"{tables}/check_abi.py", include_dir, lib_dir, "--level", "2.2", "--mbedtls"],
                      stdout=subprocess.PIPE, text=True)
lines = done.stdout.splitlines()
totals = re.fullmatch(r"(\d+) passed, \d+ failed", lines[-1] if lines else "")
if totals is None:
    sys.exit("check_abi.py did not come to its end")
problems = [line for line in lines if line.startswith("FAIL ")]
for line in problems[:30]:
    print(line)
if len(problems) > 30:
    print(f"... and {len(problems) - 30} more")
print(f"abi tables: {totals.group(1)} passed, {len(problems)} failed")
sys.exit(1 if problems else 0)
