#!/usr/bin/env bash
# Builds the TLS programs of examples-c with each TLS library, and has them talk to each other, to OpenSSL's s_client and
# s_server, and to curl.
#
#   c-tests/tls-peers.sh [STAGE_DIR]
set -euo pipefail
# shellcheck source=c-tests/examples-lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/examples-lib.sh"

make_certificates() {
    local ec=(-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2)
    openssl req -x509 "${ec[@]}" -keyout "$work/ca.key" -out "$work/ca.pem" -subj "/CN=Test authority" &&
        openssl req -x509 -CA "$work/ca.pem" -CAkey "$work/ca.key" "${ec[@]}" -keyout "$work/key.pem" \
            -out "$work/cert.pem" -subj /CN=localhost -addext subjectAltName=DNS:localhost \
            -addext basicConstraints=critical,CA:FALSE &&
        openssl req -x509 "${ec[@]}" -keyout "$work/other.key" -out "$work/other.pem" -subj "/CN=Another authority"
}

free_port() { python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

compile_all() {
    local name
    for name in tls-echo-{server,client} https-{server,client}; do
        compile "$name" "-levent_$library" || return 1
    done
}

# serve PROGRAM: starts it on a free port, in $port; its process in $server
serve() {
    start server.log "$1" 0 "$work/cert.pem" "$work/key.pem"
    server=$pid
    port=
    wait_for 10 says server.log listening || true
    port=$(awk '{print $NF}' "$work/server.log")
}

server_stops() {
    kill -INT "$server"
    ends "$server" 0
}

echoed() { # ARG...: what goes in comes out
    timeout 30 "$work/tls-echo-client" "$@" <"$work/much" >"$work/much.back" || { echo "exit status $?"; return 1; }
    cmp "$work/much" "$work/much.back"
}

# refused TEXT PROGRAM ARG...: it ends with status 1, and says why
refused() {
    local status=0
    timeout 20 "$work/$2" "${@:3}" </dev/null >"$work/out" 2>"$work/why" || status=$?
    [ "$status" = 1 ] && grep -qi "$1" "$work/why" && return
    echo "exit status $status"
    cat "$work/why"
    return 1
}

# says_hello HOW ARG...: s_client says hello and is answered, in a session that is HOW: New or Reused
says_hello() {
    local status=0
    mkfifo "$work/typed"
    timeout 20 openssl s_client -connect "localhost:$port" -servername localhost -CAfile "$work/ca.pem" \
        -verify_return_error "${@:2}" <"$work/typed" >"$work/s_client" 2>&1 &
    exec 3>"$work/typed"
    echo hello >&3
    wait_for 10 says s_client ^hello || status=1
    exec 3>&-
    wait $! || status=1
    rm "$work/typed"
    says s_client "^$1, TLS" || status=1
    [ "$status" = 0 ] || cat "$work/s_client"
    return $status
}

s_client() {
    local version versions=(-tls1_2 -tls1_3)
    # Mbed TLS 2.28 has no other.
    [ "$library" != mbedtls ] || versions=(-tls1_2)
    for version in "${versions[@]}"; do
        says_hello New "$version" -sess_out "$work/session" || return 1
        says_hello Reused "$version" -sess_in "$work/session" || return 1
    done
}

curl_gets() {
    [ "$(curl -sS --max-time 10 --cacert "$work/ca.pem" "https://localhost:$port/")" = "Hello over TLS!" ] &&
        curl -sS --max-time 20 --cacert "$work/ca.pem" -T "$work/much" "https://localhost:$port/echo" |
        cmp - "$work/much"
}

# Several requests over one connection, which both sides keep.
curl_keeps() {
    local url=https://localhost:$port/
    [ "$(curl -sS --max-time 10 --cacert "$work/ca.pem" -o "$work/out" -o "$work/out" -o "$work/out" \
        -w '%{num_connects}' "$url" "$url" "$url")" = 100 ]
}

client_gets() { # PATH TEXT
    timeout 20 "$work/https-client" "https://localhost:$port$1" "$work/ca.pem" >"$work/out" 2>"$work/why" ||
        { echo "exit status $?"; cat "$work/why"; return 1; }
    grep -q "$2" "$work/out"
}

s_server() {
    local pid
    port=$(free_port)
    openssl s_server -accept "127.0.0.1:$port" -cert "$work/cert.pem" -key "$work/key.pem" -www "$@" \
        >"$work/s_server.log" 2>&1 </dev/null &
    pid=$!
    pids+=("$pid")
    wait_for 10 listens "$port" || { cat "$work/s_server.log"; return 1; }
    client_gets / "Ciphers supported in s_server" && client_gets / "Ciphers supported in s_server"
    local status=$?
    stop "$pid"
    return $status
}

with_library() {
    library=$1
    try "$library: the programs compile" compile_all
    serve tls-echo-server
    try "$library: on its library" on_right_library "$server"
    try "$library: echo" echoed localhost "$port" "$work/ca.pem"
    try "$library: s_client" s_client
    try "$library: another name" refused . tls-echo-client 127.0.0.1 "$port" "$work/ca.pem"
    try "$library: another authority" refused . tls-echo-client localhost "$port" "$work/other.pem"
    try "$library: nobody trusted" refused . tls-echo-client localhost "$port"
    try "$library: the server stops" server_stops
    try "$library: nobody listens" refused "connection refused" tls-echo-client localhost "$port" "$work/ca.pem"
    serve https-server
    try "$library: curl" curl_gets
    try "$library: curl, one connection" curl_keeps
    try "$library: the client" client_gets / "Hello over TLS!"
    try "$library: the client, no such path" refused 404 https-client "https://localhost:$port/none" "$work/ca.pem"
    try "$library: the client, another authority" refused . https-client "https://localhost:$port/" "$work/other.pem"
    try "$library: the HTTPS server stops" server_stops
    try "$library: s_server" s_server
    try "$library: s_server, TLS 1.2" s_server -tls1_2
}

seq 300000 >"$work/much"
try "certificates" make_certificates
for library in "${TLS_LIBS[@]}"; do
    with_library "$library"
done
echo "tls-peers: $passed passed, $failed failed"
[ "$failed" = 0 ]
