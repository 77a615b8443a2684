"""The archive of packages and the clients for apt-cacher-ng.sh: apt-cacher-ng.py PORT ARCHIVE-PORT."""
import collections
import http.client
import http.server
import sys
import threading

from peers import at_once

PORT, ARCHIVE = map(int, sys.argv[1:])
CLIENTS, PACKAGES = 20, 30
SIZE = 1_000_000
asked = collections.Counter()
at_half = threading.Event()


def package(name):
    return (name.encode() + b"-") * (SIZE // (len(name) + 1))


class Archive(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        name = self.path.removeprefix("/debian/pool/").removesuffix("_1_all.deb")
        asked[name] += 1
        body = b"" if name == "absent" else package(name)
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Last-Modified", "Tue, 14 Nov 2023 22:13:20 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if name == "slow":
            self.wfile.write(body[:SIZE // 2])
            at_half.wait(15)
            body = body[SIZE // 2:]
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def begin(name, host="127.0.0.1", status=200, **headers):
    """Ask the proxy. Each time on a new connection: the proxy ends old ones without a word."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    url = f"http://{host}:{ARCHIVE}/debian/pool/{name}_1_all.deb" if host else f"/lab/pool/{name}_1_all.deb"
    connection.request("GET", url, headers={"Connection": "close", **headers})
    response = connection.getresponse()
    assert response.status == status, f"{name}: {response.status}, not {status}"
    return response


def expect(name, **options):
    assert begin(name, **options).read() == package(name), f"{name} is damaged"


def one_download_for_all():
    """Clients that come while it goes on; it goes on when each has got its first part."""
    starter = begin("slow")
    beginning = starter.read(100_000)
    begun = threading.Barrier(CLIENTS, action=at_half.set)

    def client(_number):
        response = begin("slow")
        first = response.read(100_000)
        begun.wait(15)
        assert first + response.read() == package("slow")
    at_once(CLIENTS, client)
    assert beginning + starter.read() == package("slow")
    assert asked["slow"] == 1, f"the archive was asked {asked['slow']} times"


def many_packages(number):
    for i in range(PACKAGES):
        expect(f"p{(number + i) % PACKAGES}")


server = http.server.ThreadingHTTPServer(("127.0.0.1", ARCHIVE), Archive)
threading.Thread(target=server.serve_forever, daemon=True).start()
for _ in range(3):
    expect("first")
assert asked["first"] == 1, "the second time it is in the cache"
part = begin("first", status=206, Range="bytes=1000-1999").read()
assert part == package("first")[1000:2000]
assert not begin("first", status=304, **{"If-Modified-Since": "Tue, 14 Nov 2023 22:13:20 GMT"}).read()
begin("absent", status=404).read()
expect("mapped", host=None)
expect("named", host="localhost")
one_download_for_all()
at_once(CLIENTS, many_packages)
page = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
page.request("GET", "/report.html")
assert b"Apt-Cacher" in page.getresponse().read()
print(f"{CLIENTS * PACKAGES} packages of 1 MB for {CLIENTS} clients, a download for all of them, parts, a name")
