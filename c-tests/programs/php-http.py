"""The web server for php-http.sh: php-http.py PORT. /N is N bytes, which come in two parts; /silent never answers."""
import http.server
import sys
import threading
import time

never = threading.Event()


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 200


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path == "/silent":
            never.wait(20)
            return
        size = int(self.path[1:])
        self.send_response(200)
        self.send_header("Content-Length", str(size))
        self.end_headers()
        self.wfile.write(b"a" * (size // 2))
        time.sleep(0.02)
        self.wfile.write(b"b" * (size - size // 2))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *_):
        pass


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
