#!/usr/bin/env bash
# Asks examples-c/http-server with curl, on our library or on the system's.
#
#   c-tests/http-curl.sh [--system] [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"

ask() { timeout 20 curl -sS --max-time 10 "$@"; }

# answers WANTED ARG...: the body
answers() {
    local wanted=$1 said
    shift
    said=$(ask "$@") || { echo "curl $*: exit status $?"; return 1; }
    [ "$said" = "$wanted" ] || { echo "curl $*: $said"; return 1; }
}

# status WANTED ARG...: the status, and how many connections were made
status() {
    local wanted=$1 said
    shift
    said=$(ask -o /dev/null -w '%{http_code} %{num_connects} ' "$@") || { echo "curl $*: exit status $?"; return 1; }
    [ "$said" = "$wanted " ] || { echo "curl $*: $said"; return 1; }
}

# comes_back ARG...: a large body, as it was sent
comes_back() {
    ask "$@" "$url/echo" <"$work/much" >"$work/much.back" || { echo "curl $*: exit status $?"; return 1; }
    cmp "$work/much" "$work/much.back"
}

head_only() {
    local said
    said=$(ask -I "$url/count" | tr -d '\r' | grep -c .) || { echo "exit status $?"; return 1; }
    [ "$said" = 2 ] || { echo "$said lines"; return 1; }
}

many() {
    local i
    for i in {1..20}; do
        ask "$url/hello?name=$i" "$url/count" "$url/hello?name=$i" >"$work/many.$i" &
    done
    wait $(jobs -p | grep -vx "$server")
    for i in {1..20}; do
        diff - "$work/many.$i" <<<"Hello, $i!"$'\n'"$(seq 5)"$'\n'"Hello, $i!" || return 1
    done
}

# Clients that leave in mid-request and in mid-response hold up nobody.
rude() {
    python3 - "${url##*:}" <<'END'
import socket, sys
port = int(sys.argv[1])
for part in (b"", b"GET /he", b"POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc", b"GET /count HTTP/1.1\r\n\r\n" * 100):
    gone = socket.create_connection(("127.0.0.1", port))
    gone.sendall(part)
    gone.close()
polite = socket.create_connection(("127.0.0.1", port), timeout=10)
polite.sendall(b"GET /hello HTTP/1.0\r\n\r\n")
said = b""
while data := polite.recv(1000):
    said += data
assert said.endswith(b"\r\n\r\nHello, world!\n"), said
END
}

server_stops() {
    kill -INT "$server"
    ends "$server" 0
}

try "http-server compiles" compile http-server
start server.log http-server 0
server=$pid
wait_for 10 says server.log listening || true
url=http://127.0.0.1:$(awk '{print $NF}' "$work/server.log")
seq 500000 >"$work/much"
try "http-server on its library" on_right_library "$server"
try "GET" answers "Hello, world!" "$url/hello"
try "GET with a query" answers "Hello, you & me!" "$url/hello?name=you+%26+me"
try "HTTP/1.0" answers "Hello, world!" --http1.0 "$url/hello"
try "absolute URI, as a proxy gets it" answers "Hello, world!" --proxy "$url" "http://example.com/hello"
try "in parts" answers "$(seq 5)" "$url/count"
try "in parts, HTTP/1.0" answers "$(seq 5)" --http1.0 "$url/count"
try "POST" answers "a=b&c=d" -d a=b -d c=d "$url/echo"
try "PUT, large" comes_back -T -
try "PUT, Expect" comes_back -T "$work/much" -H "Expect: 100-continue"
try "POST, chunked" comes_back -X POST -H "Transfer-Encoding: chunked" --data-binary @-
try "HEAD" head_only
try "kept alive" status "200 1 200 0 200 0" -o /dev/null -o /dev/null "$url/hello" "$url/count" "$url/hello"
try "no such page" status "404 1" "$url/nothing"
try "a method that is not allowed" status "501 1" -X DELETE "$url/hello"
try "too large a head" status "400 1" -H "X: $(printf 'x%.0s' {1..17000})" "$url/hello"
try "many at once" many
try "rude clients" rude
try "http-server stops" server_stops
echo "http-curl: $passed passed, $failed failed"
[ "$failed" = 0 ]
