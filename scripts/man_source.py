"""What doxygen's XML says of the headers, for man-pages.py: headers, their sections, and what is declared there."""
import pathlib
import re
import xml.etree.ElementTree as ET

INCLUDE = pathlib.Path(__file__).resolve().parent.parent / "include"


class Described:
    """Something with a description, in the running text of mdoc."""

    def __init__(self, node):
        self.brief = inline(node.find("briefdescription")).strip()
        self.paragraphs = [self.brief] if self.brief else []
        for para in node.findall("detaileddescription/para") + node.findall("description/para"):
            self.add(para)
        calls = [call for part in ("briefdescription", "detaileddescription") for call in node.findall(f"{part}//ref")]
        self.mentioned = {call.text[:-2] for call in calls if (call.text or "").endswith("()")}

    def add(self, para):
        words = inline(para).strip()
        if words and self.paragraphs == [self.brief]:
            # The first sentence, which doxygen has taken off.
            self.paragraphs = [f"{self.brief} {words}"]
        elif words:
            self.paragraphs.append(words)
        for items in para.findall("itemizedlist"):
            self.paragraphs.append([inline(i.find("para")).strip() for i in items.findall("listitem")])


class Member(Described):
    """What a header declares: a function, macro, type, or a constant of an enum."""

    def __init__(self, node, header, section=None):
        super().__init__(node)
        self.node, self.header, self.section = node, header, section
        self.kind = node.get("kind") or "enumvalue"
        self.name = node.findtext("name") or node.findtext("compoundname")
        self.type = spaced(flat(node.find("type")))
        self.parameters = parameters(node)
        # Macros that end with _ are for other macros.
        self.has_page = self.kind == "function" or bool(self.parameters) and not self.name.endswith("_")

    def constants(self):
        """What programs name when they call: the values of an enum, or a macro that is one."""
        if self.kind == "enum":
            return [Member(value, self.header) for value in self.node.findall("enumvalue")]
        return [self] if self.kind == "define" and not self.parameters else []

    def declaration(self):
        """A type as C has it, line by line."""
        if self.kind == "typedef":
            arguments = spaced(flat(self.node.find("argsstring")))
            return [f"typedef {self.type}{'' if self.type.endswith('*') else ' '}{self.name}{arguments};"]
        return declared(self.header.text, f"{self.kind} {self.name}")


class Section(Described):
    def __init__(self, node):
        super().__init__(node)
        self.title = flat(node.find("header")) or {
            "define": "Macros", "enum": "Enumerations", "typedef": "Types", "func": "Functions", "struct": "Structs",
        }[node.get("kind")]
        self.members = []


class Header(Described):
    def __init__(self, node, xml):
        super().__init__(node)
        self.name = node.find("location").get("file")
        self.page = self.name.replace("/", "_")
        self.text = (INCLUDE / self.name).read_text()
        self.includes = [include.text for include in node.findall("includes")]
        self.sections = []
        structs = Section(ET.Element("section", kind="struct"))
        for inner in node.findall("innerclass"):
            struct = ET.parse(xml / f"{inner.get('refid')}.xml").find("compounddef")
            if "::" not in inner.text and "." not in inner.text:
                structs.members.append(Member(struct, self, structs))
        for part in node.findall("sectiondef"):
            section = Section(part)
            section.members = [Member(member, self, section) for member in part.findall("memberdef")]
            self.sections.append(section)
        self.sections.sort(key=lambda section: min(map(line, section.members)))
        self.sections += [structs] if structs.members else []

    def members(self):
        return [member for section in self.sections for member in section.members]


def read_headers(xml):
    """Every header, in the order of their names."""
    index = ET.parse(xml / "index.xml")
    files = [c.get("refid") for c in index.findall("compound[@kind='file']") if c.findtext("name").endswith(".h")]
    nodes = [ET.parse(xml / f"{file}.xml").find("compounddef") for file in files]
    return sorted((Header(node, xml) for node in nodes), key=lambda header: header.name)


def line(member):
    return int(member.node.find("location").get("line"))


def flat(node):
    return " ".join("".join(node.itertext()).split()) if node is not None else ""


def spaced(c):
    """C with its spaces where programmers put them."""
    c = re.sub(r"\s*(\*+)\s*", r" \1", c.replace("* *", "**"))
    return re.sub(r"\( \*", "(*", re.sub(r"(\w)\((\*| \*)", r"\1 (*", c))


def parameters(node):
    """The parameters of a function as C has them, and the names of a macro's."""
    if node.get("kind") == "define":
        return [flat(param.find("defname")) for param in node.findall("param")]
    words = flat(node.find("argsstring"))
    if not words.startswith("(") or node.get("kind") != "function":
        return []
    depth, out, start = 0, [], 1
    for i, c in enumerate(words):
        depth += (c == "(") - (c == ")")
        if c == "," and depth == 1 or c == ")" and depth == 0:
            out.append(spaced(words[start:i].strip()))
            start = i + 1
    return out


def declared(header, name):
    """The lines in which a header declares a struct, union or enum, comments and all."""
    body = re.search(rf"^{name} \{{\n.*?^\}};", header, re.M | re.S)[0]
    return body.replace("/** ", "/* ").split("\n")


def running(words):
    """Text of XML. A minus sign is none that may become a hyphen; functions that are not ours are named as such."""
    words = (words or "").replace("\\", "\\e")
    words = re.sub(r"\b([a-z]\w+)\(\)", r"\\fB\1\\fP()", words)
    return re.sub(r"(?<![\w-])-(?=[\w-])", r"\\-", words)


def inline(node):
    """Running text, with the fonts that manual pages have for names."""
    if node is None:
        return ""
    out = running(node.text)
    for child in node:
        words = inline(child)
        call = re.fullmatch(r"\\fB(\w+)\\fP\(\)", words)
        if child.tag == "itemizedlist":
            words = ""
        elif child.tag == "ref" and call:
            words = f"\\fB{call[1]}\\fP(3)"
        elif child.tag == "ref" and child.get("kindref") == "compound":
            words = f"\\fI{words}\\fP"
        elif child.tag == "ref":
            words = f"\\fB{words}\\fP"
        elif child.tag == "computeroutput":
            words = f"\\fI{words}\\fP"
        out += words + running(child.tail)
    return re.sub(r"\s+", " ", out)
