#!/usr/bin/env python3
"""Which programs of Debian use libevent, and what of it: docs/matrix.md, and the table of those tested in README.md.

matrix.py            write both, from the table of imports and the staged library
matrix.py --check    are they up to date, and does the staged library have what the programs import?
matrix.py --survey   make the table of imports anew: downloads every such package (some 500 MB, Debian 12)
"""
import collections
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
STAGE = pathlib.Path(os.environ.get("STAGE") or
                     pathlib.Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target") / "stage")
TABLE = ROOT / "c-tests/programs/imports.tsv"
DOC = ROOT / "docs/matrix.md"
README = ROOT / "README.md"
MAIN = "libevent-2.1.so.7"
LIBRARY = re.compile(r"libevent(_\w+)?-2\.1\.so\.7")
PACKAGES = ["libevent-2.1-7"] + [f"libevent-{part}-2.1-7" for part in ("core", "extra", "openssl", "pthreads")]
# A group of functions, and the headers that declare it (see group_of).
GROUPS = {
    "event core": ["event", "event_compat", "watch"],
    "evbuffer": ["buffer", "buffer_compat"],
    "bufferevent": ["bufferevent", "bufferevent_compat"],
    "listener": ["listener"],
    "TLS": ["bufferevent_ssl"],
    "evdns": ["dns", "dns_compat"],
    "evhttp": ["http", "http_compat"],
    "ws, rpc, tag": ["ws", "rpc", "rpc_compat", "tag", "tag_compat"],
    "threads": ["thread"],
    "util": ["util"],
}
File = collections.namedtuple("File", "package version path libraries symbols")


def output(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def dynamic_symbols(path, kind):
    """The names an ELF file defines (kind "--defined-only") or lacks ("--undefined-only")."""
    lines = output("nm", "-D", kind, path, stderr=subprocess.DEVNULL).splitlines()
    return {line.split()[-1].split("@")[0] for line in lines}


# The survey.

def asked_libraries(path):
    # readelf complains of some files, such as detached debug information; what it prints counts
    dynamic = subprocess.run(["readelf", "-dW", path], capture_output=True, text=True).stdout
    return sorted(name for name in re.findall(r"\(NEEDED\).*\[(.+)\]", dynamic) if LIBRARY.fullmatch(name))


def is_elf(path):
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def unpacked(package, directory):
    """Download a package and unpack it: its version and its ELF files."""
    output("apt-get", "-qq", "download", package, cwd=directory, stderr=subprocess.STDOUT)
    archive, = directory.glob("*.deb")
    root = directory / "root"
    output("dpkg-deb", "-x", archive, root)
    return output("dpkg-deb", "-f", archive, "Version").strip(), root, sorted(filter(is_elf, root.rglob("*")))


def dependants():
    lines = output("apt-cache", "rdepends", *PACKAGES).splitlines()
    return sorted({line.strip(" |") for line in lines if line.startswith(" ")} - {*PACKAGES, "libevent-dev"})


def survey_package(package, names):
    with tempfile.TemporaryDirectory() as directory:
        version, root, files = unpacked(package, pathlib.Path(directory))
        for path in files:
            libraries = asked_libraries(path)
            if libraries:
                symbols = sorted(dynamic_symbols(path, "--undefined-only") & names)
                yield File(package, version, f"/{path.relative_to(root)}", libraries, symbols)


def libevent_names():
    """What Debian's libevent exports."""
    names = set()
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as directory:
            for path in unpacked(package, pathlib.Path(directory))[2]:
                names |= dynamic_symbols(path, "--defined-only")
    return names


def survey():
    names = libevent_names()
    rows = []
    for package in dependants():
        found = list(survey_package(package, names))
        print(f"{package}: {len(found)}", flush=True)
        rows += found
    lines = ["package\tversion\tfile\tlibraries\tsymbols"]
    lines += ["\t".join([*row[:3], " ".join(row.libraries), " ".join(row.symbols)]) for row in rows]
    TABLE.write_text("\n".join(lines) + "\n")


# The table.

def table():
    rows = [line.split("\t") for line in TABLE.read_text().splitlines()[1:]]
    return [File(*row[:3], row[3].split(), row[4].split()) for row in rows]


def exports(files):
    """What each library of the stage exports, by file name."""
    names = {library for file in files for library in file.libraries} | {MAIN}
    return {name: dynamic_symbols(STAGE / "lib" / name, "--defined-only")
            for name in names if (STAGE / "lib" / name).exists()}


def missing(file, exported):
    """What a file asks for and does not get."""
    provided = set(exported[MAIN]).union(*(exported.get(name, ()) for name in file.libraries))
    return [name for name in file.libraries if name not in exported] + sorted(set(file.symbols) - provided)


def function_groups():
    """The group of each function that a header declares."""
    found = {}
    for group, headers in GROUPS.items():
        for header in headers:
            text = (STAGE / f"include/event2/{header}.h").read_text()
            found.update({name: group for name in re.findall(r"\b(\w+)\(", text) if name not in found})
    return found


Test = collections.namedtuple("Test", "path programs covers")


def tests():
    found = []
    for path in sorted(TABLE.parent.rglob("*.sh")):
        lines = path.read_text().splitlines()
        programs, covers = (" ".join(line.removeprefix(f"# {key}: ") for line in lines if line.startswith(f"# {key}: "))
                            for key in ("program", "covers"))
        if programs:
            found.append(Test(path, programs.split(), covers))
    return found


# The document.

def markdown_table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def link(test):
    return f"[{test.path.stem}](../{test.path.relative_to(ROOT)})"


def library_name(soname):
    return soname.removesuffix("-2.1.so.7")


def package_row(files, groups, exported, tested):
    symbols = {name for file in files for name in file.symbols}
    counts = collections.Counter(groups[name] for name in symbols)
    lacking = sorted({name for file in files for name in missing(file, exported)})
    return [
        f"{files[0].package} {files[0].version}",
        ", ".join(dict.fromkeys(os.path.basename(file.path) for file in files)),
        ", ".join(sorted({library_name(name) for file in files for name in file.libraries})),
        str(len(symbols)),
        ", ".join(f"{group} {counts[group]}" for group in GROUPS if counts[group]),
        ", ".join(lacking) or "nothing",
        ", ".join(link(test) for test in tested),
    ]


def package_rows(packages, groups, exported, known_tests):
    """A row for each package, those with a test first."""
    rows = []
    for name, files in sorted(packages.items()):
        paths = {file.path for file in files}
        tested = [test for test in known_tests if paths.intersection(test.programs)]
        rows.append((not tested, package_row(files, groups, exported, tested)))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def group_rows(files, groups):
    rows = []
    for group in GROUPS:
        users = [file for file in files if any(groups[name] == group for name in file.symbols)]
        names = {name for file in users for name in file.symbols if groups[name] == group}
        rows.append([group, str(len(names)), str(len({file.package for file in users}))])
    return rows


def document(files, exported, known_tests):
    groups = collections.defaultdict(lambda: "other", function_groups())
    packages = collections.defaultdict(list)
    for file in files:
        packages[file.package].append(file)
    used = {name for file in files for name in file.symbols}
    lacking = {name for file in files for name in missing(file, exported)}
    rows = package_rows(packages, groups, exported, known_tests)
    test_rows = [[link(test), ", ".join(map(os.path.basename, test.programs)), test.covers] for test in known_tests]
    return f"""# Programs that use libevent

Debian 12 has {len(packages)} packages with {len(files)} programs and libraries that ask for libevent. Together they use
{len(used)} of its functions; this library lacks {len(lacking) or "none"} of them. The {len(known_tests)} tests in
`c-tests/programs` run programs of {sum(bool(row[-1]) for row in rows)} of these packages, each at the work it was
made for, on this library; they pass on Debian's too.

This page is made by `scripts/matrix.py`, from `c-tests/programs/imports.tsv` and what the libraries export.
`make check` compares it with them. `scripts/matrix.py --survey` makes that file anew, from the packages.

## Functions

Groups as the headers have them. What is not here, no program of Debian uses.

{markdown_table(["group", "functions used", "packages"], group_rows(files, groups))}

## Tests

{markdown_table(["test", "runs", "uses"], test_rows)}

## Packages

{markdown_table(["package", "files", "asks for", "functions", "of them", "lacks", "test"], rows)}
"""


def readme(known_tests):
    """README.md with the table of tests between its two marks."""
    rows = [[test.path.stem, test.covers] for test in known_tests]
    marked = re.compile(r"(<!-- programs -->\n).*?(<!-- end -->)", re.DOTALL)
    table = markdown_table(["program", "what it uses of libevent"], rows)
    return marked.sub(lambda marks: marks[1] + table + "\n" + marks[2], README.read_text())


def check(files, exported, known_tests):
    """Print what is wrong, and totals: a test for each file, each program of a test, and the document."""
    problems = [f"{file.path} lacks {' '.join(lacking)}" for file in files if (lacking := missing(file, exported))]
    paths = {file.path for file in files}
    programs = [(test.path.name, program) for test in known_tests for program in test.programs]
    problems += [f"{test}: {program} is not in {TABLE.name}" for test, program in programs if program not in paths]
    if not DOC.exists() or DOC.read_text() != document(files, exported, known_tests):
        problems.append("docs/matrix.md is out of date: run scripts/matrix.py")
    if README.read_text() != readme(known_tests):
        problems.append("the programs in README.md are out of date: run scripts/matrix.py")
    for problem in problems:
        print("FAIL", problem)
    print(f"matrix: {len(files) + len(programs) + 2 - len(problems)} passed, {len(problems)} failed")
    return not problems


def main():
    if sys.argv[1:] == ["--survey"]:
        return survey()
    if sys.argv[1:] not in ([], ["--check"]):
        sys.exit(__doc__)
    files = table()
    found = files, exports(files), tests()
    if sys.argv[1:]:
        sys.exit(not check(*found))
    DOC.write_text(document(*found))
    README.write_text(readme(found[-1]))


if __name__ == "__main__":
    main()
