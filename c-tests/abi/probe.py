#!/usr/bin/env python3
"""Turn types.list and functions.list into what check.sh compiles and compares.

    probe.py INCLUDE_DIR OUT_DIR

Writes to OUT_DIR:
  common.c        prints a line "what<TAB>result" for everything of 2.1, under any set of headers
  added.c         the same for what 2.2 and we have added, under our headers
  added.expected  what added.c must print
  macros          HEADER NAME
  public          names of functions that libraries may export
  declared        names of functions that INCLUDE_DIR declares
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
COMMON = ["event.h", "evdns.h", "evhttp.h", "evrpc.h", "event2/bufferevent_ssl.h",
          "event2/listener.h", "event2/thread.h"]
ADDED = ["event2/bufferevent_connect.h", "event2/bufferevent_tls.h", "event2/dns_record.h",
         "event2/http_stream.h", "event2/watch.h", "event2/ws.h", "event2/ws_extra.h"]
PRELUDE = r"""
#include <stdio.h>
#include <string.h>
struct abi_req_; struct abi_rpl_;
EVRPC_HEADER(abi_probe_, abi_req_, abi_rpl_)
#define KIND(x) _Generic((x) + 0, int: "int", unsigned: "unsigned", long: "long", unsigned long: "unsigned long", default: "other")
#define SAME(a, b) __builtin_types_compatible_p(a, b)
#define FIELD(s, f) printf(#s "." #f "\t%zu+%zu of %zu", offsetof(s, f), sizeof ((s *)0)->f, sizeof(s))
#define TYPED(s, f, t) FIELD(s, f), printf(" " #t ": %d\n", SAME(__typeof__(((s *)0)->f), t))
#define UNTYPED(s, f) FIELD(s, f), puts("")
#define NUMBER(x) printf(#x "\t%lld\n", (long long)(x))
static void bits(const char *what, const void *x, size_t size) {
    const unsigned char *byte = x; size_t i; int first = -1, n = 0;
    for (i = 0; i < size * 8; i++) if (byte[i / 8] >> (i % 8) & 1) { if (first < 0) first = (int)i; n++; }
    printf("%s\t%d from %d\n", what, n, first);
}
int main(void) {
"""


def rows(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return [line.split("\t") for line in f.read().splitlines() if line and line[0] != "#"]


def program(headers, statements):
    return "".join("#include <%s>\n" % h for h in headers) + PRELUDE + "\n".join(statements) + "\nreturn 0; }\n"


def probe(row):
    """The C statement that prints one line of types.list."""
    kind, first = row[0], row[1]
    if kind == "field":
        struct, field = row[2].split(".", 1)
        return "UNTYPED(%s, %s);" % (struct, field) if first == "-" else "TYPED(%s, %s, %s);" % (struct, field, first)
    if kind == "bit":
        struct, field = first.split(".", 1)
        return '{ %s x; memset(&x, 0, sizeof x); x.%s = ~0; bits("%s", &x, sizeof x); }' % (struct, field, first)
    if kind == "text":
        return 'puts("%s\\t" %s);' % (first, first)
    if kind == "type":
        return 'printf("%s\\t%%d\\n", SAME(%s, %s));' % (first, first, row[2])
    return 'printf("%s\\t%%lld %%s\\n", (long long)(%s), KIND(%s));' % (first, first, first)


def declared(include_dir):
    """The functions that the headers declare: what stands before a parenthesis outside of macros."""
    names = set()
    for directory, _, files in os.walk(include_dir):
        for name in files:
            with open(os.path.join(directory, name), encoding="utf-8") as f:
                text = f.read()
            text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
            text = re.sub(r"^\s*#(.*\\\n)*.*", "", text, flags=re.M)
            names.update(re.findall(r"\b((?:ev|bufferevent_|libevent_)\w+)\(", text))
    return names


def main():
    include_dir, out_dir = sys.argv[1:]
    facts = [r for r in rows("types.list") if r[0] != "macro"]
    split = facts.index(["added"])
    functions = {}
    for _, result, name, *params in rows("functions.list"):
        functions.setdefault(name, [])
        if params:
            functions[name].append("%s (*)(%s)" % (result, params[0]))
    here = sorted(declared(include_dir))

    added, expected = [], []
    for row in facts[split + 1:]:
        if row[0] == "value":
            added.append("NUMBER(%s);" % row[1])
            expected.append("%s\t%s" % (row[1], row[2]))
        elif row[0] == "type":
            added.append(probe(row))
            expected.append(row[1] + "\t1")
        else:
            added.append("TYPED(%s, %s, %s);" % (*row[2].split(".", 1), row[1]))
    for name in here:
        types = functions.get(name)
        expected.append(name + "\t1")
        if types:
            same = " || ".join("SAME(__typeof__(&%s), %s)" % (name, t) for t in types)
            added.append('printf("%s\\t%%d\\n", %s);' % (name, same))

    for name, text in (
            ("common.c", program(COMMON, map(probe, facts[:split]))),
            ("added.c", program(COMMON + ADDED, added)),
            ("added.expected", "\n".join(expected) + "\n"),
            ("macros", "".join("%s %s\n" % (r[2], r[1].split("/")[0]) for r in rows("types.list") if r[0] == "macro")),
            ("public", "\n".join(sorted(functions)) + "\n"),
            ("declared", "\n".join(here) + "\n")):
        with open(os.path.join(out_dir, name), "w", encoding="utf-8") as f:
            f.write(text)


main()
