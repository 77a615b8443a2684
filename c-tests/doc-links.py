#!/usr/bin/env python3
"""doc-links.py DIRECTORY: every link between the web pages of a directory leads to a page, and a place, that is there."""
import html.parser
import pathlib
import sys
import urllib.parse


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.links, self.places = [], {"", "top"}
        self.feed(path.read_text())

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.places |= {attrs.get("id", ""), attrs.get("name", "") or ""}
        self.links += [attrs[key] for key in ("href", "src") if attrs.get(key)]


def main(directory):
    root = pathlib.Path(directory)
    pages = {path.name: Page(path) for path in sorted(root.glob("*.html"))}
    links = broken = 0
    for name, page in pages.items():
        for link in page.links:
            url = urllib.parse.urlsplit(link)
            if url.scheme or link.startswith("//"):
                continue
            links += 1
            target, place = url.path or name, urllib.parse.unquote(url.fragment)
            if not (root / target).exists() or target in pages and place not in pages[target].places:
                broken += 1
                print(f"{name}: {link} leads nowhere")
    print(f"{links} links on {len(pages)} pages, {broken} broken")
    return broken > 0 or links < 1000


sys.exit(main(sys.argv[1]))
