#!/usr/bin/env python3
"""man-pages.py XML-DIRECTORY OUTPUT-DIRECTORY: manual pages of section 3, from what doxygen has read.

Each function, and each macro that is used like one, has a page, with the types and constants that it speaks of. Each
header has a page, named as event2_event.h(3), with all that it declares. The pages are in the language mdoc(7).
"""
import pathlib
import re
import sys

from man_source import read_headers
from mdoc import code, item, page, see_also, sentences, text

# What to link with, by header and name; the first that fits counts.
LIBRARIES = [
    (r"openssl", "-levent_openssl -levent -lssl -lcrypto"),
    (r"mbedtls", "-levent_mbedtls -levent -lmbedtls -lmbedx509 -lmbedcrypto"),
    (r"bufferevent_ssl_renegotiate", "-levent_openssl -levent -lssl -lcrypto"),
    (r"bufferevent_(ssl|tls)\.h", "-levent_openssl -levent"),
    (r"use_pthreads", "-levent_pthreads -levent"),
    (r"", "-levent"),
]
# A function's page points to those of its section; in a longer section, to the nearest.
NEIGHBOURS = 12
# More constants than this are left to the header's page.
CONSTANTS = 32
RESULT = re.compile(r"(Returns|(NULL|0|\\-1) (on|if|without|when)) ")
REFERS = re.compile(r"\b(that|those|both|it|they|them|then)\b")
INT_RESULT = re.compile(r"functions that return (an )?int\b", re.I)


