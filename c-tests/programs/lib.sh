# shellcheck shell=bash disable=SC2034
# Sourced by the tests beside it, which run programs of Debian and print one line each:
#
#   NAME.sh [LIBDIR]    "ok NAME: ...", "FAIL NAME: ..." or "skip NAME: ..."
#
# With LIBDIR the program under test runs on the libevent in that directory, without on the system's,
# which must pass too. With RUN_ON_OURS=--path or --preload it is libevent-rs-run that leads it there.
# Everything binds 127.0.0.1, is bounded in time, and is ended by its PID.
# A test that sets network=own before it reads this file has a network (and mounts) of its own.
#
# Each test begins with a header, from which a table can be made:
#
#   # program: /usr/sbin/NAME ...       the files that run on the library
#   # covers: timers, signals, ...      what of libevent they use
set -euo pipefail
NAME=$(basename "$0" .sh)
LIBDIR=${1:+$(realpath "$1")}

if [ -z "${PROGRAM_TEST_BOUNDED:-}" ]; then
    export PROGRAM_TEST_BOUNDED=yes
    status=0
    inside=()
    if [ "${network:-}" = own ]; then
        inside=(unshare --net --mount)
        if ! "${inside[@]}" true 2>/dev/null; then
            echo "skip $NAME: needs a network namespace, and so root"
            exit 77
        fi
    fi
    timeout -k 5 60 "${inside[@]}" "$(realpath "$0")" "$@" </dev/null || status=$?
    case $status in
    124 | 137) echo "FAIL $NAME: not done after 60 seconds" ;;
    esac
    exit "$status"
fi

here=$(dirname "$(realpath "$0")")
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/common.sh"
if [ "${network:-}" = own ]; then ip link set lo up; fi
work=$(mktemp -d)
chmod 755 "$work"
pids=()
export PYTHONDONTWRITEBYTECODE=1
verdict="FAIL $NAME: stopped early"

finish() {
    local pid
    trap - EXIT
    for pid in "${pids[@]}"; do stop "$pid"; done 2>/dev/null
    rm -rf "$work"
    echo "$verdict"
    [[ $verdict != FAIL* ]]
}
trap finish EXIT
trap 'exit 1' TERM INT

ok() {
    verdict="ok $NAME: $*"
    exit 0
}
fail() {
    verdict="FAIL $NAME: $(tr '\n' ' ' <<<"$*")"
    exit 1
}
skip() {
    verdict="skip $NAME: $*"
    exit 77
}

# start LOG COMMAND...: in the background, its process in $pid.
start() {
    local log=$work/$1
    shift
    "$@" >"$log" 2>&1 </dev/null &
    pid=$!
    pids+=("$pid")
}
# client COMMAND...: what the test does with the program; the last line that it prints is the $result.
client() {
    timeout 40 "$@" >"$work/client.log" 2>&1 || fail "$(tail -n 1 "$work/client.log")"
    result=$(tail -n 1 "$work/client.log")
}
# on_lib COMMAND...: become the program under test, on the libevent that is asked for.
on_lib() {
    if [ -n "${RUN_ON_OURS:-}" ]; then exec "$LIBDIR/../bin/libevent-rs-run" "$RUN_ON_OURS" "$@"; fi
    if [ -n "$LIBDIR" ]; then export LD_LIBRARY_PATH=$LIBDIR; fi
    exec "$@"
}

# is_wanted FILES: of libevent they are what is asked for, and nothing else.
is_wanted() { [ -n "$1" ] && ! grep -qv "^$LIBDIR/" <<<"$1"; }
# is_mapped PID: the process has mapped that libevent, and no other.
is_mapped() { is_wanted "$(mapped_libevent "$1")"; }
expect_mapped() { is_mapped "$1" || fail "process $1 has mapped" "$(mapped_libevent "$1")"; }

# Of a program that ends by itself the dynamic linker writes down what it loads.
watched_on_lib() { LD_DEBUG=files LD_DEBUG_OUTPUT=$work/linker on_lib "$@"; }
loaded_libevent() { sed -n 's/.*calling init: \(.*\/libevent[^/]*\.so.*\)/\1/p' "$work"/linker.* | sort -u; }
expect_loaded() { is_wanted "$(loaded_libevent)" || fail "$1 has loaded" "$(loaded_libevent)"; }
# once_on_lib COMMAND...: run such a program; what it prints is then in $work/once.
once_on_lib() {
    rm -f "$work"/linker.*
    (watched_on_lib timeout 30 "$@") >"$work/once" 2>&1 </dev/null || fail "$1: $(tail -n 1 "$work/once")"
    expect_loaded "$1"
}

# family PID: the process and all that descend from it.
family() {
    local child children
    echo "$1"
    children=$(cat "/proc/$1/task/"*/children)
    for child in $children; do family "$child"; done
}
family_is_mapped() {
    local each
    for each in $(family "$1"); do is_mapped "$each" || return 1; done
}
# Some of a family may be about to end.
expect_family_mapped() {
    wait_for 5 family_is_mapped "$1" || fail "not all of process $1 and its descendants have mapped it"
}

# has_udp PORT: somebody has a UDP socket at that port.
has_udp() { awk -v port=":$(printf %04X "$1")" 'index($2, port) {found = 1} END {exit !found}' /proc/net/udp; }
gone() { ! kill -0 "$1" 2>/dev/null; }
