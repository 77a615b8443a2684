#!/usr/bin/env bash
# Watch the library work: echo servers with two clients each, then memcached.
#
# PROGRAMS=DIR   where the echo programs are: well-known examples, LibeventQuickStartServer.c and ...Client.c,
#                BufferEventServer.c and ...Client.c, or else our own, echo-server.c and so on. By default the
#                former if they are in ../shared/document-programs, or else our own in examples-c.
set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [ -z "${DEMO_INSIDE:-}" ]; then
    scripts/deps.sh demo
    # As root the demo gets a network of its own, where every port is free.
    if [ "$(id -u)" = 0 ] && unshare --net true 2>/dev/null; then
        export DEMO_INSIDE=own
        exec timeout -k 5 120 unshare --net "$0"
    fi
    export DEMO_INSIDE=shared
    exec timeout -k 5 120 "$0"
fi
[ "$DEMO_INSIDE" != own ] || ip link set lo up

# shellcheck source=scripts/echo-session.sh
. scripts/echo-session.sh
memcached_pid=""
cleanup() {
    end_talk
    [ -z "$memcached_pid" ] || stop "$memcached_pid"
    rm -rf "$talk"
}
trap cleanup EXIT

prove() { # PID NAME: say which libevent the process has mapped, and fail if it is not ours
    local mapped
    mapped=$(mapped_libevent "$1")
    echo "  libevent in the memory of $2 (process $1, from /proc/$1/maps): ${mapped:-none}"
    [ "$mapped" = "$(realpath "$STAGE/lib/libevent.so")" ] || die "that is not our library"
}

# echo_talk DOCUMENT OWN: DOCUMENTServer.c, or else OWN-server.c, talks with two of its clients
echo_talk() {
    local dir=${PROGRAMS:-../shared/document-programs} compiler sources port who log
    local server_arguments client_arguments greeting link=(-L"$STAGE/lib" -levent)
    if [ -e "$dir/$1Server.c" ]; then
        compiler=g++
        sources=("$dir/$1Server.c" "$dir/$1Client.c")
        port=9999
        server_arguments=()
        client_arguments=(127.0.0.1 $port)
        greeting="recv"
    else
        dir=${PROGRAMS:-examples-c}
        compiler=gcc
        sources=("$dir/$2-server.c" "$dir/$2-client.c")
        port=29999
        server_arguments=($port)
        client_arguments=($port)
        greeting=""
        [ -e "${sources[0]}" ] || die "neither $1Server.c nor $2-server.c in $dir"
    fi
    printf "  $compiler %s -I$STAGE/include ${link[*]}\n" "${sources[@]}"
    begin_talk $compiler "${sources[@]}" "${link[@]}"
    start_server $port "$talk/server" "${server_arguments[@]}" || die "the server did not start"
    start_client first "$talk/client" "${client_arguments[@]}"
    start_client second "$talk/client" "${client_arguments[@]}"
    prove "$server_pid" server
    say first "hello from the first client" || die "the first client got no answer"
    say second "hello from the second client" || die "the second client got no answer"
    say first "and once more" || die "the first client got no second answer"
    for who in server "first client" "second client"; do
        log=$talk/${who% client}.log
        [ -z "$greeting" ] || grep -q "^$greeting" "$log" || die "the $who printed no '$greeting' line"
        echo "  -- what the $who printed:"
        sed 's/^/  | /' "$log"
    done
    end_talk
}

echo "== 1. An echo server and two clients, compiled against our headers, linked with -levent =="
echo_talk LibeventQuickStart echo
echo "== 2. The same with bufferevents =="
echo_talk BufferEvent bufferevent

echo "== 3. memcached, as Debian compiled it for the original libevent =="
port=21211
listens $port && die "port $port is in use by another program"
as_user=()
[ "$(id -u)" != 0 ] || as_user=(-u nobody)
LD_LIBRARY_PATH=$STAGE/lib memcached "${as_user[@]}" -l 127.0.0.1 -p $port -U 0 -t 4 >"$talk/memcached.log" 2>&1 &
memcached_pid=$!
wait_for 5 listens $port || die "memcached did not start: $(cat "$talk/memcached.log")"
prove "$memcached_pid" memcached
echo "kept by memcached, moved by libevent_rs" >"$talk/note"
timeout 10 memccp --servers=127.0.0.1:$port "$talk/note"
answer=$(timeout 10 memccat --servers=127.0.0.1:$port note)
echo "  memccp stored a file, memccat read it back: $answer"
[ "$answer" = "$(cat "$talk/note")" ] || die "memcached answered something else"
echo "  memccapable, a test of memcached's whole text protocol:"
timeout 30 memccapable -h 127.0.0.1 -p $port -a >"$talk/capable.log" 2>&1 || true
echo "  | $(grep -c 'pass' "$talk/capable.log") steps pass, $(grep -ci 'fail' "$talk/capable.log" || true) fail"
grep -q '^All tests passed' "$talk/capable.log" || die "memccapable: $(grep -i fail "$talk/capable.log")"
echo "  memcaslap, 64 connections for one second on memcached's 4 threads:"
# Its usual mixture; without a file it leaves one in the user's home directory.
printf '%s\n' key "64 64 1" value "1024 1024 1" cmd "0 0.1" "1 0.9" >"$talk/load.cnf"
timeout 30 memcaslap -F "$talk/load.cnf" -s 127.0.0.1:$port -t 1s -c 64 -T 2 >"$talk/load.log" 2>&1 ||
    die "memcaslap: $(tail -n 1 "$talk/load.log")"
echo "  | $(grep '^Run time' "$talk/load.log")"
stop "$memcached_pid"
memcached_pid=""
echo "== The demo is done: everything above ran on $STAGE/lib =="
