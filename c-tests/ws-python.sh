#!/usr/bin/env bash
# Talks to examples-c/ws-echo with raw frames, and with PyPI's `websockets` if that can be installed; has
# examples-c/ws-client talk to a server made with that.
#
#   c-tests/ws-python.sh [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"

cases() { timeout 100 python3 c-tests/ws-cases.py "$port" "$1"; }

# An environment of its own, kept for the next time.
venv=$TARGET/ws-python
has_websockets() {
    "$venv/bin/python" -c "import websockets.asyncio.client" && return
    rm -rf "$venv"
    timeout 60 python3 -m venv "$venv" && timeout 60 "$venv/bin/pip" install -q websockets
} >"$work/pip.log" 2>&1

with_websockets() { timeout 100 "$venv/bin/python" c-tests/ws-websockets.py "$port"; }

# examples-c/ws-client and a server in Python that sends back what it gets.
client_asks() {
    local said
    : >"$work/python.log"
    timeout 60 "$venv/bin/python" -u - >"$work/python.log" 2>&1 <<'END' &
import asyncio
from websockets.asyncio.server import serve

async def echo(session):
    async for message in session:
        await session.send(message)

async def main():
    async with serve(echo, "127.0.0.1", 0) as server:
        print("listening on", server.sockets[0].getsockname()[1])
        await asyncio.Future()

asyncio.run(main())
END
    pids+=("$!")
    wait_for 10 says python.log listening || { cat "$work/python.log"; return 1; }
    said=$(timeout 20 "$work/ws-client" "ws://127.0.0.1:$(awk '{print $NF}' "$work/python.log")/" hello "" "$(seq 9000)") ||
        { echo "exit status $?"; return 1; }
    [ "$said" = "hello"$'\n\n'"$(seq 9000)" ]
}

# Clients that leave in the middle of anything hold up nobody.
rude() {
    python3 - "$port" <<'END'
import os, socket, sys
port = int(sys.argv[1])
head = (b"GET /echo HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
hello = b"\x81\x85\0\0\0\0hello"
for part in (head[:60], head, head + hello[:1], head + hello[:8], head + hello * 1000, head + b"\x88\x80\0\0\0\0"):
    gone = socket.create_connection(("127.0.0.1", port))
    gone.sendall(part)
    gone.close()
polite = socket.create_connection(("127.0.0.1", port), timeout=10)
polite.sendall(head + hello + b"\x88\x80\0\0\0\0")
said = b""
while data := polite.recv(1000):
    said += data
assert said.endswith(b"\r\n\r\n\x81\x05hello\x88\x00"), said
END
}

server_stops() {
    kill -INT "$server"
    ends "$server" 0
}

try "ws-echo compiles" compile ws-echo
start server.log ws-echo 0
server=$pid
wait_for 10 says server.log listening || true
port=$(awk '/listening/ {print $NF}' "$work/server.log")
try "ws-echo on its library" on_right_library "$server"
for group in {1..7}; do
    try "group $group" cases "$group"
done
try "rude clients" rude
skipped=0
if has_websockets; then
    try "websockets" with_websockets
    try "ws-client compiles" compile ws-client
    try "ws-client" client_asks
else
    echo "no websockets for Python: $(tail -n 1 "$work/pip.log")"
    skipped=1
fi
try "ws-echo stops" server_stops
echo "ws-python: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
