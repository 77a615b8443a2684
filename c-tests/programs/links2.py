"""The web server for links2.sh: links2.py PORT."""
import gzip
import http.server
import sys
import threading
import time

BIG = bytes(i * 7 % 251 for i in range(3_000_000))
tries = 0
never = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def piece(self, text):
        self.wfile.write(b"%x\r\n%s\r\n" % (len(text), text))

    def slow(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for i in range(1, 11):
            self.piece(b"%d " % i)
            time.sleep(0.02)
        self.piece(b"")

    def silent(self):
        global tries
        tries += 1
        never.wait(15)

    def do_GET(self):
        page = {"Content_Type": "text/html"}
        match self.path:
            case "/":
                self.answer(b"<p>hello", **page)
            case "/big":
                self.answer(BIG, Content_Type="application/octet-stream")
            case "/moved":
                self.answer(b"", 302, Location="/there", Connection="close")
            case "/there":
                self.answer(b"<h1>You have arrived</h1>", **page)
            case "/packed":
                self.answer(gzip.compress(b"<p>packed with gzip"), Content_Encoding="gzip", **page)
            case "/slow":
                self.slow()
            case "/silent":
                self.silent()
            case "/tries":
                self.answer(b"%d" % tries)

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
