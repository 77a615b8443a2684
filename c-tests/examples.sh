#!/usr/bin/env bash
# Builds and drives the programs of examples-c, on our library or on the system's.
#
#   c-tests/examples.sh [--system] [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"

timer() {
    timeout 20 "$work/timer" >"$work/timer.log" || { echo "exit status $?"; return 1; }
    diff - "$work/timer.log" <<'END'
one-shot
tick 1
tick 2
tick 3
tick 4
tick 5
END
}

signals() {
    start signal.log signal
    wait_for 10 says signal.log waiting || { echo "says nothing"; return 1; }
    on_right_library "$pid" || return 1
    kill -INT "$pid"
    ends "$pid" 0 || return 1
    diff - "$work/signal.log" <<'END'
waiting for Ctrl-C
signal 2: leaving
bye
END
}

threads() {
    local i
    for i in {1..20}; do # whoever comes first, the result is the same
        timeout 20 "$work/threads" >"$work/threads.log" || { echo "exit status $? in turn $i"; return 1; }
        diff - "$work/threads.log" <<'END' || return 1
result 1
result 4
result 9
result 16
result 25
END
    done
}

# The pairs of echo programs do the same: $server_name, $client_name, and $port, where the server listens.

echo_one_line() {
    local said
    said=$(timeout 20 "$work/$client_name" "$port" <<<"hello") || { echo "exit status $?"; return 1; }
    [ "$said" = hello ] || { echo "came back: $said"; return 1; }
}

# More than the sockets hold, and from a file.
echo_much() {
    seq 1000000 >"$work/much"
    timeout 30 "$work/$client_name" "$port" <"$work/much" >"$work/much.back" || { echo "exit status $?"; return 1; }
    cmp "$work/much" "$work/much.back"
}

echo_many() {
    local i clients=()
    for i in {1..20}; do
        timeout 20 "$work/$client_name" "$port" <<<"client $i" >"$work/many.$i" &
        clients+=($!)
    done
    for i in "${clients[@]}"; do wait "$i" || { echo "exit status $?"; return 1; }; done
    for i in {1..20}; do diff - "$work/many.$i" <<<"client $i" || return 1; done
}

# One who never reads its answers holds up nobody, and one who leaves in between neither.
echo_rude() {
    python3 - "$port" <<'END'
import socket, sys
port = int(sys.argv[1])
deaf = socket.create_connection(("127.0.0.1", port))
deaf.setblocking(False)
try:
    while deaf.send(b"x" * 65536):
        pass
except BlockingIOError:
    pass
gone = socket.create_connection(("127.0.0.1", port))
gone.sendall(b"y" * 1000)
gone.close()
polite = socket.create_connection(("127.0.0.1", port), timeout=10)
polite.sendall(b"still there?")
assert polite.recv(100) == b"still there?"
END
}

client_refused() {
    local said
    # A port that was free a moment ago.
    said=$(timeout 20 "$work/$client_name" "$port" </dev/null 2>&1) && { echo "no error"; return 1; }
    [ "$said" = "connect: Connection refused" ] || { echo "said: $said"; return 1; }
}

server_stops() {
    kill -INT "$server"
    ends "$server" 0
}

# echo_pair PREFIX: everything that PREFIX-server and PREFIX-client have to do
echo_pair() {
    server_name=$1-server
    client_name=$1-client
    start server.log "$server_name" 0
    server=$pid
    port=
    wait_for 10 says server.log listening || true
    port=$(awk '{print $NF}' "$work/server.log")
    try "$server_name on its library" on_right_library "$server"
    try "$1: one line" echo_one_line
    try "$1: much" echo_much
    try "$1: many clients" echo_many
    try "$1: rude clients" echo_rude
    try "$server_name stops" server_stops
    try "$client_name is refused" client_refused
}

for name in timer signal threads {echo,bufferevent}-{server,client}; do
    try "$name compiles" compile "$name"
done
try timer timer
try signal signals
try threads threads
echo_pair echo
echo_pair bufferevent
echo "examples: $passed passed, $failed failed"
[ "$failed" = 0 ]
