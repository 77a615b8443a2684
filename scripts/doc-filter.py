#!/usr/bin/env python3
"""doc-filter.py HEADER: a public header as doxygen is to read it.

The comments of the headers are plain text. Here they get what doxygen needs to see in them:
- the first one describes the file;
- "/* ---- Title. More. */" begins a section, which ends where the next one begins;
- a plain comment right above preprocessor lines describes every macro there that has no comment of its own;
- names of constants and types in running text become links, and what Markdown would take for markup is text.
"""
import functools
import html
import pathlib
import re
import sys

INCLUDE = pathlib.Path(__file__).resolve().parent.parent / "include"
COMMENT = re.compile(r"/\*.*?\*/", re.S)


@functools.cache
def linkable():
    """The documented names that doxygen does not take for links by itself."""
    text = "\n".join(path.read_text() for path in INCLUDE.rglob("*.h"))
    names = re.findall(r"^ *#define ([A-Z]\w*_\w+)\b", text, re.M)
    names += re.findall(r"^  ([A-Z]\w*_\w+)(?: = [^,\n]+)?,?$", text, re.M)
    names += re.findall(r"^typedef .*\(?\*?\b(\w+)\)\(", text, re.M)
    names += re.findall(r"^(?:enum|struct|union) (\w*_\w*) \{", text, re.M)
    return {name for name in names if not name.endswith("_INCLUDED_")}


def plain(text):
    """Text for Markdown, with links; what is between backticks or quotes stays as it is."""
    parts = re.split(r"""(`[^`]*`|"[^"]*")""", text)
    for i, part in enumerate(parts):
        if i % 2:
            # A word behind a percent sign would lose it.
            parts[i] = re.sub(r"%(?=[A-Za-z_])", "%%", part) if part[0] == "`" else part
            continue
        part = re.sub(r"[\\@%#*~]|--", lambda m: "".join("\\" + c for c in m[0]), html.escape(part, quote=False))
        # A name that may be a type's is none before the parenthesis of a call.
        parts[i] = re.sub(r"(?<![\w#.])[A-Za-z]\w*\b(?!\()", lambda m: "#" * (m[0] in linkable()) + m[0], part)
    return "".join(parts)


def lines_of(comment):
    """The text of a comment, line by line."""
    text = re.sub(r"^/\*+ ?|\s*\*/$", "", comment)
    return [re.sub(r"^ *\*( |$)", "", line) for line in text.split("\n")]


def documentation(lines, command=""):
    """The lines as a comment for doxygen."""
    return "/** " + command + "\n * ".join(plain(line) for line in lines) + "\n */"


def section(comment):
    """The opening of a section."""
    text = "\n".join(lines_of(comment)).removeprefix("---- ")
    title, _, more = text.partition("\n\n")
    title = " ".join(title.split())
    if len(title) > 100:
        title, _, rest = title.partition(": ")
        more = f"{rest}\n\n{more}"
    return documentation([title.rstrip("."), *more.split("\n")], "@name ") + "\n/** @{ */"


def same_for_all(comment, code):
    """Repeats a plain comment for each macro of the preprocessor lines below it."""
    run = re.match(r"(?:#.*\n|.*(?<=\\)\n)+", code)
    if not run:
        return code
    doc = documentation(lines_of(comment))
    return re.sub(r"^(?=#define )", doc.replace("\\", r"\\") + "\n", run[0], flags=re.M) + code[run.end():]


def main(path):
    text = pathlib.Path(path).read_text()
    # Each bit of a word is described by what is said of them all.
    text = re.sub(r"( */\*\*[^/]*\*/\n)( *unsigned int )(\w+:1), (\w+:1);", r"\1\2\3;\n\1\2\4;", text)
    out, end, first, within = [], 0, True, False
    for match in COMMENT.finditer(text):
        comment, code = match[0], text[match.end():]
        code = code[: (COMMENT.search(code) or re.search(r"\Z", code)).start()]
        out.append(text[end:match.start()])
        end = match.end()
        if comment.startswith("/** "):
            out.append(documentation(lines_of(comment), "@file\n * " if first else ""))
            first = False
        elif comment.startswith("/* ---- "):
            out.append("/** @} */\n" * within + section(comment))
            within = True
        elif code.startswith("\n#"):
            out.append("\n" + same_for_all(comment, code[1:]))
            end += len(code)
    rest = text[end:]
    closing = rest.rfind("#ifdef __cplusplus") if "#ifdef __cplusplus" in rest else rest.rfind("#endif")
    out += [rest[:closing], "/** @} */\n" * within, rest[closing:]]
    sys.stdout.write("".join(out))


main(sys.argv[1])
