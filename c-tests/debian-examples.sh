#!/usr/bin/env bash
# Examples of Debian's libevent-dev: each is compiled against the system's libevent and
# against ours, driven in the same way on both, and must say the same.
#
#   c-tests/debian-examples.sh [STAGE_DIR]
set -euo pipefail
stage=${1:+$(realpath "$1")}
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../scripts/common.sh"
stage=${stage:-$STAGE}
examples=/usr/share/doc/libevent-dev/examples

if [ ! -e "$examples/signal-test.c" ] || [ ! -e /usr/include/event2/event.h ]; then
    echo "no examples in $examples, or no libevent-dev: nothing to compare"
    echo "debian-examples: 0 passed, 0 failed, 1 skipped"
    exit 0
fi
[ -e "$stage/lib/libevent$SONAME_SUFFIX" ] || die "no libevent$SONAME_SUFFIX in $stage/lib"

work=$(mktemp -d)
mkdir "$work/system" "$work/ours"
pids=()
passed=0
failed=0

stop_all() {
    local p
    trap - EXIT
    for p in "${pids[@]}"; do stop "$p"; done 2>/dev/null
}
finish() {
    stop_all
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' TERM INT

# verdict NAME COMMAND...: one test, with what the command says when it fails.
verdict() {
    local name=$1 said
    shift
    if said=$("$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAIL %s\n%s\n' "$name" "$said"
    fi
}

compile() {
    local source=${2:-$examples/$1.c}
    gcc -g -o "$work/system/$1" "$source" -levent &&
        gcc -g -I"$stage/include" -o "$work/ours/$1" "$source" -L"$stage/lib" -levent
}

# What follows runs once for each side, in the folder of that side, with $side set.

# start LOG PROGRAM [ARG...]: line by line into LOG; its process in $pid.
start() {
    local log=$1 program=$2
    shift 2
    : >"$log"
    (
        unset LD_LIBRARY_PATH
        if [ "$side" = ours ]; then export LD_LIBRARY_PATH=$stage/lib; fi
        exec stdbuf -oL "./$program" "$@" >"$log" 2>&1 </dev/null
    ) &
    pid=$!
    pids+=("$pid")
}

has_lines() { [ "$(grep -c "$2" "$1")" -ge "$3" ]; }
ended() { ! kill -0 "$1" 2>/dev/null; }

# catches_int PID: the program runs, and has set up its handler.
catches_int() {
    local mask
    [[ $(readlink "/proc/$1/exe") == "$work"/* ]] || return 1
    mask=$(awk '$1 == "SigCgt:" {print $2}' "/proc/$1/status")
    ((0x$mask >> 1 & 1))
}

# say_status PID: wait for its end, and say how it was.
say_status() {
    local status=0
    if wait_for 10 ended "$1"; then
        wait "$1" || status=$?
        echo "exit status $status"
    else
        echo "still runs"
    fi
}

check_library() {
    local mapped where=system
    mapped=$(mapped_libevent "$1")
    if [[ $mapped == "$stage"/* ]]; then where=ours; fi
    [ "$where" = "$side" ] || echo "the library of this side is not in use: ${mapped:-none}"
}

# Two messages, then the writer closes.
fifo_eof() {
    start fifo-eof.log event-read-fifo
    wait_for 10 catches_int "$pid"
    check_library "$pid"
    exec 9>event.fifo
    printf 'one' >&9
    wait_for 10 has_lines fifo-eof.log 'Read: one' 1
    printf 'two' >&9
    wait_for 10 has_lines fifo-eof.log 'Read: two' 1
    exec 9>&-
    say_status "$pid"
    [ -e event.fifo ] || echo "fifo removed"
    sed -E 's/fd: [0-9]+/fd: N/; s/0x[0-9a-f]+/P/' fifo-eof.log
}

fifo_interrupt() {
    start fifo-interrupt.log event-read-fifo
    wait_for 10 catches_int "$pid"
    check_library "$pid"
    kill -INT "$pid"
    say_status "$pid"
    [ -e event.fifo ] || echo "fifo removed"
    cat fifo-interrupt.log
}

# It deletes its event at the third signal, and then the loop has nothing left.
signals() {
    local n
    start signals.log signal-test
    wait_for 10 catches_int "$pid"
    check_library "$pid"
    for n in 1 2 3; do
        kill -INT "$pid"
        wait_for 10 has_lines signals.log signal_cb "$n"
    done
    say_status "$pid"
    cat signals.log
}

# The first two ticks, two seconds apart. How late they are is the machine's affair, but never early.
ticks() {
    start ticks.log time-test "$@"
    wait_for 30 has_lines ticks.log timeout_cb 2
    check_library "$pid"
    stop "$pid"
    head -n 2 ticks.log | awk '{
        sum += $5
        $4 = "T:"
        $5 = sum < 2 * NR - 0.1 ? "too few" : "enough"
        print
    }'
}
ticks_oneshot() { ticks; }
ticks_persistent() { ticks -p; }

# Names, addresses, and what there is not, from a server on the same library. The order of answers is
# nobody's promise.
lookups() {
    local server port
    start server.log dns-server 0
    server=$pid
    wait_for 10 has_lines server.log 'listening on port' 1
    port=$(awk '{print $NF}' server.log)
    start lookups.log dns-example -s "127.0.0.1:$port" www.example.com WWW.example.com nothing.example.com
    say_status "$pid"
    start getaddrinfo.log dns-example -g -s "127.0.0.1:$port" www.example.com nothing.example.com
    say_status "$pid"
    start reverse.log dns-example -x -s "127.0.0.1:$port" 192.0.2.1 192.0.2.77
    say_status "$pid"
    check_library "$server"
    stop "$server"
    sort lookups.log
    sort getaddrinfo.log
    sort reverse.log
}

scenarios=(fifo_eof fifo_interrupt signals ticks_oneshot ticks_persistent lookups)

drive() {
    local scenario
    cd "$work/$side"
    pids=()
    trap stop_all EXIT
    for scenario in "${scenarios[@]}"; do
        "$scenario" >"said.$scenario" 2>&1 || echo "stopped with status $?" >>"said.$scenario"
    done
}

same() {
    diff -u --label system --label ours "$work/system/said.$1" "$work/ours/said.$1" &&
        ! grep -E 'stopped with|still runs|not in use|too few' "$work/ours/said.$1"
}

for name in event-read-fifo signal-test time-test; do
    verdict "$name compiles" compile "$name"
done
# It includes a file of the source tree that systems with IPv6 have no need of.
mkdir "$work/source"
cp "$examples/dns-example.c" "$work/source"
: >"$work/ipv6-internal.h"
verdict "dns-example compiles" compile dns-example "$work/source/dns-example.c"
verdict "our server compiles" compile dns-server "$(dirname "${BASH_SOURCE[0]}")/../examples-c/dns-server.c"
sides=()
for side in system ours; do
    drive &
    sides+=($!)
done
wait "${sides[@]}" || true
for name in "${scenarios[@]}"; do
    verdict "$name" same "$name"
done
[ -z "${SHOW:-}" ] || tail -n +1 "$work"/system/said.*
echo "debian-examples: $passed passed, $failed failed"
[ "$failed" = 0 ]
