"""For firefox.sh.

firefox.py serve PORT       a web server; its page becomes green when its script has got 200 right answers
firefox.py wait PORT        until the script is done
firefox.py continue PORT    let the page be loaded
firefox.py colour FILE      print the colour of the first pixel of a PNG file
"""
import http.server
import pathlib
import sys
import threading
import urllib.request
import zlib

PAGE = b"""<!doctype html><title>test</title>
<body style="background: red"><img src="/held.png">
<script>
async function ask(n) {
    const answer = await fetch("/square", {method: "POST", body: String(n)});
    return Number(await answer.text()) === n * n;
}
Promise.all([...Array(200).keys()].map(ask)).then(async answers => {
    if (answers.every(right => right)) document.body.style.background = "rgb(0, 128, 0)";
    await fetch("/done");
});
</script>
"""
done, released = threading.Event(), threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body=b"", kind="text/plain"):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        number = int(self.rfile.read(int(self.headers["Content-Length"])))
        self.answer(b"%d" % number**2)

    def do_GET(self):
        match self.path:
            case "/":
                self.answer(PAGE, "text/html")
            case "/held.png":
                released.wait(60)
                self.answer(kind="image/png")
            case "/done":
                done.set()
                self.answer()
            case "/wait":
                done.wait(45)
                self.answer(b"yes" if done.is_set() else b"no")
            case "/continue":
                released.set()
                self.answer()
            case _:
                self.answer()

    def log_message(self, *_):
        pass


def ask(port, what):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/{what}", timeout=50) as answer:
        return answer.read()


def chunks(png):
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at:at + 4])
        yield png[at + 4:at + 8], png[at + 8:at + 8 + length]
        at += length + 12


def first_pixel(png):
    """Before the first pixel is one byte that tells how the row is filtered; no filter changes that pixel."""
    data = b"".join(body for kind, body in chunks(png) if kind == b"IDAT")
    return zlib.decompress(data)[1:4]


match sys.argv[1:]:
    case "serve", port:
        http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
    case "wait", port:
        sys.exit(ask(port, "wait") != b"yes")
    case "continue", port:
        ask(port, "continue")
    case "colour", file:
        print(*first_pixel(pathlib.Path(file).read_bytes()))
