"""What run-alloc and run-calls share: the C tests' programs, run with a shim preloaded that makes the library fail."""

import importlib.machinery
import importlib.util
import os
import signal
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
loader = importlib.machinery.SourceFileLoader("c_tests_run", str(HERE.parent / "run"))
run = importlib.util.module_from_spec(importlib.util.spec_from_loader("c_tests_run", loader))
loader.exec_module(run)


def shim(name):
    """Where the shim NAME.c is, built."""
    built = run.BUILD / "faults" / f"{name}.so"
    source = [HERE / f"{name}.c", *HERE.glob("*.h")]
    if not built.exists() or built.stat().st_mtime <= max(file.stat().st_mtime for file in source):
        built.parent.mkdir(parents=True, exist_ok=True)
        fresh = f"{built}.{os.getpid()}"
        subprocess.run(["gcc", "-std=gnu11", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Werror", "-O1", "-g", "-fPIC",
                        "-shared", "-o", fresh, str(source[0])], check=True)
        os.replace(fresh, built)
    return built


@contextmanager
def started(command, env, report_size):
    """A program in a directory of its own: the process, its report and its output. In the end nothing is left of it."""
    with tempfile.TemporaryDirectory(prefix="c-tests-") as top:
        report, cwd = Path(top, "report"), Path(top, "cwd")
        cwd.mkdir()
        with open(report, "wb") as file:
            file.truncate(report_size)
        with open(Path(top, "out"), "w+b") as out:
            process = subprocess.Popen(command, cwd=cwd, env=env | {"FAULT_REPORT": str(report)}, stdin=subprocess.DEVNULL,
                                       stdout=out, stderr=out, start_new_session=True)
            try:
                yield process, report, out
            finally:
                end(process)


def end(process):
    """Ends a process, and what it has started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def text_of(out):
    out.seek(0)
    return out.read().decode(errors="replace")