class Writer:
    def __init__(self, headers, out):
        self.headers, self.out = headers, out
        members = [member for header in headers for member in header.members()]
        self.types = {m.name: m for m in members if m.kind in ("typedef", "enum", "struct")}
        self.constants = {}
        for member in members:
            for constant in member.constants():
                self.constants.setdefault(constant.name, constant)

    def write(self, name, content):
        (self.out / f"{name}.3").write_text(content)

    # ---- the page of a function ----

    def function(self, member):
        description, result = split_result(member)
        lines = [".Sh NAME", f".Nm {member.name}", ".Nd " + summary(member)]
        lines += [".Sh LIBRARY", *text(f"Link with \\fI{library(member.header.name + ' ' + member.name)}\\fP.".replace("-", "\\-"))]
        lines += [".Sh SYNOPSIS", f".In {member.header.name}", *prototype(member)]
        lines += [".Sh DESCRIPTION", *blocks(description)]
        lines += self.types_of(member) + self.constants_of(member)
        if result:
            lines += [".Sh RETURN VALUES", *blocks(result)]
        lines += see_also(self.related(member), member.header.page)
        self.write(member.name, page(member.name, lines))

    def types_used(self, member):
        """The types that a C programmer has to know to call it."""
        words = re.findall(r"\w+", " ".join([member.type, *member.parameters]))
        found = [self.types[word] for word in dict.fromkeys(words) if word in self.types]
        return [t for t in found if t.kind != "struct" or t.header is member.header]

    def types_of(self, member):
        lines = []
        for used in self.types_used(member):
            lines += [".Bd -literal -compact", *code(used.declaration()), ".Ed", ".Pp", *blocks(used.paragraphs), ".Pp"]
        return [".Sh TYPES", *lines[:-1]] if lines else []

    def constants_of(self, member):
        """The constants that the text names, one by one, or by what they begin with."""
        types = self.types_used(member)
        said = re.sub(r"\\+f.", "", " ".join(str(thing.paragraphs) for thing in [member, *types]))
        found, shown = {}, {c.name for t in types for c in t.constants()}
        for word in re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]*\b(?!\()", said):
            if word in self.constants:
                found[word] = self.constants[word]
            elif word.endswith("_"):
                found |= self.with_prefix(word, member.header)
        # The declaration of an enum says what its values mean.
        found = {name: constant for name, constant in found.items() if name not in shown}
        if not 0 < len(found) <= CONSTANTS:
            return []
        lines = [line for c in found.values() for line in item(f"\\fB{c.name}\\fP", blocks(c.paragraphs))]
        return [".Sh CONSTANTS", ".Bl -tag -width Ds", *lines, ".El"]

    def with_prefix(self, prefix, header):
        own = {n: c for n, c in self.constants.items() if n.startswith(prefix) and c.header is header}
        macros = {n: c for n, c in own.items() if c.kind == "define"}
        return macros or own

    def related(self, member):
        """The functions next to it, and those that it mentions."""
        siblings = [m for m in member.section.members if m.has_page]
        at = siblings.index(member)
        first = max(0, min(at - NEIGHBOURS // 2, len(siblings) - NEIGHBOURS))
        names = {m.name for m in siblings[first:first + NEIGHBOURS + 1]} if len(siblings) > NEIGHBOURS else {m.name for m in siblings}
        return (names | member.mentioned) - {member.name}

    # ---- the page of a header ----

    def header(self, header):
        lines = [".Sh NAME", f".Nm {header.page}", ".Nd " + summary(header)]
        lines += [".Sh LIBRARY", *text(f"Link with \\fI{library(header.name)}\\fP.".replace("-", "\\-"))]
        lines += [".Sh SYNOPSIS", f".In {header.name}", ".Sh DESCRIPTION", *blocks(header.paragraphs)]
        if not header.sections:
            lines += [".Pp", *text("It includes " + ", ".join(f"\\fI{name}\\fP" for name in header.includes) + ".")]
        for section in header.sections:
            lines += [f".Ss {section.title}", *blocks(section.paragraphs)]
            lines += [".Bl -tag -width Ds", *[line for members in same(section.members) for line in entry(members)], ".El"]
        included = {h.page for h in self.headers if h.name in header.includes}
        lines += see_also(included)
        self.write(header.page, page(header.page, lines))


def library(name):
    return next(flags for pattern, flags in LIBRARIES if re.search(pattern, name))


def summary(thing):
    """The first sentence, as the line after a name has it."""
    first = re.split(r"(?<=\w)[:;] |\.$", re.sub(r"\\f.|\(3\)", "", thing.brief.strip()))[0].rstrip(".")
    first = first.replace('"', "\\(dq")
    return first if re.match(r"[A-Z]{2}|\w*_", first) else first[:1].lower() + first[1:]


def blocks(paragraphs):
    """Paragraphs and lists of them."""
    out = []
    for paragraph in paragraphs:
        if isinstance(paragraph, list):
            out += [".Bl -bullet -compact", *[line for i in paragraph for line in [".It", *text(i)]], ".El"]
        else:
            out += [".Pp", *text(paragraph)]
    return out[1:] if out[:1] == [".Pp"] else out


def split_result(member):
    """The description, and what is returned: the sentences at the ends of paragraphs that say so."""
    description, result = [], []
    for paragraph in member.paragraphs:
        said = [] if isinstance(paragraph, list) else sentences(paragraph)
        at = len(said)
        while at > 0 and RESULT.match(said[at - 1]):
            at -= 1
        last = " ".join(said[at:])
        if not said or at > 0 and REFERS.search(last):
            # It makes sense only where it is.
            description.append(paragraph)
        elif at > 0:
            description.append(" ".join(said[:at]))
        result += [last] if last else []
    told = "eturn" in str(member.paragraphs) or result
    common = str(member.header.paragraphs + member.section.paragraphs)
    if member.type == "int" and not told and INT_RESULT.search(common) and re.match(r"[A-Z]\w+s\b", member.brief):
        result = ["Returns 0 on success and \\-1 on failure."]
    # A summary that is nothing but the result stays what the page is about.
    return (description or result), result if description else []


def prototype(member):
    if member.kind == "define":
        return [f".Fn {member.name} " + " ".join(f'"{p}"' for p in member.parameters)]
    return [f'.Ft "{member.type}"', f".Fo {member.name}", *[f'.Fa "{p}"' for p in member.parameters], ".Fc"]


def same(members):
    """Members in groups: neighbours that are described in the same words belong together."""
    groups = []
    for member in members:
        alike = groups and member.kind == "define" and not member.has_page and groups[-1][0].kind == "define"
        if alike and groups[-1][0].paragraphs == member.paragraphs:
            groups[-1].append(member)
        else:
            groups.append([member])
    return groups


def entry(members):
    """One or more members in the list of a header's page."""
    member = members[0]
    if member.has_page:
        return item(f"\\fB{member.name}\\fP(3)", text(member.brief))
    if member.kind in ("define", "variable"):
        return item(", ".join(f"\\fB{m.name}\\fP" for m in members), blocks(member.paragraphs))
    lines = [".Bd -literal -compact", *code(member.declaration()), ".Ed"]
    return item(f"\\fB{member.kind} {member.name}\\fP", [*blocks(member.paragraphs), *lines])


def main(xml, out):
    out = pathlib.Path(out)
    out.mkdir(parents=True)
    headers = read_headers(pathlib.Path(xml))
    writer = Writer(headers, out)
    for header in headers:
        writer.header(header)
        for member in header.members():
            if member.has_page:
                writer.function(member)


main(*sys.argv[1:])
