"""Words of mdoc(7), the language of manual pages, for man-pages.py."""
import datetime
import os
import re
import textwrap

NAME = "libevent_rs"


def page(name, lines):
    """A whole page of section 3."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    day = datetime.datetime.fromtimestamp(int(seconds), datetime.timezone.utc) if seconds else datetime.datetime.now()
    top = [f".Dd {day:%B} {day.day}, {day.year}", f".Dt {name.upper()} 3", ".Os " + NAME]
    return "\n".join(top + lines) + "\n"


def sentences(words):
    return re.split(r"(?<=[.?!])\s+|(?<=[.?!]\))\s+", words.strip())


# A change of font, or a name, which is not to be hyphenated.
WORD = re.compile(r"\\f[BIP]|(?<![\w\\%])[A-Za-z]\w*(?:[_/.]\w+)+")


def text(words):
    """Running text: each sentence begins a line."""
    words = WORD.sub(lambda m: m[0] if m[0][0] == "\\" else "\\%" + m[0], words)
    out = []
    for sentence in sentences(words):
        for line in textwrap.wrap(sentence, 78, break_long_words=False, break_on_hyphens=False):
            out.append("\\&" + line if line[0] in ".'" else line)
    return out


def code(lines):
    """Lines of C, for a literal display."""
    out = []
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 8)
        out += textwrap.wrap(line, 78, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
    return out


def item(tag, lines):
    """An item of a list with tags. Words of the tag are no macros, as they have more than letters."""
    return [f".It {tag}", *lines]


def see_also(names, *last):
    """References to pages of section 3, in alphabetical order."""
    pages = sorted({*names, *last}, key=str.lower)
    if not pages:
        return []
    return [".Sh SEE ALSO", *[f".Xr {name} 3 ," for name in pages[:-1]], f".Xr {pages[-1]} 3"]
